import type { Trial } from '../../trial/trial.ts'
import { functionNameOf } from './function-name.ts'
import type { FetchedTraces } from './traces/fetch-traces.ts'
import { invocationOf } from './traces/segments.ts'

/** Trials with what their traces tell, or why there is none to tell of; those without a trace's id are left as they are. */
export function joinTraces(trials: readonly Trial[], { traces, missing, incomplete }: FetchedTraces): Trial[] {
  const byId = new Map(traces.map(({ id, read }) => [id, read]))
  const lacks = new Map(incomplete.map(({ id, why }) => [id, why]))
  const never = new Set(missing)
  return trials.map((trial) => {
    const { traceId, function: functionName } = trial.invocation ?? {}
    if (traceId === undefined) return trial
    if (never.has(traceId)) return { ...trial, untraced: 'its trace never came' }
    const trace = byId.get(traceId)
    if (!trace) return { ...trial, untraced: 'it was not asked for' }
    const lack = lacks.get(traceId)
    if (lack !== undefined) return { ...trial, untraced: lack }
    const read = invocationOf(trace.functions, functionNameOf(functionName))
    return 'invocation' in read ? { ...trial, traced: read.invocation.traced } : { ...trial, untraced: read.reason }
  })
}
