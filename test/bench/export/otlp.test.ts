import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { drawOtlp } from '../../../bench/export/otlp.ts'
import type { Timeline } from '../../../bench/trial/timelines.ts'
import type { Trial } from '../../../bench/trial/trial.ts'
import { aFolder } from '../../support/folders.ts'
import { run } from '../../support/in-process.ts'
import { invokedTrials, reinvoked } from '../../support/invoked-trials.ts'
import { decodeOtlp, type DecodedRequest } from '../../support/otlp-decoder.ts'
import { trialsOf } from '../../support/trials.ts'
import { loadTrialsOf } from '../judge/load/simulated.ts'

const textOf = (trials: readonly Trial[], timelines: readonly Timeline[] = []) =>
  [...drawOtlp(trials, timelines)].join('')
const spansIn = ({ resourceSpans }: DecodedRequest) =>
  resourceSpans.flatMap(({ resource, scopeSpans }) =>
    scopeSpans.flatMap(({ spans }) =>
      spans.map((span) => ({ ...span, resource: fieldsOf(resource.attributes), fields: fieldsOf(span.attributes) })),
    ),
  )
const fieldsOf = (attributes: readonly { readonly key: string; readonly value: object }[] = []) =>
  Object.fromEntries(attributes.map(({ key, value }) => [key, Object.values(value)[0] as unknown]))
const drawn = (trials: readonly Trial[], timelines: readonly Timeline[] = []) =>
  spansIn(decodeOtlp(textOf(trials, timelines)).decoded)

const RUNS = trialsOf({ blocks: 2, iterations: 2, cold: 3 })
const INVOKED = invokedTrials({ containers: 2, target: 'aws' })
const timeline = (more: Partial<Timeline> = {}): Timeline => ({
  schema: 2,
  variant: 'pipelined',
  block: 1,
  iteration: 1,
  feeds: [
    { feed: 0, fetch: [0, 3.25], check: [3.25, 4], notify: [4, 9.5] },
    { feed: 1, fetch: [0.5, 2], check: [2, 1.9], notify: null },
  ],
  ...more,
})

// Breakage: ids in base64, times as numbers, an attribute without a type, a field of another name: each is lost or refused.
test.each([
  ['runs of this machine', RUNS],
  ['invocations of functions', INVOKED],
])('%s are what the protocol defines, to the last field', (_, trials) => {
  const { given, decoded } = decodeOtlp(textOf(trials, [timeline()]))
  expect(decoded).toEqual(given)
  expect(spansIn(decoded).filter(({ parentSpanId }) => parentSpanId === undefined)).toHaveLength(trials.length)
})

test('jobs on a schedule are traces too, with when they were due', async () => {
  const { given, decoded } = decodeOtlp(textOf(await loadTrialsOf({ jobs: 8, blocks: 2 })))
  expect(decoded).toEqual(given)
  expect(spansIn(decoded).some(({ fields }) => 'utakata.arrival.intended_ms' in fields)).toBe(true)
})

test('the same result is the same text, and no two spans have the same id', () => {
  for (const trials of [RUNS, INVOKED]) {
    expect(textOf(trials)).toBe(textOf(structuredClone(trials)))
    const spans = drawn(trials, [timeline()])
    expect(new Set(spans.map(({ traceId, spanId }) => traceId + spanId)).size).toBe(spans.length)
    expect(new Set(spans.map(({ traceId }) => traceId)).size).toBe(trials.length)
  }
})

test('a run is a span from its begin, as long as it took, with its place', () => {
  const trial = RUNS.find(({ variant, phase }) => variant === 'pipelined' && phase === 'measured')!
  const environment = { ...trial.environment, node: 'v24.21.0 (bundled)' }
  const [span] = drawn([{ ...trial, environment, makespanMs: 58.4003, beganAt: '2026-01-15T09:00:00.250Z' }])
  expect(span).toMatchObject({
    name: 'pipelined',
    kind: 1,
    startTimeUnixNano: '1768467600250000000',
    endTimeUnixNano: '1768467600308400300',
    status: {},
    fields: {
      'utakata.variant': 'pipelined',
      'utakata.phase': 'measured',
      'utakata.block': String(trial.block),
      'utakata.iteration': String(trial.iteration),
      'utakata.makespan_ms': 58.4003,
    },
    resource: { 'service.name': 'utakata', 'utakata.target': 'local', 'process.runtime.version': '24.21.0' },
  })
  expect(span!.resource).not.toHaveProperty(['cloud.provider'])
  expect(span!.fields).not.toHaveProperty(['faas.coldstart'])
})

test('an invocation goes by the id that X-Ray has, in the names of the semantic conventions', () => {
  const [cold, warm] = INVOKED
  const spans = drawn([
    {
      ...cold!,
      ...reinvoked(cold!, { function: 'arn:aws:lambda:eu-central-1:123456789012:function:orders:7', requestId: 'r-1' }),
    },
    { ...warm!, ...reinvoked(warm!, { traceId: '1-00000000-000000000000000000000000', architecture: 'x86_64' }) },
  ])
  expect(spans[0]).toMatchObject({
    traceId: cold!.invocation!.traceId!.slice(2).replace('-', ''),
    kind: 2,
    fields: { 'faas.coldstart': true, 'faas.invocation_id': 'r-1', 'utakata.init_ms': 80 },
    resource: {
      'faas.name': 'orders',
      'faas.instance': 'sequential 1',
      'faas.max_memory': String(1769 * 2 ** 20),
      'cloud.provider': 'aws',
      'host.arch': 'arm64',
    },
  })
  expect(spans[1]).toMatchObject({ fields: { 'faas.coldstart': false }, resource: { 'host.arch': 'amd64' } })
  expect(spans[1]!.traceId).toMatch(/[^0]/)
  // An emulation is no cloud.
  expect(drawn(invokedTrials({ containers: 1 }))[0]!.resource).not.toHaveProperty(['cloud.provider'])
})

