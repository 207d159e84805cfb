import { failuresIn, programOf } from '../comparison/variant-result.ts'
import { candidatesOf } from '../../plan/schedule.ts'
import { type RatioEstimate, ratioOverBlocks } from '../../statistics/block-ratio.ts'
import { median } from '../../statistics/quantile.ts'
import { summaryOf } from '../../statistics/summary.ts'
import { tailsOf } from '../../statistics/tails.ts'
import type { Trial } from '../../trial/trial.ts'
import { knownMockServerLag } from '../mock-server-lag.ts'
import { judgeRatio } from '../verdict.ts'
import { paceOf } from './pace.ts'
import { latencyMs, type LoadBlock, type ScheduledTrial, waitMs } from './blocks.ts'
import type { LoadVariant, LoadResult } from './judgement.ts'
import { extentOf } from '../../statistics/extent.ts'

interface JudgedSeries {
  readonly blocks: readonly LoadBlock[]
  /** First runs of the variant's processes. */
  readonly cold: readonly Trial[]
  readonly scenario: Trial['scenario']
  readonly look: LoadResult['look']
  readonly everyMs: number
}

/** Before a look intervals are shown for what they are, and there is no verdict. */
const UNJUDGED_ALPHA = 0.05

/** The whole result of one variant, before anything is withheld. */
export function judgeVariant(variant: string, { blocks, cold, scenario, look, everyMs }: JudgedSeries): LoadVariant {
  const series = blocks.map(({ jobs }) => jobs.get(variant)!)
  const all = series.flat()
  const [{ strategy, role, limits }] = all as [ScheduledTrial, ...ScheduledTrial[]]
  const latencies = all.map(latencyMs)
  const stops = all.map(({ arrival }) => arrival.stoodStillMs)
  const parts = Math.max(1, candidatesOf(scenario).length)
  const alpha = look?.alpha ?? UNJUDGED_ALPHA
  // Each candidate has a verdict on its pace, the reference too.
  const { pace, ...paced } = paceOf(
    series.map((jobs) => jobs.map((job) => ({ waitMs: waitMs(job), serviceMs: job.makespanMs }))),
    everyMs,
    look ? alpha / (parts + 1) : alpha,
  )
  return {
    variant,
    strategy,
    role,
    ...programOf(all),
    limits,
    latencyMs: summaryOf(latencies)!,
    tails: tailsOf(latencies),
    serviceMs: summaryOf(all.map(({ makespanMs }) => makespanMs))!,
    ...paced,
    ...(look && { pace }),
    busyShare: mean(series.map(busyShareOf)),
    backlog: {
      largest: extentOf(all.map(({ arrival }) => arrival.backlog))[1],
      byJob: series[0]!.map((_, job) => median(series.map((jobs) => jobs[job]!.arrival.backlog))),
    },
    stoodStillMs: { median: median(stops), mean: mean(stops), longest: extentOf(stops)[1] },
    ...(role !== 'reference' &&
      comparison(variant, { blocks, scenario, look, alpha: look && role === 'candidate' ? alpha / parts : alpha })),
    ...knownMockServerLag(all),
    failed: failuresIn([...all, ...cold]),
  }
}

function comparison(
  variant: string,
  { blocks, scenario, look, alpha }: Pick<JudgedSeries, 'blocks' | 'scenario' | 'look'> & { readonly alpha: number },
): Pick<LoadVariant, 'ratio' | 'serviceRatio' | 'verdict'> {
  if (blocks.length < 2) return {}
  const ratioOf = (time: (job: ScheduledTrial) => number): RatioEstimate =>
    // The median over jobs, which depend on each other, is the block's one observation.
    ratioOverBlocks(
      blocks.map(({ jobs }) => {
        const reference = jobs.get(scenario.reference)!
        return [median(jobs.get(variant)!.map((job, index) => Math.log(time(job) / time(reference[index]!))))]
      }),
      alpha,
    )
  const ratio = ratioOf(latencyMs)
  return {
    ratio,
    serviceRatio: ratioOf(({ makespanMs }) => makespanMs),
    ...(look && { verdict: judgeRatio(ratio, scenario.margin, true) }),
  }
}

function busyShareOf(jobs: readonly ScheduledTrial[]): number {
  const { arrival, makespanMs } = jobs.at(-1)!
  return jobs.reduce((sum, job) => sum + job.makespanMs, 0) / (arrival.startedMs + makespanMs)
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}
