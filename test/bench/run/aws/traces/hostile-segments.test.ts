import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { joinTraces } from '../../../../../bench/run/aws/join-traces.ts'
import { sortTraces, withoutStrays } from '../../../../../bench/run/aws/sort-traces.ts'
import { extractTrace } from '../../../../../bench/run/aws/traces/trace-extract.ts'
import { traceTrials } from '../../../../../bench/run/aws/trace-trials.ts'
import { Arrival } from '../../../../../bench/run/aws/traces/arrivals.ts'
import { lackOf, lackOfRun } from '../../../../../bench/run/aws/traces/completeness.ts'
import { readInvocation } from '../../../../../bench/run/aws/traces/segments.ts'
import { hasWholeIteration } from '../../../../../bench/judge/comparison/iterations.ts'
import { summarize } from '../../../../../bench/judge/comparison/summarize.ts'
import { trialSchema } from '../../../../../bench/trial/trial.ts'
import { documentsOf } from '../../../../support/comparisons.ts'
import { lambdaSegments, runDocuments } from '../../../../support/lambda-segments.ts'
import { samples } from '../../../../support/samples.ts'
import { aTracedRun, BEGAN_MS, ROOT } from '../../../../support/traced-runs.ts'
import { A_TRIAL } from '../../../../support/trials.ts'

function traceOf(texts: readonly string[], id = ROOT) {
  const arrival = new Arrival(id)
  arrival.take({ Id: id, Segments: texts.map((Document, index) => ({ Id: `${index}`, Document })) })
  return arrival.trace
}

/** Everything that is done with a trace of which the documents are these texts. */
function readAll(texts: readonly string[]) {
  const trace = traceOf(texts)
  lackOf(trace)
  lackOfRun(trace)
  judgeAmongSound(texts)
  return readInvocation(trace)
}

const SOUND = (['sequential', 'pipelined'] as const).flatMap((strategy, at) =>
  [1, 2, 3].map((iteration) => {
    const place = { strategy, block: 1, iteration, container: strategy, isCold: iteration === 1 }
    const id = `1-67891233-${`${at}${iteration}`.padStart(24, '0')}`
    const texts = documentsOf({ ...place, beganMs: BEGAN_MS + at * 10_000 + iteration * 1000 })
    const trace = traceOf(
      texts.map((one) => JSON.stringify(one)),
      id,
    )
    return { id, read: extractTrace(trace) }
  }),
)

/** Makes a report of sound traces with one of these documents among them. */
function judgeAmongSound(texts: readonly string[]): void {
  const trace = traceOf(texts)
  const lack = lackOf(trace)
  const incomplete = lack ? [{ id: ROOT, lacks: [lack] }] : []
  const calls = { summaries: 0, batches: 1, throttled: 0, unprocessed: 0, polls: 1 }
  const traces = [...SOUND, { id: ROOT, read: extractTrace(trace) }]
  const fetched = { traces, missing: [], incomplete, calls }
  const invocation = { function: 'a-function', memoryMb: 1769, container: 'a', traceId: ROOT }
  const joined = joinTraces([{ ...A_TRIAL, invocation }], fetched)
  const run = { isWholeRun: true, name: 'traces', target: 'aws', margin: 0.05 } as const
  const { environment } = A_TRIAL
  const alone = traceTrials({ ...withoutStrays(sortTraces(fetched)), ...run, environment })
  for (const trials of [joined, alone]) {
    for (const trial of trials) trialSchema.parse(JSON.parse(JSON.stringify(trial)))
    if (hasWholeIteration(trials)) summarize(trials)
  }
}

const ids = fc.constantFrom('f0f0f0f00f0f0f0f', '53995c3f42cd8ad8', 'a', '__proto__', 'constructor')
const names = fc.constantFrom(
  'a-function',
  'Invocation',
  'utakata:x',
  'timeline 1 of 2',
  'timeline 99 of 1',
  '__proto__',
)
const odd = fc.oneof(
  fc.jsonValue(),
  fc.constantFrom(null, [], {}, '1', -1, 1e308, 'NaN', [[1, 2, 3, 4, 5, 6, 7]], { utakata: null }),
)
const shard = fc.record({ rows: fc.oneof(odd, fc.array(fc.array(fc.integer()))), beganMs: odd, feeds: odd })
const { document } = fc.letrec<{ document: object; nested: unknown }>((tie) => ({
  document: fc.record(
    {
      id: fc.oneof(ids, odd),
      parent_id: fc.oneof(ids, odd),
      name: fc.oneof(names, odd),
      type: fc.constantFrom('subsegment', 'segment', 7),
      origin: fc.oneof(fc.constantFrom('AWS::Lambda', 'AWS::Lambda::Function'), odd),
      start_time: fc.oneof(fc.double(), odd),
      end_time: fc.oneof(fc.double(), odd),
      in_progress: odd,
      error: odd,
      aws: odd,
      annotations: odd,
      metadata: fc.oneof(odd, fc.record({ utakata: fc.record({ timeline: fc.oneof(odd, shard) }) })),
      subsegments: tie('nested'),
    },
    { requiredKeys: [] },
  ),
  nested: fc.oneof({ maxDepth: 4 }, odd, fc.array(fc.oneof(tie('document'), odd), { maxLength: 3 })),
}))

