import type { Interval } from '../statistics/interval.ts'
import type { RatioEstimate } from '../statistics/fork-ratio.ts'
import type { Summary } from '../statistics/summary.ts'
import type { Trial } from '../trial.ts'
import type { Verdict } from '../verdict.ts'
import type { LambdaResult } from './lambda.ts'
import type { TracingResult } from './tracing.ts'

export type { Summary } from '../statistics/summary.ts'

/** Raised whenever a field of `report.json` changes its meaning. */
export const REPORT_SCHEMA = 1

/** One arm of the race; times in milliseconds, over its measured runs in rounds that count. */
export interface ArmResult {
  readonly arm: string
  readonly strategy: string
  readonly role: Trial['role']
  readonly limits: Trial['limits']
  readonly makespanMs: Summary
  /** Every makespan, by fork, then round: what the pictures draw. */
  readonly samplesMs: readonly number[]
  /** Time over that of the reference in the same round; absent for the reference itself and below two forks. */
  readonly ratio?: RatioEstimate
  readonly verdict?: Verdict
  /** Makespan over structural time of the same run; absent where that is not known or none. */
  readonly overStructural?: Summary
  readonly firstNotificationMs?: Summary
  readonly medianNotificationMs?: Summary
  readonly stallMs: Summary
  readonly cpuMs: Summary
  readonly peakRssBytes: Summary
  /** Absent, like `heldOverDrawn`, where no mock server of ours could be asked. */
  readonly peakConnections?: number
  /** Structural time from the delays that were held, over that from those drawn: over 1.15 the server was too busy for this arm. */
  readonly heldOverDrawn?: number
  readonly failed: {
    readonly trials: number
    readonly of: number
    readonly rate: Interval
    readonly reasons: readonly string[]
  }
  /** First kept round's CPU over the median of the later ones, Hodges-Lehmann over forks: over 1.5 the warm-up was too short. */
  readonly firstRoundCpu?: number
  readonly outliers: number
}

/** Everything a report tells, computed from trials alone. */
export interface Result {
  readonly schema: typeof REPORT_SCHEMA
  readonly place: Trial['place']
  readonly scenario: Trial['scenario']
  readonly environment: Trial['environment']
  readonly feeds: number
  readonly forks: number
  readonly roundsCounted: number
  readonly trials: number
  readonly elapsedMs: number
  /** The level of the whole comparison at this look, each candidate's own being an equal part of it; absent before the first. */
  readonly look?: { readonly forks: number; readonly alpha: number; readonly last: boolean }
  readonly arms: readonly ArmResult[]
  readonly guard: { readonly passed: boolean; readonly sentence: string }
  readonly ledger: {
    /** Who tells, where it is not the mock server. */
    readonly by?: Trial['ledger']['by']
    readonly same: boolean
    readonly digest: string
    readonly accepted: number
    readonly duplicates: number
  }
  readonly mock: {
    /** What the server could answer a second at most, over what the fastest arm asked a second; absent without plain warm-ups. */
    readonly ceiling?: number
    /** The server limits every arm: it has no rate to spare, or was late even for the reference. */
    readonly bound: boolean
    /** Whether it told anything at all. */
    readonly isKnown: boolean
  }
  readonly throttled: number
  /** Of invocations of Lambda functions, local or not. */
  readonly lambda?: LambdaResult
  /** Where X-Ray was asked for their traces. */
  readonly tracing?: TracingResult
  readonly voidRounds: readonly string[]
  readonly advice: string
  readonly exitCode: 0 | 2 | 5
}
