import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type PlacedRun, predecessorEffects, withoutEffects } from '../../../bench/statistics/predecessor.ts'
import { type RacePlan, simulatedRace, uniformNumbers } from './simulated-races.ts'

const RACE: RacePlan = { variants: { a: 1, b: 2, c: 0.5, d: 1.1 }, blocks: 6, iterations: 6, blockSd: 0.02, runSd: 0 }
const race = (changes: Partial<RacePlan>, seed = 1) => simulatedRace({ ...RACE, ...changes }, uniformNumbers(seed))
const effectOf = (variant: string, runs: readonly PlacedRun[], alpha = 0.05) =>
  predecessorEffects(runs, alpha).find((effect) => effect.variant === variant)!

// Breakage: residuals averaged as they are, of which the variants' and the iterations' own means have swallowed a third.
test('without noise the effect comes out whole, whatever variants, blocks and iterations are like', () => {
  fc.assert(
    fc.property(fc.integer(), fc.double({ min: 0.5, max: 2, noNaN: true }), (seed, factor) => {
      const { ratio, low, high, blocks } = effectOf('c', race({ after: { c: factor } }, seed))
      for (const one of [ratio, low, high]) expect(one).toBeCloseTo(factor, 6)
      // In some block, one and the same variant may have come after it each time: then nothing shows which of the two it is.
      expect(blocks).toBeGreaterThanOrEqual(4)
    }),
  )
})

test('the largest effect comes first, be it slower or faster, under the name of the variant that ran before', () => {
  const [first, ...others] = predecessorEffects(race({ after: { b: 1 / 1.3, d: 1.1 }, runSd: 0.01 }), 0.05)
  expect(first).toMatchObject({ variant: 'b', blocks: 6, excludesOne: true })
  expect(first!.high).toBeLessThan(1)
  expect(others.map(({ variant }) => variant).toSorted()).toEqual(['a', 'c', 'd'])
  const sizes = [first!, ...others].map(({ ratio }) => Math.abs(Math.log(ratio)))
  expect(sizes).toEqual(sizes.toSorted((one, other) => other - one))
})

test('without any effect no interval excludes 1', () => {
  const effects = predecessorEffects(race({ runSd: 0.03 }, 3), 0.05)
  expect(effects).toHaveLength(4)
  expect(effects.some(({ excludesOne }) => excludesOne)).toBe(false)
})

const run = (block: number, iteration: number, position: number, variant: string, makespanMs: number): PlacedRun => ({
  variant,
  block,
  iteration,
  position,
  makespanMs,
})

/** Least squares by the normal equations, one row an observation; the last coefficient, undefined where it is open. */
function lastCoefficient(rows: readonly (readonly number[])[], values: readonly number[]): number | undefined {
  const width = rows[0]!.length
  const system = Array.from({ length: width }, (_, i) => [
    ...Array.from({ length: width }, (__, j) => rows.reduce((sum, row) => sum + row[i]! * row[j]!, 0)),
    rows.reduce((sum, row, index) => sum + row[i]! * values[index]!, 0),
  ])
  for (const [i, row] of system.entries()) {
    // A column that says nothing new has nothing left on the diagonal, and is passed over.
    if (Math.abs(row[i]!) < 1e-9) {
      if (i === width - 1) return undefined
      continue
    }
    for (const later of system.slice(i + 1)) {
      const share = later[i]! / row[i]!
      for (let j = i; j <= width; j++) later[j]! -= share * row[j]!
    }
  }
  const last = system.at(-1)!
  return last[width]! / last[width - 1]!
}

// Breakage: anything but least squares of variant, iteration and predecessor together, or a predecessor that is another one's.
test('in each block it is the least squares estimate beside variants and iterations, with runs missing, too', () => {
  const missing = fc.array(fc.integer({ min: 0, max: 4 * 5 - 1 }), { maxLength: 4 })
  fc.assert(
    fc.property(fc.integer(), missing, (seed, missing) => {
      const whole = race({ blocks: 1, iterations: 5, runSd: 0.1 }, seed)
      const runs = whole.filter((_, index) => !missing.includes(index))
      const followers = runs.flatMap((one) => {
        const before = whole[whole.indexOf(one) - 1]
        return before && runs.includes(before) ? [{ ...one, before: before.variant }] : []
      })
      const names = Object.keys(RACE.variants)
      const rows = followers.map(({ variant, iteration, before }) => [
        ...names.map((name) => Number(name === variant)),
        ...[2, 3, 4, 5].map((later) => Number(later === iteration)),
        Number(before === 'a'),
      ])
      const expected = lastCoefficient(
        rows,
        followers.map(({ makespanMs }) => Math.log(makespanMs)),
      )
      // Two blocks that are the same block, since one alone gives no interval.
      const effect = effectOf('a', [...runs, ...runs.map((one) => ({ ...one, block: 2 }))])
      if (expected === undefined) expect(effect).toBeUndefined()
      else expect(Math.log(effect.ratio)).toBeCloseTo(expected, 6)
    }),
  )
})

// Breakage: the last run of an iteration not taken for the predecessor of the next iteration's first.
test('before the first run of an iteration came the last of the iteration before', () => {
  // `a` is always last: its effect is seen in the first run of the next iteration alone.
  const orders = [
    ['b', 'c', 'a'],
    ['c', 'b', 'a'],
    ['b', 'c', 'a'],
    ['b', 'c', 'a'],
  ]
  const runs = [1, 2].flatMap((block) =>
    orders.flatMap((order, index) =>
      order.map((variant, position) =>
        run(block, index + 1, position, variant, index > 0 && position === 0 ? 60 * 1.5 : 60),
      ),
    ),
  )
  expect(effectOf('a', runs).ratio).toBeCloseTo(1.5, 9)
})

