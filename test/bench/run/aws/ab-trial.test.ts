import { aFault } from '../../../support/trials.ts'
import { expect, test } from 'vitest'
import type { EndedInvocation } from '../../../../bench/run/aws/ab-trial.ts'
import type { AbVariant } from '../../../../bench/run/aws/variants.ts'
import { parseScenario } from '../../../../bench/scenario/file.ts'
import { serverSide } from '../../../../bench/run/server-side.ts'
import { strategies } from '../../../../strategies/index.ts'
import type { Failure } from '../../../../strategies/job.ts'
import { idealMs } from '../../../../bench/model/virtual-clock.ts'
import { answering, FOREIGN, trialOf } from '../../../support/ab-trials.ts'
import {
  type AnswerOptions,
  anAbPlan,
  anAnswer,
  anInvoked,
  aVariant,
  VARIANTS_WITH_CONTROLS,
} from '../../../support/comparisons.ts'

const { requestId, durationMs, billedMs, memoryMb, maxMemoryMb } = anInvoked().report!
const REPORT = { requestId, durationMs, billedMs, memoryMb, maxMemoryMb }

test('what a function of ours answers is in the trial, with what Lambda billed', async () => {
  const trial = await trialOf({ report: { ...REPORT, initMs: 200 } })
  expect(trial).toMatchObject({
    schema: 6,
    target: 'aws',
    variant: 'sequential',
    strategy: 'sequential',
    role: 'candidate',
    limits: {},
    block: 3,
    iteration: 1,
    position: 2,
    seed: 1,
    phase: 'measured',
    makespanMs: 60,
    cpuMs: 7,
    eventLoopDelayMs: 1,
    peakRssBytes: 1e8,
    items: 12,
    sent: 6,
    failures: {},
    faults: [],
    deliveries: { by: 'answer', posts: 6, accepted: 6, duplicates: 0, throttled: 0 },
    invocation: {
      function: 'function-sequential',
      memoryMb: 1769,
      container: 'a-container',
      requestId: 'a-request',
      traceId: '1-67891233-abcdef012345678912345678',
      bundleDigest: 'b'.repeat(64),
      roundTripMs: 90,
      initMs: 200,
      durationMs: 70,
      billedMs: 71,
      maxMemoryMb: 120,
      architecture: 'arm64',
    },
    beganAt: '2026-01-15T09:00:00.000Z',
  })
  expect(trial).not.toHaveProperty('mock')
  expect(trial).not.toHaveProperty('emulation')
})

// Breakage: a report that cannot find its sensitivity check, or that takes it for a candidate.
test('a variant that is slowed says so in its trials, and no other does', async () => {
  const [reference, , , slowedBy] = VARIANTS_WITH_CONTROLS
  const of = (variant: AbVariant) => trialOf({}, { turn: { variant, block: 3, iteration: 1, position: 2, attempt: 0 } })
  expect(await of(slowedBy!)).toMatchObject({
    variant: '+10%',
    role: 'sensitivity-check',
    strategy: 'sequential',
    slowedBy: 0.1,
  })
  expect(await of(reference!)).not.toHaveProperty('slowedBy')
})

test('limits that bound nothing are said to, as JSON has no infinity', async () => {
  const { limits } = await answering({ strategy: 'promise-all' }, { strategy: 'promise-all' })
  expect(limits).toEqual({ concurrency: 'unbounded' })
  const answer = anAnswer({ strategy: 'promise-all' })
  Object.assign(answer.run, { limits: { concurrency: 4, threads: 1, buffer: 0 } })
  expect((await trialOf({ answer }, { strategy: 'promise-all' })).limits).toEqual({ concurrency: 4 })
})

test('an invocation is cold by what our function says of its container, whatever the report says', async () => {
  expect((await answering({ isCold: true }, { iteration: 0 })).phase).toBe('cold')
  expect((await answering({ isCold: true })).phase).toBe('cold')
  const warm = anAnswer({ isCold: false })
  expect((await trialOf({ answer: warm, report: { ...REPORT, initMs: 200 } })).phase).toBe('measured')
})

// Breakage: it stands in the table of cold starts, or as a warm iteration before the first.
test('one that was meant to be cold and was not is a warm-up', async () => {
  expect((await answering({ isCold: false }, { iteration: 0 })).phase).toBe('warmup')
  const plan = anAbPlan({ concurrency: 4 })
  expect((await answering({ isCold: false }, { iteration: 3, plan })).phase).toBe('warmup')
  expect((await answering({ isCold: false }, { iteration: 4, plan })).phase).toBe('measured')
})

