/** How an invocation failed, as Lambda answers it: `X-Amz-Function-Error: Unhandled`, and this as the body. */
export interface FunctionError {
  readonly errorType: string
  readonly errorMessage: string
  readonly trace?: readonly string[]
}

/** Lambda's limit on events and answers. Source: AWS Lambda Developer Guide, "Lambda quotas", and the runtime interface emulator. */
export const MAX_PAYLOAD_BYTES = 6 * 1024 * 1024 + 100

export function timedOut(requestId: string, timeoutMs: number): FunctionError {
  return {
    errorType: 'Sandbox.Timedout',
    errorMessage: `RequestId: ${requestId} Error: Task timed out after ${(timeoutMs / 1000).toFixed(2)} seconds`,
  }
}

/** A process that ended by itself: how, as Node reports it. */
export function exited(requestId: string, code: number | null, signal: NodeJS.Signals | null): FunctionError {
  const how = signal === null ? `exit status ${code}` : `signal: ${SIGNAL_WORDS[signal] ?? signal}`
  // A process that ends in order has given no reason.
  const message = code === 0 ? 'Runtime exited without providing a reason' : `Runtime exited with error: ${how}`
  return { errorType: 'Runtime.ExitError', errorMessage: `RequestId: ${requestId} Error: ${message}` }
}

const SIGNAL_WORDS: Partial<Record<NodeJS.Signals, string>> = {
  SIGKILL: 'killed',
  SIGABRT: 'aborted',
  SIGSEGV: 'segmentation fault',
  SIGTRAP: 'trace/breakpoint trap',
}

export function outOfMemory(requestId: string): FunctionError {
  return {
    errorType: 'Runtime.OutOfMemory',
    errorMessage: `RequestId: ${requestId} Error: Runtime exited with error: signal: killed`,
  }
}

export function tooLarge(): FunctionError {
  return {
    errorType: 'Function.ResponseSizeTooLarge',
    errorMessage: `Response payload size exceeded maximum allowed payload size (${MAX_PAYLOAD_BYTES} bytes).`,
  }
}
