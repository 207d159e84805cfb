import { expect, test } from 'vitest'
import { type Calibration, calibrationOf } from '../../../../bench/judge/calibration/calibration.ts'
import type { Rate } from '../../../../bench/judge/calibration/rates.ts'
import { type Objection, trustIn } from '../../../../bench/judge/calibration/trust.ts'
import type { RatioEstimate } from '../../../../bench/statistics/block-ratio.ts'
import { wilsonInterval } from '../../../../bench/statistics/wilson.ts'
import { aBatch, around, between, type BatchSimulation } from './simulated-batches.ts'

const calibrated = (...batches: readonly BatchSimulation[]) => calibrationOf(batches.map(aBatch), 0.05)
const rateOf = (count: number, of: number): Rate => ({ count, of, interval: wilsonInterval(count, of) })

/** A calibration whose equal copies came out with these rates, and which is sound otherwise. */
function withEqual(rates: Partial<Calibration['shuffled']['equal']>): Calibration {
  const calibration = calibrated({})
  return {
    ...calibration,
    shuffled: { ...calibration.shuffled, equal: { ...calibration.shuffled.equal, ...rates } },
  }
}

function objectionsTo(calibration: Calibration): readonly Objection[] {
  const trust = trustIn(calibration)
  return trust.code === 'no-objection' ? [] : trust.objections
}

test('where nothing speaks against a machine, it has what it sees', () => {
  expect(trustIn(calibrated({}))).toEqual({
    code: 'no-objection',
    significant: rateOf(0, 8),
    foundAll: { slowedBy: 0.05, of: 2 },
    largestSlowdown: 0.1,
  })
})

test('where not all of any effect are seen, none is found', () => {
  const blind = calibrated({ shuffled: (slowedBy) => around(1 + slowedBy, 0.2) })
  expect(trustIn(blind)).toEqual({ code: 'no-objection', significant: rateOf(0, 8), largestSlowdown: 0.1 })
})

test('on a machine on which equal copies differ small differences are not to be believed', () => {
  expect(trustIn(withEqual({ significant: rateOf(4, 16) }))).toEqual({
    code: 'doubtful-small-differences',
    objections: [{ code: 'equal-copies-differ', ...rateOf(4, 16), atMost: 0.05 }],
  })
})

// Breakage: a rate of which 5% itself is still a part.
test('a rate speaks against a machine only where its interval lies wholly above 5%', () => {
  for (const name of ['significant', 'wrongVerdicts'] as const) {
    const rate = (low: number): Rate => ({ ...rateOf(4, 16), interval: { low, high: 0.5 } })
    expect(objectionsTo(withEqual({ [name]: rate(0.05) })), name).toEqual([])
    expect(objectionsTo(withEqual({ [name]: rate(0.0501) })), name).toHaveLength(1)
  }
})

test('of a machine that misjudges equal copies too often no verdict is to be believed', () => {
  expect(trustIn(withEqual({ wrongVerdicts: rateOf(4, 16) }))).toEqual({
    code: 'doubtful-verdicts',
    objections: [{ code: 'equal-copies-misjudged', ...rateOf(4, 16), atMost: 0.05 }],
  })
})

/** A calibration of 50 copies of each effect, of which so many of one effect came out like that. */
function withWrong(effect: number, count: number, wrong: RatioEstimate): Calibration {
  let left = count
  const shuffled = (slowedBy: number) => (slowedBy === effect && left-- > 0 ? wrong : around(1 + slowedBy))
  return calibrated({ shuffled }, ...Array.from({ length: 24 }, (): BatchSimulation => ({ shuffled })))
}

// Breakage: only one effect looked at, only the whole verdict, or chance, which 50 copies have once, held against a machine.
test.each([
  [0.02, around(0.9)],
  [0.05, around(0.9)],
  [0.1, between(0.93, 0.99)],
])('copies that were slower by %d and are called faster beyond chance speak against a machine', (effect, wrong) => {
  expect(objectionsTo(withWrong(effect, 1, wrong))).toEqual([])
  expect(trustIn(withWrong(effect, 5, wrong))).toEqual({
    code: 'doubtful-verdicts',
    objections: [{ code: 'slower-copies-called-faster', slowedBy: effect, ...rateOf(5, 50), atMost: 0.025 }],
  })
})

test('all that speaks against a machine is there', () => {
  const torn = objectionsTo(calibrated({ shuffled: () => around(0.9) }))
  expect(torn.map(({ code, count, of }) => [code, count, of])).toEqual([
    ['equal-copies-differ', 8, 8],
    ['equal-copies-misjudged', 8, 8],
    ['slower-copies-called-faster', 2, 2],
    ['slower-copies-called-faster', 2, 2],
    ['slower-copies-called-faster', 2, 2],
  ])
  expect(torn.flatMap((one) => ('slowedBy' in one ? one.slowedBy : []))).toEqual([0.02, 0.05, 0.1])
})

// Breakage: the usual order, which no report here uses, held against the machine.
test('what comes out wrong one after the other does not speak against reports of shuffled iterations', () => {
  expect(objectionsTo(calibrated({ blocked: () => around(0.9) }))).toEqual([])
})
