import type { Trial } from '../../trial/trial.ts'
import { functionNameOf } from './client/function-name.ts'
import type { FetchedTraces } from './traces/fetch-traces.ts'
import { invocationOf } from './traces/segments.ts'

/** Trials with what their traces report, or why there is no trace; those without a trace's id are left as they are. */
export function joinTraces(trials: readonly Trial[], { traces, missing, incomplete }: FetchedTraces): Trial[] {
  const byId = new Map(traces.map(({ id, read }) => [id, read]))
  const lacksOf = new Map(incomplete.map(({ id, lacks }) => [id, lacks]))
  const never = new Set(missing)
  return trials.map((trial) => {
    const { traceId, function: functionName } = trial.invocation ?? {}
    if (traceId === undefined) return trial
    if (never.has(traceId)) return { ...trial, untraced: { code: 'never-came' } }
    const trace = byId.get(traceId)
    if (!trace) return { ...trial, untraced: { code: 'not-requested' } }
    const lacks = lacksOf.get(traceId)
    if (lacks) return { ...trial, untraced: { code: 'incomplete', lacks } }
    const read = invocationOf(trace.functions, functionNameOf(functionName))
    return 'invocation' in read
      ? { ...trial, traced: read.invocation.traced }
      : { ...trial, untraced: { code: 'incomplete', lacks: [read.lack] } }
  })
}
