import { expect, test } from 'vitest'
import { lettersOf } from '../../bench/statistics/letters.ts'
import { type Pair, pairwise } from '../../bench/statistics/pairwise.ts'
import { type RacePlan, simulatedRace, timedVariants, uniformNumbers } from '../bench/statistics/simulated-races.ts'
import { printedShare } from '../support/shares.ts'

const EQUAL: RacePlan = {
  variants: { a: 1, b: 1, c: 1, d: 1, e: 1 },
  blocks: 6,
  iterations: 6,
  blockSd: 0.015,
  runSd: 0.03,
}
const BAD_MACHINE = { isDrifting: true, spikes: 0.03 }

/** All pairs of each of many benchmarks. */
function pairsOfRaces(count: number, seed: number, plan: RacePlan, alpha = 0.05): Pair[][] {
  const uniform = uniformNumbers(seed)
  return Array.from({ length: count }, () => pairwise(timedVariants(simulatedRace(plan, uniform)), alpha))
}

const shareOf = (what: string, races: readonly Pair[][], is: (pair: Pair) => boolean) =>
  printedShare(what, races.filter((pairs) => pairs.some(is)).length, races.length)

// Breakage: no correction, which makes this 25 to 35%, or one for four pairs instead of ten.
test.each([
  ['6 blocks', {}],
  ['6 blocks of a machine that drifts and spikes', BAD_MACHINE],
  ['24 blocks of a machine that drifts and spikes', { ...BAD_MACHINE, blocks: 24 }],
])('of five equal variants, any two differ significantly in 5.5 percent of races at most: %s', (name, changes) => {
  const races = pairsOfRaces(3000, 101, { ...EQUAL, ...changes })
  const { high } = shareOf(`races with any significant difference, ${name}`, races, ({ differ }) => differ)
  expect(high).toBeLessThanOrEqual(0.055)
  // The trap that it is for.
  expect(shareOf(`the same without correction, ${name}`, races, ({ p }) => p <= 0.05).low).toBeGreaterThan(0.2)
})

// Breakage: stepping down without the running maximum, or dividing by the pairs that are left after true ones were counted out.
test('where two variants are fast and three are slow, equal ones differ significantly in 5% of benchmarks at most', () => {
  const races = pairsOfRaces(6000, 202, { ...EQUAL, variants: { a: 0.7, b: 0.7, c: 1, d: 1, e: 1 } })
  const isFast = (name: string) => name === 'a' || name === 'b'
  const { share, low } = shareOf(
    'benchmarks with an equal pair that differs significantly',
    races,
    ({ one, other, differ }) => differ && isFast(one) === isFast(other),
  )
  expect(share).toBeLessThanOrEqual(0.055)
  expect(low).toBeLessThanOrEqual(0.05)
})

test('at the last look, two fast variants share a, three slow ones share b, in 95% of benchmarks at least', () => {
  const plan = { ...EQUAL, variants: { a: 0.9, b: 0.9, c: 1, d: 1, e: 1 }, blocks: 24 }
  const races = pairsOfRaces(1000, 303, plan, 0.025)
  const letters = races.map((pairs) =>
    [
      ...lettersOf(
        Object.keys(plan.variants),
        pairs.filter(({ differ }) => differ),
      ).values(),
    ].join(' '),
  )
  const right = letters.filter((one) => one === 'a a b b b').length
  expect(printedShare('races with letters a a b b b', right, letters.length).low).toBeGreaterThanOrEqual(0.95)
})

test('who is a tenth faster than all others is the sole winner in 95% of benchmarks at least, though runs vary by 5%', () => {
  const plan = { ...EQUAL, variants: { a: 1 / 1.1, b: 1, c: 1, d: 1, e: 1 }, blocks: 24, blockSd: 0.01, runSd: 0.05 }
  const races = pairsOfRaces(1000, 404, plan, 0.025)
  const won = races.filter((pairs) => pairs.every(({ one, differ, ratio }) => one !== 'a' || (differ && ratio > 1)))
  expect(printedShare('races with the fastest alone in front', won.length, races.length).low).toBeGreaterThanOrEqual(
    0.95,
  )
})
