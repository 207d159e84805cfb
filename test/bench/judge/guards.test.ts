import { expect, test } from 'vitest'
import { isFit } from '../../../bench/judge/guards.ts'
import type { Result } from '../../../bench/judge/result.ts'
import { isSettled } from '../../../bench/judge/stopping.ts'
import { summarize } from '../../../bench/judge/summarize.ts'
import { PLANTED } from '../../../bench/plan/schedule.ts'
import type { Trial } from '../../../bench/trial/trial.ts'
import { changed, isRun, type Paper, trialsOf } from '../../support/trials.ts'

const CANDIDATES = { pipelined: 0.5, 'look-ahead': 1, 'promise-all': 0.98, 'worker-threads': 1.4 }
const judged = (paper: Paper = {}) => summarize(trialsOf({ candidates: CANDIDATES, forkSd: 0.001, ...paper }))
const arm = (result: Result, name: string) => result.arms.find((one) => one.arm === name)!
const words = (result: Result, ...names: string[]) => names.map((name) => arm(result, name).verdict?.word)

/** A race without a planted arm, as of functions that cannot be made slower. */
const withoutPlanted = (paper: Paper = {}) => {
  const trials = trialsOf({ candidates: CANDIDATES, forkSd: 0.001, ...paper }).filter(({ role }) => role !== 'planted')
  return summarize(
    changed(
      trials,
      () => true,
      ({ scenario }) => ({ scenario: { ...scenario, arms: scenario.arms.filter((name) => name !== PLANTED) } }),
    ),
  )
}

test('a copy of the reference that is made a tenth slower is found, with its ratio', () => {
  const result = judged()
  expect(result.planted.found).toBe(true)
  expect(result.planted.sentence).toMatch(
    /^found: a copy of the reference made 10 % slower came out as 1\.\d{3} \(1\.\d{3} to 1\.\d{3}\)$/,
  )
  const { ratio, low, high } = arm(result, PLANTED).ratio!
  expect(low).toBeGreaterThan(1.05)
  expect(high).toBeLessThan(1.15)
  expect(ratio).toBeCloseTo(1.1, 1)
  expect(words(result, PLANTED, 'A/A', 'look-ahead')).toEqual(['slower', 'equivalent', 'equivalent'])
})

// Breakage: judging on although the referee has just missed what it was shown.
test('one that is missed withholds what rests on nearness, and keeps what is far away', () => {
  const result = judged({ planted: 1 })
  expect(result.guard.passed).toBe(true)
  expect(result.planted.found).toBe(false)
  expect(result.planted.sentence).toMatch(/^missed: a copy of the reference made 10 % slower came out as /)
  expect(words(judged(), 'pipelined', 'look-ahead', 'worker-threads')).toEqual(['faster', 'equivalent', 'slower'])
  expect(words(result, 'pipelined', 'look-ahead', 'worker-threads')).toEqual(['faster', 'undecided', 'slower'])
  expect(arm(result, 'look-ahead').verdict!.moreForks).toBeUndefined()
  expect(result.exitCode).toBe(0)
  expect(result.advice).toContain('This machine was too noisy for finer words')
})

test('a forecast of forks is made where it is found, and withheld where it is missed', () => {
  // Wide enough to straddle the margin before the last look.
  const paper = { candidates: { pipelined: 0.955 }, forkSd: 0.01, roundSd: 0.004, quick: false, forks: 6 }
  expect(arm(judged({ ...paper, planted: 1.2 }), 'pipelined').verdict).toMatchObject({
    word: 'undecided',
    moreForks: expect.any(Number),
  })
  const missed = arm(judged({ ...paper, planted: 1 }), 'pipelined').verdict!
  expect(missed.word).toBe('undecided')
  expect(missed.moreForks).toBeUndefined()
})

test('what matters is whether its interval excludes 1 from above, however wide it is', () => {
  const noisy = { forkSd: 0.03, roundSd: 0.02 }
  expect(judged({ ...noisy, planted: 1.2 }).planted.found).toBe(true)
  expect(judged({ ...noisy, planted: 1.005 }).planted.found).toBe(false)
  // About a tenth, give or take more than that; and less than the margin, for sure.
  const vague = judged({ forkSd: 0.12, planted: 1.1, seed: 5 })
  expect(arm(vague, PLANTED).ratio!.ratio).toBeGreaterThan(1.1)
  expect(vague.planted.found).toBe(false)
  expect(judged({ planted: 1.03 }).planted.found).toBe(true)
  // Seen to be faster is not seen to be slower.
  expect(judged({ planted: 0.9 }).planted.found).toBe(false)
})

