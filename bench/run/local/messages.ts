import type { CalendarJob } from '../../../strategies/job.ts'
import type { Measured } from '../../../strategies/measure.ts'
import type { Marks } from '../../../strategies/recording.ts'
import type { Scenario } from '../../scenario/scenario.ts'

/** How a run of the variant is done; the same for all its runs. */
export type VariantSetup = Scenario['client'] &
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
  }

export type ChildRequest =
  | { readonly is: 'open'; readonly setup: VariantSetup }
  | { readonly is: 'run'; readonly job: CalendarJob; readonly ca?: string | undefined }

/** What a child measured of one run. */
export interface MeasuredByChild extends Measured {
  readonly timedOut: boolean
  /** Absent where nothing was recorded. */
  readonly marks?: Marks | undefined
}

export type ChildReply = { readonly is: 'opened' } | ({ readonly is: 'ran' } & MeasuredByChild)
