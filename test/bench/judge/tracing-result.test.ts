import type { Untraced } from '../../../bench/io/trial-reasons.ts'
import { expect, test } from 'vitest'
import { tracingResult } from '../../../bench/judge/comparison/tracing.ts'
import { summarize } from '../../../bench/judge/comparison/summarize.ts'
import { SENSITIVITY_CHECK } from '../../../bench/plan/schedule.ts'
import type { Trial } from '../../../bench/trial/trial.ts'
import { BASE_MS, invokedTrials, reinvoked, retraced } from '../../support/invoked-trials.ts'
import { changed, isMeasured, isRun, trialsOf, MOCK_SERVER_DIED, aFault } from '../../support/trials.ts'

const VARIANTS = ['sequential', 'pipelined', 'A/A']
const allBlocks = (trials: readonly Trial[]) => new Set(trials.map(({ block }) => block))
const resultOf = (trials: readonly Trial[], variants = VARIANTS, blocks = allBlocks(trials)) =>
  tracingResult(trials, { variants, reference: 'sequential', blocks })!
const rowOf = (trials: readonly Trial[], variant: string) =>
  resultOf(trials).phases.find((row) => row.variant === variant)!
const sumOf = (phasesMs: Readonly<Record<string, number>>) => Object.values(phasesMs).reduce((sum, ms) => sum + ms, 0)
const everyNth = (nth: number) => {
  let count = 0
  return () => ++count % nth === 0
}
const lost = (trial: Trial): Trial => ({ ...trial, traced: undefined, untraced: { code: 'never-came' } })

test('where X-Ray was not queried there is nothing to report', () => {
  expect(resultOf(invokedTrials({ isTraced: false }))).toBeUndefined()
  expect(summarize(trialsOf())).not.toHaveProperty('tracing')
})

test('the phases of a variant add up to its total, and are the known ones', () => {
  const trials = invokedTrials({ containerSd: 0, phaseSd: 0, candidates: { pipelined: { notify: 7 } } })
  for (const { phasesMs, totalMs } of resultOf(trials).phases) expect(sumOf(phasesMs)).toBeCloseTo(totalMs, 9)
  expect(rowOf(trials, 'sequential').totalMs).toBeCloseTo(109, 9)
  for (const [name, ms] of Object.entries(rowOf(trials, 'pipelined').phasesMs))
    expect(ms, name).toBeCloseTo(BASE_MS[name as keyof typeof BASE_MS] + (name === 'notify' ? 7 : 0), 9)
})

test('phases add up whatever the noise, and the cold runs are none of theirs', () => {
  const trials = invokedTrials({ containerSd: 0.1, phaseSd: 0.3, seed: 7 })
  for (const { phasesMs, totalMs } of resultOf(trials).phases) expect(sumOf(phasesMs)).toBeCloseTo(totalMs, 9)
  const colder = changed(
    trials,
    ({ phase }) => phase === 'cold',
    (trial) => retraced(trial, { totalMs: 1e6, functionMs: 1e6 }),
  )
  expect(resultOf(colder)).toEqual(resultOf(trials))
})

// Breakage: time of a function of somebody else between its subsegments and its end, which was in no phase.
test('phases of a function that reports no makespan add up too: what its subsegments leave is the handler', () => {
  const path = { stepsMs: { 'DynamoDB GetItem': 30 }, waitingMs: 4, aroundMs: 0 }
  const trials = changed(
    invokedTrials({ containers: 2 }),
    () => true,
    (trial) => retraced(trial, { totalMs: 100, functionMs: 95, invocationMs: 90, makespanMs: undefined, path }),
  )
  expect(rowOf(trials, 'pipelined').phasesMs).toEqual({
    service: 5,
    'DynamoDB GetItem': 30,
    between: 4,
    around: 0,
    handler: 56,
    overhead: 5,
  })
})

// Breakage: a subsegment called "handler" that hid behind ours, so that its time was nowhere.
test('a subsegment that is called like a phase of ours keeps its own place', () => {
  const path = { stepsMs: { handler: 30, overhead: 2, waiting: 3 }, waitingMs: 4, aroundMs: 1 }
  const trials = changed(
    invokedTrials({ containers: 2 }),
    () => true,
    (trial) => retraced(trial, { path }),
  )
  const { phasesMs, totalMs } = rowOf(trials, 'pipelined')
  expect(phasesMs).toMatchObject({ 'handler (its own)': 30, 'overhead (its own)': 2, 'waiting (its own)': 3 })
  expect(sumOf(phasesMs)).toBeCloseTo(totalMs, 9)
})

test('a run that failed, or of a discarded iteration, is in no phase', () => {
  const trials = invokedTrials({ containers: 3 })
  const hasGone = isRun('pipelined', 2, 1)
  const without = rowOf(
    trials.filter((trial) => !hasGone(trial)),
    'pipelined',
  )
  for (const change of [{ faults: [aFault('it failed')] }, { discarded: MOCK_SERVER_DIED }]) {
    const discarded = changed(trials, hasGone, (trial) => ({ ...change, ...retraced(trial, { totalMs: 60_000 }) }))
    expect(rowOf(discarded, 'pipelined').phasesMs).toEqual(without.phasesMs)
  }
})

