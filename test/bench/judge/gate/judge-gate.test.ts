import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Condition } from '../../../../bench/judge/gate/condition.ts'
import { endOf, isSettled, type JudgedGate } from '../../../../bench/judge/gate/gate.ts'
import { judgeGate } from '../../../../bench/judge/gate/judge-gate.ts'
import { summarize } from '../../../../bench/judge/comparison/summarize.ts'
import { planFor, slowdownFor } from '../../../../bench/judge/gate/checks.ts'
import { planOf } from '../../../../bench/plan/plan.ts'
import { candidatesOf, oldName, SENSITIVITY_CHECK } from '../../../../bench/plan/schedule.ts'
import type { Trial } from '../../../../bench/trial/trial.ts'
import { A_SCENARIO, aGate, gatedTrials, timeOutcomes, TIME, OLD, other, outcomesOf } from '../../../support/gates.ts'
import { samples } from '../../../support/samples.ts'
import {
  A_TRIAL,
  changed,
  isMeasured,
  isRun,
  type Simulation,
  MOCK_SERVER_DIED,
  aFault,
} from '../../../support/trials.ts'

test('every strategy is compared with itself as it was, the reference too', () => {
  const same = judgeGate(gatedTrials(), aGate())
  expect(outcomesOf(same)).toEqual(timeOutcomes('pass', 'pass'))
  for (const { change } of same.changes) expect(change!.ratio).toBeCloseTo(1, 1)
  expect(isSettled(same)).toBe(true)
  expect(outcomesOf(judgeGate(gatedTrials({ growth: { pipelined: 1.2 } }), aGate()))).toEqual(
    timeOutcomes('pass', 'regression'),
  )
  expect(outcomesOf(judgeGate(gatedTrials({ growth: { sequential: 1.2 } }), aGate()))).toEqual(
    timeOutcomes('regression', 'pass'),
  )
  // Faster is no regression.
  expect(outcomesOf(judgeGate(gatedTrials({ growth: { pipelined: 0.5 } }), aGate()))).toEqual(
    timeOutcomes('pass', 'pass'),
  )
})

test('a change is measured by the iterations that both ran, as new over old', () => {
  const [, { change }] = judgeGate(gatedTrials({ growth: { pipelined: 1.2 } }), aGate()).changes as [
    unknown,
    JudgedGate['changes'][number],
  ]
  expect(change!.ratio).toBeCloseTo(1.2, 1)
  expect(change!.low).toBeGreaterThan(1.1)
  expect(change!.blocks).toBe(6)
})

// Breakage: an old variant that is taken for the new one.
test('seen from the old code, a regression is an improvement', () => {
  const swapped = (trials: readonly Trial[]) => {
    const [now, was] = ['pipelined', oldName('pipelined', OLD)]
    const times = new Map(
      trials
        .filter(isMeasured)
        .map(({ variant, block, iteration, makespanMs }) => [`${variant} ${block} ${iteration}`, makespanMs]),
    )
    const other = (variant: string) => (variant === now ? was : now)
    return changed(
      trials,
      (trial) => isMeasured(trial) && (trial.variant === now || trial.variant === was),
      ({ variant, block, iteration }) => ({ makespanMs: times.get(`${other(variant)} ${block} ${iteration}`)! }),
    )
  }
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1000 }), fc.double({ min: 0.7, max: 1.4, noNaN: true }), (seed, growth) => {
      const trials = gatedTrials({ seed, growth: { pipelined: growth } })
      const [, forth] = judgeGate(trials, aGate()).changes
      const [, back] = judgeGate(swapped(trials), aGate()).changes
      expect(back!.change!.ratio).toBeCloseTo(1 / forth!.change!.ratio, 9)
      expect(back!.change!.low).toBeCloseTo(1 / forth!.change!.high, 9)
      if (forth!.outcome === 'regression') expect(back!.outcome).toBe('pass')
    }),
    { numRuns: samples(30) },
  )
})

