import type { RateArm, RateResult } from '../rate/rate-result.ts'
import { counted } from './counted.ts'
import { formatNumber } from './format.ts'

/** How often jobs were due, such as `10 jobs a second`. */
export function formatRate(everyMs: number): string {
  const [unit, unitMs] =
    everyMs <= 1000 ? ['a second', 1000] : everyMs <= 60_000 ? ['a minute', 60_000] : ['an hour', 3_600_000]
  const count = +(unitMs / everyMs).toPrecision(3)
  return `${count} ${count === 1 ? 'job' : 'jobs'} ${unit}`
}

/** The same with the time between, such as `10 jobs a second, one every 100 ms`. */
export function formatSchedule(everyMs: number): string {
  return `${formatRate(everyMs)}, one every ${+everyMs.toPrecision(3)} ms`
}

/** Whether an arm keeps up, in words; with what it hangs on where that is not known. */
export function formatPace({ pace, load }: RateArm): string {
  switch (pace?.word) {
    case undefined:
      return '–'
    case 'keeps up':
      return 'keeps up'
    case 'falls behind': {
      const { jobsPerMinute, low, high } = pace
      return `falls behind by ${formatNumber(jobsPerMinute)} jobs a minute (${formatNumber(low)} to ${formatNumber(high)})`
    }
    case 'undecided':
      return `undecided whether it keeps up (load ${formatLoad(load)})`
  }
}

/** A load with its interval; two decimals, since it is 1 that matters. */
export function formatLoad({ mean, interval }: RateArm['load']): string {
  return interval ? `${mean.toFixed(2)} (${interval.low.toFixed(2)} to ${interval.high.toFixed(2)})` : mean.toFixed(2)
}

/** How much was done, such as `40 jobs in each of 6 forks`. */
export function formatJobs({ jobs, forks }: Pick<RateResult, 'jobs' | 'forks'>): string {
  return `${counted(jobs, 'job')} in ${forks === 1 ? '1 fork' : `each of ${forks} forks`}`
}
