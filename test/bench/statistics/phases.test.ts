import fc from 'fast-check'
import { expect, test } from 'vitest'
import { comparePhases, type ContainerPhases } from '../../../bench/statistics/phases.ts'
import { normalNumbers } from './simulated-blocks.ts'
import { samples } from '../../support/samples.ts'

/** Milliseconds that each phase takes: `overhead` outside of the run, the rest on its critical path. */
const BASE = { overhead: 10, around: 12, waiting: 20, fetch: 40, check: 30, notify: 25 }
type Phase = keyof typeof BASE
const PHASES = Object.keys(BASE) as Phase[]

/** A container whose phases add up to its total. */
function container(pair: string | number, phases: Readonly<Record<string, number>>): ContainerPhases {
  return { pair, phases, totalMs: Object.values(phases).reduce((sum, ms) => sum + ms, 0) }
}

/** A variant in which each block's container has the same phases but for the given change by block. */
const variantOf = (changes: readonly Readonly<Record<string, number>>[]) =>
  changes.map((change, block) => container(block, { ...BASE, ...change }))

const CONTAINERS = 12
const ITERATIONS = 8
const REPEATS = samples(500)

/**
 * Containers differ by 3%, all of their phases alike, and each phase of an iteration by 5%; means are those of `phases`.
 */
function simulatedVariant(phases: Readonly<Record<Phase, number>>, normal: () => number): ContainerPhases[] {
  const factor = (sd: number) => Math.exp(sd * normal() - sd ** 2 / 2)
  return Array.from({ length: CONTAINERS }, (_, block) => {
    const luck = factor(0.03)
    const meanOf = (ms: number) =>
      Array.from({ length: ITERATIONS }, () => ms * luck * factor(0.05)).reduce((sum, one) => sum + one, 0) / ITERATIONS
    return container(block, Object.fromEntries(PHASES.map((phase) => [phase, meanOf(phases[phase])])))
  })
}

/** Comparisons of `BASE` with itself, one phase of the candidate being that much slower. */
function simulate(slowedBy: Phase, slowedMs: number, seed: number) {
  const normal = normalNumbers(seed)
  return Array.from({ length: REPEATS }, () =>
    comparePhases(
      simulatedVariant(BASE, normal),
      simulatedVariant({ ...BASE, [slowedBy]: BASE[slowedBy] + slowedMs }, normal),
    ),
  )
}

const shareOf = <T>(all: readonly T[], is: (one: T) => boolean) => all.filter(is).length / all.length

/** Five standard errors of a share of 5% over so many repeats. */
const roomOver = (repeats: number) => 5 * Math.sqrt((0.05 * 0.95) / repeats)

test.each(PHASES)('30 ms more of %s are named as the cause in 99% of comparisons', (slowedBy) => {
  const named = shareOf(simulate(slowedBy, 30, 104_729), ({ cause }) => cause === slowedBy)
  expect(named).toBeGreaterThanOrEqual(0.99)
})

test('30 ms less of fetch are named just as well', () => {
  const named = shareOf(simulate('fetch', -30, 1_299_709), ({ cause }) => cause === 'fetch')
  expect(named).toBeGreaterThanOrEqual(0.99)
})

test('where nothing differs, a cause is named in 5% of comparisons at most', () => {
  const all = simulate('fetch', 0, 15_485_863)
  expect(shareOf(all, ({ cause }) => cause !== undefined)).toBeLessThanOrEqual(0.05 + roomOver(REPEATS))
  expect(shareOf(all, ({ why }) => why === 'no-difference')).toBeGreaterThanOrEqual(0.95 - roomOver(REPEATS))
})

