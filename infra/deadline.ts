/** What Lambda gives one vCPU for, in MB. Source: AWS Lambda Developer Guide, "Configure Lambda function memory". */
export const ONE_VCPU_MB = 1769
/** To end all steps, and to send the trace, with a whole core. */
const MARGIN_MS = 1000

/** Beyond it a timer fires at once. No function has so long, but a local Lambda may say so. */
const LONGEST_TIMER_MS = 2 ** 31 - 1

/** When a run gives up, so that every feed has an outcome and the trace is out before the platform ends the process. */
export interface Deadline {
  readonly signal: AbortSignal
  /** Once the run is over: whatever still listens to the signal ends. */
  readonly stop: () => void
}

/** The less memory, the less of a core, and the longer the end takes: a second with one vCPU, at most half of what remains. */
export function marginMs(remainingMs: number, memoryMb: number, threads = false): number {
  const wholeMs = threads ? 2 * MARGIN_MS : MARGIN_MS
  return Math.min(Math.max(0, remainingMs) / 2, wholeMs * Math.max(1, ONE_VCPU_MB / memoryMb))
}

/** `threads`: whether some may still be starting when all is to end, which has to be waited for. */
export function startDeadline(remainingMs: number, memoryMb: number, threads = false): Deadline {
  const controller = new AbortController()
  const margin = marginMs(remainingMs, memoryMb, threads)
  const reason = new Error(`not done ${Math.round(margin)} ms before the function's time is up`)
  const timer = setTimeout(
    () => controller.abort(reason),
    Math.min(Math.max(0, remainingMs - margin), LONGEST_TIMER_MS),
  )
  const stop = () => {
    clearTimeout(timer)
    // What is still being waited for when all is over would go on in the next invocation.
    controller.abort(new Error('the invocation is over'))
  }
  return { signal: controller.signal, stop }
}