test('steps of items are spans within their run, and those that never were are none', () => {
  const spans = drawn(RUNS, [timeline()])
  const steps = spans.filter(({ parentSpanId }) => parentSpanId !== undefined)
  const root = spans.find(({ spanId }) => spanId === steps[0]!.parentSpanId)!
  expect(root.fields).toMatchObject({ 'utakata.variant': 'pipelined', 'utakata.block': '1', 'utakata.iteration': '1' })
  const begin = BigInt(root.startTimeUnixNano)
  expect(
    steps.map(({ name, fields, startTimeUnixNano, endTimeUnixNano }) => [
      name,
      fields['utakata.item'],
      Number(BigInt(startTimeUnixNano) - begin) / 1e6,
      Number(BigInt(endTimeUnixNano) - begin) / 1e6,
    ]),
  ).toEqual([
    ['fetch', '0', 0, 3.25],
    ['check', '0', 3.25, 4],
    ['notify', '0', 4, 9.5],
    ['fetch', '1', 0.5, 2],
    ['check', '1', 2, 2],
  ])
  for (const { traceId } of steps) expect(traceId).toBe(root.traceId)
})

// Breakage: the steps of 512 MB under the run of 1769 MB.
test('a timeline that may be of two runs is of none', () => {
  const one = RUNS.find(
    ({ variant, block, iteration, phase }) =>
      variant === 'pipelined' && block === 1 && iteration === 1 && phase === 'measured',
  )
  const other: Trial = { ...one!, scenario: { ...one!.scenario, digest: 'another' } }
  expect(drawn([one!, other], [timeline()])).toHaveLength(2)
  expect(drawn([one!], [timeline()])).toHaveLength(6)
})

// Breakage: a webhook's address, which is a secret, in a backend that many people read.
test('a run that failed is an error by its code, and what it says and where it went is nowhere', () => {
  const secret = 'https://hooks.example/T000/s3cret'
  const [trial] = INVOKED
  const failed: Trial = {
    ...trial!,
    faults: [{ code: 'refused', message: `no answer of ${secret}` }],
    failures: { [`fetch ${secret}`]: 1 },
    failedItems: [{ item: 0, step: 'fetch', kind: 'timeout', message: secret }],
    steps: { ...trial!.steps, [secret]: trial!.steps['fetch']! },
    ...reinvoked(trial!, { function: 'arn:aws:lambda:eu-central-1:123456789012:function:orders' }),
  }
  const text = textOf([failed])
  expect(drawn([failed])[0]!.status).toEqual({ code: 2, message: 'refused' })
  expect(text).not.toMatch(/s3cret|hooks\.example|123456789012/)
})

// Breakage: a text of more characters than Node has, for a result of many items.
test('it is drawn a piece at a time, none of them long, however many items there are', () => {
  const feeds = Array.from({ length: 20_000 }, (_, feed) => timeline().feeds[0]! && { ...timeline().feeds[0]!, feed })
  let [spans, longest] = [0, 0]
  for (const piece of drawOtlp(RUNS, [timeline({ feeds })])) {
    spans += piece.split('"spanId"').length - 1
    longest = Math.max(longest, piece.length)
  }
  expect(spans).toBe(RUNS.length + 60_000)
  expect(longest).toBeLessThan(1_000_000)
})

const linesOf = (values: readonly object[]) => values.map((value) => `${JSON.stringify(value)}\n`).join('')

test('the command prints or writes all runs, with the timelines that are there, or those that are chosen', async () => {
  const folder = aFolder({ 'trials.jsonl': linesOf(RUNS), 'timelines.jsonl': linesOf([timeline()]) })
  const expected = textOf(RUNS, [timeline()])
  const printed = await run(['export', folder, '--format', 'otlp'])
  expect(printed).toMatchObject({ code: 0, stderr: '', stdout: expected })
  const file = join(folder, 'spans.json')
  expect(await run(['export', folder, '--format', 'otlp', '-o', file])).toMatchObject({ code: 0, stdout: '' })
  expect(readFileSync(file, 'utf8')).toBe(expected)
  const one = await run(['export', folder, '--format', 'otlp', '--variant', 'pipelined', '--iteration', '1'])
  expect(one.stdout).toBe(
    textOf(
      RUNS.filter(({ variant, iteration }) => variant === 'pipelined' && iteration === 1),
      [timeline()],
    ),
  )
  const bare = aFolder({ 'trials.jsonl': linesOf(RUNS) })
  expect(await run(['export', bare, '--format', 'otlp'])).toMatchObject({ code: 0, stderr: '', stdout: textOf(RUNS) })
})
