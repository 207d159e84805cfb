import type { TracedInvocation } from '../../bench/run/aws/traces/segments.ts'

const A_STEP = { count: 2, failed: 1, busyMs: 30, p50Ms: 10, p95Ms: 20, maxMs: 20, hullMs: 25 }

/** A warm invocation of a function that is not ours. */
export function anInvocation(more: Partial<TracedInvocation> = {}): TracedInvocation {
  return {
    traceId: '1-6968ad80-000000000000000000000001',
    functionName: 'orders',
    isCold: false,
    hasFault: false,
    hasError: false,
    beganMs: 0,
    totalMs: 100,
    functionMs: 90,
    annotations: {},
    steps: { 'DynamoDB GetItem': A_STEP },
    doubts: [],
    ...more,
  }
}

/** Two functions, of which one has cold and failed invocations, and no subsegments in the other. */
export const SOME_INVOCATIONS: readonly TracedInvocation[] = [
  anInvocation(),
  anInvocation({ totalMs: 300, hasFault: true }),
  anInvocation({ isCold: true, totalMs: 900, initMs: 250, steps: { cold: A_STEP } }),
  anInvocation({ functionName: 'billing', steps: {} }),
]
