import type { ProcessName } from '../io/problems.ts'
import { CodedError } from '../io/user-error.ts'
import type { ProcessFailure } from '../io/trial-reasons.ts'

/** Why a child process gives no answers. */
export class PeerError extends CodedError<'no-result'> {
  constructor(process: ProcessName, failure: ProcessFailure) {
    super('no-result', { process, failure })
  }
}

/** What a record says of an error in the place of an answer. */
export function processFailureOf(error: Error): ProcessFailure {
  if (error instanceof PeerError) return error.parameters.failure
  if (error instanceof CodedError && error.code === 'waits-for-no-step') return { code: 'waits-for-no-step' }
  return { code: 'threw', message: error.message }
}
