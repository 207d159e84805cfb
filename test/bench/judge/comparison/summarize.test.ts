import { expect, test } from 'vitest'
import type { Result } from '../../../../bench/judge/comparison/judgement.ts'
import { hasWholeIteration } from '../../../../bench/judge/comparison/iterations.ts'
import { isSettled } from '../../../../bench/judge/comparison/stopping.ts'
import { summarize } from '../../../../bench/judge/comparison/summarize.ts'
import { drawUnits } from '../../../../mock-server/delay.ts'
import { changed, isMeasured, isRun, trialsOf, MOCK_SERVER_DIED, aFault } from '../../../support/trials.ts'

const variant = (result: Result, name: string) => result.variants.find((one) => one.variant === name)!
const verdictOf = (result: Result, name: string) => variant(result, name).verdict?.code
const FIVE = { 'look-ahead': 0.8, 'promise-all': 0.25, pipelined: 0.26, 'worker-threads': 1.3 }

test('a strategy that takes half as long is called faster, with its ratio, and the run ends in 0', () => {
  const result = summarize(trialsOf({ candidates: { pipelined: 0.5 } }))
  expect(verdictOf(result, 'pipelined')).toBe('faster')
  const { ratio, low, high } = variant(result, 'pipelined').ratio!
  expect(ratio).toBeCloseTo(0.5, 1)
  expect(low).toBeLessThan(0.5)
  expect(high).toBeGreaterThan(0.5)
  expect(result.exitCode).toBe(0)
  expect(result.recommendation).toEqual({ code: 'use', variant: 'pipelined', alike: [], unclear: [] })
})

test('a strategy that takes a third longer is called slower, and one that takes as long equivalent', () => {
  const result = summarize(trialsOf({ candidates: { 'worker-threads': 1.33, 'look-ahead': 1 }, blockSd: 0.002 }))
  expect(verdictOf(result, 'worker-threads')).toBe('slower')
  expect(verdictOf(result, 'look-ahead')).toBe('equivalent')
  expect(result.recommendation).toEqual({ code: 'keep-reference', closest: 'look-ahead' })
})

test('the reference has no ratio and no verdict of its own', () => {
  const result = summarize(trialsOf())
  expect(variant(result, 'sequential').ratio).toBeUndefined()
  expect(variant(result, 'sequential').verdict).toBeUndefined()
  expect(variant(result, 'sequential').role).toBe('reference')
})

test('an A/A check like its reference passes', () => {
  const result = summarize(trialsOf())
  const { ratio, low, high } = variant(result, 'A/A').ratio!
  expect(result.aaCheck).toEqual({ code: 'passed', ratio, low, high })
  expect(verdictOf(result, 'A/A')).toBe('equivalent')
})

test('an A/A check that is within the margin and yet excludes 1 passes as measurably different', () => {
  const { aaCheck } = summarize(trialsOf({ aaCheck: 1.03, blockSd: 0.001, iterationSd: 0.001 }))
  expect(aaCheck.code).toBe('passed')
  expect('low' in aaCheck && aaCheck.low).toBeGreaterThan(1)
})

// Breakage: judging on although two copies differ significantly on the machine.
test('an A/A check unlike its reference fails: nearness proves nothing any more, what is far away stays', () => {
  const candidates = { pipelined: 0.5, 'look-ahead': 1 }
  const calm = summarize(trialsOf({ candidates, blockSd: 0.001 }))
  const torn = summarize(trialsOf({ candidates, blockSd: 0.001, aaCheck: 1.08 }))
  expect(verdictOf(calm, 'look-ahead')).toBe('equivalent')
  const { ratio, low, high } = variant(torn, 'A/A').ratio!
  expect(torn.aaCheck).toEqual({ code: 'failed', ratio, low, high })
  expect(variant(torn, 'look-ahead').verdict).toEqual({ code: 'inconclusive' })
  expect(verdictOf(torn, 'pipelined')).toBe('faster')
  expect(torn.exitCode).toBe(0)
  expect(torn.unfit).toEqual({
    cause: 'noise',
    remedies: ['close-other-programs', 'more-blocks-without-quick', 'wider-margin'],
  })
})

test('a run in which nothing can be said ends in 5', () => {
  const result = summarize(trialsOf({ candidates: { 'look-ahead': 1 }, aaCheck: 1.08, blockSd: 0.001 }))
  expect(verdictOf(result, 'look-ahead')).toBe('inconclusive')
  expect(result.exitCode).toBe(5)
})