// Breakage: only the handler's time of a cold start is compared, or a container that was warm counts as cold.
test('where cold starts are compared the first invocation of a container is measured, by init and duration together', async () => {
  const aPlan = anAbPlan({ warm: 0 })
  const plan = { ...aPlan, scenario: { ...aPlan.scenario, isOnlyCold: true as const } }
  const cold = await trialOf({ answer: null, report: { ...REPORT, initMs: 200 } }, { ...FOREIGN, iteration: 0, plan })
  expect(cold).toMatchObject({
    phase: 'measured',
    makespanMs: 200 + REPORT.durationMs,
    invocation: { timedBy: 'report' },
  })
  const warm = await trialOf({ answer: null, report: REPORT }, { ...FOREIGN, iteration: 0, plan })
  expect(warm.phase).toBe('warmup')
})

// Breakage: with a log that has no reports nothing is ever cold, so that no iteration is whole.
test('of a version that was published for it the first invocation is cold, where no report says otherwise', async () => {
  const turn = { variant: aVariant('orders'), block: 3, position: 0, attempt: 0, version: '7' }
  const of = (iteration: number, more: Partial<Parameters<typeof trialOf>[0]> = {}) =>
    trialOf({ answer: null, ...more }, { ...FOREIGN, turn: { ...turn, iteration } })
  expect((await of(0, { report: undefined })).phase).toBe('cold')
  expect((await of(1, { report: undefined })).phase).toBe('measured')
  // Initialised ahead: it has a report, and no init in it.
  expect((await of(0, { report: REPORT })).phase).toBe('warmup')
})

test.each([[undefined], [null], [7], ['text'], [[1, 2]], [{}], [{ run: {} }], [{ statusCode: 200, body: '{}' }]])(
  'a function that is not ours may answer %j: it is timed by its report',
  async (answer) => {
    const trial = await trialOf({ answer }, FOREIGN)
    expect(trial).toMatchObject({
      makespanMs: 70,
      phase: 'measured',
      faults: [],
      limits: {},
      steps: {},
      items: 0,
      sent: 0,
    })
    expect(trial.invocation!.container).toBe('orders, block 3')
    // None of them sends a notification, which is the same.
    expect(trial.deliveries).toEqual((await trialOf({ answer: 'else' }, FOREIGN)).deliveries)
  },
)

// Breakage: a container that was made of a snapshot has Restore Duration in its report, and counts as warm.
test('a foreign function is cold where its report has an init or a restore', async () => {
  for (const cold of [{ initMs: 200 }, { restoreMs: 300 }]) {
    const trial = await trialOf({ answer: 'text', report: { ...REPORT, ...cold } }, { ...FOREIGN, iteration: 0 })
    expect(trial.phase).toBe('cold')
    expect(trial.invocation!.initMs).toBe(cold.initMs ?? cold.restoreMs)
  }
})

test('without a report what the caller waited for is what is known', async () => {
  const foreign = await trialOf({ answer: 'text', report: undefined }, FOREIGN)
  const measured = { phase: 'measured', faults: [] }
  expect(foreign).toMatchObject({ makespanMs: 90, invocation: { timedBy: 'caller' }, ...measured })
  expect(foreign.invocation).toMatchObject({ memoryMb: 1769, billedMs: undefined })
  const ours = await trialOf({ report: undefined })
  expect(ours).toMatchObject({ makespanMs: 60, invocation: { timedBy: 'answer' }, ...measured })
})

test('an invocation that failed has its reason and no more', async () => {
  const trial = await trialOf({
    answer: undefined,
    report: undefined,
    failure: aFault('TooManyRequestsException: Rate Exceeded.'),
  })
  expect(trial).toMatchObject({ makespanMs: 90, sent: 0, items: 0 })
  expect(trial.faults).toEqual([aFault('TooManyRequestsException: Rate Exceeded')])
})

test('a function of ours that refuses, or answers as another program, is at fault', async () => {
  const refusal = {
    error: { key: 'limits', expected: 'limits', got: 'a text', message: 'limits: expected limits, got a text' },
  }
  expect((await trialOf({ answer: refusal })).faults).toEqual([
    { code: 'refused', message: 'limits: expected limits, got a text' },
  ])
  for (const answer of [undefined, null, {}, { ok: true }, 'text', []])
    expect((await trialOf({ answer })).faults).toEqual([{ code: 'unknown-answer' }])
})

test('a run that was cut off, or of another strategy, is at fault', async () => {
  expect((await answering({ isCutOff: true })).faults).toEqual([{ code: 'cut-off' }])
  expect((await answering({ strategy: 'pipelined' })).faults).toEqual([
    { code: 'other-strategy', answered: 'pipelined', expected: 'sequential' },
  ])
})

const failing = (step: Failure['step'], kind: Failure['kind']): AnswerOptions => ({
  failures: [{ step, kind, message: 'as planned' }],
})

const failure = (kind: string) => ({ code: 'unexpected-failures', kind, failures: 1, example: 'as planned' })