test('a condition may be for one strategy, and the level is shared by all that are judged', () => {
  const trials = gatedTrials()
  const conditions: Condition[] = [TIME, { metric: 'cpu', limit: 0.05, strategy: 'pipelined' }]
  expect(outcomesOf(judgeGate(trials, aGate(...conditions)))).toEqual([
    'sequential time: pass',
    'pipelined time: pass',
    'pipelined cpu: pass',
  ])
  const reachOf = (...own: Condition[]) => {
    const { low, high } = judgeGate(trials, aGate(...own)).changes.find(
      ({ strategy, condition }) => strategy === 'pipelined' && condition.metric === 'time',
    )!.change!
    return Math.log(high / low)
  }
  expect(reachOf(...conditions)).toBeGreaterThan(reachOf(TIME))
  expect(reachOf(TIME)).toBeGreaterThan(reachOf({ ...TIME, strategy: 'pipelined' }))
})

// Breakage: a gate that is green since what was requested was not there.
test('a condition for a strategy that there is nothing to compare with cannot be judged', () => {
  const requested: Condition = { metric: 'cpu', limit: 0.05, strategy: 'look-ahead' }
  const missing = { code: 'not-in-revision', revision: OLD } as const
  const judged = judgeGate(gatedTrials(), {
    against: { is: 'revision', revision: OLD, unknown: [{ strategy: 'look-ahead', reason: missing }] },
    conditions: [TIME, requested],
  })
  expect(outcomesOf(judged)).toEqual([...timeOutcomes('pass', 'pass'), 'look-ahead cpu: cannot-judge'])
  expect(judged.changes[2]).toMatchObject({ reason: missing, isOpen: false })
  const unknown = judgeGate(gatedTrials(), aGate(requested)).changes
  expect(unknown).toMatchObject([{ reason: { code: 'nothing-to-compare' }, isOpen: false }])
  expect(isSettled(judged)).toBe(true)
})

test('each metric is judged by its own figures', () => {
  const grown: Readonly<Record<Condition['metric'], Partial<Trial>>> = {
    time: {},
    'first-notification': { firstNotificationMs: A_TRIAL.firstNotificationMs! * 1.3 },
    cpu: { cpuMs: A_TRIAL.cpuMs * 1.3 },
    rss: { peakRssBytes: A_TRIAL.peakRssBytes * 1.3 },
  }
  const conditions = (Object.keys(grown) as Condition['metric'][]).map((metric) => ({ metric, limit: 0.1 }))
  for (const [metric, figures] of Object.entries(grown).slice(1)) {
    const trials = changed(
      gatedTrials(),
      ({ variant }) => variant === 'pipelined',
      () => figures,
    )
    const red = judgeGate(trials, aGate(...conditions)).changes.filter(({ outcome }) => outcome !== 'pass')
    expect(red.map(({ strategy, condition, outcome }) => [strategy, condition.metric, outcome])).toEqual([
      ['pipelined', metric, 'regression'],
    ])
  }
})

test('a metric that a run does not report cannot be judged, and no further block would change that', () => {
  const first: Condition = { metric: 'first-notification', limit: 0.1 }
  const trials = changed(gatedTrials(), isRun('pipelined', 2, 3), () => ({ firstNotificationMs: undefined }))
  const judged = judgeGate(trials, aGate(first))
  expect(outcomesOf(judged)).toEqual([
    'sequential first-notification: pass',
    'pipelined first-notification: cannot-judge',
  ])
  expect(judged.changes[1]!.reason).toEqual({ code: 'metric-missing', metric: 'first-notification' })
  expect(isSettled(judged)).toBe(true)
  const idle = changed(gatedTrials(), isRun('pipelined', 2, 3), () => ({ cpuMs: 0 }))
  expect(outcomesOf(judgeGate(idle, aGate({ metric: 'cpu', limit: 0.1 })))[1]).toBe('pipelined cpu: cannot-judge')
})