test.each([0, 30])('with %d ms added, intervals hold the truth as often as they say', (slowedMs) => {
  const all = simulate('check', slowedMs, 32_452_843 + slowedMs)
  const holds = ({ low, high }: { low?: number; high?: number }, truth: number) => low! <= truth && truth <= high!
  const total = shareOf(all, ({ total }) => holds(total, slowedMs))
  expect(total).toBeGreaterThanOrEqual(0.95 - roomOver(REPEATS))
  expect(total).toBeLessThanOrEqual(0.95 + roomOver(REPEATS))
  // All six of them at once: that is what the level was divided for.
  const together = shareOf(all, ({ phases }) =>
    phases.every((phase) => holds(phase, phase.phase === 'check' ? slowedMs : 0)),
  )
  expect(together).toBeGreaterThanOrEqual(0.95 - roomOver(REPEATS))
  const each = all.flatMap(({ phases }) => phases)
  const heldEach = shareOf(each, (phase) => holds(phase, phase.phase === 'check' ? slowedMs : 0))
  expect(heldEach).toBeGreaterThanOrEqual(1 - 0.05 / 6 - roomOver(each.length))
})

/** Student's t of 2 degrees, which has a closed form. */
const quantileOfTwo = (p: number) => (2 * p - 1) / Math.sqrt(2 * p * (1 - p))

test('a worked example: three blocks, the level of two phases divided by two and that of the total whole', () => {
  const reference = [0, 1, 2].map((block) => container(block, { fetch: 100, check: 20 }))
  const candidate = [10, 20, 30].map((more, block) => container(block, { fetch: 100 + more, check: 20 }))
  const { phases, total } = comparePhases(reference, candidate, 0.05)
  // Differences 10, 20 and 30: mean 20, s = 10.
  const reach = (alpha: number) => (quantileOfTwo(1 - alpha / 2) * 10) / Math.sqrt(3)
  const about = (alpha: number) => ({
    low: expect.closeTo(20 - reach(alpha), 9),
    high: expect.closeTo(20 + reach(alpha), 9),
  })
  const common = { containers: 3, differenceMs: 20 }
  expect(phases).toEqual([
    { phase: 'fetch', referenceMs: 100, candidateMs: 120, ...common, ...about(0.025) },
    { phase: 'check', referenceMs: 20, candidateMs: 20, containers: 3, differenceMs: 0, low: 0, high: 0 },
  ])
  expect(total).toEqual({ referenceMs: 120, candidateMs: 140, ...common, ...about(0.05) })
})

const someMs = fc.double({ min: 0, max: 1000, noNaN: true })
const somePhases = fc.dictionary(fc.constantFrom(...PHASES), someMs)
const someVariant = fc
  .array(somePhases, { minLength: 2, maxLength: 14 })
  .map((all) => all.map((one, at) => container(at, one)))

test('where phases add up to totals, differences and means of either variant do too', () => {
  fc.assert(
    fc.property(someVariant, someVariant, (reference, candidate) => {
      const { phases, total } = comparePhases(reference, candidate)
      for (const figure of ['referenceMs', 'candidateMs', 'differenceMs'] as const)
        expect(phases.reduce((sum, phase) => sum + phase[figure], 0)).toBeCloseTo(total[figure], 8)
      for (const { differenceMs, referenceMs, candidateMs } of [...phases, total])
        expect(differenceMs).toBeCloseTo(candidateMs - referenceMs, 8)
    }),
  )
})

test('variants swapped give the opposite differences and the same cause', () => {
  fc.assert(
    fc.property(someVariant, someVariant, (one, other) => {
      const there = comparePhases(one, other)
      const back = comparePhases(other, one)
      expect(back.total.differenceMs).toBeCloseTo(-there.total.differenceMs, 9)
      expect(back.total.low).toBeCloseTo(-there.total.high!, 6)
      expect(back.cause).toBe(there.cause)
    }),
  )
})

test('blocks pair containers, in whatever order they come', () => {
  const reference = variantOf([{}, { fetch: 400 }, { fetch: 90 }])
  const candidate = variantOf([{ check: 60 }, { fetch: 400, check: 60 }, { fetch: 90, check: 60 }])
  const shuffled = comparePhases(reference, [candidate[2]!, candidate[0]!, candidate[1]!])
  expect(shuffled.total).toMatchObject({ differenceMs: 30, low: 30, high: 30, containers: 3 })
  expect(shuffled.cause).toBe('check')
})

