import { expect, test } from 'vitest'
import { recommendationText } from '../../../../bench/report/sentences/recommendation.ts'
import { parseObjective, type SelectionCriteria } from '../../../../bench/judge/selection-criteria.ts'
import { summarize } from '../../../../bench/judge/comparison/summarize.ts'
import type { Trial } from '../../../../bench/trial/trial.ts'
import { gatedTrials } from '../../../support/gates.ts'
import { invokedTrials } from '../../../support/invoked-trials.ts'
import { changed, isMeasured, isRun, type Paper, trialsOf, aFault } from '../../../support/trials.ts'

const FOUR = { 'look-ahead': 0.8, 'promise-all': 0.25, pipelined: 0.25, 'worker-threads': 0.4 }
const CALM = { candidates: FOUR, blockSd: 0.002, iterationSd: 0.004 }
const calm = trialsOf(CALM)

const textOf = (trials: readonly Trial[], objective = 'speed', constraints: SelectionCriteria['constraints'] = {}) =>
  recommendationText(summarize(trials, { objective: parseObjective(objective), constraints }))
const of = (variant: string, change: (trial: Trial) => Partial<Trial>, trials = calm) =>
  changed(trials, (trial) => isMeasured(trial) && trial.variant === variant, change)

test('what is recommended is told with how much faster it is, and those not told apart from it', () => {
  expect(
    textOf(trialsOf({ ...CALM, candidates: { pipelined: 0.25, 'promise-all': 0.25, 'look-ahead': 0.8 } })),
  ).toMatch(
    /^Ship promise-all: 4\.0 times as fast as sequential, in 0\.249 of its time \(0\.249 to 0\.250\); not told apart from it: pipelined\.$/,
  )
  const unclear = of(
    'pipelined',
    ({ makespanMs, block }) => ({ makespanMs: makespanMs * (block % 2 === 0 ? 1.25 : 0.8) }),
    trialsOf({ ...CALM, candidates: { 'promise-all': 0.8, pipelined: 0.8, 'look-ahead': 1.4 } }),
  )
  expect(textOf(unclear)).toMatch(/; neither told apart from it nor surely faster than sequential: pipelined\.$/)
})

// Breakage: a verdict without its number.
test('where nothing is better by more than the margin, the closest is told with its share', () => {
  expect(textOf(trialsOf({ ...CALM, candidates: { 'look-ahead': 0.98, pipelined: 1.3 } }))).toMatch(
    /^Keep sequential: nothing is faster by more than 5 %\. Closest is look-ahead: its time is 0\.9\d\d of sequential's \(0\.9\d\d to \d\.\d\d\d\)\.$/,
  )
})

test('what is undecided is told with what to do about it, once', () => {
  const swayed = (paper: Paper) =>
    textOf(
      of(
        'pipelined',
        ({ makespanMs, block }) => ({ makespanMs: makespanMs * (block % 2 === 0 ? 1.2 : 0.8) }),
        trialsOf({ ...CALM, candidates: { pipelined: 0.98 }, ...paper }),
      ),
    )
  const open = 'Nothing is surely faster than sequential so far, and not all is decided'
  const withoutClosest = (text: string) => text.replace(/ Closest is pipelined: its time is [^)]+\)\./, '')
  expect(swayed({})).toContain(' Closest is pipelined: its time is ')
  expect(withoutClosest(swayed({}))).toBe(`${open}: without --quick it goes on to 24 forks.`)
  expect(withoutClosest(swayed({ quick: false, blocks: 12 }))).toBe(`${open}.`)
  expect(withoutClosest(swayed({ quick: false, blocks: 24 }))).toBe(
    `${open}: a race has no more forks, so try a quieter machine, or a wider --set plan.margin.`,
  )
  expect(withoutClosest(swayed({ aaCheck: 1.2 }))).toBe(
    `${open}. This machine was too noisy for finer words: close other programs, let it run to more forks (without --quick), or widen --set plan.margin.`,
  )
})

