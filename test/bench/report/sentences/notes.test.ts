import { recommendationText } from '../../../../bench/report/sentences/recommendation.ts'
import { expect, test } from 'vitest'
import { parseObjective } from '../../../../bench/judge/selection-criteria.ts'
import { formatDuration } from '../../../../bench/report/format.ts'
import { notesOn } from '../../../../bench/report/sentences/notes.ts'
import type { Result } from '../../../../bench/judge/comparison/judgement.ts'
import { summarize } from '../../../../bench/judge/comparison/summarize.ts'
import type { Trial } from '../../../../bench/trial/trial.ts'
import { formsOf, flat } from '../../../support/told-results.ts'
import { changed, isMeasured, isRun, type Paper, trialsOf, aFault } from '../../../support/trials.ts'

const EVEN: Paper = { candidates: { pipelined: 1, 'look-ahead': 1 }, blockSd: 0.002, iterationSd: 0.004, seed: 3 }
const calm = trialsOf(EVEN)

const note = (result: Result, about: string) => notesOn(result).find((one) => one.startsWith(about))
/** Most runs of one block of a variant, taking twice as long. */
const swayed = (variant: string, trials: readonly Trial[] = calm) =>
  changed(
    trials,
    (trial) => isMeasured(trial) && trial.variant === variant && trial.block === 3 && trial.iteration <= 4,
    ({ makespanMs }) => ({ makespanMs: makespanMs * 2 }),
  )

test('what stands out is told with how much, and that no word hangs on it', () => {
  const before = summarize(calm).variants.reduce((sum, { outliers }) => sum + outliers.length, 0)
  expect(before).toBe(0)
  expect(note(summarize(calm), 'Outliers')).toBeUndefined()
  const slow = ({ makespanMs }: Trial) => ({ makespanMs: makespanMs * 4 })
  const one = changed(calm, isRun('pipelined', 2, 2), slow)
  expect(note(summarize(one), 'Outliers')).toBe(
    'Outliers: 1 of 180 runs stands out (pipelined 1), and is counted; no word on speed would be another without it.',
  )
  expect(note(summarize(changed(one, isRun('look-ahead', 2, 2), slow)), 'Outliers')).toBe(
    'Outliers: 2 of 180 runs stand out (pipelined 1, look-ahead 1), and are counted; no word on speed would be another without them.',
  )
})

test('a word that hangs on what stands out is told beside the one that counts', () => {
  const result = summarize(swayed('pipelined'))
  expect(result.variants.find(({ variant }) => variant === 'pipelined')!.verdict!.code).toBe('inconclusive')
  expect(note(result, 'Outliers')).toBe(
    'Outliers: 4 of 180 runs stand out (pipelined 4), and are counted; without them pipelined would be "equivalent".',
  )
})

test('before the first look there is no word to hang on anything', () => {
  const early = swayed('pipelined', trialsOf({ ...EVEN, blocks: 5 }))
  expect(note(summarize(early), 'Outliers')).toMatch(/ runs stand out \(pipelined \d\), and are counted\.$/)
})

// Breakage: "would be equivalent" of a variant of which nothing may be said, or on a machine where nearness proves nothing.
test('what may not be said of a variant is not said of it without its outliers', () => {
  const wrong = changed(swayed('pipelined'), isRun('pipelined', 1, 1), ({ deliveries }) => ({
    deliveries: { ...deliveries, digest: 'another' },
  }))
  const failed = changed(swayed('pipelined'), isRun('pipelined', 1, 1), () => ({ faults: [aFault('it died')] }))
  const unfit = swayed('pipelined', trialsOf({ ...EVEN, aaCheck: 1.2 }))
  for (const trials of [wrong, failed, unfit]) {
    const result = summarize(trials)
    expect(result.variants.find(({ variant }) => variant === 'pipelined')!.verdictWithoutOutliers).toBe('equivalent')
    expect(note(result, 'Outliers')).toMatch(/; no word on speed would be another without them\.$/)
  }
})

test('a guard that fails by its outliers alone is told to', () => {
  const result = summarize(swayed('A/A'))
  expect(result.aaCheck.code).not.toBe('passed')
  expect(note(result, 'Outliers')).toMatch(/; without them A\/A would be "equivalent"\.$/)
})