test('documents with anything in any field are read or refused, and never thrown at', () => {
  const real = [...lambdaSegments(), ...runDocuments(aTracedRun(3))].map((one) => JSON.stringify(one))
  fc.assert(
    fc.property(fc.array(fc.oneof(document, odd), { maxLength: 6 }), fc.boolean(), (documents, isAmongReal) => {
      const texts = documents.map((one) => JSON.stringify(one))
      const answer = readAll(isAmongReal ? [...texts, ...real] : texts)
      expect('lack' in answer || Number.isFinite(answer.invocation.totalMs)).toBe(true)
    }),
    { numRuns: samples(2000) },
  )
})

// Breakage: a negative makespan or a step before the one before it, and no report of any of the traces.
test('a run of ours with any number in the place of any other costs itself alone', () => {
  const options = { block: 1, iteration: 2, container: 'sequential', beganMs: BEGAN_MS, memoryMb: 1769, sent: 6 }
  const text = JSON.stringify(documentsOf(options))
  const number = /(?<=[[:,])-?\d[\d.e+-]*(?=[,\]}])/g
  const places = [...text.matchAll(number)].length
  expect(places).toBeGreaterThan(100)
  const numbers = fc.constantFrom('-1e308', '-1000000', '-1', '0', '0.5', '2', '7e9', '1e15', '1e308', '1e999')
  const changes = fc.dictionary(fc.nat(places - 1).map(String), numbers, { minKeys: 1, maxKeys: 5 })
  fc.assert(
    fc.property(changes, (changed) => {
      let nth = 0
      const documents = JSON.parse(text.replaceAll(number, (one) => changed[nth++] ?? one)) as object[]
      readAll(documents.map((one) => JSON.stringify(one)))
    }),
    // A segment that ends in the year 2191.
    { numRuns: samples(1000), examples: [[{ '3': '7e9' }]] },
  )
})

test('keys of prototypes are annotations and steps like others', () => {
  const [service, segment] = lambdaSegments({
    subsegments: [
      { id: '1', name: '__proto__', start_time: 1, end_time: 2, annotations: JSON.parse('{"__proto__":7}') },
    ],
  })
  const answer = readAll([service, segment].map((one) => JSON.stringify(one)))
  expect(answer).toMatchObject({ invocation: { functionName: 'a-function' } })
  const { steps, annotations } = 'invocation' in answer ? answer.invocation : expect.fail('it has one')
  expect(Object.keys(steps)).toEqual(['__proto__'])
  expect(Object.getOwnPropertyDescriptor(annotations, '__proto__')?.value).toBe(7)
  expect({}).not.toHaveProperty('count')
})

// Breakage: the tree is grown or walked without a bound.
test('10,000 levels of subsegments are cut, and that is reported', () => {
  const levels = 10_000
  const deep = '{"name":"deep","start_time":1,"end_time":2,"subsegments":['.repeat(levels) + ']}'.repeat(levels)
  const [service, segment] = lambdaSegments().map((one) => JSON.stringify(one)) as [string, string]
  const inside = segment.replace(/"subsegments":\[\]/, `"subsegments":[${deep}]`)
  expect(inside).not.toBe(segment)
  expect(readAll([service, inside, deep])).toMatchObject({
    invocation: { doubts: [{ code: 'nested-too-deep' }], steps: { deep: { maxMs: 1000 } } },
  })
})

test('20,000 documents that hang one below the other do not end the stack', () => {
  const parts = Array.from({ length: 20_000 }, (_, index) => ({
    id: `part ${index}`,
    parent_id: index === 0 ? 'f0f0f0f00f0f0f0f' : `part ${index - 1}`,
    type: 'subsegment',
    name: 'part',
    start_time: 1,
    end_time: 2,
  }))
  const answer = readAll([...lambdaSegments(), ...parts].map((one) => JSON.stringify(one)))
  expect(answer).toMatchObject({ invocation: { steps: { part: { count: 20_000 } } } })
})

test('documents that are each other’s parents, or their own, are in no trace', () => {
  const part = (id: string, parent: string, subsegments: object[] = []) => ({
    id,
    parent_id: parent,
    type: 'subsegment',
    name: 'loop',
    start_time: 1,
    end_time: 2,
    subsegments,
  })
  const loops = [part('a', 'b'), part('b', 'a'), part('c', 'c'), part('d', 'e', [part('e', 'd')])]
  const answer = readAll([...lambdaSegments(), ...loops].map((one) => JSON.stringify(one)))
  expect(answer).toMatchObject({ invocation: { steps: {} } })
})

// Breakage: a number is believed to be finite: JSON has no NaN, but it has numbers that no double can hold.
test('numbers beyond all bounds are as if they were not there', () => {
  const texts = [...lambdaSegments(), ...runDocuments(aTracedRun(3))].map((one) => JSON.stringify(one))
  const beyond = (text: string, key: string) => text.replaceAll(new RegExp(`"${key}":[\\d.]+`, 'g'), `"${key}":1e999`)
  const answer = readAll(texts.map((text) => beyond(beyond(text, 'feeds'), 'makespan_ms')))
  expect(answer).toMatchObject({ invocation: { feeds: undefined, makespanMs: undefined, timelineFeeds: undefined } })
  expect(readAll(texts.map((text) => beyond(text, 'end_time')))).toEqual({
    lack: { code: 'open-function', function: 'a-function' },
  })
})
