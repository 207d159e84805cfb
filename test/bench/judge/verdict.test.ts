import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { RatioEstimate } from '../../../bench/statistics/block-ratio.ts'
import {
  isComparison,
  isDecided,
  judgeRatio,
  type Verdict,
  withheld,
  type VerdictCode,
} from '../../../bench/judge/verdict.ts'
import { samples } from '../../support/samples.ts'

const MARGIN = 0.05
const UPPER = 1 + MARGIN
const LOWER = 1 / UPPER
const NEXT_UP = 1 + Number.EPSILON * 2
const NEXT_DOWN = 1 - Number.EPSILON * 2

function between(low: number, high: number, blocks = 6): RatioEstimate {
  return { ratio: Math.sqrt(low * high), low, high, blocks, iterations: blocks * 6, alpha: 0.05 }
}

const forecast = (verdict: Verdict) => ('moreBlocks' in verdict ? verdict.moreBlocks : undefined)
const verdictOf = (low: number, high: number, lastLook = true) => judgeRatio(between(low, high), MARGIN, lastLook).code

test('wholly beyond the margin is faster or slower, and touching it is not', () => {
  expect(verdictOf(0.5, LOWER * NEXT_DOWN)).toBe('faster')
  expect(verdictOf(0.5, LOWER)).toBe('faster-size-unclear')
  expect(verdictOf(UPPER * NEXT_UP, 2)).toBe('slower')
  expect(verdictOf(UPPER, 2)).toBe('slower-size-unclear')
})

test('wholly within the margin, its ends included, is equivalent', () => {
  expect(verdictOf(LOWER, UPPER)).toBe('equivalent')
  expect(verdictOf(0.99, 1.01)).toBe('equivalent')
  expect(verdictOf(1.01, 1.04)).toBe('equivalent')
  expect(verdictOf(LOWER * NEXT_DOWN, UPPER)).toBe('inconclusive')
  expect(verdictOf(LOWER, UPPER * NEXT_UP)).toBe('inconclusive')
})

test('different by an unsure size is said when 1 is excluded, which it is not when touched', () => {
  expect(verdictOf(0.9, 1 - 1e-9)).toBe('faster-size-unclear')
  expect(verdictOf(0.9, 1)).toBe('inconclusive')
  expect(verdictOf(1 + 1e-9, 1.1)).toBe('slower-size-unclear')
  expect(verdictOf(1, 1.1)).toBe('inconclusive')
})

test('an unsure size is for the last look: before it, more blocks decide', () => {
  expect(verdictOf(0.9, 0.99, false)).toBe('inconclusive')
  expect(verdictOf(1.01, 1.1, false)).toBe('inconclusive')
  expect(forecast(judgeRatio(between(0.9, 0.99), MARGIN, false))).toBeGreaterThanOrEqual(1)
})

test('a wider margin makes the same interval equivalent', () => {
  expect(judgeRatio(between(0.93, 1.06), 0.1, true).code).toBe('equivalent')
  expect(judgeRatio(between(0.93, 1.06), 0.05, true).code).toBe('inconclusive')
})

const MIRROR: Partial<Record<VerdictCode, VerdictCode>> = {
  faster: 'slower',
  slower: 'faster',
  'faster-size-unclear': 'slower-size-unclear',
  'slower-size-unclear': 'faster-size-unclear',
}
// Evenly spread, where doubles crowd around 0.
const logs = fc.integer({ min: -400_000, max: 400_000 }).map((millionths) => millionths / 1e6)
const estimates = fc
  .tuple(logs, logs, fc.integer({ min: 2, max: 24 }))
  .map(([one, other, blocks]) => between(Math.exp(Math.min(one, other)), Math.exp(Math.max(one, other)), blocks))
const margins = fc.integer({ min: 1, max: 1000 }).map((thousandths) => thousandths / 1000)

test('seen from the other side, faster is slower and everything else stays', () => {
  fc.assert(
    fc.property(estimates, margins, fc.boolean(), (estimate, margin, lastLook) => {
      // Rounding may move an end that lies on a bound across it.
      const bounds = [1, 1 + margin, 1 / (1 + margin)]
      fc.pre([estimate.low, estimate.high].every((end) => bounds.every((bound) => Math.abs(end / bound - 1) > 1e-12)))
      const mirrored = { ...estimate, ratio: 1 / estimate.ratio, low: 1 / estimate.high, high: 1 / estimate.low }
      const { code: verdict } = judgeRatio(estimate, margin, lastLook)
      expect(judgeRatio(mirrored, margin, lastLook).code).toBe(MIRROR[verdict] ?? verdict)
    }),
    { numRuns: samples(2000) },
  )
})

