import { expect, test } from 'vitest'
import { isFit } from '../../../../bench/judge/comparison/controls.ts'
import type { Result } from '../../../../bench/judge/comparison/judgement.ts'
import { isSettled } from '../../../../bench/judge/comparison/stopping.ts'
import { summarize } from '../../../../bench/judge/comparison/summarize.ts'
import { SENSITIVITY_CHECK } from '../../../../bench/plan/schedule.ts'
import type { Trial } from '../../../../bench/trial/trial.ts'
import { changed, isRun, type Simulation, trialsOf, aFault } from '../../../support/trials.ts'

const CANDIDATES = { pipelined: 0.5, 'look-ahead': 1, 'promise-all': 0.98, 'worker-threads': 1.4 }
const judged = (simulation: Simulation = {}) =>
  summarize(trialsOf({ candidates: CANDIDATES, blockSd: 0.001, ...simulation }))
const variant = (result: Result, name: string) => result.variants.find((one) => one.variant === name)!
const verdictsOf = (result: Result, ...names: string[]) => names.map((name) => variant(result, name).verdict?.code)

/** A benchmark without a sensitivity check, as of functions that cannot be made slower. */
const withoutSensitivityCheck = (simulation: Simulation = {}) => {
  const trials = trialsOf({ candidates: CANDIDATES, blockSd: 0.001, ...simulation }).filter(
    ({ role }) => role !== 'sensitivity-check',
  )
  return summarize(
    changed(
      trials,
      () => true,
      ({ scenario }) => ({
        scenario: { ...scenario, variants: scenario.variants.filter((name) => name !== SENSITIVITY_CHECK) },
      }),
    ),
  )
}

test('a copy of the reference that is made a tenth slower is found, with its ratio', () => {
  const result = judged()
  const { ratio, low, high } = variant(result, SENSITIVITY_CHECK).ratio!
  expect(result.sensitivityCheck).toEqual({ code: 'found', ratio, low, high })
  expect(low).toBeGreaterThan(1.05)
  expect(high).toBeLessThan(1.15)
  expect(ratio).toBeCloseTo(1.1, 1)
  expect(verdictsOf(result, SENSITIVITY_CHECK, 'A/A', 'look-ahead')).toEqual(['slower', 'equivalent', 'equivalent'])
})

// Breakage: judging on although the referee has just missed what it was shown.
test('one that is missed withholds what rests on nearness, and keeps what is far away', () => {
  const result = judged({ slowedBy: 1 })
  expect(result.aaCheck.code).toBe('passed')
  const { ratio, low, high } = variant(result, SENSITIVITY_CHECK).ratio!
  expect(result.sensitivityCheck).toEqual({ code: 'missed', ratio, low, high })
  expect(verdictsOf(judged(), 'pipelined', 'look-ahead', 'worker-threads')).toEqual(['faster', 'equivalent', 'slower'])
  expect(verdictsOf(result, 'pipelined', 'look-ahead', 'worker-threads')).toEqual(['faster', 'inconclusive', 'slower'])
  expect(variant(result, 'look-ahead').verdict).toEqual({ code: 'inconclusive' })
  expect(result.exitCode).toBe(0)
  // No margin changes what is seen of it.
  expect(result.unfit).toEqual({ cause: 'noise', remedies: ['close-other-programs', 'more-blocks-without-quick'] })
})

test('a forecast of blocks is made where it is found, and withheld where it is missed', () => {
  // Wide enough to straddle the margin before the last look.
  const simulation = { candidates: { pipelined: 0.955 }, blockSd: 0.01, iterationSd: 0.004, quick: false, blocks: 6 }
  expect(variant(judged({ ...simulation, slowedBy: 1.2 }), 'pipelined').verdict).toMatchObject({
    code: 'inconclusive',
    moreBlocks: expect.any(Number),
  })
  expect(variant(judged({ ...simulation, slowedBy: 1 }), 'pipelined').verdict).toEqual({ code: 'inconclusive' })
})

test('what matters is whether its interval excludes 1 from above, however wide it is', () => {
  const noisy = { blockSd: 0.03, iterationSd: 0.02 }
  expect(judged({ ...noisy, slowedBy: 1.2 }).sensitivityCheck.code).toBe('found')
  expect(judged({ ...noisy, slowedBy: 1.005 }).sensitivityCheck.code).toBe('missed')
  // About a tenth, give or take more than that; and less than the margin, for sure.
  const vague = judged({ blockSd: 0.12, slowedBy: 1.1, seed: 5 })
  expect(variant(vague, SENSITIVITY_CHECK).ratio!.ratio).toBeGreaterThan(1.1)
  expect(vague.sensitivityCheck.code).toBe('missed')
  expect(judged({ slowedBy: 1.03 }).sensitivityCheck.code).toBe('found')
  // Seen to be faster is not seen to be slower.
  expect(judged({ slowedBy: 0.9 }).sensitivityCheck.code).toBe('missed')
})

