import { join } from 'node:path'
import { CodedError } from '../../../../bench/io/user-error.ts'
import { PeerError } from '../../../../bench/run/peer-error.ts'
import { expect, test } from 'vitest'
import type { Taken } from '../../../../mock-server/main.ts'
import { type FinishedRun, toTrial } from '../../../../bench/run/local/finish.ts'
import type { MeasuredByChild } from '../../../../bench/run/local/messages.ts'
import { createVirtualRuns } from '../../../../bench/run/local/virtual-runs.ts'
import { planOf } from '../../../../bench/plan/plan.ts'
import { trialSchema } from '../../../../bench/trial/trial.ts'
import { aFolder } from '../../../support/folders.ts'
import { aTinyPlan } from '../../../support/races.ts'
import { BEGAN_MS, recordingOf } from '../../../support/splits.ts'
import { A_TRIAL } from '../../../support/trials.ts'

const STEP = A_TRIAL.steps.fetch!
const MEASURED: MeasuredByChild = {
  beganMs: Date.UTC(2026, 0, 15, 9),
  makespanMs: 12,
  limits: { concurrency: Infinity, threads: 1, buffer: 0 },
  figures: { feeds: 4, sent: 2, steps: { fetch: STEP, check: STEP, notify: STEP }, failures: {} },
  cpuMs: 8,
  eventLoopDelayMs: 1,
  eventLoop: [],
  peakRssBytes: 80_000_000,
  timedOut: false,
  examples: [],
}
const TAKEN: Taken = {
  notKept: 0,
  ...A_TRIAL.deliveries,
  ...A_TRIAL.mock!,
  peakFeedsInFlight: 1,
  peakConnections: 2,
  fetchHeldMs: Float64Array.of(1, 2, 3, 4),
  notifyHeldMs: Float64Array.of(0, 5, 0, 6),
  fetches: Uint32Array.of(1, 1, 1, 1),
  postsOf: Uint32Array.of(1, 0, 1, 0),
  acceptedMs: Float64Array.of(1004, 1009),
  fetchDrawnMs: Float64Array.of(1, 2, 2, 3),
  notifyDrawnMs: Float64Array.of(0, 4, 0, 5),
}

function finished(run: Partial<FinishedRun> = {}, settings: readonly string[] = []) {
  const plan = aTinyPlan(settings)
  const { load, ...environment } = A_TRIAL.environment
  const place = { block: 1, iteration: 2, position: 0, phase: 'measured' } as const
  return toTrial({
    plan,
    environment,
    variant: plan.variants[0]!,
    ...place,
    measured: MEASURED,
    taken: TAKEN,
    load,
    virtualRuns: createVirtualRuns({ withinMs: 60_000 }),
    ...run,
  })
}

const failing = (failures: Record<string, number>, examples: MeasuredByChild['examples'] = []): MeasuredByChild => ({
  ...MEASURED,
  figures: { ...MEASURED.figures, failures },
  examples,
})

// Breakage: a report that judges the blocks of --processes 9 at the usual looks: the first six of them, at a smaller alpha.
test('a trial has the looks of its plan where a number of processes was asked for, and else the usual ones', async () => {
  expect((await finished()).scenario.looks).toBeUndefined()
  const plan = planOf(aTinyPlan().scenario, { quick: false, processes: 9 })
  expect((await finished({ plan })).scenario.looks).toEqual([{ blocks: 9, alpha: 0.05 }])
})

test('a run that went well is a whole trial without a fault', async () => {
  const trial = await finished()
  expect(trialSchema.parse(JSON.parse(JSON.stringify(trial)))).toMatchObject({
    variant: 'sequential',
    faults: [],
    sent: 2,
  })
  expect(trial.discarded).toBeUndefined()
})

test('the ideal time is what was held, and beside it what was drawn, in the order of the strategy', async () => {
  const { variants } = aTinyPlan()
  expect((await finished()).idealMs).toBe(1 + 2 + 3 + 4 + 5 + 6)
  const limits = { concurrency: 256, threads: 1, buffer: 16 }
  expect((await finished({ variant: variants[1]!, measured: { ...MEASURED, limits } })).idealMs).toBe(4 + 6)
  expect((await finished()).plannedIdealMs).toBe(1 + 2 + 2 + 3 + 4 + 5)
  expect((await finished({ variant: variants[1]!, measured: { ...MEASURED, limits } })).plannedIdealMs).toBe(3 + 5)
})

