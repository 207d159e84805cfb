import { type MeanEstimate, meanInterval } from '../../statistics/mean-interval.ts'
import { median } from '../../statistics/quantile.ts'
import type { LoadVariant } from './judgement.ts'

/** A job of a series: how long it stood behind others, and how long it took itself, in milliseconds. */
export interface PacedJob {
  readonly waitMs: number
  readonly serviceMs: number
}

export interface PaceEstimate {
  /** Time that jobs take over the time between them, mean over blocks: above 1 one process cannot do them. */
  readonly load: MeanEstimate
  /** By how many jobs the backlog grew from the first quarter of a series to the last, mean over blocks. */
  readonly growthJobs: MeanEstimate
  readonly pace: NonNullable<LoadVariant['pace']>
}

/**
 * Whether a variant keeps up with a job every `everyMs`, from the jobs of each block in order, at least 4 a block. `alpha` is of each
 * of the two intervals, Student's t over blocks. The backlog is measured by how long jobs wait, of which it is the whole part: last
 * quarter against first, medians of both. It `falls-behind` where its jobs take significantly longer than there is between them and the
 * backlog grew significantly; it `keeps-up` where they take significantly less, and the backlog grew by significantly less than one job. Either alone
 * would not do: close to a load of 1 a backlog grows for a while and is worked off again, and in a short series one that grows
 * slowly cannot be seen. Below two blocks all is `inconclusive`.
 * Throws RangeError for a block of fewer than 4 jobs, and for no block at all.
 */
export function paceOf(blocks: readonly (readonly PacedJob[])[], everyMs: number, alpha: number): PaceEstimate {
  const short = blocks.find((jobs) => jobs.length < 4)
  if (short) throw new RangeError(`paceOf: expected at least 4 jobs a block, given ${short.length}`)
  const load = meanInterval(
    blocks.map((jobs) => mean(jobs.map(({ serviceMs }) => serviceMs)) / everyMs),
    alpha,
  )
  const growthJobs = meanInterval(
    blocks.map((jobs) => growthMs(jobs) / everyMs),
    alpha,
  )
  return { load, growthJobs, pace: codeFor({ load, growthJobs }, everyMs, quarterDistance(blocks)) }
}

function codeFor(
  { load: { interval: load }, growthJobs }: Omit<PaceEstimate, 'pace'>,
  everyMs: number,
  apartJobs: number,
): PaceEstimate['pace'] {
  const { mean: grown, interval: growth } = growthJobs
  if (!load || !growth) return { code: 'inconclusive' }
  if (load.high < 1 && growth.high < 1) return { code: 'keeps-up' }
  if (load.low <= 1 || growth.low <= 0) return { code: 'inconclusive' }
  const perMinute = (jobs: number) => behindPerMinute(jobs / apartJobs, everyMs)
  return {
    code: 'falls-behind',
    jobsPerMinute: perMinute(grown),
    low: perMinute(growth.low),
    high: perMinute(growth.high),
  }
}

/** A backlog that grows by so many jobs with each job done, which then take `everyMs` and so many times that, by the minute. */
function behindPerMinute(jobsPerJob: number, everyMs: number): number {
  return (60_000 * jobsPerJob) / (everyMs * (1 + jobsPerJob))
}

function growthMs(jobs: readonly PacedJob[]): number {
  const waits = jobs.map(({ waitMs }) => waitMs)
  const quarter = Math.floor(waits.length / 4)
  return median(waits.slice(-quarter)) - median(waits.slice(0, quarter))
}

/** From the middle of the first quarter to that of the last, in jobs. */
function quarterDistance(blocks: readonly (readonly PacedJob[])[]): number {
  return mean(blocks.map(({ length }) => length - Math.floor(length / 4)))
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}
