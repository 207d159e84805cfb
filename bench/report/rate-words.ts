import { ENGLISH } from './messages/english.ts'
import type { Language } from './messages/language.ts'
import type { RateVariant, RateResult } from '../judge/load/judgement.ts'
import { formatNumber } from './format.ts'

/** How often jobs were due, such as `10 jobs a second`. */
export function formatRate(everyMs: number, { say, count }: Language = ENGLISH): string {
  const unitMs = everyMs <= 1000 ? 1000 : everyMs <= 60_000 ? 60_000 : 3_600_000
  const jobs = count(+(unitMs / everyMs).toPrecision(3), 'job')
  if (unitMs === 1000) return say`${jobs} a second`
  return unitMs === 60_000 ? say`${jobs} a minute` : say`${jobs} an hour`
}

/** The same with the time between, such as `10 jobs a second, one every 100 ms`. */
export function formatSchedule(everyMs: number, language: Language = ENGLISH): string {
  return language.say`${formatRate(everyMs, language)}, one every ${+everyMs.toPrecision(3)} ms`
}

/** Whether a variant keeps up, in words; with what it hangs on where that is not known. */
export function formatPace({ pace, load }: RateVariant, language: Language = ENGLISH): string {
  const { say } = language
  switch (pace?.code) {
    case undefined:
      return '–'
    case 'keeps-up':
      return say`keeps up`
    case 'falls-behind': {
      const { jobsPerMinute, low, high } = pace
      return say`falls behind by ${formatNumber(jobsPerMinute)} jobs a minute (${formatNumber(low)} to ${formatNumber(high)})`
    }
    case 'inconclusive':
      return say`undecided whether it keeps up (load ${formatLoad(load, language)})`
  }
}

/** A load with its interval; two decimals, since it is 1 that matters. */
export function formatLoad({ mean, interval }: RateVariant['load'], { say }: Language = ENGLISH): string {
  return interval
    ? say`${mean.toFixed(2)} (${interval.low.toFixed(2)} to ${interval.high.toFixed(2)})`
    : mean.toFixed(2)
}

/** How much was done, such as `40 jobs in each of 6 blocks`. */
export function formatJobs(
  { jobs, blocks }: Pick<RateResult, 'jobs' | 'blocks'>,
  { say, count }: Language = ENGLISH,
): string {
  const all = count(jobs, 'job')
  return blocks === 1 ? say`${all} in 1 fork` : say`${all} in each of ${blocks} forks`
}
