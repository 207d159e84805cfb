/** What was found out about this machine; what could not be found out is absent. No value of a secret is ever among it. */
export interface Facts {
  readonly node: NodeFacts
  readonly processors: ProcessorFacts
  /** Load average of the last minute. */
  readonly load?: number
  readonly memory: { readonly availableBytes: number; readonly totalBytes: number }
  readonly frequency: FrequencyFacts
  /** Of all processor time since boot, what the host of this virtual machine gave to others: 0 to 1. */
  readonly stealShare?: number
  readonly timer: TimerFacts
  readonly clock: { readonly stepMs: number; readonly source?: string }
  readonly descriptors?: DescriptorFacts
  /** Threads of libuv's pool, as UV_THREADPOOL_SIZE sets them. */
  readonly threadPool?: number
  readonly udp: UdpFacts
  readonly mayRaisePriority: boolean
  readonly mayLimitProcessors: boolean
  readonly aws: AwsFacts
  readonly webhook: 'absent' | 'an address' | 'no address'
}

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

interface ProcessorFacts {
  readonly cores: number
  readonly model: string
  /** What control groups leave to this process, in processors; absent where they leave all. */
  readonly quota?: number
  /** Of the periods of that quota, those in which it was used up: 0 to 1. */
  readonly throttledShare?: number
}

export interface FrequencyFacts {
  /** Each kind once. */
  readonly governors: readonly string[]
  readonly isTurbo?: boolean
  /** How often a core was slowed down by its heat, since boot. */
  readonly heatThrottles?: number
}

/** How much later than asked a timer of 1 ms came. */
export interface TimerFacts {
  readonly medianLateMs: number
  readonly worstLateMs: number
  readonly timers: number
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

/** Where the AWS clients would find what they need, in words; none of it was read. */
export interface AwsFacts {
  readonly credentials: readonly string[]
  readonly hasRegion: boolean
  /** It may hold both, or neither. */
  readonly hasConfigFile: boolean
}