test('a strategy that waits for something other than a step has no ideal time, which is a fault of a user strategy alone', async () => {
  const variant = { ...aTinyPlan().variants[0]!, order: () => new Promise<never>(() => {}) }
  const ours = await finished({ variant })
  expect(ours.faults).toEqual([])
  expect(ours).not.toHaveProperty('idealMs')
  expect(ours).not.toHaveProperty('plannedIdealMs')
  const { faults, strategy } = await finished({
    variant: { ...variant, module: 'file:///mine.ts' },
    virtualRuns: { idealMs: () => Promise.reject(new CodedError('waits-for-no-step', {})) },
  })
  expect(faults).toEqual([{ code: 'ideal-unknown', strategy, failure: { code: 'waits-for-no-step' } }])
})

// Breakage: old code that is blamed for what its strategy has become.
test('a strategy that fails on the virtual clock is a fault of its own runs, not of those of its older code', async () => {
  const order = () => Promise.reject(new Error('broken'))
  const variant = { ...aTinyPlan().variants[0]!, order }
  const { faults, strategy } = await finished({ variant })
  expect(faults).toEqual([{ code: 'ideal-unknown', strategy, failure: { code: 'threw', message: 'broken' } }])
  expect((await finished({ variant: { ...variant, role: 'baseline' } })).faults).toEqual([])
})

test('only the limits that mean something to a strategy are listed, and no bound is text', async () => {
  const { variants } = aTinyPlan(['variants=[sequential, promise-all]'])
  expect((await finished()).limits).toEqual({})
  expect((await finished({ variant: variants[1]! })).limits).toEqual({ concurrency: 'unbounded' })
})

test('a failure that the world did not plan is a fault, with an example', async () => {
  const example = { step: 'fetch', kind: 'network', message: 'connect EMFILE' } as const
  expect((await finished({ measured: failing({ 'fetch network': 3 }, [example]) })).faults).toEqual([
    { code: 'unexpected-failures', kind: 'fetch network', failures: 3, planned: 0, example: 'connect EMFILE' },
  ])
  expect((await finished({ measured: failing({ 'check defect': 1 }) })).faults).toHaveLength(1)
})

test('failures up to what the world planned are none, one more is', async () => {
  const half = ['world.fetchFaults={ status-404: 0.25, redirect-loop: 0.25 }']
  expect((await finished({ measured: failing({ 'fetch status': 2 }) }, half)).faults).toEqual([])
  expect((await finished({ measured: failing({ 'fetch status': 3 }) }, half)).faults).toHaveLength(1)
})

test('a warm-up without delays plans no fault, the last one those of the world', async () => {
  const half = ['world.fetchFaults={ status-404: 0.5 }']
  const measured = failing({ 'fetch status': 2 })
  expect((await finished({ measured, phase: 'warmup', iteration: 1 }, half)).faults).toHaveLength(1)
  expect((await finished({ measured, phase: 'warmup', iteration: 0 }, half)).faults).toEqual([])
})

// Breakage: the errors of observed exchanges as unexpected failures, of every run that draws one.
test('what was observed may fail in any number of ways that exchanges do, differently in each iteration', async () => {
  const exchange = { host: 1, delayMs: 1, bytes: 1, bodyMs: 1, status: 503 }
  const folder = aFolder({ 'observed.jsonl': `${JSON.stringify(exchange)}\n`.repeat(20) })
  const learned = [
    `world.traffic=${join(folder, 'observed.jsonl')}`,
    'world.fetchDelay={ model: constant, ms: 1 }',
    'world.fetchErrors={ status-503: 1 }',
  ]
  const measured = failing({ 'fetch status': 4, 'fetch network': 2, 'fetch timeout': 1 })
  const { faults, scenario } = await finished({ measured }, learned)
  expect([faults, scenario.hasFetchErrors]).toEqual([[], true])
  expect((await finished({ measured: failing({ 'check defect': 1 }) }, learned)).faults).toHaveLength(1)
  expect((await finished()).scenario.hasFetchErrors).toBeUndefined()
})

