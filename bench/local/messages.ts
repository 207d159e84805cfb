import type { Job, Limits, StepName } from '../../strategies/job.ts'
import type { RunFigures } from '../../strategies/recording.ts'
import type { StrategyName } from '../../strategies/index.ts'

/** How a run of the arm is done; the same for all its runs. */
export interface ArmSetup {
  readonly strategy: StrategyName
  readonly limits: Partial<Limits>
  readonly check: 'full' | 'prefilter'
  readonly headersTimeoutMs: number
  readonly bodyTimeoutMs: number
  readonly runTimeoutMs: number
  /** 0: no lookups are simulated. */
  readonly dnsDelayMs: number
  readonly manyHosts: boolean
}

export type ChildRequest =
  | { readonly is: 'open'; readonly setup: ArmSetup }
  | { readonly is: 'run'; readonly job: Job; readonly ca?: string | undefined }

/** What a child measured of one run. */
export interface Measured {
  readonly beganMs: number
  readonly makespanMs: number
  readonly limits: Limits
  readonly figures: RunFigures
  readonly cpuMs: number
  readonly stallMs: number
  readonly peakRssBytes: number
  readonly timedOut: boolean
  /** The first of each kind, in words. */
  readonly examples: readonly { readonly step: StepName; readonly kind: string; readonly message: string }[]
}

export type ChildReply = { readonly is: 'opened' } | ({ readonly is: 'ran' } & Measured)