test('fewer than six blocks give an interval at 95% and no verdict', () => {
  const result = summarize(trialsOf({ blocks: 5 }))
  expect(result.look).toBeUndefined()
  expect(verdictOf(result, 'pipelined')).toBeUndefined()
  expect(variant(result, 'pipelined').ratio).toMatchObject({ alpha: 0.05, blocks: 5 })
  expect(result.aaCheck).toEqual({ code: 'not-judged' })
  expect(result.exitCode).toBe(5)
  expect(result.recommendation).toEqual({ code: 'too-few-blocks', isPlanned: true })
})

test('one block gives no ratio', () => {
  const result = summarize(trialsOf({ blocks: 1 }))
  expect(variant(result, 'pipelined').ratio).toBeUndefined()
  expect(variant(result, 'pipelined').makespanMs.count).toBe(6)
})

test('a quick look shares alpha .05 among the strategies compared, and the A/A check has it whole', () => {
  const result = summarize(trialsOf({ candidates: FIVE }))
  expect(result.look).toEqual({ blocks: 6, alpha: 0.05, last: true })
  for (const name of Object.keys(FIVE)) expect(variant(result, name).ratio!.alpha).toBeCloseTo(0.05 / 4, 12)
  expect(variant(result, 'A/A').ratio!.alpha).toBe(0.05)
})

test('the looks at 6, 12 and 24 blocks have .01, .015 and .025, shared likewise', () => {
  for (const [blocks, alpha] of [
    [6, 0.01],
    [12, 0.015],
    [24, 0.025],
  ] as const) {
    const result = summarize(trialsOf({ candidates: FIVE, blocks, quick: false }))
    expect(result.look).toEqual({ blocks, alpha, last: blocks === 24 })
    expect(variant(result, 'pipelined').ratio).toMatchObject({ blocks, alpha: alpha / 4 })
    expect(variant(result, 'A/A').ratio!.alpha).toBe(alpha)
  }
})

// Breakage: judging whenever it suits, that is, at blocks between two looks.
test('blocks beyond the last look that was reached do not count', () => {
  const result = summarize(trialsOf({ blocks: 11, quick: false }))
  const atLook = summarize(trialsOf({ blocks: 11, quick: false }).filter(({ block }) => block <= 6))
  expect(result.look!.blocks).toBe(6)
  expect(result.blocks).toBe(6)
  expect(result.iterationsCounted).toBe(36)
  expect(result.variants).toEqual(atLook.variants)
})

test('what is different and may be so by less than the margin is said at the last look only', () => {
  const simulation = { candidates: { pipelined: 0.955 }, blockSd: 0.012, iterationSd: 0.004 }
  const first = summarize(trialsOf({ ...simulation, quick: false }))
  const last = summarize(trialsOf({ ...simulation, quick: true }))
  expect(verdictOf(first, 'pipelined')).toBe('inconclusive')
  expect(verdictOf(last, 'pipelined')).toBe('faster-size-unclear')
})

test('an interrupted iteration does not count', () => {
  const whole = trialsOf({ blocks: 7, quick: true })
  const cut = whole.filter((trial) => !isRun('A/A', 6, 6)(trial) && trial.block < 7)
  const result = summarize(cut)
  expect(result.iterationsCounted).toBe(35)
  expect(variant(result, 'pipelined').makespanMs.count).toBe(35)
})

// Breakage: counting a block that was cut short as one of the six of a look.
test('a look is reached by complete blocks alone, and verdicts use the first of them', () => {
  const whole = trialsOf({ blocks: 7 })
  const without = (block: number, iteration: number) =>
    whole.filter((trial) => trial.phase !== 'measured' || trial.block !== block || trial.iteration !== iteration)
  expect(summarize(without(2, 6)).look).toMatchObject({ blocks: 6 })
  expect(summarize(without(2, 6)).variants).toEqual(summarize(whole.filter(({ block }) => block !== 2)).variants)
  const six = without(2, 6).filter(({ block }) => block < 7)
  expect(summarize(six).look).toBeUndefined()
  expect(verdictOf(summarize(six), 'pipelined')).toBeUndefined()
  const torn = changed(
    whole.filter(({ block }) => block < 7),
    isRun('A/A', 2, 6),
    () => ({ discarded: MOCK_SERVER_DIED }),
  )
  expect(summarize(torn).look).toMatchObject({ blocks: 6 })
})

