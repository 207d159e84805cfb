import { CodedError } from '../io/user-error.ts'
import type { Fault, ProcessFailure } from '../trial/reasons.ts'

/** Why a child process gives no answers. */
export class PeerError extends CodedError<'no-result'> {
  readonly failure: ProcessFailure

  /** `called`: the process, for people. */
  constructor(called: string, failure: ProcessFailure) {
    const fault: Fault = { code: 'no-result', variant: called, failure }
    super('no-result', { fault })
    this.failure = failure
  }
}

/** What a record says of an error in the place of an answer. */
export function processFailureOf(error: Error): ProcessFailure {
  return error instanceof PeerError ? error.failure : { code: 'threw', message: error.message }
}
