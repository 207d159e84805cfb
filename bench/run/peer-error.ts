import type { ProcessFailure } from '../trial/reasons.ts'

/** Why a child process gives no answers. */
export class PeerError extends Error {
  readonly failure: ProcessFailure

  constructor(message: string, failure: ProcessFailure) {
    super(message)
    this.failure = failure
  }
}

/** What a record says of an error in the place of an answer. */
export function processFailureOf(error: Error): ProcessFailure {
  return error instanceof PeerError ? error.failure : { code: 'threw', message: error.message }
}