test('there is a whole iteration once every variant has run in one that is not discarded', () => {
  const firstIteration = trialsOf({ blocks: 1, iterations: 1 })
  const last = firstIteration.at(-1)!
  expect(hasWholeIteration([])).toBe(false)
  expect(hasWholeIteration(firstIteration.filter(({ phase }) => phase === 'warmup'))).toBe(false)
  expect(hasWholeIteration(firstIteration.slice(0, -1))).toBe(false)
  expect(
    hasWholeIteration([
      ...firstIteration.slice(0, -1),
      { ...last, discarded: { code: 'mock-server-stalled', lagMs: 300 } },
    ]),
  ).toBe(false)
  expect(hasWholeIteration(firstIteration)).toBe(true)
})

test('a discarded iteration does not count for any variant, and is listed', () => {
  const trials = changed(trialsOf(), isRun('pipelined', 2, 3), () => ({ discarded: MOCK_SERVER_DIED }))
  const result = summarize(trials)
  expect(result.discardedIterations).toEqual([{ block: 2, iteration: 3, reason: MOCK_SERVER_DIED }])
  expect(result.iterationsCounted).toBe(35)
  for (const { makespanMs } of result.variants) expect(makespanMs.count).toBe(35)
})

test('failures of a discarded iteration are nobody’s', () => {
  const trials = changed(trialsOf(), isRun('pipelined', 2, 3), () => ({
    discarded: { code: 'mock-server-stalled', lagMs: 300 },
    faults: [aFault('no answer')],
  }))
  expect(variant(summarize(trials), 'pipelined').failed.trials).toBe(0)
})

test('the report does not depend on the order of variants within an iteration', () => {
  const trials = trialsOf({ candidates: FIVE })
  // Iterations in their order, variants in another one.
  const places = Map.groupBy(trials, ({ phase, block, iteration }) => `${phase} ${block} ${iteration}`)
  const shuffled = places
    .values()
    .flatMap((members) =>
      members.toSorted((a, b) => drawUnits(a.variant, a.block)[0] - drawUnits(b.variant, b.block)[0]),
    )
    .toArray()
  expect(shuffled).not.toEqual(trials)
  // The last line of the file says when the benchmark ended, and that is another one now.
  expect(summarize(shuffled)).toEqual({ ...summarize(trials), elapsedMs: expect.any(Number) })
})

test('an outlier is counted and changes neither ratio nor verdict, for typical times are compared', () => {
  const calm = summarize(trialsOf())
  const spiked = summarize(
    changed(trialsOf(), isRun('pipelined', 3, 4), ({ makespanMs }) => ({ makespanMs: makespanMs * 9 })),
  )
  expect(variant(spiked, 'pipelined').outliers).toHaveLength(variant(calm, 'pipelined').outliers.length + 1)
  expect(variant(spiked, 'pipelined').makespanMs.count).toBe(36)
  expect(variant(spiked, 'pipelined').ratio!.ratio).toBeCloseTo(variant(calm, 'pipelined').ratio!.ratio, 2)
  expect(verdictOf(spiked, 'pipelined')).toBe('faster')
  expect(variant(spiked, 'A/A')).toEqual(variant(calm, 'A/A'))
})

/** A benchmark in which the waits of some variants were held that many times as long as drawn. */
const heldFor = (variants: readonly string[], by: number, candidates = { 'look-ahead': 0.9, pipelined: 0.5 }) =>
  summarize(
    changed(
      trialsOf({ candidates }),
      (trial) => isMeasured(trial) && variants.includes(trial.variant),
      ({ idealMs }) => ({ plannedIdealMs: idealMs! / by }),
    ),
  )

test('a variant whose waits were held over 1.15 of what was drawn is server-bound alone', () => {
  expect(verdictOf(heldFor(['pipelined'], 1.14), 'pipelined')).toBe('faster')
  const result = heldFor(['pipelined'], 1.16)
  expect(result.variants.map(({ mockServerLag }) => mockServerLag)).toEqual([
    expect.closeTo(1.01, 6),
    expect.closeTo(1.01, 6),
    expect.closeTo(1.16, 6),
    expect.closeTo(1.01, 6),
    expect.closeTo(1.01, 6),
  ])
  expect(result.mock.bound).toBe(false)
  expect(verdictOf(result, 'pipelined')).toBe('mock-server-saturated')
  expect(verdictOf(result, 'look-ahead')).toBe('faster')
  expect(result.exitCode).toBe(0)
  // It looks faster still: to advise the other one would be wrong.
  expect(result.recommendation).toEqual({ code: 'wait', variants: ['pipelined'] })
})

