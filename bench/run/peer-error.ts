import type { ProcessName } from '../io/problems.ts'
import { CodedError } from '../io/user-error.ts'
import type { ProcessFailure } from '../trial/reasons.ts'

/** Why a child process gives no answers. */
export class PeerError extends CodedError<'no-result'> {
  readonly failure: ProcessFailure

  constructor(process: ProcessName, failure: ProcessFailure) {
    super('no-result', { process, failure })
    this.failure = failure
  }
}

/** What a record says of an error in the place of an answer. */
export function processFailureOf(error: Error): ProcessFailure {
  return error instanceof PeerError ? error.failure : { code: 'threw', message: error.message }
}
