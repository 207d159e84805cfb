import type { ChildProcess } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { setImmediate } from 'node:timers/promises'
import { clockMs } from '../../../../strategies/recording.ts'
import type { CpuGroup, CpuGroups } from './cpu-groups.ts'
import { exited, type FunctionError, outOfMemory, timedOut, tooLarge } from './function-error.ts'
import { arnOf, type VersionSettings } from './function-settings.ts'
import type { Guardian } from '../../local/guardian.ts'
import { InvocationLog, type InvocationReport } from './log.ts'
import { residentMemory } from './process-memory.ts'
import { type RuntimeApi, startRuntimeApi } from './runtime-api.ts'
import { signalRuntime, startRuntime } from './runtime-process.ts'

/** What all containers of a lab have in common. */
export interface ContainerHost {
  readonly guardian: Guardian
  readonly groups: CpuGroups | undefined
  /** In processors, for a size of memory; the start of a container has all there are, unless `limitsInit`. */
  readonly shareOf: (memoryMb: number) => number
  /** Whether a container stands still between invocations. */
  readonly freezes: boolean
  readonly limitsInit: boolean
  /** How long the first start of a container may take, whatever the function's timeout. */
  readonly initTimeoutMs: number
  readonly daemon: string | undefined
  /** Is given each event that the container of a function logs, with the name of its log stream. */
  readonly log: (functionName: string, stream: string, message: string) => void
}

/** One event for a container. */
export interface ContainerInvocation {
  readonly requestId: string
  readonly payload: Buffer
  /** As the function sees it, its parent the segment of the function. */
  readonly traceHeader?: string | undefined
  readonly trace?: InvocationReport['trace']
  readonly clientContext?: string | undefined
}

/** From begin to end, in epoch milliseconds. */
interface Phase {
  readonly beginMs: number
  readonly endMs: number
}

/** What came of an invocation, and when. */
export interface ContainerAnswer {
  readonly payload: Buffer
  readonly error: FunctionError | undefined
  readonly report: InvocationReport
  readonly tail: Buffer
  /** Only of the invocation that a container was started for. */
  readonly init: Phase | undefined
  readonly invocation: Phase
  /** From the answer until the runtime asked for more. */
  readonly overhead: Phase
}

type RuntimeEvent =
  | { readonly is: 'ready' }
  | { readonly is: 'answered'; readonly payload: Buffer }
  | { readonly is: 'failed'; readonly error: FunctionError }
  | { readonly is: 'not started'; readonly error: FunctionError }
  | { readonly is: 'exited'; readonly code: number | null; readonly signal: NodeJS.Signals | null }
  | { readonly is: 'out of time' }
  | { readonly is: 'out of memory' }

const MEMORY_EVERY_MS = 50
const MEBIBYTE = 1024 * 1024

/** One execution environment: a process of the function, started for its first invocation and again after it has died. */
export class Container {
  readonly id = randomUUID()
  readonly #settings: VersionSettings
  readonly #host: ContainerHost
  readonly #log: InvocationLog
  readonly #stream: string
  #group: CpuGroup | undefined
  #api: RuntimeApi | undefined
  #process: ChildProcess | undefined
  #wasStarted = false
  #isStopped = false
  #peakBytes = 0
  /** Hears what the process does; nobody does between invocations. */
  #hear: (event: RuntimeEvent) => void = () => {}

  constructor(settings: VersionSettings, host: ContainerHost) {
    this.#settings = settings
    this.#host = host
    const day = new Date().toISOString().slice(0, 10).replaceAll('-', '/')
    this.#stream = `${day}/[${settings.version}]${this.id.replaceAll('-', '')}`
    this.#log = new InvocationLog(settings, (message) => host.log(settings.name, this.#stream, message))
  }