// Breakage: runs whose timeline did not fit, whose whole time looked like the handler's and was called the cause.
test('runs whose steps are not known stand beside those whose are, and explain nothing', () => {
  const trials = invokedTrials({ containers: 12 })
  const isSampled = everyNth(2)
  const some = changed(
    trials,
    (trial) => trial.variant === 'pipelined' && isMeasured(trial) && isSampled(),
    (trial) => retraced(trial, { path: undefined }),
  )
  expect(rowOf(some, 'pipelined').phasesMs.handler).toBeCloseTo(BASE_MS.handler, 0)
  const all = changed(
    trials,
    ({ variant }) => variant === 'pipelined',
    (trial) => retraced(trial, { path: undefined }),
  )
  expect(rowOf(all, 'pipelined')).not.toHaveProperty('comparison')
})

test('30 ms added to a step of one variant are named, and that many of them', () => {
  for (const step of ['fetch', 'check', 'notify', 'between'] as const) {
    const { comparison } = rowOf(invokedTrials({ candidates: { pipelined: { [step]: 30 } }, seed: 11 }), 'pipelined')
    expect(comparison!.cause).toBe(step)
    expect(comparison!.total.differenceMs).toBeCloseTo(30, -0.5)
    expect(comparison!.phases.find(({ phase }) => phase === step)!.differenceMs).toBeCloseTo(30, -0.5)
  }
})

test('where nothing differs no cause is named', () => {
  const named = Array.from({ length: 40 }, (_, seed) => rowOf(invokedTrials({ seed: 100 + seed }), 'pipelined')).filter(
    ({ comparison }) => comparison!.cause !== undefined,
  )
  expect(named.length).toBeLessThanOrEqual(2)
})

// Breakage: five candidates with 5% each, of which one in four reports named the cause of nothing.
test('candidates share the level of their intervals, and the copies of the reference have it whole', () => {
  const widthOf = (candidates: readonly string[], variant: string) => {
    const all = invokedTrials({ candidates: Object.fromEntries(candidates.map((name) => [name, {}])) })
    // The same figures in each, so that only the level differs.
    const same = all.map((trial) => {
      const model = all.find(
        (one) =>
          one.block === trial.block &&
          one.iteration === trial.iteration &&
          one.variant === (trial.role === 'reference' ? 'sequential' : 'A/A'),
      )!
      return { ...trial, traced: model.traced }
    })
    const { total } = resultOf(same, ['sequential', ...candidates, 'A/A']).phases.find(
      (row) => row.variant === variant,
    )!.comparison!
    return total.high! - total.low!
  }
  const four = ['look-ahead', 'promise-all', 'pipelined', 'check-threads']
  expect(widthOf(['pipelined'], 'pipelined')).toBeCloseTo(widthOf(['pipelined'], 'A/A'), 12)
  // Student's t of 11 degrees at .05 / 4 over that at .05: 2.980 / 2.201.
  expect(widthOf(four, 'pipelined') / widthOf(four, 'A/A')).toBeCloseTo(2.98 / 2.201, 3)
  const beside = [...four, SENSITIVITY_CHECK]
  expect(widthOf(beside, SENSITIVITY_CHECK)).toBeCloseTo(widthOf(beside, 'A/A'), 12)
  expect(widthOf(beside, 'pipelined') / widthOf(beside, 'A/A')).toBeCloseTo(2.98 / 2.201, 3)
})

test('every invocation whose accounts agree is matched', () => {
  expect(resultOf(invokedTrials()).crossCheck).toEqual({
    invocations: 108,
    matched: 108,
    isTooLittle: false,
    unmatched: [],
  })
})

test('95% are enough exactly, and one less is not', () => {
  // 20 containers of 3 variants with a cold and two warm invocations: 180, of which 171 are 95%.
  const trials = invokedTrials({ containers: 20 })
  expect(trials).toHaveLength(180)
  const without = (count: number) => trials.map((trial, index) => (index < count ? lost(trial) : trial))
  expect(resultOf(without(9)).crossCheck).toMatchObject({ matched: 171, isTooLittle: false })
  expect(resultOf(without(10)).crossCheck).toMatchObject({ matched: 170, isTooLittle: true })
})

test('below 95% every candidate is untraced, the advice says so, and the end is 5', () => {
  const trials = invokedTrials({ candidates: { pipelined: { fetch: -40 }, 'look-ahead': { fetch: 30 } } })
  expect(summarize(trials)).toMatchObject({ exitCode: 0 })
  const isLost = everyNth(12)
  for (const place of ['lab', 'aws'] as const) {
    const result = summarize(trials.map((trial) => ({ ...(isLost() ? lost(trial) : trial), place })))
    const verdicts = result.variants.filter(({ role }) => role === 'candidate').map(({ verdict }) => verdict!.code)
    expect(verdicts).toEqual(['insufficient-traces', 'insufficient-traces'])
    expect(result.exitCode).toBe(5)
    expect(result.recommendation).toEqual({ code: 'insufficient-traces' })
  }
})