test('it has its alpha whole, and takes none from those that are compared', () => {
  const result = judged()
  expect(variant(result, SENSITIVITY_CHECK).ratio!.alpha).toBe(0.05)
  for (const name of Object.keys(CANDIDATES)) expect(variant(result, name).ratio!.alpha).toBeCloseTo(0.05 / 4, 12)
})

test('a sensitivity check wins nothing, shares no letters and decides no exit code', () => {
  const lucky = judged({ candidates: { 'look-ahead': 1 }, slowedBy: 0.5 })
  expect(lucky.recommendation).toEqual({ code: 'inconclusive', closest: 'look-ahead' })
  expect(lucky.pick!.scored.map(({ variant }) => variant)).toEqual(['look-ahead'])
  expect(variant(lucky, SENSITIVITY_CHECK).letters).toBeUndefined()
  expect(lucky.exitCode).toBe(5)
})

test('one that sent other notifications makes the output wrong, as any variant does', () => {
  const result = summarize(
    changed(trialsOf(), isRun(SENSITIVITY_CHECK, 2, 2), ({ deliveries }) => ({
      deliveries: { ...deliveries, digest: '00' },
    })),
  )
  expect(verdictsOf(result, SENSITIVITY_CHECK)).toEqual(['output-mismatch'])
  expect(result.exitCode).toBe(2)
})

test('before a look it is neither found nor missed, and nothing hangs on it', () => {
  const { sensitivityCheck, aaCheck } = judged({ blocks: 5 })
  expect([sensitivityCheck, aaCheck]).toEqual([{ code: 'not-judged' }, { code: 'not-judged' }])
})

test('where there is none, it is said, and the A/A check alone decides', () => {
  const result = withoutSensitivityCheck()
  expect(result.sensitivityCheck).toEqual({ code: 'absent' })
  expect(verdictsOf(result, 'pipelined', 'look-ahead')).toEqual(['faster', 'equivalent'])
  expect(verdictsOf(withoutSensitivityCheck({ aaCheck: 1.08 }), 'pipelined', 'look-ahead')).toEqual([
    'faster',
    'inconclusive',
  ])
})

test('a machine is fit where its A/A check passed and no sensitivity check was missed', () => {
  const of = (passed: boolean, found?: boolean) =>
    isFit({
      aaCheck: { code: passed ? 'passed' : 'failed', ratio: 1, low: 0.99, high: 1.01 },
      sensitivityCheck:
        found === undefined
          ? { code: 'absent' }
          : { code: found ? 'found' : 'missed', ratio: 1.1, low: 1.09, high: 1.11 },
    })
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
  const trials = trialsOf({ candidates: CANDIDATES, blockSd: 0.001 })
  const failing = (role: Trial['role']) =>
    summarize(
      changed(
        trials,
        (one) => one.role === role && one.phase === 'measured',
        () => ({ faults: [aFault('it died')] }),
      ),
    )
  const late = (role: Trial['role']) =>
    summarize(
      changed(
        trials,
        (one) => one.role === role,
        ({ plannedIdealMs = 0 }) => ({ plannedIdealMs: plannedIdealMs / 1.3 }),
      ),
    )
  const failed = { code: 'runs-failed', failed: 36, of: 36 }
  const tooLate = { code: 'late', mockServerLag: expect.closeTo(1.313, 3) }
  expect([failing('aa-check').aaCheck, late('aa-check').aaCheck]).toEqual([failed, tooLate])
  expect([failing('sensitivity-check').sensitivityCheck, late('sensitivity-check').sensitivityCheck]).toEqual([
    failed,
    tooLate,
  ])
  for (const result of [
    failing('aa-check'),
    late('aa-check'),
    failing('sensitivity-check'),
    late('sensitivity-check'),
  ]) {
    expect(isFit(result)).toBe(false)
    expect(verdictsOf(result, 'pipelined', 'look-ahead')).toEqual(['faster', 'inconclusive'])
  }
  // What to do is not what helps against noise, and no further look fixes what has failed.
  for (const result of [failing('aa-check'), failing('sensitivity-check')]) {
    expect(result.unfit).toEqual({ cause: 'copy-failed', remedies: ['fix-copy'] })
    const found = { code: 'found', ratio: 1.1, low: 1.09, high: 1.11 } as const
    expect(isSettled(result)).toBe(isSettled({ ...result, sensitivityCheck: found }))
  }
  for (const result of [late('aa-check'), late('sensitivity-check')])
    expect(result.unfit).toEqual({ cause: 'copy-late', remedies: ['close-other-programs', 'longer-delays'] })
})