// Breakage: the reference kept as soon as no variant that was judged is better.
test('the reference is not kept where a variant that could not be judged may be faster', () => {
  const slower = { 'look-ahead': 1.3, pipelined: 1.3 }
  expect(heldFor(['pipelined'], 1.16, { ...slower, pipelined: 0.5 }).recommendation).toEqual({
    code: 'wait',
    variants: ['pipelined'],
  })
  for (const pipelined of [1.3, 1])
    expect(heldFor(['pipelined'], 1.16, { ...slower, pipelined }).recommendation).toEqual({
      code: 'keep-reference',
      closest: 'look-ahead',
    })
})

test('a reference whose waits were held over 1.15 of what was drawn makes every variant server-bound, which ends in 5', () => {
  const slow = (by: number) => heldFor(['sequential'], by)
  expect(verdictOf(slow(1.14), 'pipelined')).toBe('faster')
  expect(slow(1.16).mock.bound).toBe(true)
  expect(verdictOf(slow(1.16), 'look-ahead')).toBe('mock-server-saturated')
  expect(verdictOf(slow(1.16), 'pipelined')).toBe('mock-server-saturated')
  expect(slow(1.16).exitCode).toBe(5)
  expect(slow(1.16).recommendation).toEqual({ code: 'mock-server-saturated' })
})

// Breakage: the report warns that nothing is comparable, and recommends a strategy all the same.
test('a job that may reach for other servers is not judged, which ends in 5', () => {
  const trials = trialsOf({ candidates: { pipelined: 0.5 } })
  const allowed = changed(
    trials,
    () => true,
    ({ scenario }) => ({ scenario: { ...scenario, allowsNet: true } }),
  )
  const result = summarize(allowed)
  expect(verdictOf(summarize(trials), 'pipelined')).toBe('faster')
  expect(verdictOf(result, 'pipelined')).toBe('network-allowed')
  expect(result.variants.flatMap(({ letters }) => letters ?? [])).toEqual([])
  expect(result.pick?.best ?? []).toEqual([])
  // No further look would change it.
  expect(isSettled(result)).toBe(true)
  expect(result.recommendation).toEqual({ code: 'network-allowed' })
  expect(result.exitCode).toBe(5)
})

// Breakage: a strategy that waits for something other than a step, for which no lag of the mock server is ever too much.
test('of a strategy without an ideal time all delays that were kept are held against those that were drawn', () => {
  const heldBy = (by: number) =>
    summarize(
      changed(
        trialsOf(),
        ({ variant }) => variant === 'pipelined',
        ({ mock }) => ({
          idealMs: undefined,
          plannedIdealMs: undefined,
          mock: { ...mock!, heldMs: mock!.drawnMs * by },
        }),
      ),
    )
  expect(verdictOf(heldBy(1.14), 'pipelined')).toBe('faster')
  expect(verdictOf(heldBy(1.16), 'pipelined')).toBe('mock-server-saturated')
  expect(heldBy(1.16).variants.find(({ variant }) => variant === 'pipelined')).not.toHaveProperty('overIdeal')
})

test('a server that could hardly answer more than the fastest strategy requests makes the run server-bound too', () => {
  // 18 requests in some 30 ms, and as much processor time as that for each of them.
  const busy = changed(
    trialsOf(),
    ({ phase }) => phase === 'warmup',
    ({ mock }) => ({ mock: { ...mock!, cpuMs: 28 } }),
  )
  const result = summarize(busy)
  expect(result.mock.ceiling).toBeLessThan(1.25)
  expect(result.mock.bound).toBe(true)
  expect(verdictOf(result, 'pipelined')).toBe('mock-server-saturated')
  expect(summarize(trialsOf()).mock.ceiling).toBeGreaterThan(5)
})

test('first iterations that cost more CPU than later ones are reported', () => {
  const cold = changed(
    trialsOf(),
    (trial) => isMeasured(trial) && trial.iteration === 1,
    () => ({ cpuMs: 40 }),
  )
  expect(variant(summarize(cold), 'pipelined').firstIterationCpu).toBeCloseTo(2, 6)
  expect(variant(summarize(trialsOf()), 'pipelined').firstIterationCpu).toBeCloseTo(1, 6)
})

test('no trial at all, and trials of two scenarios, are refused', () => {
  expect(() => summarize([])).toThrow(expect.objectContaining({ code: 'no-trials' }))
  const trials = trialsOf()
  const other = changed(trials, isRun('A/A', 6, 6), ({ scenario }) => ({
    scenario: { ...scenario, name: 'other', digest: 'ba9876543210' },
  }))
  expect(() => summarize(other)).toThrow(
    expect.objectContaining({
      code: 'two-scenarios',
      parameters: {
        scenarios: [
          { name: 'paper', digest: '0123456789ab' },
          { name: 'other', digest: 'ba9876543210' },
        ],
      },
    }),
  )
})