test('by another objective the share is that of what is wanted less of', () => {
  const soon = of('worker-threads', () => ({ firstNotificationMs: 2 }))
  expect(textOf(soon, 'first-notification')).toBe(
    "Ship worker-threads: its time to the first notification is 0.333 of sequential's (0.333 to 0.333).",
  )
  const spiky = of('promise-all', ({ makespanMs, block, iteration }) => ({
    makespanMs: makespanMs * (iteration === 1 + (block % 6) ? 6 : 0.9),
  }))
  expect(textOf(spiky, 'cost')).toMatch(/^Ship pipelined: its mean cost is 0\.250 of sequential's/)
})

test('where nothing can be picked, that is what is said, with why each is left out', () => {
  const failing = changed(
    calm,
    (trial) => isMeasured(trial) && trial.role === 'candidate',
    () => ({ faults: [aFault('it died')] }),
  )
  expect(textOf(failing)).toMatch(
    /^Nothing can be picked: no strategy beside sequential could be judged by speed\. Left out: look-ahead \(unreliable\); /,
  )
  const alone = of('sequential', () => ({ eventLoopDelayMs: 300 }), failing)
  expect(textOf(alone, 'speed', { eventLoopDelayMs: 200 })).toMatch(
    /^Nothing that could be judged keeps to the limits\. Left out: sequential \(a stall of 300 ms in one run, over 200 ms\); look-ahead \(unreliable\); /,
  )
  const beyond = changed(
    calm,
    (trial) => isMeasured(trial) && trial.role === 'candidate',
    () => ({ eventLoopDelayMs: 300 }),
  )
  expect(textOf(beyond, 'speed', { eventLoopDelayMs: 200 })).toMatch(
    /^Keep sequential: nothing else keeps to the limits\. Left out: look-ahead \(a stall of 300 ms in one run, over 200 ms\); /,
  )
  const everybody = of('sequential', () => ({ eventLoopDelayMs: 300 }), beyond)
  expect(textOf(everybody, 'speed', { eventLoopDelayMs: 200 })).toMatch(/^Nothing keeps to the limits\. Left out: /)
  const silent = changed(calm, isMeasured, () => ({ firstNotificationMs: undefined }))
  expect(textOf(silent, 'first-notification')).toMatch(
    /^Nothing can be picked: no strategy beside sequential could be judged by first-notification\. Left out: sequential \(not every run told somebody\); /,
  )
  const untold = of('sequential', () => ({ firstNotificationMs: undefined }))
  expect(textOf(untold, 'first-notification')).toMatch(
    /^Nothing can be picked: .* Left out: sequential \(not every run told somebody\)\.$/,
  )
  expect(textOf(trialsOf({ ...CALM, candidates: {} }))).toBe('There is nothing to compare sequential with.')
  expect(textOf(gatedTrials({ ratios: {} }))).toBe(
    'There is nothing to pick from: beside sequential only its older code was raced.',
  )
})

test('beside what is recommended stands who is left out, and why', () => {
  const failing = of('promise-all', () => ({ faults: [aFault('it died')] }))
  expect(textOf(failing)).toMatch(/^Ship pipelined: .*\. Left out: promise-all \(unreliable\)\.$/)
  const leftOut = (constraints: SelectionCriteria['constraints'], change: Partial<Trial>) =>
    textOf(
      of('pipelined', () => change),
      'speed',
      constraints,
    ).split(' Left out: ')[1]
  expect(leftOut({ rssBytes: 256e6 }, { peakRssBytes: 300e6 })).toBe(
    'pipelined (peak memory 300 MB in one run, over 256 MB).',
  )
  expect(leftOut({ eventLoopDelayMs: 2 }, { eventLoopDelayMs: 2.1 })).toBe(
    'pipelined (a stall of 2.1 ms in one run, over 2 ms).',
  )
  expect(leftOut({ inFlight: 5 }, { peakItemsInFlight: 6 })).toBe('pipelined (feeds in flight 6 over 5).')
  expect(leftOut({ failures: 0 }, { failures: { 'fetch status': 1 } })).toBe('pipelined (failures in a run 1 over 0).')
  expect(leftOut({ inFlight: 5 }, { peakItemsInFlight: undefined })).toBe('pipelined (feeds in flight: not known).')
})

test('what is beyond a limit by little is told with digits enough to see it', () => {
  const leftOut = (constraints: SelectionCriteria['constraints'], change: Partial<Trial>) =>
    textOf(
      of('pipelined', () => change),
      'speed',
      constraints,
    )
  expect(leftOut({ rssBytes: 256e6 }, { peakRssBytes: 256.04e6 })).toContain(
    'peak memory 256.04 MB in one run, over 256 MB',
  )
  expect(leftOut({ eventLoopDelayMs: 200 }, { eventLoopDelayMs: 200.4 })).toContain(
    'a stall of 200.4 ms in one run, over 200 ms',
  )
  expect(leftOut({ rssBytes: 500e3 }, {})).toContain('peak memory 90 MB in one run, over 0.5 MB')
})

test('what keeps anything from being said of speed is all that is said', () => {
  const wrong = changed(calm, isRun('pipelined', 4, 2), ({ deliveries }) => ({
    deliveries: { ...deliveries, digest: '0000000000000000' },
  }))
  expect(textOf(wrong)).toBe('Do not pick by speed: the strategies did not tell people the same.')
  expect(textOf(of('sequential', () => ({ faults: [aFault('it died')] })))).toBe(
    'Mend sequential first: the reference itself failed, so nothing can be compared with it.',
  )
  const late = (variant: string, trials = calm) =>
    of(variant, ({ idealMs }) => ({ plannedIdealMs: idealMs! / 1.16 }), trials)
  expect(textOf(late('sequential'))).toBe(
    'The mock server limits this run: use fewer feeds or longer delays, or a machine with more cores.',
  )
  expect(textOf(trialsOf({ ...CALM, blocks: 5 }))).toBe('Too few forks for a verdict: let it run to its first look.')
  const two = trialsOf({ ...CALM, candidates: { 'look-ahead': 0.9, pipelined: 0.5, 'promise-all': 0.5 } })
  expect(textOf(late('promise-all', late('pipelined', two)))).toBe(
    'Do not decide yet: pipelined, promise-all may be faster still, but the mock server was too late for them to be judged; try a quieter machine, or longer delays.',
  )
  expect(textOf(late('pipelined', trialsOf({ ...CALM, candidates: { 'look-ahead': 0.9, pipelined: 0.5 } })))).toBe(
    'Do not decide yet: pipelined may be faster still, but the mock server was too late for it to be judged; try a quieter machine, or longer delays.',
  )
})

test('too few traces are told with what to do, where their X-Ray is not gone with the lab', () => {
  const untraced = summarize(
    invokedTrials().map((trial) => ({ ...trial, traced: undefined, untraced: { code: 'not-delivered' as const } })),
  )
  const begin = 'Do not pick by this: too many invocations have no whole trace, or one that tells something else;'
  expect(recommendationText({ ...untraced, target: 'lab' })).toBe(`${begin} run it again.`)
  expect(recommendationText({ ...untraced, target: 'aws' })).toBe(
    `${begin} ask for late ones with utakata xray FOLDER, or run it again.`,
  )
})

test('a copy of the reference that failed, or was answered too late, is told with what to do about that', () => {
  const failing = (role: Trial['role']) =>
    changed(
      calm,
      (trial) => isMeasured(trial) && trial.role === role,
      () => ({ faults: [aFault('it died')] }),
    )
  const late = (role: Trial['role']) =>
    changed(
      calm,
      (trial) => trial.role === role,
      ({ plannedIdealMs = 0 }) => ({ plannedIdealMs: plannedIdealMs / 1.3 }),
    )
  for (const role of ['aa-check', 'sensitivity-check'] as const) {
    expect(textOf(failing(role))).toMatch(
      / A copy of the reference failed, which leaves nothing to go by for finer words: mend what made the copy of the reference fail\.$/,
    )
    expect(textOf(late(role))).toMatch(
      / The mock server was too late for a copy of the reference, which leaves nothing to go by for finer words: close other programs or take longer delays\.$/,
    )
  }
})