test('posts may fail as the world planned, any number of them', async () => {
  const refusing = ['world.notifyFaults={ refuse: 0.1 }']
  expect((await finished({ measured: failing({ 'notify refused': 4 }) }, refusing)).faults).toEqual([])
  expect((await finished({ measured: failing({ 'notify unknown': 1 }) }, refusing)).faults).toHaveLength(1)
  expect(
    (await finished({ measured: failing({ 'notify refused': 1 }) }, ['world.notifyFaults={ refuse: 0 }'])).faults,
  ).toHaveLength(1)
})

test('outcomes that are missing, and time that ran out, are faults', async () => {
  const short = { ...MEASURED, figures: { ...MEASURED.figures, feeds: 3 } }
  expect((await finished({ measured: short })).faults).toEqual([{ code: 'missing-outcomes', outcomes: 3, items: 4 }])
  expect((await finished({ measured: { ...MEASURED, timedOut: true } })).faults).toEqual([
    { code: 'timed-out', withinMs: 60_000 },
  ])
})

test('a process that died counts as the longest run there can be', async () => {
  const failure = { code: 'exited', signal: 'SIGKILL' } as const
  const trial = await finished({ measured: new PeerError('it ended', failure) })
  expect(trial).toMatchObject({
    makespanMs: 60_000,
    items: 0,
    faults: [{ code: 'no-result', variant: 'sequential', failure }],
  })
  expect(trialSchema.parse(JSON.parse(JSON.stringify(trial))).variant).toBe('sequential')
})

test('a mock server that died or was blocked discards the run', async () => {
  const failure = { code: 'exited', signal: 'SIGKILL' } as const
  expect((await finished({ taken: new PeerError('it ended', failure) })).discarded).toEqual({
    code: 'mock-server-failed',
    failure,
  })
  expect((await finished({ taken: { ...TAKEN, lagMs: 251 } })).discarded).toEqual({
    code: 'mock-server-stalled',
    lagMs: 251,
  })
  expect((await finished({ taken: { ...TAKEN, lagMs: 249 } })).discarded).toBeUndefined()
})

test('a recording becomes where the time went, with what the server held; without either there is nothing to split', async () => {
  const marks = recordingOf(
    [0, 1, 2, 3].map((feed) => ({ fetch: [3 * feed, 3 * feed + 2], check: [3 * feed + 2, 3 * feed + 3] })),
  )
  const measured = { ...MEASURED, beganMs: BEGAN_MS, marks }
  const { timeBreakdown: split, makespanMs } = await finished({ measured })
  // Of each fetch of 2 ms what was held, at most all of it; 4 ms of checks leave 4 for the requests.
  expect(split).toEqual({
    waitingMs: expect.closeTo(1 + 2 + 2 + 2, 6),
    cpuMs: expect.closeTo(4 + 1, 6),
    queueingMs: 0,
    startUpMs: 0,
    path: { fetch: 4, check: 4, notify: 0 },
    meanConcurrency: expect.closeTo(1, 6),
  })
  expect(split!.waitingMs + split!.cpuMs).toBeCloseTo(makespanMs, 9)
  expect(await finished()).not.toHaveProperty('split')
  expect(await finished({ measured, taken: new Error('it died') })).not.toHaveProperty('split')
  expect(await finished({ measured: new Error('it died') })).not.toHaveProperty('split')
})

// Breakage: a sensitivity check's own time taken for its server's.
test('a sensitivity check records by how much it was slowed, and its ideal time is that of its reference', async () => {
  const { variants } = aTinyPlan()
  const reference = await finished()
  const slowedBy = await finished({ variant: variants.find(({ role }) => role === 'sensitivity-check')! })
  expect(slowedBy).toMatchObject({ variant: '+10%', role: 'sensitivity-check', strategy: 'sequential', slowedBy: 0.1 })
  for (const key of ['idealMs', 'plannedIdealMs', 'limits', 'deliveries'] as const)
    expect(slowedBy[key]).toEqual(reference[key])
  expect(reference).not.toHaveProperty('slowedBy')
})