test('an iteration that is not there is no predecessor, and the first run of a block has none', () => {
  const whole = race({ after: { c: 1.2 } })
  const slowStart = whole.map((one) => (one.iteration === 1 && one.position === 0 ? { ...one, makespanMs: 1e6 } : one))
  expect(effectOf('c', slowStart).ratio).toBeCloseTo(1.2, 6)
  const gap = whole.filter(({ iteration }) => iteration !== 3)
  const slowAfterGap = gap.map((one) => (one.iteration === 4 && one.position === 0 ? { ...one, makespanMs: 1e6 } : one))
  expect(effectOf('c', slowAfterGap).ratio).toBeCloseTo(1.2, 6)
})

test('blocks of one iteration prove nothing, and with fewer than two others there is no effect', () => {
  expect(predecessorEffects(race({ iterations: 1 }), 0.05)).toEqual([])
  expect(predecessorEffects(race({ blocks: 1 }), 0.05)).toEqual([])
  expect(predecessorEffects([], 0.05)).toEqual([])
  const mixed = [...race({ after: { c: 1.2 }, blocks: 3 }), ...race({ iterations: 1 }).filter(({ block }) => block > 3)]
  expect(effectOf('c', mixed)).toMatchObject({ blocks: 3 })
  expect(effectOf('c', mixed).ratio).toBeCloseTo(1.2, 6)
})

test('the order in which runs are given does not matter', () => {
  const runs = race({ runSd: 0.03 })
  const [given, turned] = [predecessorEffects(runs, 0.05), predecessorEffects(runs.toReversed(), 0.05)]
  for (const { variant, ratio } of given)
    expect(turned.find((one) => one.variant === variant)!.ratio).toBeCloseTo(ratio, 9)
})

// Breakage: alpha not divided, or divided by the variants but one.
test('alpha is divided by the number of variants', () => {
  const few = race({ runSd: 0.03 })
  const own = effectOf('a', few, 0.05)
  // Students t of five degrees at 0.05 / 4 and at 0.05: 3.81 and 2.57.
  const wide = Math.log(own.high / own.low)
  const undivided = Math.log(effectOf('a', few, 0.2).high / effectOf('a', few, 0.2).low)
  expect(wide / undivided).toBeCloseTo(3.810_05 / 2.570_58, 3)
})

test('a makespan that is none, and an alpha not inside 0..1, are mistakes of the caller', () => {
  for (const stray of [0, -1, Infinity, NaN])
    expect(() => predecessorEffects([run(1, 1, 0, 'a', stray)], 0.05)).toThrow(
      new RangeError(`predecessorEffects: expected positive and finite makespans, given ${stray}`),
    )
  for (const alpha of [0, 1, NaN])
    expect(() => predecessorEffects([], alpha)).toThrow(
      new RangeError(`predecessorEffects: expected alpha between 0 and 1, both excluded, given ${alpha}`),
    )
})

const meanOf = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length

// Breakage: means of one grouping taken out alone, or both from the same values, which takes the overall mean out twice.
test('effects are removed as in a worked example: a table of three rows and two columns, by its means', () => {
  const values = [1, 5, 2, 8, 9, 11]
  const rows = ['x', 'x', 'y', 'y', 'z', 'z']
  const columns = [1, 2, 1, 2, 1, 2]
  // Rows have means 3, 5 and 10, columns 4 and 8, all together 6: what is left is value - row - column + all.
  const expected = [0, 0, -1, 1, 1, -1]
  for (const [index, left] of withoutEffects(values, [rows, columns]).entries())
    expect(left).toBeCloseTo(expected[index]!, 12)
})

const cell = fc.record({
  value: fc.double({ min: -10, max: 10, noNaN: true }),
  row: fc.integer({ min: 0, max: 5 }),
  column: fc.integer({ min: 0, max: 5 }),
})
/** A table with cells missing, and some there twice. */
const someCells = fc.array(cell, { minLength: 1, maxLength: 40 })
const groupingsOf = (cells: readonly { readonly row: number; readonly column: number }[]) => [
  cells.map(({ row }) => row),
  cells.map(({ column }) => column),
]

// Breakage: a single sweep, which is right only where no cell is missing.
test('no group has a mean left, however many cells are missing', () => {
  fc.assert(
    fc.property(someCells, (cells) => {
      const left = withoutEffects(
        cells.map(({ value }) => value),
        groupingsOf(cells),
      )
      for (const groupOf of groupingsOf(cells))
        for (const members of Map.groupBy(left.keys(), (index) => groupOf[index]).values())
          expect(meanOf(members.map((index) => left[index]!))).toBeCloseTo(0, 9)
    }),
  )
})

test('of what is a row plus a column nothing is left without their effects', () => {
  fc.assert(
    fc.property(someCells, (cells) => {
      const left = withoutEffects(
        cells.map(({ row, column }) => row ** 2 - 3 * column),
        groupingsOf(cells),
      )
      for (const one of left) expect(one).toBeCloseTo(0, 8)
    }),
  )
})

test('without groupings, or without values, nothing changes, and the values given stay as they are', () => {
  const values = [3, 1]
  expect(withoutEffects(values, [['a', 'a']])).toEqual([1, -1])
  expect(values).toEqual([3, 1])
  expect(withoutEffects(values, [])).toEqual([3, 1])
  expect(withoutEffects([], [[], []])).toEqual([])
})