test('exactly one verdict fits an interval, by what the verdicts mean', () => {
  fc.assert(
    fc.property(estimates, margins, (estimate, margin) => {
      const { low, high } = estimate
      const [below, above] = [1 / (1 + margin), 1 + margin]
      const inside = low >= below && high <= above
      const meanings: [VerdictCode, boolean][] = [
        ['faster', high < below],
        ['slower', low > above],
        ['equivalent', inside],
        ['faster-size-unclear', high < 1 && high >= below && low < below],
        ['slower-size-unclear', low > 1 && low <= above && high > above],
        ['inconclusive', low <= 1 && high >= 1 && !inside],
      ]
      const fitting = meanings.filter(([, fits]) => fits).map(([verdict]) => verdict)
      expect(fitting).toEqual([judgeRatio(estimate, margin, true).code])
    }),
    { numRuns: samples(2000) },
  )
})

test('the forecast is what the narrowing with the root of the blocks and their t would take', () => {
  // Ratio 1, so that the room is the margin: half-width twice the margin, so that t(F - 1) / sqrt(F) is to be half of what it is at 6:
  // 2.571 / 2.449 = 1.050, at 16 blocks 2.131 / 4 = 0.533, at 17 2.120 / 4.123 = 0.514.
  const wide = between(UPPER ** -2, UPPER ** 2)
  expect(judgeRatio(wide, MARGIN, true)).toEqual({ code: 'inconclusive', moreBlocks: 11 })
})

test('a forecast is at least one block, and none is made where it would be hundreds', () => {
  const close = between(LOWER * 0.999, UPPER)
  expect(forecast(judgeRatio(close, MARGIN, true))).toBe(1)
  // The truth looks as if it lay on the margin itself.
  expect(judgeRatio(between(0.9 * UPPER, UPPER / 0.9), MARGIN, true)).toEqual({ code: 'inconclusive' })
})

test('a forecast is a whole number between 1 and 200, or absent', () => {
  fc.assert(
    fc.property(estimates, margins, (estimate, margin) => {
      const verdict = judgeRatio(estimate, margin, false)
      const moreBlocks = forecast(verdict)
      if (verdict.code !== 'inconclusive') expect(moreBlocks).toBeUndefined()
      else if (moreBlocks !== undefined) {
        expect(Number.isInteger(moreBlocks)).toBe(true)
        expect(moreBlocks).toBeGreaterThanOrEqual(1)
        expect(moreBlocks).toBeLessThanOrEqual(200)
      }
    }),
  )
})

const ALL: Verdict[] = [
  { code: 'faster' },
  { code: 'slower' },
  { code: 'equivalent' },
  { code: 'faster-size-unclear' },
  { code: 'slower-size-unclear' },
  { code: 'inconclusive', moreBlocks: 4 },
  { code: 'output-mismatch', runs: 1, of: 36, duplicates: 0 },
  { code: 'unreliable', cause: { code: 'runs-failed', failed: 3, of: 36 } },
  { code: 'mock-server-saturated' },
]

test('a failed A/A check leaves what is far away and what is not about speed, and withholds nearness and forecasts', () => {
  const left = ALL.map(withheld)
  expect(left.map(({ code: verdict }) => verdict)).toEqual([
    'faster',
    'slower',
    'inconclusive',
    'inconclusive',
    'inconclusive',
    'inconclusive',
    'output-mismatch',
    'unreliable',
    'mock-server-saturated',
  ])
  expect(left.every((verdict) => forecast(verdict) === undefined)).toBe(true)
  expect(left.slice(6)).toEqual(ALL.slice(6))
})

test('verdicts on something else than speed are no comparisons', () => {
  const others = ALL.filter((verdict) => !isComparison(verdict)).map(({ code: verdict }) => verdict)
  expect(others).toEqual(['output-mismatch', 'unreliable', 'mock-server-saturated'])
})

test('a run goes on for the undecided and for those of unsure size, and for nobody else', () => {
  const open = ALL.filter((verdict) => !isDecided(verdict)).map(({ code: verdict }) => verdict)
  expect(open).toEqual(['faster-size-unclear', 'slower-size-unclear', 'inconclusive'])
})
