import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { traceTrials, type TracedRun } from '../../bench/run/aws/trace-trials.ts'
import { extractInvocation } from '../../bench/run/aws/traces/traced.ts'
import type { TracedInvocation } from '../../bench/run/aws/traces/segments.ts'
import { type Trial, trialSchema } from '../../bench/trial/trial.ts'
import { documentsOf, readTrace, type TraceOptions } from './comparisons.ts'
import { traceIdAt } from './fake-xray.ts'
import { lambdaSegments } from './lambda-segments.ts'
import { BEGAN_MS } from './traced-runs.ts'
import { A_TRIAL } from './trials.ts'

/** Trials of these invocations; each is one that a record can hold. */
export function trialsOf(invocations: readonly TracedInvocation[], changes: Partial<TracedRun> = {}): Trial[] {
  const trials = traceTrials({
    invocations: invocations.map(extractInvocation),
    name: 'traces',
    target: 'aws',
    margin: 0.05,
    environment: A_TRIAL.environment,
    ...changes,
  })
  for (const trial of trials) {
    const line = JSON.parse(JSON.stringify(trial)) as unknown
    assert.deepEqual(trialSchema.parse(line), line)
  }
  return trials
}

const traced = (options: TraceOptions) => readTrace(documentsOf(options))

/** A container of ours: a cold invocation and so many warm ones, in the order of their time. */
export function container(
  id: string,
  strategy: 'sequential' | 'pipelined',
  block: number,
  warm = 2,
  changes: TraceOptions = {},
) {
  return Array.from({ length: 1 + warm }, (_, index) =>
    traced({
      strategy,
      container: id,
      block,
      iteration: index + 1,
      isCold: index === 0,
      beganMs: BEGAN_MS + block * 10_000 + index * 1000,
      makespanMs: 100 + index,
      ...changes,
    }),
  )
}

/** Invocations of a function that names nothing, every third one cold. */
export function foreign(name: string, many: number, offsetMs: number): TracedInvocation[] {
  return Array.from({ length: many }, (_, index) =>
    readTrace(
      lambdaSegments({ name, isCold: index % 3 === 0, beganMs: BEGAN_MS + offsetMs + index * 1000 }),
      traceIdAt(BEGAN_MS, offsetMs + index),
    ),
  )
}

/** By which the reference and its second copy differ. */
export const coin = (id: string) => createHash('sha256').update(id).digest('hex')
