import { expect, test } from 'vitest'
import { joinTraces } from '../../../../bench/run/aws/join-traces.ts'
import { extractTrace } from '../../../../bench/run/aws/traces/trace-extract.ts'
import type { FetchedTraces } from '../../../../bench/run/aws/traces/fetch-traces.ts'
import { type Trial, trialSchema } from '../../../../bench/trial/trial.ts'
import { documentsOf, fetchedTrace } from '../../../support/comparisons.ts'
import { traceIdAt } from '../../../support/fake-xray.ts'
import { lambdaSegments } from '../../../support/lambda-segments.ts'
import { BEGAN_MS } from '../../../support/traced-runs.ts'
import { A_TRIAL } from '../../../support/trials.ts'

const ID = traceIdAt(Date.UTC(2026, 0, 15, 9))
const CALLS = { summaries: 0, batches: 1, throttled: 0, unprocessed: 0, polls: 1 }

function traceOf(documents: readonly object[], id: string) {
  return { id, read: extractTrace(fetchedTrace(documents, id)) }
}

function aTrial(traceId = ID, functionName = 'function-sequential'): Trial {
  return { ...A_TRIAL, invocation: { function: functionName, memoryMb: 1769, container: 'a-container', traceId } }
}

function fetched(changes: Partial<FetchedTraces> = {}): FetchedTraces {
  return { traces: [], missing: [], incomplete: [], calls: CALLS, ...changes }
}

function joined(trial: Trial, changes: Partial<FetchedTraces>): Trial {
  const [result] = joinTraces([trial], fetched(changes)) as [Trial]
  expect(trialSchema.parse(JSON.parse(JSON.stringify(result)))).toEqual(JSON.parse(JSON.stringify(result)))
  const { traced: _, untraced: _why, ...others } = result
  // Whatever a trace says, what the driver has measured stays.
  expect(others).toEqual(trial)
  return result
}

test('a whole trace is recorded, beside all that the driver knows', () => {
  const trial = joined(aTrial(), { traces: [traceOf(documentsOf({ makespanMs: 400, sent: 6 }), ID)] })
  expect(trial).not.toHaveProperty('insufficient-traces')
  expect(trial.traced).toMatchObject({ totalMs: 520, functionMs: 495, invocationMs: 474, makespanMs: 400, sent: 6 })
})

test('what is lacking is said: it never came, was not requested, or is not whole', () => {
  const traces = [traceOf(documentsOf(), ID)]
  expect(joined(aTrial(), { missing: [ID] }).untraced).toEqual({ code: 'never-came' })
  expect(joined(aTrial(), {}).untraced).toEqual({ code: 'not-requested' })
  // Breakage: half a timeline is reported as the whole of it.
  const lacking = joined(aTrial(), { traces, incomplete: [{ id: ID, lacks: [{ code: 'no-run' }] }] })
  expect(lacking.untraced).toEqual({ code: 'incomplete', lacks: [{ code: 'no-run' }] })
  expect(lacking).not.toHaveProperty('traced')
})

test('a trace that cannot be read, or is of another function, says so', () => {
  const { untraced } = joined(aTrial(), { traces: [traceOf([{ name: 'x' }], ID)] })
  expect(untraced).toEqual({ code: 'incomplete', lacks: [{ code: 'no-function' }] })
  const other = joined(aTrial(), { traces: [traceOf(lambdaSegments({ name: 'other' }), ID)] })
  expect(other.untraced).toEqual({
    code: 'incomplete',
    lacks: [{ code: 'other-functions', expected: 'function-sequential', found: ['other'] }],
  })
  const damaged = joined(aTrial(), {
    traces: [traceOf([], ID)],
    incomplete: [{ id: ID, lacks: [{ code: 'unreadable-segments', segments: 1 }] }],
  })
  expect(damaged.untraced).toEqual({ code: 'incomplete', lacks: [{ code: 'unreadable-segments', segments: 1 }] })
})

// Breakage: one trace with a negative makespan, and no report of all the others.
test('a trace whose times cannot be is joined without a path', () => {
  const documents = documentsOf({ makespanMs: -5, sent: 6 })
  const { traced } = joined(aTrial(), { traces: [traceOf(documents, ID)] })
  expect(traced).toMatchObject({ totalMs: 520 })
  expect(traced!.makespanMs).toBeUndefined()
  expect(traced).not.toHaveProperty('path')
})

test('of a function that calls another the one that was invoked is recorded', () => {
  const called = lambdaSegments({ name: 'called', id: 'b1b1b1b11b1b1b1b', beganMs: BEGAN_MS - 100 })
  const traces = [traceOf([...called, ...lambdaSegments({ name: 'function-sequential' })], ID)]
  expect(joined(aTrial(), { traces }).traced).toBeDefined()
  expect(joined(aTrial(ID, 'called'), { traces }).traced).toBeDefined()
})

test('a function that is invoked by its ARN is found by its name', () => {
  const arn = 'arn:aws:lambda:eu-central-1:123456789012:function:function-sequential'
  expect(joined(aTrial(ID, arn), { traces: [traceOf(documentsOf(), ID)] }).traced).toBeDefined()
})

test('trials without a trace are left as they are, and each gets its own', () => {
  const ids = [1, 2, 3].map((number) => traceIdAt(Date.UTC(2026, 0, 15, 9), number))
  const local = { ...A_TRIAL, variant: 'pipelined' }
  const trials = [A_TRIAL, local, ...ids.map((id) => aTrial(id))]
  const traces = ids.slice(0, 2).map((id, index) => traceOf(documentsOf({ makespanMs: 100 * (index + 1) }), id))
  const results = joinTraces(trials, fetched({ traces: traces.toReversed(), missing: [ids[2]!] }))
  expect(results.slice(0, 2)).toEqual(trials.slice(0, 2))
  expect(results.slice(2).map(({ traced, untraced }) => traced?.makespanMs ?? untraced)).toEqual([
    100,
    200,
    { code: 'never-came' },
  ])
})