  /** One at a time. Resolves when the container is ready for the next one, or has died; rejects where the lab itself fails. */
  async invoke(invocation: ContainerInvocation): Promise<ContainerAnswer> {
    const { requestId } = invocation
    const { timeoutMs } = this.#settings
    this.#log.clear()
    this.#peakBytes = 0
    const init = this.#wasStarted ? undefined : await this.#init()
    this.#log.start(requestId, this.#settings.version)
    const beginMs = clockMs()
    const began = performance.now()
    const remainingMs = () => Math.max(0, timeoutMs - (performance.now() - began))
    // A container that died, or could not be started, is started within the invocation.
    const failed = this.#process ? undefined : this.#failureOf(await this.#start(remainingMs()), requestId)
    const { result, answeredMs } = failed
      ? { result: failed, answeredMs: clockMs() }
      : await this.#answerTo(invocation, beginMs + timeoutMs, remainingMs())
    const endMs = clockMs()
    // What the function wrote is in the pipe: it is read before the loop comes round again.
    await setImmediate()
    await setImmediate()
    const { payload, error } = result
    if (error?.errorType === 'Sandbox.Timedout')
      this.#log.note(`${requestId} ${error.errorMessage.split(' Error: ')[1]}`)
    const durationMs = endMs - beginMs
    const initMs = init && init.endMs - init.beginMs
    const report: InvocationReport = {
      requestId,
      durationMs,
      billedMs: Math.ceil(durationMs + (initMs ?? 0)),
      memoryMb: this.#settings.memoryMb,
      maxMemoryMb: Math.ceil(this.#peakBytes / MEBIBYTE),
      initMs,
      status: error === undefined ? 'success' : error.errorType === 'Sandbox.Timedout' ? 'timeout' : 'error',
      errorType: error?.errorType,
      trace: invocation.trace,
    }
    this.#log.end(report)
    return {
      payload,
      error,
      report,
      tail: this.#log.tail(),
      init,
      invocation: { beginMs, endMs: answeredMs },
      overhead: { beginMs: answeredMs, endMs },
    }
  }

  /** Ends its process, whatever it does. */
  async stop(): Promise<void> {
    this.#isStopped = true
    await this.#end()
    this.#group?.remove()
  }

  /** The first start; undefined where it failed, which is tried once more within the invocation. */
  async #init(): Promise<Phase | undefined> {
    this.#wasStarted = true
    this.#group = this.#host.groups?.create()
    const beginMs = clockMs()
    const event = await this.#start(this.#host.initTimeoutMs)
    const endMs = clockMs()
    if (event.is === 'ready') return { beginMs, endMs }
    const { errorType } = this.#failureOf(event, '')!.error
    this.#log.failedStart({
      durationMs: endMs - beginMs,
      errorType: event.is === 'out of time' ? undefined : errorType,
    })
    return undefined
  }

  /** Starts the process; it is gone again unless it comes to be ready. */
  async #start(timeoutMs: number): Promise<RuntimeEvent> {
    await this.#end()
    const api = await startRuntimeApi({
      ready: () => this.#hear({ is: 'ready' }),
      answered: (payload) => this.#hear({ is: 'answered', payload }),
      failed: (error) => this.#hear({ is: 'failed', error }),
      tooLarge: () => this.#hear({ is: 'failed', error: tooLarge() }),
      notStarted: (error) => this.#hear({ is: 'not started', error }),
    })
    // From here on without a pause: who stops it meanwhile would miss what is only started then.
    if (this.#isStopped) {
      await api.close()
      return { is: 'exited', code: null, signal: 'SIGKILL' }
    }
    const child = startRuntime(this.#settings, this.#stream, { runtimeApi: api.address, daemon: this.#host.daemon })
    this.#api = api
    // Rejects: it could not be started.
    if (child.pid === undefined) await once(child, 'spawn')
    this.#process = child
    this.#host.guardian.watch(child.pid!)
    const pending = this.#listen(timeoutMs, ({ is }) => is !== 'answered' && is !== 'failed')
    for (const stream of [child.stdout!, child.stderr!]) stream.on('data', (part: Buffer) => this.#log.write(part))
    child.once('exit', (code, signal) => {
      // What it has started does not outlive it.
      signalRuntime(child, 'SIGKILL')
      this.#host.guardian.forget(child.pid!)
      if (this.#process === child) this.#process = undefined
      this.#hear({ is: 'exited', code, signal })
    })
    const share = this.#host.shareOf(this.#settings.memoryMb)
    this.#group?.limit(this.#host.limitsInit ? share : undefined)
    this.#group?.add(child.pid!)
    const event = await pending
    if (event.is !== 'ready') await this.#end()
    else this.#group?.limit(share)
    return event
  }

  async #answerTo(
    { requestId, payload, traceHeader, clientContext }: ContainerInvocation,
    deadlineMs: number,
    remainingMs: number,
  ): Promise<{ readonly result: Result; readonly answeredMs: number }> {
    let result: Result | undefined
    let answeredMs = 0
    const pending = this.#listen(remainingMs, (event) => {
      if (event.is !== 'answered' && event.is !== 'failed') return true
      answeredMs = clockMs()
      result = event.is === 'answered' ? { payload: event.payload, error: undefined } : failureResult(event.error)
      return false
    })
    if (this.#host.freezes && this.#process) signalRuntime(this.#process, 'SIGCONT')
    const functionArn = arnOf(this.#settings.name)
    this.#api!.give({ requestId, payload, deadlineMs, functionArn, traceHeader, clientContext })
    const event = await pending
    const failure = this.#failureOf(event, requestId)
    if (failure) await this.#end()
    else this.#rest()
    if (!failure && result) return { result, answeredMs }
    // Also where it had answered: who died before it was ready for more has not done its work.
    return { result: failure ?? failureResult(exited(requestId, 0, null)), answeredMs: clockMs() }
  }

  /** What the process says that the phase under way ends with. */
  #listen(timeoutMs: number, isLast: (event: RuntimeEvent) => boolean): Promise<RuntimeEvent> {
    return new Promise((resolve) => {
      const memory = setInterval(() => this.#look(), MEMORY_EVERY_MS)
      const timer = setTimeout(() => this.#hear({ is: 'out of time' }), timeoutMs)
      this.#hear = (event) => {
        if (!isLast(event)) return
        this.#hear = () => {}
        clearInterval(memory)
        clearTimeout(timer)
        resolve(event)
      }
    })
  }

  /** Lets it stand still until it is given more. */
  #rest(): void {
    this.#look()
    if (this.#host.freezes && this.#process) signalRuntime(this.#process, 'SIGSTOP')
  }

  #look(): void {
    const memory = this.#process && residentMemory(this.#process.pid!)
    if (!memory) return
    // The function may set its own high-water mark back.
    this.#peakBytes = Math.max(this.#peakBytes, memory.peak, memory.now)
    if (memory.now > this.#settings.memoryMb * MEBIBYTE) this.#hear({ is: 'out of memory' })
  }

  #failureOf(event: RuntimeEvent, requestId: string): (Result & { readonly error: FunctionError }) | undefined {
    switch (event.is) {
      case 'not started':
        return failureResult(event.error)
      case 'exited':
        return failureResult(exited(requestId, event.code, event.signal))
      case 'out of time':
        return failureResult(timedOut(requestId, this.#settings.timeoutMs))
      case 'out of memory':
        return failureResult(outOfMemory(requestId))
      default:
        return undefined
    }
  }

  async #end(): Promise<void> {
    const child = this.#process
    this.#process = undefined
    if (child && child.exitCode === null && child.signalCode === null) {
      const exit = once(child, 'exit')
      signalRuntime(child, 'SIGKILL')
      await exit
    }
    const api = this.#api
    this.#api = undefined
    await api?.close()
  }
}

interface Result {
  readonly payload: Buffer
  readonly error: FunctionError | undefined
}

function failureResult(error: FunctionError): Result & { readonly error: FunctionError } {
  return { payload: Buffer.from(JSON.stringify(error)), error }
}
