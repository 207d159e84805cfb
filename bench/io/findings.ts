import type { Problem } from './problems.ts'
import type { Fault } from './trial-reasons.ts'

/** What can be said of a machine as a place to measure, by code and figures; `report/messages/findings.ts` has the sentences. */

export type Mark = 'ok' | 'look' | 'bad'

export interface NodeFacts {
  readonly version: string
  readonly platform: string
  readonly arch: string
  /** Whether this is the Node that npm ci installs, or one that this machine has anyway. */
  readonly origin: 'bundled' | 'host'
  /** Of the bundled one; absent where there is none for this system. */
  readonly bundledVersion?: string
  /** Of the bundled one's binary, in hexadecimal; absent where this is another. */
  readonly sha256?: string
}

export interface ProcessorFacts {
  readonly cores: number
  readonly model: string
  /** What control groups leave to this process, in processors; absent where they leave all. */
  readonly quota?: number
  /** Of the periods of that quota, those in which it was used up: 0 to 1. */
  readonly throttledShare?: number
}

export interface MemoryFacts {
  readonly availableBytes: number
  readonly totalBytes: number
}

export interface FrequencyFacts {
  /** Each kind once. */
  readonly governors: readonly string[]
  readonly isTurbo?: boolean
  /** How often a core was slowed down by its heat, since boot. */
  readonly heatThrottles?: number
}

/** How much later than requested a timer of 1 ms came. */
export interface TimerFacts {
  readonly medianLateMs: number
  readonly worstLateMs: number
  readonly timers: number
}

export interface ClockFacts {
  readonly stepMs: number
  readonly source?: string
}

export interface DescriptorFacts {
  readonly soft: number | 'unlimited'
  readonly hard: number | 'unlimited'
}

export interface UdpFacts {
  /** What the lab's X-Ray gets when it asks for 4 MiB. */
  readonly grantedBytes?: number
  /** net.core.rmem_default and net.core.rmem_max. */
  readonly usualBytes?: number
  readonly mostBytes?: number
}

/** Where the AWS clients would find what they need; none of it was read. */
export interface AwsFacts {
  readonly credentials: readonly CredentialSource[]
  readonly hasRegion: boolean
  /** It may hold both, or neither. */
  readonly hasConfigFile: boolean
}

export type CredentialSource = 'environment' | 'web-identity' | 'container-role' | 'credentials-file'

export type WebhookFact = 'absent' | 'an address' | 'no address'

/** Why the noise of this machine is not known. */
export type Unmeasured =
  | { readonly code: 'no-iteration' | 'mock-server-late' }
  | { readonly code: 'run-failed'; readonly fault: Fault }
  | { readonly code: 'too-few-blocks'; readonly needed: number }
  | { readonly code: 'broken-off'; readonly problem: Problem }

/** A margin, and after how many blocks a run is expected to come to it. */
interface MarginStep {
  readonly margin: number
  readonly blocks: number
}

/** What is found of each thing that matters to a measurement; a figure that this system does not give is absent. */
export interface Findings {
  /** `line`: of Node, that Lambda runs. */
  readonly node: NodeFacts & { readonly line: number }
  readonly 'node-binary': NodeFacts
  readonly cores: ProcessorFacts & { readonly isFew: boolean }
  /** `share`: of the processors. */
  readonly load: { readonly load?: number; readonly share?: number }
  readonly memory: MemoryFacts
  readonly frequency: FrequencyFacts & { readonly isSteady: boolean }
  readonly steal: { readonly share?: number }
  readonly timer: TimerFacts
  readonly clock: ClockFacts & { readonly isSlow: boolean }
  readonly descriptors: Partial<DescriptorFacts>
  readonly 'thread-pool': { readonly threads?: number; readonly wanted: number }
  readonly udp: UdpFacts & { readonly wantedBytes: number }
  readonly priority: { readonly mayRaise: boolean }
  readonly 'cpu-groups': { readonly mayLimit: boolean }
  readonly credentials: AwsFacts
  readonly region: AwsFacts
  readonly webhook: { readonly webhook: WebhookFact }
  /** `usual`: of a run that names none; `widest`: of those that were tried. */
  readonly margin:
    | { readonly unmeasured: Unmeasured }
    | {
        readonly low: number
        readonly high: number
        readonly isDifferent: boolean
        readonly steps: readonly MarginStep[]
        readonly usual: number
        readonly widest: number
      }
}

export type FindingCode = keyof Findings

/** Whatever is not ok has an advice too. */
export type Finding<Code extends FindingCode = FindingCode> = {
  readonly [One in Code]: { readonly code: One; readonly mark: Mark; readonly parameters: Findings[One] }
}[Code]
