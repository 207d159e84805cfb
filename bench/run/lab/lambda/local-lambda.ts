import { randomUUID } from 'node:crypto'
import { clockMs } from '../../../../strategies/recording.ts'
import type { ContainerAnswer, ContainerHost } from './container.ts'
import type { PoolHost } from './container-pool.ts'
import { openCpuGroups } from './cpu-groups.ts'
import { shareOf } from './cpu-share.ts'
import { DeployedFunction, type Described, PROMPT_UPDATES, type UpdateFaults } from './deployed-function.ts'
import type { FunctionSettings } from './function-settings.ts'
import { functionSegments, type InvocationTrace, traceOf, type TraceStyle } from './function-segments.ts'
import { canGuard, postGuardian } from '../../local/guardian.ts'

export interface LambdaOptions {
  readonly functions: readonly FunctionSettings[]
  /** Whether containers stand still between invocations, as Lambda's do. Without it what nobody awaits is done for free. */
  readonly freezes?: boolean
  /** Whether containers get no more of a processor than their memory buys, where the system lets us see to it. */
  readonly limitsCpu?: boolean
  /** Whether that holds while a container starts, too: Lambda is said to be generous then. */
  readonly limitsInit?: boolean
  /** Where the functions send their traces. */
  readonly daemon?: string | undefined
  /** Called with the trace of each invocation before it begins. */
  readonly begins?: ((trace: InvocationTrace) => void) | undefined
  /** Is given Lambda's own segments of each invocation. */
  readonly trace?: ((segment: object) => void) | undefined
  /** In which of Lambda's formats that is. */
  readonly traceStyle?: TraceStyle
  readonly faults?: Partial<UpdateFaults> | undefined
  /** Is given each event that a function logs, with the name of its log stream. */
  readonly log?: ContainerHost['log'] | undefined
  /** How long a container is kept that nobody uses. */
  readonly idleMs?: number
  /** How long the first start of a container may take. */
  readonly initTimeoutMs?: number
}

export interface Invocation {
  readonly payload: Buffer
  /** A version or an alias; `$LATEST` by default. */
  readonly qualifier?: string | undefined
  readonly traceHeader?: string | undefined
  readonly clientContext?: string | undefined
}

export interface InvocationResult {
  readonly requestId: string
  readonly version: string
  readonly trace: InvocationTrace
  readonly answer: ContainerAnswer
}

/** The function does not exist, or has as many containers at work as were reserved for it. */
export class InvocationRefused extends Error {
  readonly reason: 'unknown' | 'throttled'

  constructor(reason: InvocationRefused['reason'], message: string) {
    super(message)
    this.reason = reason
  }
}

/** Lambda keeps an idle container for minutes; how many is not documented. */
const IDLE_MS = 5 * 60_000
/** Source: AWS Lambda Developer Guide, "Lambda execution environment lifecycle". */
const INIT_TIMEOUT_MS = 10_000

/** Functions, each in as many containers as are invoked at a time. */
export class LocalLambda implements AsyncDisposable {
  readonly #functions: Map<string, DeployedFunction>
  readonly #host: PoolHost
  readonly #begins: LambdaOptions['begins']
  readonly #trace: LambdaOptions['trace']
  readonly #traceStyle: TraceStyle
  readonly #stopping = new Set<Promise<void>>()
  readonly #underway = new Set<Promise<InvocationResult>>()

  /** Throws a RangeError for a function with a variable that is reserved, as `reconfigure` does. */
  constructor(options: LambdaOptions) {
    const { functions, freezes = true, limitsCpu = true, limitsInit = false, daemon, trace, faults } = options
    const guardian = postGuardian()
    const groups = limitsCpu ? openCpuGroups() : undefined
    if (groups) guardian.sweep(groups.folder)
    this.#host = {
      guardian,
      groups,
      shareOf,
      freezes: freezes && canGuard(),
      limitsInit,
      initTimeoutMs: options.initTimeoutMs ?? INIT_TIMEOUT_MS,
      daemon,
      idleMs: options.idleMs ?? IDLE_MS,
      stopping: (end) => {
        this.#stopping.add(end)
        void end.finally(() => this.#stopping.delete(end))
      },
      log: options.log ?? (() => {}),
    }
    const host = { ...this.#host, faults: { ...PROMPT_UPDATES, ...faults }, nowMs: clockMs, random: Math.random }
    this.#functions = new Map(functions.map((settings) => [settings.name, new DeployedFunction(settings, host)]))
    this.#begins = options.begins
    this.#trace = trace
    this.#traceStyle = options.traceStyle ?? 'new'
  }

  /** Control groups for measuring what a size gets; undefined where processors are not limited. */
  get cpuGroups(): PoolHost['groups'] {
    return this.#host.groups
  }

  get freezes(): boolean {
    return this.#host.freezes
  }

  names(): string[] {
    return [...this.#functions.keys()]
  }

  find(name: string): DeployedFunction | undefined {
    return this.#functions.get(name)
  }

  settingsOf(name: string): Described | undefined {
    return this.#functions.get(name)?.describe()
  }

  /** From now on it is another function: the containers it has are given up, those at work once they are done. */
  reconfigure(name: string, changed: Partial<FunctionSettings>): void {
    this.#functions.get(name)!.reconfigure(changed)
  }

  /** Rejects with InvocationRefused where it is not let in; whatever the function does is an answer. */
  async invoke(name: string, invocation: Invocation): Promise<InvocationResult> {
    const running = this.#run(name, invocation)
    this.#underway.add(running)
    try {
      return await running
    } finally {
      this.#underway.delete(running)
    }
  }

  async #run(name: string, { payload, qualifier, traceHeader, clientContext }: Invocation): Promise<InvocationResult> {
    const beginMs = clockMs()
    const one = this.#functions.get(name)
    if (!one) throw new InvocationRefused('unknown', `Function not found: ${name}`)
    const pool = one.poolFor(qualifier)
    const requestId = randomUUID()
    const trace = traceOf(traceHeader, beginMs, this.#traceStyle)
    this.#begins?.(trace)
    const sendSegments = (status: number, answer?: ContainerAnswer) => {
      if (!this.#trace || !trace.isSampled) return
      const traced = { name, requestId, trace, beginMs, endMs: clockMs(), status, ...(answer && { answer }) }
      for (const segment of functionSegments(traced)) this.#trace(segment)
    }
    if (one.busy >= one.reservedConcurrency) {
      sendSegments(429)
      throw new InvocationRefused('throttled', 'Rate Exceeded.')
    }
    const container = pool.take()
    try {
      const answer = await container.invoke({
        requestId,
        payload,
        traceHeader: trace.header,
        trace: trace.isSampled ? { id: trace.id, segmentId: trace.functionSegmentId } : undefined,
        clientContext,
      })
      sendSegments(200, answer)
      return { requestId, version: pool.settings.version, trace, answer }
    } finally {
      pool.giveBack(container)
    }
  }

  /** Ends what is under way, too: its answer is that the process was killed. */
  async [Symbol.asyncDispose](): Promise<void> {
    for (const [name, one] of this.#functions) {
      one.end()
      this.#functions.delete(name)
    }
    await Promise.allSettled(this.#underway)
    await Promise.all(this.#stopping)
    this.#host.groups?.dispose()
    this.#host.guardian.dismiss()
  }
}
