import { randomUUID } from 'node:crypto'
import { clockMs } from '../../../../strategies/recording.ts'
import { Container, type ContainerAnswer, type ContainerHost } from './container.ts'
import { openCpuGroups } from './cpu-groups.ts'
import { shareOf } from './cpu-share.ts'
import { type FunctionSettings, reservedIn } from './function-settings.ts'
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
  /** How long a container is kept that nobody uses. */
  readonly idleMs?: number
  /** How long the first start of a container may take. */
  readonly initTimeoutMs?: number
}

export interface Invocation {
  readonly payload: Buffer
  readonly traceHeader?: string | undefined
  readonly clientContext?: string | undefined
}

export interface InvocationResult {
  readonly requestId: string
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

interface Served {
  settings: FunctionSettings
  /** Says whether two states of it are the same. */
  revision: string
  idle: Container[]
  readonly busy: Set<Container>
  readonly expiry: Map<Container, NodeJS.Timeout>
}

/** Functions, each in as many containers as are invoked at a time. */
export class LocalLambda implements AsyncDisposable {
  readonly #served: Map<string, Served>
  readonly #host: ContainerHost
  readonly #idleMs: number
  readonly #begins: LambdaOptions['begins']
  readonly #trace: LambdaOptions['trace']
  readonly #traceStyle: TraceStyle
  readonly #stopping = new Set<Promise<void>>()
  readonly #underway = new Set<Promise<InvocationResult>>()

  /** Throws a RangeError for a function with a variable that is reserved, as `reconfigure` does. */
  constructor(options: LambdaOptions) {
    const { functions, freezes = true, limitsCpu = true, limitsInit = false, daemon, trace } = options
    this.#served = new Map(functions.map((settings) => [settings.name, served(settings)]))
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
    }
    this.#begins = options.begins
    this.#trace = trace
    this.#traceStyle = options.traceStyle ?? 'new'
    this.#idleMs = options.idleMs ?? IDLE_MS
  }

  /** Control groups for measuring what a size gets; undefined where processors are not limited. */
  get cpuGroups(): ContainerHost['groups'] {
    return this.#host.groups
  }

  get freezes(): boolean {
    return this.#host.freezes
  }

  names(): string[] {
    return [...this.#served.keys()]
  }

  settingsOf(name: string): { readonly settings: FunctionSettings; readonly revision: string } | undefined {
    return this.#served.get(name)
  }

  /** From now on it is another function: the containers it has are given up, those at work once they are done. */
  reconfigure(name: string, changed: Partial<FunctionSettings>): void {
    const one = this.#served.get(name)!
    one.settings = checked({ ...one.settings, ...changed })
    one.revision = randomUUID()
    for (const container of one.idle.splice(0)) this.#giveUp(one, container)
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

  async #run(name: string, { payload, traceHeader, clientContext }: Invocation): Promise<InvocationResult> {
    const beginMs = clockMs()
    const one = this.#served.get(name)
    if (!one) throw new InvocationRefused('unknown', `Function not found: ${name}`)
    const requestId = randomUUID()
    const trace = traceOf(traceHeader, beginMs, this.#traceStyle)
    this.#begins?.(trace)
    const sendSegments = (status: number, answer?: ContainerAnswer) => {
      if (!this.#trace || !trace.isSampled) return
      const traced = { name, requestId, trace, beginMs, endMs: clockMs(), status, ...(answer && { answer }) }
      for (const segment of functionSegments(traced)) this.#trace(segment)
    }
    if (one.busy.size >= (one.settings.reservedConcurrency ?? Infinity)) {
      sendSegments(429)
      throw new InvocationRefused('throttled', 'Rate Exceeded.')
    }
    const { revision } = one
    const container = this.#take(one)
    try {
      const answer = await container.invoke({
        requestId,
        payload,
        traceHeader: trace.header,
        trace: trace.isSampled ? { id: trace.id, segmentId: trace.functionSegmentId } : undefined,
        clientContext,
      })
      sendSegments(200, answer)
      return { requestId, trace, answer }
    } finally {
      one.busy.delete(container)
      if (one.revision === revision) this.#keep(one, container)
      else this.#giveUp(one, container)
    }
  }

  /** Ends what is under way, too: its answer is that the process was killed. */
  async [Symbol.asyncDispose](): Promise<void> {
    for (const one of this.#served.values()) {
      one.revision = randomUUID()
      for (const container of [...one.idle.splice(0), ...one.busy]) this.#giveUp(one, container)
      this.#served.delete(one.settings.name)
    }
    await Promise.allSettled(this.#underway)
    await Promise.all(this.#stopping)
    this.#host.groups?.dispose()
    this.#host.guardian.dismiss()
  }

  /** The one that was used last, as Lambda does; a fresh one where none is free. */
  #take(one: Served): Container {
    const container = one.idle.pop() ?? new Container(one.settings, this.#host)
    clearTimeout(one.expiry.get(container))
    one.expiry.delete(container)
    one.busy.add(container)
    return container
  }

  #keep(one: Served, container: Container): void {
    one.idle.push(container)
    const timer = setTimeout(() => {
      one.idle = one.idle.filter((other) => other !== container)
      this.#giveUp(one, container)
    }, this.#idleMs)
    timer.unref()
    one.expiry.set(container, timer)
  }

  #giveUp(one: Served, container: Container): void {
    clearTimeout(one.expiry.get(container))
    one.expiry.delete(container)
    const stopping = container.stop()
    this.#stopping.add(stopping)
    void stopping.finally(() => this.#stopping.delete(stopping))
  }
}

function served(settings: FunctionSettings): Served {
  return { settings: checked(settings), revision: randomUUID(), idle: [], busy: new Set(), expiry: new Map() }
}

function checked(settings: FunctionSettings): FunctionSettings {
  const [reserved] = reservedIn(settings.variables)
  if (reserved === undefined) return settings
  throw new RangeError(
    `${settings.name}: expected variables of the function's own, got ${reserved}, which is reserved; leave it out`,
  )
}