test('what is neither within nor beyond is gone on with, and says how many more blocks it takes', () => {
  const judged = judgeGate(gatedTrials({ growth: { pipelined: 1.1 }, blockSd: 0.008 }), aGate())
  expect(outcomesOf(judged)).toEqual(timeOutcomes('pass', 'cannot-judge'))
  expect(judged.changes[1]).toMatchObject({ isOpen: true, reason: { code: 'within-or-beyond' } })
  expect(isSettled(judged)).toBe(false)
  const near = judgeGate(gatedTrials({ growth: { pipelined: 1.08 }, blockSd: 0.011 }), aGate())
  expect(near.changes[1]!.outcome).toBe('cannot-judge')
  expect(near.changes[1]!.moreBlocks).toBeGreaterThan(0)
})

test('an undecided gate goes on to its last look, unless --quick or --budget ends it, which it says', () => {
  const near = (blocks: number, quick = false) =>
    judgeGate(gatedTrials({ growth: { pipelined: 1.1 }, blockSd: 0.008, quick, blocks }), aGate())
  const { looks } = planOf(A_SCENARIO, { quick: false })
  const full = { quick: false, looks }
  for (const blocks of [6, 12]) {
    expect(isSettled(near(blocks))).toBe(false)
    expect(near(blocks).blocks).toBe(blocks)
    expect([endOf(near(blocks), full, true), endOf(near(blocks), full, false)]).toEqual(['budget', undefined])
  }
  expect(endOf(near(24), full, true)).toBeUndefined()
  expect(endOf(near(6, true), planOf(A_SCENARIO, { quick: true }), false)).toBe('quick')
  expect(endOf(judgeGate(gatedTrials(), aGate()), full, true)).toBeUndefined()
  expect(endOf({ ...near(6), cutShort: 'interrupted' }, full, true)).toBeUndefined()
})

// Breakage: the older code taken for this one, or another strategy's.
test('of what became slower the time breakdown is given, before and now, the one that grew most first', () => {
  const { breakdowns } = judgeGate(gatedTrials({ growth: { sequential: 1.2, pipelined: 1.3 } }), aGate())
  expect(breakdowns.map(({ strategy }) => strategy)).toEqual(['pipelined', 'sequential'])
  for (const { comparison, strategy } of breakdowns) {
    const { phases, total } = comparison
    expect(phases.map(({ phase }) => phase)).toEqual(['waiting', 'CPU', 'queueing', 'start-up'])
    expect(total.candidateMs / total.referenceMs).toBeCloseTo(strategy === 'pipelined' ? 1.3 : 1.2, 1)
    const sum = phases.reduce((ms, { differenceMs }) => ms + differenceMs, 0)
    expect(sum).toBeCloseTo(total.differenceMs, 6)
  }
  expect(judgeGate(gatedTrials(), aGate()).breakdowns).toEqual([])
  const heavier = changed(
    gatedTrials(),
    ({ variant }) => variant === 'pipelined',
    ({ peakRssBytes }) => ({ peakRssBytes: peakRssBytes * 2 }),
  )
  const byMemory = judgeGate(heavier, aGate({ metric: 'rss', limit: 0.2 }))
  expect([outcomesOf(byMemory)[1], byMemory.breakdowns]).toEqual(['pipelined rss: regression', []])
  const unrecorded = changed(
    gatedTrials({ growth: { pipelined: 1.3 } }),
    isRun(oldName('pipelined', OLD), 2, 3),
    () => ({ timeBreakdown: undefined }),
  )
  expect(judgeGate(unrecorded, aGate()).breakdowns).toEqual([])
})

test('before the first look nothing is judged', () => {
  const judged = judgeGate(gatedTrials({ blocks: 5, growth: { pipelined: 2 } }), aGate())
  expect(outcomesOf(judged)).toEqual(timeOutcomes('cannot-judge', 'cannot-judge'))
  expect(judged.changes[0]!.reason).toEqual({ code: 'before-first-look' })
  expect(isSettled(judged)).toBe(false)
})

/** The trials with their slowed copy under another name, as the plan of a gate names it. */
const renamedSlowCopy = (trials: readonly Trial[], name: string) =>
  changed(
    trials,
    () => true,
    ({ variant, scenario }) => ({
      variant: variant === SENSITIVITY_CHECK ? name : variant,
      scenario: { ...scenario, variants: scenario.variants.map((one) => (one === SENSITIVITY_CHECK ? name : one)) },
    }),
  )

