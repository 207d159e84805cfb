import type { Job } from '../../../strategies/job.ts'
import type { Measured } from '../../../strategies/measure.ts'
import type { FailedItem } from '../../trial/trial.ts'
import type { Marks } from '../../../strategies/recording.ts'
import type { Scenario } from '../../scenario/scenario.ts'

/** A job of a user's own, in place of the built-in one. */
export interface OwnSetup {
  readonly module: string
  readonly stepTimeoutMs: number
  readonly allowNet: boolean
}

/** How a run of the variant is done; the same for all its runs. */
export type VariantSetup = Omit<Scenario['client'], 'stepTimeoutMs' | 'allowNet'> &
  Pick<Scenario, 'limits' | 'check' | 'checkCpuMs'> & {
    /** A name of ours, unless a module is given. */
    readonly strategy: string
    readonly module?: string | undefined
    /** By which share of its own time each run is made longer. */
    readonly slowedBy?: number | undefined
    readonly isUnrecorded?: boolean | undefined
    /** 0: no lookups are simulated. */
    readonly dnsDelayMs: number
    readonly manyHosts: boolean
    readonly own?: OwnSetup | undefined
  }

export type ChildRequest =
  | { readonly is: 'open'; readonly setup: VariantSetup }
  /** `isFollowing`: connections of the run before are still there. */
  | { readonly is: 'run'; readonly job: Job; readonly ca?: string | undefined; readonly isFollowing?: boolean }

/** What a child measured of one run. */
export interface MeasuredByChild extends Measured {
  readonly timedOut: boolean
  /** Of a job of a user's own: every failure, item by item. */
  readonly failed?: readonly FailedItem[]
  /** Absent where nothing was recorded. */
  readonly marks?: Marks | undefined
}

export type ChildReply = { readonly is: 'opened' } | ({ readonly is: 'ran' } & MeasuredByChild)
