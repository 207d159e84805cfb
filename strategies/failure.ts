import type { Failure, FailureKind, StepName } from './job.ts'

/** Thrown by a step that gives its feed (or one notice) up for a reason it knows. */
export class StepError extends Error {
  readonly kind: FailureKind
  constructor(kind: FailureKind, message: string, options?: { cause?: unknown }) {
    super(message, options)
    this.kind = kind
  }
}

/** Turns whatever a step threw into data. What is not a `StepError` was not foreseen: a `defect`, unless the run was cancelled. */
export function toFailure(step: StepName, error: unknown, signal: AbortSignal): Failure {
  if (error instanceof StepError) return { step, kind: error.kind, message: hideAddresses(error.message) }
  if (signal.aborted) return aborted(step, signal)
  const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error)
  return { step, kind: 'defect', message: hideAddresses(message) }
}

export function aborted(step: StepName, signal: AbortSignal): Failure {
  const { reason } = signal
  return { step, kind: 'aborted', message: `cancelled: ${reason instanceof Error ? reason.message : String(reason)}` }
}

/** Paths, queries and credentials of addresses are secrets; only the host may be seen. Quotes that close one stay. */
export function hideAddresses(text: string): string {
  return text.replaceAll(/\b([a-z][a-z+.-]*):\/\/(?:[^\s/?#]*@)?([^\s/?#'"`]+)\S*?(?=['"`]*(?:\s|$))/gi, '$1://$2/…')
}
