import type { FetchedTrace } from '../../bench/run/aws/traces/arrivals.ts'
import { type FetchOptions, fetchTraces, type TracesWanted } from '../../bench/run/aws/traces/fetch-traces.ts'
import { aFakeClock } from './fake-clock.ts'
import { type FakeXRay, type StoredTrace, traceIdAt } from './fake-xray.ts'
import { lambdaSegments } from './lambda-segments.ts'
import { BEGAN_MS } from './traced-runs.ts'

export const HOUR_MS = 3_600_000
const documents = lambdaSegments()

/** So many whole traces, one a second. */
export function traces(count: number, everyMs = 1000): StoredTrace[] {
  return Array.from({ length: count }, (_, index) => ({ id: traceIdAt(BEGAN_MS + index * everyMs, index), documents }))
}

export const idsOf = (all: readonly { readonly id: string }[]) => all.map(({ id }) => id)

/** Long after everything in these traces. */
const LATER_MS = BEGAN_MS + 30 * 24 * HOUR_MS

/** Fetches on a clock that only pauses move, and keeps the documents. */
export async function fetched(xray: FakeXRay, wanted: TracesWanted, options: FetchOptions<FetchedTrace> = {}) {
  const clock = aFakeClock()
  const keep = (trace: FetchedTrace) => trace
  const all = { ...clock, epochMs: () => LATER_MS, read: keep, ...options }
  const { traces: found, ...result } = await fetchTraces(xray.client, wanted, all)
  return { ...result, traces: found.map(({ read }) => read), clock }
}
