import type { Visit } from '../../../mock-server/world.ts'
import type { Job } from '../../../strategies/job.ts'
import type { Measured } from '../../../strategies/measure.ts'
import type { FailedItem } from '../../trial/trial.ts'
import type { Marks } from '../../../strategies/recording.ts'
import type { Scenario } from '../../scenario/scenario.ts'
import type { ProcessFailure } from '../../io/trial-reasons.ts'
import type { Patience } from './patience.ts'
import type { WorldProcess } from './world.ts'
import type { ProgramOptions } from './programs/program.ts'
import type { ProgramJob, Reported } from './programs/protocol.ts'

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

/** How a program is run; the same for all its runs. */
export interface ProgramSetup extends ProgramOptions {
  readonly slowedBy?: number | undefined
  /** What it is given first, without items. */
  readonly emptyJob: ProgramJob
  readonly startTimeoutMs: number
  readonly runTimeoutMs: number
}

export type ProgramRequest =
  | { readonly is: 'open'; readonly setup: ProgramSetup }
  | { readonly is: 'run'; readonly job: ProgramJob; readonly isFollowing?: boolean }

/** What was measured of one run of a program, from outside. */
export interface MeasuredOfProgram extends Pick<Measured, 'beganMs' | 'makespanMs' | 'cpuMs' | 'peakRssBytes'> {
  /** When it began and when its answer was read, on the clock of `monotonicMs`. */
  readonly beganMonotonicMs: number
  readonly endedMonotonicMs: number
  /** What a job of no items took right after it: about what the protocol took of the run. */
  readonly protocolMs: number
  /** What the program has reported of itself. */
  readonly reported: Reported
  readonly timedOut: false
}

export type ProgramReply =
  | { readonly is: 'opened' }
  | ({ readonly is: 'ran' } & MeasuredOfProgram)
  | { readonly is: 'failed'; readonly failure: ProcessFailure }

/** What was measured of one run of a variant. */
export type MeasuredRun = MeasuredByChild | MeasuredOfProgram

export function isOfProgram(measured: MeasuredRun): measured is MeasuredOfProgram {
  return 'reported' in measured
}

/** A process that does the job of a variant on request, as often as requested. */
export interface VariantProcess {
  /** Before the first run. Rejects where the process cannot be started, or ends before it is ready. */
  readonly open: () => Promise<void>
  /** One at a time; an error when the process died meanwhile, or was killed for giving no answer. */
  readonly run: (place: Visit, options?: RunOptions) => Promise<MeasuredRun | Error>
  /** Resolves once the process has ended, and all that it had started. It is killed after `patienceMs`, 2 s by default: 0 to kill it at once. */
  readonly stop: (patienceMs?: number) => Promise<void>
}

interface RunOptions {
  /** Whether the world is as the run before has left it. */
  readonly isFollowing?: boolean
}

export interface VariantSurroundings {
  readonly world: WorldProcess
  readonly patience: Patience
  /** Whether Node compiles all code anew, even where code that it has compiled earlier is kept. */
  readonly compilesAnew?: boolean
}