/** A result of which the order is known to be like that. */
const ordered = (order: Partial<NonNullable<Result['order']>>): Result => ({
  ...summarize(calm),
  order: { predecessors: [], steadiness: [], ...order },
})
const effect = (variant: string, ratio: number, excludesOne: boolean) => ({
  variant,
  ratio,
  low: ratio - 0.01,
  high: ratio + 0.01,
  blocks: 6,
  excludesOne,
})
const drift = (result: Result) => notesOn(result).filter((one) => one.includes('from the first round of a fork'))

test('a variant that changes the run after it is told with its effect, and else the largest effect alone', () => {
  const acting = ordered({ predecessors: [effect('pipelined', 1.05, true), effect('A/A', 0.97, true)] })
  expect(note(acting, 'Order')).toBe(
    'Order: a run takes another time right after these: pipelined +5.0 % (+4.0 % to +6.0 %); A/A -3.0 % (-4.0 % to -2.0 %). Rounds are shuffled, so that all other arms meet it alike; it seldom follows itself, and misses it.',
  )
  const none = ordered({ predecessors: [effect('pipelined', 1.005, false), effect('A/A', 1, false)] })
  expect(note(none, 'Order')).toBe(
    'Order: no arm changes the time of the run after it beyond doubt; the largest change is after pipelined, +0.5 % (-0.5 % to +1.5 %).',
  )
  expect(note(ordered({}), 'Order')).toBeUndefined()
  const { order: _, ...unknown } = ordered({})
  expect(note(unknown, 'Order')).toBeUndefined()
})

test('that no variant drifts is told too', () => {
  const steady = ordered({ steadiness: [effect('pipelined', 1.01, false), effect('look-ahead', 0.99, false)] })
  expect(note(steady, 'Steadiness')).toBe(
    'Steadiness: no arm gets faster or slower beyond doubt from the first round of a fork to the last.',
  )
  expect(note(ordered({ steadiness: [effect('pipelined', 0.9, true)] }), 'Steadiness')).toBeUndefined()
  // The reference drifts, though not all others seem to: of whom else that is, nothing is sure.
  const alone = [effect('sequential', 0.97, true), effect('pipelined', 1.01, false)]
  expect(note(ordered({ steadiness: alone }), 'Steadiness')).toBeUndefined()
  expect(note(ordered({}), 'Steadiness')).toBeUndefined()
})

test('a variant that goes on getting faster is to be warmed up longer, and one that gets slower may pile something up', () => {
  const steadiness = [effect('pipelined', 0.9, true), effect('look-ahead', 1.1, true), effect('A/A', 1.001, false)]
  expect(drift(ordered({ steadiness }))).toEqual([
    'pipelined: beside sequential its time changes by -10.0 % (-11.0 % to -9.0 %) from the first round of a fork to the last; warm up longer (a larger --set plan.warmUps).',
    'look-ahead: beside sequential its time changes by +10.0 % (+9.0 % to +11.0 %) from the first round of a fork to the last; something may pile up from run to run, or sequential needed a longer warm-up (a larger --set plan.warmUps).',
  ])
})

// Breakage: the reference blamed for what another variant does, since it is held against the mean of them all.
test('the reference is told to drift only where all others seem to drift the other way', () => {
  const steadyWhile = (change: (trial: Trial) => number) =>
    summarize(
      changed(trialsOf({ ...EVEN, iterations: 8 }), isMeasured, (trial) => ({
        makespanMs: trial.makespanMs * change(trial),
      })),
    )
  const fasterAt = (name: string) => steadyWhile(({ variant, iteration }) => (variant === name ? 0.97 ** iteration : 1))
  const one = fasterAt('pipelined')
  expect(one.order!.steadiness.flatMap(({ variant, excludesOne }) => (excludesOne ? variant : []))).toEqual([
    'sequential',
    'pipelined',
  ])
  expect(drift(one).map((told) => told.split(' its time')[0])).toEqual(['pipelined: beside sequential'])
  expect(drift(fasterAt('sequential'))).toEqual([
    expect.stringMatching(/^sequential: beside the other arms its time changes by -1\d\.\d % .*; warm up longer/),
  ])
})

