import type { VariantResult, Result } from '../result.ts'
import type { RatioEstimate } from '../../statistics/block-ratio.ts'
import type { Summary } from '../../statistics/summary.ts'
import type { Tail } from '../../statistics/tails.ts'
import type { Trial } from '../../trial/trial.ts'
import type { Verdict } from '../verdict.ts'
import type { PaceEstimate } from './pace.ts'

/** Raised whenever a field of `report.json` changes its meaning. */
export const RATE_SCHEMA = 2

/** One variant on a schedule; times in milliseconds, over the jobs of all blocks that count. */
export interface RateVariant {
  readonly variant: string
  readonly strategy: string
  readonly role: Trial['role']
  readonly limits: Trial['limits']
  /** From the instant a job was due to its end. */
  readonly latencyMs: Summary
  readonly tails: readonly Tail[]
  /** Of the job alone: all that a benchmark sees which starts the next one when the last has ended. */
  readonly serviceMs: Summary
  readonly load: PaceEstimate['load']
  readonly growthJobs: PaceEstimate['growthJobs']
  /** Absent where something keeps it from being told. */
  readonly pace?: PaceEstimate['pace']
  /** Of the time from the first job's begin to the last one's end, mean over blocks. */
  readonly busyShare: number
  /** How many more jobs were due when a job began: the most there were, and by job the median over blocks. */
  readonly backlog: { readonly largest: number; readonly byJob: readonly number[] }
  /** How long the schedule stood still before a job, for what the harness itself had to do. */
  readonly stoodStillMs: { readonly median: number; readonly mean: number; readonly longest: number }
  /** Latency over that of the reference's same job; absent for the reference itself and below two blocks. */
  readonly ratio?: RatioEstimate
  /** The same of the job alone. */
  readonly serviceRatio?: RatioEstimate
  readonly verdict?: Verdict
  /** What the mock server held over what it had drawn: over 1.15 it was too busy for this variant. */
  readonly mockServerLag?: number
  readonly failed: VariantResult['failed']
}

/** Everything that is told of jobs on a schedule, computed from trials alone. */
export interface RateResult {
  readonly schema: typeof RATE_SCHEMA
  readonly kind: 'rate'
  readonly scenario: Trial['scenario']
  readonly environment: Trial['environment']
  readonly feeds: number
  readonly everyMs: number
  readonly jobs: number
  /** That count: whole ones, in which the harness made no mistake. */
  readonly blocks: number
  readonly trials: number
  readonly elapsedMs: number
  /** When the first run began, as ISO 8601 has it. */
  readonly beganAt: string
  /** Absent where fewer blocks were done than were planned: then nothing is judged. */
  readonly look?: { readonly blocks: number; readonly alpha: number }
  readonly variants: readonly RateVariant[]
  readonly aaCheck: Result['aaCheck']
  readonly sensitivityCheck: Result['sensitivityCheck']
  readonly deliveries: {
    readonly same: boolean
    readonly digest: string
    readonly accepted: number
    readonly duplicates: number
  }
  readonly throttled: number
  readonly discardedBlocks: readonly string[]
  readonly advice: string
  readonly exitCode: 0 | 2 | 5
}
