import { ENGLISH } from '../messages/en.ts'
import type { Messages } from '../messages/messages.ts'
import type { LoadVariant, LoadResult } from '../../judge/load/judgement.ts'
import { formatMean } from '../format.ts'
import { formatNumber } from '../messages/formats.ts'

/** How often jobs were due, such as `10 jobs a second`. */
export function formatRate(everyMs: number, messages: Messages = ENGLISH): string {
  const unitMs = everyMs <= 1000 ? 1000 : everyMs <= 60_000 ? 60_000 : 3_600_000
  const jobs = messages.count(+(unitMs / everyMs).toPrecision(3), 'job')
  if (unitMs === 1000) return messages.load.perSecond(jobs)
  return unitMs === 60_000 ? messages.load.perMinute(jobs) : messages.load.perHour(jobs)
}

/** The same with the time between, such as `10 jobs a second, one every 100 ms`. */
export function formatSchedule(everyMs: number, messages: Messages = ENGLISH): string {
  return messages.load.schedule(formatRate(everyMs, messages), +everyMs.toPrecision(3))
}

/** Whether a variant keeps up, in words; with what it hangs on where that is not known. */
export function formatPace({ pace, load }: LoadVariant, messages: Messages = ENGLISH): string {
  switch (pace?.code) {
    case undefined:
      return '–'
    case 'keeps-up':
      return messages.load.keepsUp
    case 'falls-behind': {
      const { jobsPerMinute, low, high } = pace
      return messages.load.fallsBehind({
        jobsPerMinute: formatNumber(jobsPerMinute),
        low: formatNumber(low),
        high: formatNumber(high),
      })
    }
    case 'inconclusive':
      return messages.load.paceInconclusive(formatMean(load, messages))
  }
}

/** Whether a variant keeps up, in a word or two. */
export function formatPaceShort({ pace }: LoadVariant, messages: Messages): string {
  switch (pace?.code) {
    case undefined:
      return '–'
    case 'keeps-up':
      return messages.load.keepsUp
    case 'falls-behind':
      return messages.load.fallsBehindShort
    case 'inconclusive':
      return messages.load.paceInconclusiveShort
  }
}

/** How much was done, such as `40 jobs in each of 6 processes of each variant`. */
export function formatJobs(
  { jobs, blocks }: Pick<LoadResult, 'jobs' | 'blocks'>,
  messages: Messages = ENGLISH,
): string {
  const all = messages.count(jobs, 'job')
  return blocks === 1 ? messages.load.jobsInBlocksOne(all) : messages.load.jobsInBlocksMany(all, blocks)
}