// Breakage: a machine that shows nothing, on which everything passes.
test('where two copies of the reference differ nothing passes, and a regression wholly beyond stays', () => {
  const trials = gatedTrials({ aaCheck: 1.12, growth: { pipelined: 1.3 } })
  const judged = judgeGate(trials, aGate())
  expect(outcomesOf(judged)).toEqual(timeOutcomes('cannot-judge', 'regression'))
  expect(judged.changes[0]!.reason).toEqual({
    code: 'unfit',
    check: {
      aaCheck: { code: 'failed', ratio: expect.any(Number), low: expect.any(Number), high: expect.any(Number) },
    },
    margin: 0.1,
    slowdown: 0.1,
    remedies: ['close-other-programs', 'more-blocks-without-quick', 'higher-limit'],
  })
  expect(judged.changes[0]!.isOpen).toBe(true)
})

// Breakage: a clean change that cannot be judged since two copies differ by more than the margin of the report, which is none of the gate's.
test('the A/A check of a gate is held to the limit that it judges, not to the margin of the report', () => {
  const trials = gatedTrials({ aaCheck: 1.08 })
  expect(summarize(trials).aaCheck.code).toBe('failed')
  const within = judgeGate(trials, aGate())
  expect(outcomesOf(within)).toEqual(timeOutcomes('pass', 'pass'))
  expect(within.checks).toMatchObject([{ condition: TIME, aaCheck: { code: 'passed' } }])
  const narrow = judgeGate(trials, aGate({ ...TIME, limit: 0.06 }))
  expect(outcomesOf(narrow)).toEqual(timeOutcomes('cannot-judge', 'cannot-judge'))
  expect(narrow.changes[0]!.reason).toMatchObject({
    code: 'unfit',
    check: { aaCheck: { code: 'failed' } },
    margin: 0.06,
  })
})

test('each condition has an A/A check of its own metric and limit, and the sensitivity check is for time alone', () => {
  const conditions: Condition[] = [TIME, { metric: 'rss', limit: 0.2 }, { metric: 'rss', limit: 0.05 }]
  const heavyCopy = changed(
    gatedTrials({ slowedBy: 1 }),
    ({ variant }) => variant === 'A/A',
    ({ peakRssBytes }) => ({ peakRssBytes: peakRssBytes * 1.1 }),
  )
  const judged = judgeGate(heavyCopy, aGate(...conditions))
  const found = judged.checks.map(({ condition, aaCheck, sensitivityCheck }) => [
    condition.metric,
    condition.limit,
    aaCheck.code,
    sensitivityCheck.code,
  ])
  expect(found).toEqual([
    ['time', 0.1, 'passed', 'missed'],
    ['rss', 0.2, 'passed', 'absent'],
    ['rss', 0.05, 'failed', 'absent'],
  ])
  const ofPipelined = judged.changes.filter(({ strategy }) => strategy === 'pipelined')
  expect(ofPipelined.map(({ outcome }) => outcome)).toEqual(['cannot-judge', 'pass', 'cannot-judge'])
  expect(ofPipelined.map(({ reason }) => reason && 'check' in reason && Object.keys(reason.check))).toEqual([
    ['sensitivityCheck'],
    undefined,
    ['aaCheck'],
  ])
})

// Breakage: a limit of 20% that a copy slowed by 10% says nothing of, or one of 5% that it proves too much of.
test('the sensitivity check of a gate is slowed by the smallest limit on time, and by 10% where there is none', () => {
  expect(slowdownFor([{ ...TIME, limit: 0.2 }])).toBe(0.2)
  expect(
    slowdownFor([
      { ...TIME, limit: 0.2 },
      { ...TIME, limit: 0.05 },
    ]),
  ).toBe(0.05)
  expect(slowdownFor([{ metric: 'rss', limit: 0.3 }])).toBe(0.1)
  expect(slowdownFor([{ ...TIME, limit: 50 }])).toBe(1)
  const { variants } = planFor(planOf(A_SCENARIO, { quick: true }), [{ ...TIME, limit: 0.2 }])
  expect(variants.map(({ name, slowedBy }) => [name, slowedBy]).slice(1)).toEqual([
    ['pipelined', undefined],
    ['A/A', undefined],
    ['+20%', 0.2],
  ])
  expect(candidatesOf({ variants: variants.map(({ name }) => name), reference: 'sequential' })).toEqual(['pipelined'])
})

