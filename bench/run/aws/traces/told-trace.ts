import type { FetchedTrace } from './arrivals.ts'
import { type InvocationPlace, readPlace } from './invocation-place.ts'
import { type FunctionRead, readFunctions } from './segments.ts'
import { toldOf, type ToldInvocation } from './traced.ts'

/** What is kept of a trace; its documents, a hundred times as large, are not. */
export interface ToldTrace {
  readonly functions: readonly FunctionRead<ToldInvocation>[]
  /** Undefined where it is of no Lambda function. */
  readonly place: InvocationPlace | undefined
}

export function tellTrace(trace: FetchedTrace): ToldTrace {
  const functions = readFunctions(trace).map(({ functionName, read }) => ({
    functionName,
    read: 'invocation' in read ? { invocation: toldOf(read.invocation) } : read,
  }))
  return { functions, place: readPlace(trace) }
}