test('a container whose block the other variant lacks is left out', () => {
  const reference = variantOf([{}, {}, {}, { fetch: 9_000 }])
  const candidate = [
    ...variantOf([{ fetch: 69.9 }, { fetch: 70 }, { fetch: 70.1 }]),
    container('lost', { ...BASE, overhead: 9_000 }),
  ]
  const { total, cause } = comparePhases(reference, candidate)
  expect(total).toMatchObject({ referenceMs: 137, candidateMs: expect.closeTo(167, 9), containers: 3 })
  expect(cause).toBe('fetch')
})

test('a phase that a container does not have took no time there', () => {
  const reference = [0, 1, 2].map((block) => container(block, { fetch: 50 }))
  const candidate = [8, 9, 10].map((ms, block) => container(block, { fetch: 50, waiting: ms }))
  const { phases, cause } = comparePhases(reference, candidate)
  expect(phases).toMatchObject([{ phase: 'fetch' }, { phase: 'waiting', referenceMs: 0, candidateMs: 9 }])
  expect(cause).toBe('waiting')
})

const NEARLY = [0, 0.1, 0.2]

test('a difference that two phases share has no cause', () => {
  // Notify takes 2 ms longer too, and swings by more than that.
  const slower = variantOf([-7, 7, 0].map((swing) => ({ fetch: 54, check: 44, notify: 27 + swing })))
  const { cause, why } = comparePhases(variantOf([{}, {}, {}]), slower)
  expect(cause).toBeUndefined()
  expect(why).toBe('spread')
})

test('two phases that each carry more than half, since a third makes up for it, are reported as spread', () => {
  const slower = variantOf(NEARLY.map((more) => ({ fetch: 70 + more, check: 60 + more, notify: 0 })))
  expect(comparePhases(variantOf([{}, {}, {}]), slower)).toMatchObject({ why: 'spread', differing: ['fetch', 'check'] })
})

test('a phase that moves against the total is no cause of it', () => {
  const slower = variantOf(NEARLY.map((more) => ({ fetch: 80 + more, notify: 5 + more })))
  expect(comparePhases(variantOf([{}, {}, {}]), slower).cause).toBe('fetch')
})

test('one sure phase with less than half of the difference is said to be that', () => {
  // Fetch and check swing by 40 ms against each other.
  const swinging = [-20, 20, -20, 20].map((swing) => ({ fetch: 47 + swing, check: 37 - swing, notify: 35 }))
  expect(comparePhases(variantOf([{}, {}, {}, {}]), variantOf(swinging))).toMatchObject({
    why: 'too-small',
    differing: ['notify'],
  })
})

test('a total that differs while its phases swing has no cause', () => {
  const swinging = [-20, 20, -20, 20].map((swing) => ({ fetch: 45 + swing, check: 35 - swing }))
  expect(comparePhases(variantOf([{}, {}, {}, {}]), variantOf(swinging)).why).toBe('none-differs')
})

test('one block gives means without intervals and no cause', () => {
  const { phases, total, cause, why } = comparePhases(variantOf([{}]), variantOf([{ fetch: 90 }]))
  expect(total).toEqual({ referenceMs: 137, candidateMs: 187, differenceMs: 50, containers: 1 })
  expect(phases[3]).toEqual({ phase: 'fetch', referenceMs: 40, candidateMs: 90, differenceMs: 50, containers: 1 })
  expect(cause).toBeUndefined()
  expect(why).toBe('few-blocks')
})

test('no common block, two containers of one block, and figures that are not finite are mistakes of the caller', () => {
  expect(() => comparePhases(variantOf([{}]), [])).toThrow(
    new RangeError('comparePhases: expected at least 1 block that both variants have, given none'),
  )
  const twice = [...variantOf([{}]), ...variantOf([{}])]
  const more = new RangeError('comparePhases: expected one container a block and variant, given more')
  expect(() => comparePhases(twice, variantOf([{}]))).toThrow(more)
  expect(() => comparePhases(variantOf([{}]), twice)).toThrow(more)
  expect(() => comparePhases(variantOf([{}]), variantOf([{ fetch: NaN }]))).toThrow(RangeError)
  expect(() => comparePhases(variantOf([{}]), variantOf([{}]), 1)).toThrow(RangeError)
})