test('a copy that was slowed by the limit is found where a copy slowed by half of it would be missed', () => {
  const noisy = { blockSd: 0.09, seed: 5 }
  const limit = { ...TIME, limit: 0.2 }
  const bySlowdown = (slowedBy: number) =>
    judgeGate(renamedSlowCopy(gatedTrials({ ...noisy, slowedBy }), '+20%'), aGate(limit)).checks[0]!.sensitivityCheck
      .code
  expect([bySlowdown(1.2), bySlowdown(1.1)]).toEqual(['found', 'missed'])
})

test('where a sensitivity check is missed nothing passes', () => {
  const judged = judgeGate(gatedTrials({ slowedBy: 1 }), aGate())
  expect(outcomesOf(judged)).toEqual(timeOutcomes('cannot-judge', 'cannot-judge'))
  expect(judged.changes[0]!.reason).toMatchObject({
    code: 'unfit',
    check: { sensitivityCheck: { code: 'missed' } },
    remedies: ['close-other-programs', 'more-blocks-without-quick', 'higher-limit'],
  })
})

// Breakage: a noisy machine whose narrow limit finds a regression, where two copies of the same code differ by more.
test('on a machine that is not fit a regression lies wholly beyond the margin as well', () => {
  // Narrower than what any of the copies differ by.
  const narrow: Condition = { ...TIME, limit: 0.01, strategy: 'pipelined' }
  const judgedAt = (growth: number, unfit: Simulation = {}) =>
    judgeGate(
      gatedTrials({ blockSd: 0.002, iterationSd: 0.003, ...unfit, growth: { pipelined: growth } }),
      aGate(narrow),
    ).changes[0]!
  expect(judgedAt(1.03).outcome).toBe('regression')
  for (const unfit of [{ aaCheck: 1.08 }, { slowedBy: 1 }]) {
    const { outcome, reason, change } = judgedAt(1.03, unfit)
    expect(outcome).toBe('cannot-judge')
    expect(reason).toMatchObject({
      code: 'unfit',
      check: 'aaCheck' in unfit ? { aaCheck: { code: 'failed' } } : { sensitivityCheck: { code: 'missed' } },
    })
    expect(change!.low).toBeGreaterThan(1.01)
    expect(judgedAt(1.1, unfit).outcome).toBe('regression')
  }
})

// Breakage: so many more blocks that would decide, on a machine on which none would.
test('on a machine that is not fit nothing is forecast, whatever the change', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 1000 }),
      fc.double({ min: 0.9, max: 1.3, noNaN: true }),
      fc.double({ min: 0.005, max: 0.2, noNaN: true }),
      (seed, growth, limit) => {
        const trials = gatedTrials({ seed, aaCheck: 1.4, blockSd: 0.011, growth: { pipelined: growth } })
        for (const { outcome, change, moreBlocks, reason } of judgeGate(trials, aGate({ ...TIME, limit })).changes) {
          expect(moreBlocks).toBeUndefined()
          expect(outcome).toBe(change!.low > 1 + Math.max(limit, 0.05) ? 'regression' : 'cannot-judge')
          if (outcome === 'cannot-judge')
            expect(reason).toMatchObject({ code: 'unfit', check: { aaCheck: { code: 'failed' } } })
        }
      },
    ),
    { numRuns: samples(30) },
  )
})

test('at its last look a benchmark has no more blocks to give', () => {
  const simulation = { aaCheck: 1.12, quick: false }
  const reasonAt = (blocks: number) => judgeGate(gatedTrials({ ...simulation, blocks }), aGate()).changes[0]!.reason
  expect(reasonAt(12)).toMatchObject({ remedies: ['close-other-programs', 'more-blocks', 'higher-limit'] })
  expect(reasonAt(24)).toMatchObject({ remedies: ['close-other-programs', 'higher-limit'] })
})