test('a trace that has another number of notifications is not matched, and neither is such a delivery record', () => {
  const trials = invokedTrials()
  const traces = changed(trials, isRun('pipelined', 1, 1), (trial) => retraced(trial, { sent: trial.sent + 1 }))
  expect(resultOf(traces).crossCheck).toMatchObject({
    matched: 107,
    unmatched: [{ reason: { code: 'other-count-in-trace' }, invocations: 1 }],
  })
  const deliveries = changed(traces, isRun('pipelined', 2, 1), ({ deliveries }) => ({
    deliveries: { ...deliveries, accepted: deliveries.accepted - 1 },
  }))
  expect(resultOf(deliveries).crossCheck).toMatchObject({
    matched: 106,
    unmatched: [
      { reason: { code: 'other-count-in-trace' }, invocations: 1 },
      { reason: { code: 'other-count-in-deliveries' }, invocations: 1 },
    ],
  })
})

test('a post whose answer was lost, and a run that failed, may differ from the delivery record', () => {
  const other = ({ deliveries }: Trial) => ({ deliveries: { ...deliveries, accepted: deliveries.accepted + 1 } })
  const trials = changed(invokedTrials(), isRun('pipelined', 1, 1), (trial) => ({
    ...other(trial),
    failures: { 'notify timeout': 1 },
  }))
  const failed = changed(trials, isRun('pipelined', 1, 2), (trial) => ({
    ...other(trial),
    ...retraced(trial, { sent: 0 }),
    faults: [aFault('cut off')],
  }))
  expect(resultOf(failed).crossCheck.matched).toBe(108)
  const fetching = changed(invokedTrials(), isRun('pipelined', 1, 1), (trial) => ({
    ...other(trial),
    failures: { 'fetch timeout': 1 },
  }))
  expect(resultOf(fetching).crossCheck.matched).toBe(107)
})

const HALF: Untraced = { code: 'incomplete', lacks: [{ code: 'no-timeline-parts', parts: [1], of: 2 }] }

test('why invocations are not matched is reported with how many, the most frequent first', () => {
  const trials = invokedTrials().map((trial, index) =>
    index < 1 ? lost(trial) : index < 4 ? { ...lost(trial), untraced: HALF } : trial,
  )
  expect(resultOf(trials).crossCheck.unmatched).toEqual([
    { reason: { code: 'untraced', untraced: HALF }, invocations: 3 },
    { reason: { code: 'untraced', untraced: { code: 'never-came' } }, invocations: 1 },
  ])
})

test('trials whose traces were not requested do not count as unmatched', () => {
  const trials = invokedTrials().map((trial, index) =>
    index === 5 ? { ...trial, ...reinvoked(trial, { traceId: undefined }), traced: undefined } : trial,
  )
  expect(resultOf(trials).crossCheck).toMatchObject({ invocations: 107, matched: 107 })
})

// Breakage: a mean over one iteration held against one over two, whose delays were others.
test('an iteration whose trace is missing in one variant is left out of the other, and so are blocks that are not judged', () => {
  const slow = (trial: Trial, ms: number) =>
    retraced(trial, { totalMs: trial.traced!.totalMs + ms, overheadMs: trial.traced!.overheadMs })
  // Second iterations take 100 ms longer for everybody; those of the reference are not traced.
  const trials = changed(
    invokedTrials(),
    ({ iteration, phase }) => phase === 'measured' && iteration === 2,
    (trial) =>
      trial.variant === 'sequential' ? { traced: undefined, untraced: { code: 'never-came' } } : slow(trial, 100),
  )
  const { total } = resultOf(trials).phases.find(({ variant }) => variant === 'pipelined')!.comparison!
  expect(Math.abs(total.differenceMs)).toBeLessThan(5)
  const few = resultOf(invokedTrials(), VARIANTS, new Set([1, 2, 3]))
  expect(few.phases.map(({ containers }) => containers)).toEqual([3, 3, 3])
})

// Breakage: half a second of the run reported as time in the handler around it.
test('of a timeline that is a sample the run is reported as a whole, and not as the handler', () => {
  const trials = changed(
    invokedTrials(),
    ({ traced }) => traced !== undefined,
    (trial) => retraced(trial, { path: undefined }),
  )
  const { phasesMs, totalMs } = rowOf(trials, 'pipelined')
  expect(phasesMs.run).toBeGreaterThan(80)
  expect(phasesMs.handler).toBeLessThan(15)
  expect(sumOf(phasesMs)).toBeCloseTo(totalMs, 6)
})

test('an invocation that failed is reported as such, and is no disagreement of traces', () => {
  const trials = changed(
    invokedTrials(),
    ({ block }) => block <= 3,
    () => ({
      faults: [aFault('it timed out')],
      traced: undefined,
      untraced: { code: 'incomplete', lacks: [{ code: 'no-run' }] },
    }),
  )
  expect(resultOf(trials).crossCheck).toMatchObject({ isTooLittle: false, unmatched: [] })
})
