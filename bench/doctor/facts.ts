import type {
  AwsFacts,
  ClockFacts,
  DescriptorFacts,
  FrequencyFacts,
  MemoryFacts,
  NodeFacts,
  ProcessorFacts,
  TimerFacts,
  UdpFacts,
  WebhookFact,
} from '../io/findings.ts'

/** What was found out about this machine; what could not be found out is absent. No value of a secret is ever among it. */
export interface Facts {
  readonly node: NodeFacts
  readonly processors: ProcessorFacts
  /** Load average of the last minute. */
  readonly load?: number
  readonly memory: MemoryFacts
  readonly frequency: FrequencyFacts
  /** Of all processor time since boot, what the host of this virtual machine gave to others: 0 to 1. */
  readonly stealShare?: number
  readonly timer: TimerFacts
  readonly clock: ClockFacts
  readonly descriptors?: DescriptorFacts
  /** Threads of libuv's pool, as UV_THREADPOOL_SIZE sets them. */
  readonly threadPool?: number
  readonly udp: UdpFacts
  readonly mayRaisePriority: boolean
  readonly mayLimitProcessors: boolean
  readonly aws: AwsFacts
  readonly webhook: WebhookFact
}