test('where nobody has planned failures only those that must never be are faults', async () => {
  expect((await answering(failing('fetch', 'timeout'))).faults).toEqual([])
  expect((await answering(failing('fetch', 'timeout'))).failures).toEqual({ 'fetch timeout': 1 })
  expect((await answering(failing('check', 'defect'))).faults).toEqual([failure('check defect')])
  expect((await answering(failing('notify', 'unknown'))).faults).toEqual([failure('notify unknown')])
})

const TINY = `name: tiny
world:
  items: { count: 12, events: 2, descriptionBytes: 20, dueShare: 0.5 }
  fetchDelay: { model: constant, ms: 0.2 }
  notifyDelay: { model: constant, ms: 0.2 }
variants: [sequential]
`

test('in a world of ours every failure that it did not plan is a fault, and so is an outcome that is missing', async () => {
  const { world } = parseScenario(TINY, 'tiny.yaml', [])
  expect((await answering({}, { world })).faults).toEqual([])
  expect((await answering(failing('fetch', 'timeout'), { world })).faults).toEqual([
    { ...failure('fetch timeout'), planned: 0 },
  ])
  expect((await answering({ feeds: 11 }, { world })).faults).toEqual([
    { code: 'missing-outcomes', outcomes: 11, items: 12 },
  ])
})

test('the delivery record is the same for the same notices in any order, and another for others', async () => {
  const digestOf = async (options: AnswerOptions) => (await answering(options)).deliveries.digest
  const model = await digestOf({})
  const answer = anAnswer() as unknown as { outcomes: unknown[] }
  answer.outcomes.reverse()
  expect((await trialOf({ answer })).deliveries.digest).toBe(model)
  expect(await digestOf({ dryRun: true })).toBe(model)
  expect(await digestOf({ makespanMs: 500, container: 'another' })).toBe(model)
  const others = [['a', 'b', 'c', 'd', 'e'], ['a', 'b', 'c', 'd', 'e', 'g'], ['b', 'a', 'c', 'd', 'e', 'f'], []]
  const digests = await Promise.all(others.map((keys) => digestOf({ keys })))
  expect(new Set([model, ...digests]).size).toBe(5)
})

test('the same key of two feeds is no duplicate, and twice of one feed is', async () => {
  expect((await answering({ keys: ['a', 'a'] })).deliveries).toMatchObject({ posts: 2, duplicates: 0 })
  const answer = anAnswer({ keys: ['a', 'b'] }) as unknown as { outcomes: { sent: unknown[] }[] }
  answer.outcomes[0]!.sent.push(answer.outcomes[0]!.sent[0])
  expect((await trialOf({ answer })).deliveries).toMatchObject({ posts: 3, accepted: 3, duplicates: 1 })
})

test('a dry run is no fault', async () => {
  expect(await answering({ dryRun: true })).toMatchObject({ faults: [], sent: 6, deliveries: { accepted: 6 } })
})

test('what the mock server knows takes the place of what the function says of its notices', async () => {
  const server: NonNullable<EndedInvocation['server']> = (_, limits) => {
    expect(limits).toMatchObject({ concurrency: Infinity, threads: 1 })
    return serverSide(new Error('the mock server died'), (waits) => idealMs(strategies.sequential, limits, waits))
  }
  const trial = await trialOf({}, { server })
  expect(trial.discarded).toEqual({
    code: 'mock-server-failed',
    failure: { code: 'threw', message: 'the mock server died' },
  })
  expect(trial.deliveries).toEqual({ digest: '', posts: 0, accepted: 0, duplicates: 0, throttled: 0 })
  // Of a function that is not ours nobody knows in what order it fetches.
  expect(await trialOf({ answer: 'text' }, { ...FOREIGN, server })).not.toHaveProperty('discarded')
})

test('a lab says what stood in for Lambda', async () => {
  const emulation = { client: 'native', freezes: true, share: { wanted: 1, achieved: 0.98 } } as const
  expect((await trialOf({}, { target: 'lab', emulation })).emulation).toEqual(emulation)
})

// Breakage: failures of a user's own steps count as a broken run, or variants that fail on different items pass as alike.
test('an own job that fails on some items is a right run, and is compared with the failures of others', async () => {
  const turn = {
    variant: { ...aVariant('sequential'), isOwnJob: true },
    block: 3,
    iteration: 1,
    position: 2,
    attempt: 0,
  }
  const { world } = parseScenario(TINY, 'tiny.yaml', [])
  const of = (kind: Failure['kind']) =>
    answering({ failures: [{ step: 'fetch', kind, message: 'x'.repeat(2000) }] }, { turn, world })
  const thrown = await of('thrown')
  expect(thrown).toMatchObject({ faults: [], failedItems: [{ item: 0, step: 'fetch', kind: 'thrown' }] })
  expect(thrown.deliveries.digest).toBe((await of('thrown')).deliveries.digest)
  expect(thrown.deliveries.digest).not.toBe((await of('timeout')).deliveries.digest)
  expect(await answering({}, { turn, world })).not.toHaveProperty('failedItems')
})