test('sending other notifications than before is a regression, however fast', () => {
  for (const variant of ['pipelined', oldName('pipelined', OLD)]) {
    const judged = judgeGate(changed(gatedTrials(), isRun(variant, 2, 3), other), aGate())
    expect(outcomesOf(judged)).toEqual(timeOutcomes('pass', 'output-mismatch'))
    expect(judged.changes[1]).toMatchObject({ outcome: 'regression', reason: { code: 'other-output' }, isOpen: false })
    expect(judged.isWrongOutput).toBe(true)
  }
  // All strategies alike, so that they agree with each other.
  const all = changed(gatedTrials(), ({ role }) => role !== 'baseline', other)
  expect(outcomesOf(judgeGate(all, aGate()))).toEqual(timeOutcomes('output-mismatch', 'output-mismatch'))
})

test('what a first run of a fresh process sent counts as well', () => {
  const trials = gatedTrials()
  const cold = { ...trials.find(isRun('pipelined', 1, 1))!, phase: 'cold' as const, iteration: 0 }
  const odd = { ...cold, ...other(cold) }
  expect(outcomesOf(judgeGate([...trials, cold], aGate()))).toEqual(timeOutcomes('pass', 'pass'))
  expect(outcomesOf(judgeGate([...trials, odd], aGate()))).toEqual(timeOutcomes('pass', 'output-mismatch'))
  // Nothing counts of an iteration that a fault of the harness discarded.
  expect(outcomesOf(judgeGate([...trials, { ...odd, discarded: MOCK_SERVER_DIED }], aGate()))).toEqual(
    timeOutcomes('pass', 'pass'),
  )
})

test('a run that failed, then or now, leaves its strategy unjudged', () => {
  for (const variant of ['pipelined', oldName('pipelined', OLD)]) {
    const trials = changed(gatedTrials({ growth: { pipelined: 2 } }), isRun(variant, 2, 3), () => ({
      faults: [aFault('it died')],
    }))
    const judged = judgeGate(trials, aGate())
    expect(outcomesOf(judged)).toEqual(timeOutcomes('pass', 'cannot-judge'))
    expect(judged.changes[1]!.reason).toEqual({
      code: 'runs-failed',
      variant,
      failed: 1,
      of: 36,
      example: aFault('it died'),
    })
    expect(isSettled(judged)).toBe(true)
  }
})

test('a mock server that was late for either code leaves the strategy unjudged', () => {
  const late = changed(
    gatedTrials({ growth: { pipelined: 2 } }),
    ({ variant }) => variant === oldName('pipelined', OLD),
    ({ plannedIdealMs }) => ({ idealMs: plannedIdealMs! * 1.3 }),
  )
  const judged = judgeGate(late, aGate())
  expect(outcomesOf(judged)).toEqual(timeOutcomes('pass', 'cannot-judge'))
  expect(judged.changes[1]!.reason).toEqual({ code: 'mock-server-late' })
  // It may keep up in further blocks.
  expect(isSettled(judged)).toBe(false)
})

test('a job that may reach for other servers leaves every change unjudged, in whatever blocks', () => {
  const trials = gatedTrials({ growth: { pipelined: 2 } })
  const allowed = changed(
    trials,
    () => true,
    ({ scenario }) => ({ scenario: { ...scenario, allowsNet: true } }),
  )
  const judged = judgeGate(allowed, aGate())
  expect(outcomesOf(judgeGate(trials, aGate()))).toEqual(timeOutcomes('pass', 'regression'))
  expect(outcomesOf(judged)).toEqual(timeOutcomes('cannot-judge', 'cannot-judge'))
  for (const { reason } of judged.changes) expect(reason).toEqual({ code: 'network-allowed' })
  expect(isSettled(judged)).toBe(true)
})

test('a report on the reference and its older code has nothing to pick from', () => {
  expect(summarize(gatedTrials({ ratios: {} })).recommendation).toEqual({ code: 'no-candidates', hasBaseline: true })
})
