import type { FetchedTrace } from './arrivals.ts'
import { type InvocationPlace, readPlace } from './invocation-place.ts'
import { type FunctionRead, readFunctions } from './segments.ts'
import { extractInvocation, type InvocationExtract } from './traced.ts'

/** What is kept of a trace. Its documents, a hundred times as large, are not kept. */
export interface TraceExtract {
  readonly functions: readonly FunctionRead<InvocationExtract>[]
  /** Undefined where it is of no Lambda function. */
  readonly place: InvocationPlace | undefined
}

export function extractTrace(trace: FetchedTrace): TraceExtract {
  const functions = readFunctions(trace).map(({ functionName, read }) => ({
    functionName,
    read: 'invocation' in read ? { invocation: extractInvocation(read.invocation) } : read,
  }))
  return { functions, place: readPlace(trace) }
}