test('it has its alpha whole, and takes none from those that are compared', () => {
  const result = judged()
  expect(arm(result, PLANTED).ratio!.alpha).toBe(0.05)
  for (const name of Object.keys(CANDIDATES)) expect(arm(result, name).ratio!.alpha).toBeCloseTo(0.05 / 4, 12)
})

test('a planted arm wins nothing, shares no letters and decides no exit code', () => {
  const lucky = judged({ candidates: { 'look-ahead': 1 }, planted: 0.5 })
  expect(lucky.advice).not.toContain(PLANTED)
  expect(arm(lucky, PLANTED).letters).toBeUndefined()
  expect(lucky.exitCode).toBe(5)
})

test('one that told people something else makes the output wrong, as any arm does', () => {
  const result = summarize(
    changed(trialsOf(), isRun(PLANTED, 2, 2), ({ ledger }) => ({ ledger: { ...ledger, digest: '00' } })),
  )
  expect(words(result, PLANTED)).toEqual(['wrong output'])
  expect(result.exitCode).toBe(2)
})

test('before a look it is neither found nor missed, and nothing hangs on it', () => {
  const { planted, guard } = judged({ forks: 5 })
  expect(planted).toEqual({ sentence: 'not yet, it needs the forks of a whole look' })
  expect(guard.sentence).toBe(planted.sentence)
})

test('where there is none, it is said, and the guard alone decides', () => {
  const result = withoutPlanted()
  expect(result.planted).toEqual({ sentence: 'none: these functions cannot be made slower' })
  expect(words(result, 'pipelined', 'look-ahead')).toEqual(['faster', 'equivalent'])
  expect(words(withoutPlanted({ guard: 1.08 }), 'pipelined', 'look-ahead')).toEqual(['faster', 'undecided'])
})

test('a machine is fit where its guard passed and no planted arm was missed', () => {
  const of = (passed: boolean, found?: boolean) =>
    isFit({ guard: { passed, sentence: '' }, planted: { sentence: '', ...(found !== undefined && { found }) } })
  expect([of(true, true), of(true, undefined), of(true, false), of(false, true), of(false)]).toEqual([
    true,
    true,
    false,
    false,
    false,
  ])
})

// Breakage: copies that died, or were answered late, that prove the machine fit.
test('a copy whose runs failed or were answered too late proves nothing', () => {
  const trials = trialsOf({ candidates: CANDIDATES, forkSd: 0.001 })
  const failing = (role: Trial['role']) =>
    summarize(
      changed(
        trials,
        (one) => one.role === role && one.phase === 'measured',
        () => ({ faults: ['it died'] }),
      ),
    )
  const late = (role: Trial['role']) =>
    summarize(
      changed(
        trials,
        (one) => one.role === role,
        ({ structuralDrawnMs = 0 }) => ({ structuralDrawnMs: structuralDrawnMs / 1.3 }),
      ),
    )
  expect(failing('guard').guard.sentence).toBe('failed: of the second copy of the reference 36 of 36 runs failed')
  expect(late('guard').guard.sentence).toMatch(
    /^failed: .* the waiting was 3\d % longer than the mock server meant it to be$/,
  )
  expect(failing('planted').planted).toMatchObject({ found: false })
  expect(late('planted').planted).toMatchObject({ found: false })
  for (const result of [failing('guard'), late('guard'), failing('planted'), late('planted')]) {
    expect(isFit(result)).toBe(false)
    expect(words(result, 'pipelined', 'look-ahead')).toEqual(['faster', 'undecided'])
  }
  // What to do is not what helps against noise, and no further look mends what has failed.
  for (const result of [failing('guard'), failing('planted')]) {
    expect(result.advice).toMatch(
      / A copy of the reference failed, which leaves nothing to go by for finer words: mend what made the copy of the reference fail\.$/,
    )
    expect(isSettled(result)).toBe(isSettled({ ...result, planted: { found: true, sentence: '' } }))
  }
  for (const result of [late('guard'), late('planted')])
    expect(result.advice).toMatch(
      / The mock server was too late for a copy of the reference, which leaves nothing to go by for finer words: close other programs or take longer delays\.$/,
    )
})
