import type { Job } from '../strategies/job.ts'
import type { WorkSource } from '../strategies/run.ts'
import type { OutcomesAsJson } from './answer.ts'
import type { Environment } from './environment.ts'
import type { SharedRequest } from './event.ts'

/** What a function does, by whichever strategy: the built-in job, or one of a user's own. */
export interface FunctionJob {
  /** Reads what the function was invoked with. Throws a Refusal. */
  readonly read: (event: unknown) => ReadRequest
  readonly asJson: OutcomesAsJson
}

interface ReadRequest {
  readonly request: SharedRequest
  /** What there is to do, and the work that does it. Rejects with a Refusal. */
  readonly ready: (environment: Environment, invocation: Invocation) => Promise<ReadyWork>
}

interface Invocation {
  /** Of the trace. */
  readonly header: string | undefined
  readonly signal: AbortSignal
}

export interface ReadyWork {
  readonly job: Job
  readonly source: WorkSource<unknown, Job>
}

/** A job with its work, their types erased: a function only passes both on. */
export function readyWork<Options, J extends Job>(job: J, source: WorkSource<Options, J>): ReadyWork {
  return { job, source: source as unknown as WorkSource<unknown, Job> }
}