test('the sensitivity check and what it came out as are told in every form', () => {
  for (const text of formsOf(summarize(calm)).map(flat))
    expect(text).toMatch(
      /Planted arm: found: a copy of the reference made 10 % slower came out as 1\.1\d\d \(1\.0\d\d to 1\.1\d\d\)\./,
    )
  for (const text of formsOf(summarize(trialsOf({ ...EVEN, slowedBy: 1 }))).map(flat))
    expect(text).toMatch(/Planted arm: missed: a copy of the reference made 10 % slower came out as/)
})

test('an undecided word tells how many more blocks it needs and how long they would take', () => {
  const result = summarize(
    trialsOf({ candidates: { pipelined: 0.955 }, blockSd: 0.01, iterationSd: 0.004, quick: false }),
  )
  const { verdict } = result.variants[1]!
  if (verdict?.code !== 'inconclusive') throw new Error(`expected it to be inconclusive, got ${verdict?.code}`)
  const { moreMs = NaN, moreBlocks } = verdict
  expect(moreMs / moreBlocks!).toBeCloseTo(result.elapsedMs / 6, 6)
  const told = `undecided, about ${moreBlocks} more forks needed (${formatDuration(moreMs)})`
  for (const text of formsOf(result).map(flat)) expect(text).toContain(told)
})

test('what is picked by is told variant by variant where it is not speed, with words of its own', () => {
  const trials = changed(
    trialsOf({ ...EVEN, candidates: { pipelined: 0.5, 'look-ahead': 0.99, 'worker-threads': 1.3 } }),
    ({ variant }) => variant === 'worker-threads',
    () => ({ firstNotificationMs: 2 }),
  )
  expect(note(summarize(trials), 'By ')).toBeUndefined()
  const by = (objective: string) =>
    note(
      summarize(trials, { objective: parseObjective(objective), constraints: {} }),
      `By ${objective}, over sequential`,
    )
  expect(by('first-notification')).toBe(
    'By first-notification, over sequential: pipelined 1.000 (1.000 to 1.000), equivalent within 5 %; look-ahead 1.000 (1.000 to 1.000), equivalent within 5 %; worker-threads 0.333 (0.333 to 0.333), better.',
  )
  expect(by('cost')).toMatch(
    /: pipelined 0\.\d{3} \(.*?\), better; look-ahead .*?, equivalent within 5 %; worker-threads 1\.\d{3} \(.*?\), worse\.$/,
  )
})

test('a server that is too slow is told first of all, with what the reference met', () => {
  const held = (by: Readonly<Record<string, number>>) =>
    note(
      summarize(
        changed(calm, isMeasured, ({ variant, idealMs }) => ({
          plannedIdealMs: idealMs! / (by[variant] ?? 1.01),
        })),
      ),
      'Mock server',
    )
  expect(held({})).toMatch(/^Mock server: its lateness made the waiting at most 1\.0 % longer \(\S+\); it could answer/)
  expect(held({ pipelined: 1.5, sequential: 1.2 })).toMatch(
    /^Mock server: SERVER-BOUND: its lateness made the waiting at most 50\.0 % longer \(pipelined; sequential: 20\.0 %\); it/,
  )
  expect(held({ sequential: 1.2 })).toMatch(/^Mock server: SERVER-BOUND: .* at most 20\.0 % longer \(sequential\); it/)
})

test('on a machine that is not fit more blocks are advised only where there are more to be had', () => {
  const adviceFor = (paper: Paper) =>
    recommendationText(summarize(trialsOf({ candidates: { pipelined: 0.5 }, aaCheck: 1.2, ...paper })))
  expect(adviceFor({ quick: true })).toMatch(
    /too noisy .*: close other programs, let it run to more forks \(without --quick\), or widen --set plan\.margin\.$/,
  )
  expect(adviceFor({ quick: false, blocks: 12 })).toMatch(
    /: close other programs, let it run to more forks, or widen --set plan\.margin\.$/,
  )
  expect(adviceFor({ quick: false, blocks: 24 })).toMatch(/: close other programs or widen --set plan\.margin\.$/)
})
