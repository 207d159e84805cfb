import type { Interval } from '../statistics/interval.ts'
import type { RatioEstimate } from '../statistics/block-ratio.ts'
import type { MeanEstimate } from '../statistics/mean-interval.ts'
import type { ColdRow } from '../statistics/cold-table.ts'
import type { Summary } from '../statistics/summary.ts'
import type { Tail } from '../statistics/tails.ts'
import type { Trial } from '../trial/trial.ts'
import type { Verdict, Word } from './verdict.ts'
import type { LambdaResult } from './lambda.ts'
import type { OrderChecks } from './order-checks.ts'
import type { Pick } from './pick.ts'
import type { TracingResult } from './tracing.ts'
import type { MeanTimeBreakdown } from './time-breakdowns.ts'

export type { Summary } from '../statistics/summary.ts'

/** Raised whenever a field of `report.json` changes its meaning. */
export const REPORT_SCHEMA = 3

/** One variant of the race; times in milliseconds, over its measured runs in iterations that count. */
export interface VariantResult {
  readonly variant: string
  readonly strategy: string
  readonly role: Trial['role']
  readonly limits: Trial['limits']
  /** A run that failed counts with the time after which it was given up, as longer than any other. */
  readonly makespanMs: Summary
  /** Every makespan of a run without faults, by block, then iteration: what the pictures draw. */
  readonly samplesMs: readonly number[]
  /** How many more measured runs there were: they failed, so that they have no time to be drawn. */
  readonly samplesFailed: number
  /** What a run costs in the long run follows the mean: over blocks, or containers. */
  readonly meanMs: MeanEstimate
  readonly tails: readonly Tail[]
  /** Time over that of the reference in the same iteration; absent for the reference itself and below two blocks, like the next. */
  readonly ratio?: RatioEstimate
  /** Mean cost over that of the reference: of what was billed, else of time. */
  readonly costRatio?: RatioEstimate
  readonly verdict?: Verdict
  /** Two variants that share a letter cannot be told apart; absent before the first look, and of guards. */
  readonly letters?: string
  /** What the word would be without the iterations that stand out, where it is another one. */
  readonly wordWithoutOutliers?: Word
  /** Makespan over structural time of the same run; absent where that is not known or none. */
  readonly overIdeal?: Summary
  /**
   * What a million runs would cost, in US dollars, if Lambda billed the mean one, in whole milliseconds, with the memory of one vCPU;
   * absent of invocations, of which it is known what was billed, and where runs failed, which tell nothing of what they would cost.
   */
  readonly computedUsdPerMillion?: number
  /**
   * Median over iterations of the makespan over what the model predicts of that iteration, from the race's own runs of `sequential`; absent where
   * it cannot.
   */
  readonly measuredOverPredicted?: number
  readonly firstNotificationMs?: Summary
  readonly medianNotificationMs?: Summary
  readonly eventLoopDelayMs: Summary
  readonly cpuMs: Summary
  readonly peakRssBytes: Summary
  /** Absent, like `heldOverDrawn`, where no mock server of ours could be asked. */
  readonly peakConnections?: number
  /** Structural time from the delays that were held, over that from those drawn: over 1.15 the server was too busy for this variant. */
  readonly mockServerLag?: number
  readonly failed: {
    readonly trials: number
    readonly of: number
    readonly rate: Interval
    readonly reasons: readonly string[]
  }
  /** What went wrong with feeds and posts, planned by the world or not: how often in a run, means, by `step kind`. */
  readonly failures: Readonly<Record<string, number>>
  /** First kept iteration's CPU over the median of the later ones, Hodges-Lehmann over blocks: over 1.5 the warm-up was too short. */
  readonly firstIterationCpu?: number
  /** Runs that stand out; they are counted like all others. */
  readonly outliers: readonly { readonly block: number; readonly iteration: number; readonly makespanMs: number }[]
}

/** Why a copy of the reference proves nothing, whatever its times: runs of it failed, or the mock server was too late for it. */
export type Trouble = 'failed' | 'late'

/** Everything a report tells, computed from trials alone. */
export interface Result {
  readonly schema: typeof REPORT_SCHEMA
  readonly place: Trial['place']
  readonly scenario: Trial['scenario']
  readonly environment: Trial['environment']
  readonly feeds: number
  readonly blocks: number
  readonly iterationsCounted: number
  readonly trials: number
  readonly elapsedMs: number
  /** When the first run began, as ISO 8601 has it. */
  readonly beganAt: string
  /** The level of the whole comparison at this look, each candidate's own being an equal part of it; absent before the first. */
  readonly look?: { readonly blocks: number; readonly alpha: number; readonly last: boolean }
  readonly variants: readonly VariantResult[]
  readonly aaCheck: { readonly passed: boolean; readonly trouble?: Trouble; readonly sentence: string }
  /** `found` is absent where there is no sensitivity check, or not yet a look. */
  readonly sensitivityCheck: { readonly found?: boolean; readonly trouble?: Trouble; readonly sentence: string }
  readonly deliveries: {
    /** Who tells, where it is not the mock server. */
    readonly by?: Trial['deliveries']['by']
    readonly same: boolean
    readonly digest: string
    readonly accepted: number
    readonly duplicates: number
  }
  readonly mock: {
    /** What the server could answer a second at most, over what the fastest variant asked a second; absent without plain warm-ups. */
    readonly ceiling?: number
    /** The server limits every variant: it has no rate to spare, or was late even for the reference. */
    readonly bound: boolean
    /** Whether it told anything at all. */
    readonly isKnown: boolean
  }
  readonly throttled: number
  /** Whether costs are of dollars that were billed; of time otherwise. */
  readonly isBilled: boolean
  /** First runs of fresh processes on this machine; those of functions are in `lambda`. */
  readonly cold: readonly ColdRow[]
  readonly timeBreakdowns: readonly MeanTimeBreakdown[]
  /** Absent where the order of runs tells nothing: below two blocks, and where runs are invocations. */
  readonly order?: OrderChecks
  /** Absent before the first look. */
  readonly pick?: Pick
  /** Of invocations of Lambda functions, local or not. */
  readonly lambda?: LambdaResult
  /** Where X-Ray was asked for their traces. */
  readonly tracing?: TracingResult
  readonly discardedIterations: readonly string[]
  readonly advice: string
  /** The variant that the advice says to ship, where it does. */
  readonly advised?: string
  readonly exitCode: 0 | 2 | 5
}
