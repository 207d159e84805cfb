import { expect, test } from 'vitest'
import { ratioOverBlocks } from '../../../../bench/statistics/block-ratio.ts'
import type { Coordinates } from '../../../../bench/scenario/axes.ts'
import { crossoversOf } from '../../../../bench/judge/sweep/crossovers.ts'
import { comparedByTimes, pairsAlong } from '../../../../bench/judge/sweep/pairs.ts'
import { JUDGEMENT_SCHEMA } from '../../../../bench/judge/comparison/judgement.ts'
import { summarizeSweep } from '../../../../bench/judge/sweep/summarize.ts'
import { aRecord, simulatedCells } from '../../../support/sweeps.ts'
import { changed, type Simulation } from '../../../support/trials.ts'

const COUNTS = 'world.items.count=[1, 3, 10, 30, 100]'

const countOf = (at: Coordinates) => at['world.items.count'] as number

/** promise-all overtakes sequential at 5 feeds; pipelined is always as fast as sequential. */
const overtaken = (at: Coordinates): Simulation => ({
  candidates: { 'promise-all': (countOf(at) / 5) ** -0.4, pipelined: 1 },
})

test('a known crossover is found, with an interval that holds it, and as one that changes the recommendation', () => {
  const record = aRecord(COUNTS)
  const { crossovers, comparisons } = summarizeSweep(record, simulatedCells(record, overtaken))
  // Three pairs in five cells.
  expect(comparisons).toBe(15)
  expect(crossovers).toHaveLength(2)
  for (const [index, loser] of ['sequential', 'pipelined'].entries()) {
    const one = crossovers.find(({ overtaken }) => overtaken === loser)!
    expect(one, String(index)).toMatchObject({
      axis: 'world.items.count',
      where: {},
      overtaking: 'promise-all',
      bracket: [3, 10],
      isDecisive: true,
    })
    expect(one.low).toBeLessThan(5)
    expect(one.high).toBeGreaterThan(5)
    expect(one.high / one.low).toBeLessThan(1.3)
    expect(one.at).toBeCloseTo(5, 0)
  }
})

test('the more comparisons there are, the wider each interval is, so that they hold together', () => {
  const path = 'world.items.count'
  const cellAt = (count: number, logRatio: number) => ({
    at: { [path]: count },
    best: [],
    slack: 0,
    alpha: 0.05,
    times: [
      { name: 'sequential', blocks: [0, 0, 0, 0, 0, 0].map((log) => [log]) },
      { name: 'promise-all', blocks: [-0.1, -0.05, -0.02, 0.02, 0.05, 0.1].map((noise) => [logRatio + noise]) },
    ],
  })
  const widthAt = (comparisons: number) => {
    const cells = [cellAt(1, 1), cellAt(100, -1)].map((cell) => comparedByTimes(cell, comparisons))
    const [one] = crossoversOf(pairsAlong([{ path, values: [1, 100] }], cells))
    return Math.log(one!.high / one!.low)
  }
  // Lines from 1 to -1, so far beside each other as the interval is wide, over the log of 100.
  const { low, high } = ratioOverBlocks(
    [-0.1, -0.05, -0.02, 0.02, 0.05, 0.1].map((noise) => [noise]),
    0.05 / 20,
  )
  expect(widthAt(20)).toBeCloseTo((Math.log(high / low) / 2) * Math.log(100), 6)
  expect(widthAt(20)).toBeGreaterThan(1.5 * widthAt(1))
})

test('where no two strategies change places there is no crossover', () => {
  const record = aRecord(COUNTS)
  const apart = simulatedCells(record, (at) => ({
    candidates: { 'promise-all': 0.9 * countOf(at) ** -0.1, pipelined: 1.3 },
  }))
  expect(summarizeSweep(record, apart).crossovers).toEqual([])
})

// Breakage: only crossovers looked for, or a lead claimed where the one behind was significantly the faster one below.
test('a strategy that is as fast at the small end, and significantly slower from somewhere on, is left behind there', () => {
  const record = aRecord(COUNTS)
  const sweepOf = (ratioAt: (count: number) => number) =>
    summarizeSweep(
      record,
      simulatedCells(record, (at) => ({ candidates: { 'promise-all': ratioAt(countOf(at)), pipelined: 1.3 } })),
    )
  const { crossovers, leads } = sweepOf((count) => (count < 10 ? 1 : 0.5))
  expect(crossovers).toEqual([])
  const path = 'world.items.count'
  expect(leads).toEqual([
    { axis: path, where: {}, ahead: 'promise-all', behind: 'sequential', from: 10, isDecisive: true },
  ])
  expect(sweepOf((count) => (count < 10 ? 1 : 2)).leads).toMatchObject([
    { ahead: 'sequential', behind: 'promise-all', from: 10, isDecisive: true },
  ])
  expect(sweepOf((count) => (count === 10 ? 0.5 : 1)).leads).toEqual([])
  expect(sweepOf((count) => (count < 10 ? 1.2 : 0.5)).leads).toEqual([])
  expect(sweepOf(() => 0.5).leads).toEqual([])
  // Faster by less than the margin: both are among the best all along.
  const near = sweepOf((count) => (count < 10 ? 1 : 0.97))
  expect(near.cells.map(({ best }) => best)).toEqual(near.cells.map(() => ['sequential', 'promise-all']))
  expect(near.leads).toMatchObject([{ ahead: 'promise-all', behind: 'sequential', isDecisive: false }])
})

test('a crossover of two that are not the best does not change what to ship', () => {
  const record = aRecord(COUNTS)
  const { crossovers } = summarizeSweep(
    record,
    simulatedCells(record, (at) => ({ candidates: { 'promise-all': (countOf(at) / 5) ** -0.2, pipelined: 0.2 } })),
  )
  expect(crossovers).toMatchObject([{ overtaking: 'promise-all', overtaken: 'sequential', isDecisive: false }])
})

test('each cell has its own verdicts and its own best', () => {
  const record = aRecord(COUNTS)
  const { cells, variants, exitCode, schema, kind } = summarizeSweep(record, simulatedCells(record, overtaken))
  expect({ schema, kind, exitCode }).toEqual({ schema: JUDGEMENT_SCHEMA, kind: 'sweep', exitCode: 0 })
  expect(variants).toEqual(['sequential', 'promise-all', 'pipelined'])
  expect(cells.map(({ at, best }) => [countOf(at), best])).toEqual([
    [1, ['sequential', 'pipelined']],
    [3, ['sequential', 'pipelined']],
    [10, ['promise-all']],
    [30, ['promise-all']],
    [100, ['promise-all']],
  ])
  expect(cells[0]!.variants.map(({ variant, verdict }) => [variant, verdict?.code])).toEqual([
    ['sequential', undefined],
    ['promise-all', 'slower'],
    ['pipelined', 'equivalent'],
  ])
  expect(
    cells.every(
      ({ isPredicted, measured }) => !isPredicted && measured?.aaCheckPassed && measured.sensitivityCheckFound,
    ),
  ).toBe(true)
})

test('what is wished for decides what is best', () => {
  const record = aRecord(COUNTS)
  const raced = simulatedCells(record, overtaken).map(({ cell, trials }) => ({
    cell,
    trials: changed(
      trials,
      ({ variant }) => variant === 'promise-all',
      () => ({ peakRssBytes: 900e6 }),
    ),
  }))
  const { cells, objective } = summarizeSweep(record, raced, {
    objective: { for: 'speed' },
    constraints: { rssBytes: 500e6 },
  })
  expect(objective).toBe('speed')
  expect(cells.every(({ best }) => !best.includes('promise-all'))).toBe(true)
})

test('on a grid each line along an axis has crossovers of its own', () => {
  const record = aRecord('world.items.count=[1, 10, 100]', 'world.fetchDelay.ms=[5, 50]')
  const { crossovers } = summarizeSweep(
    record,
    simulatedCells(record, (at) => {
      const place = at['world.fetchDelay.ms'] === 5 ? 30 : 3
      return { candidates: { 'promise-all': (countOf(at) / place) ** -0.4, pipelined: 0.05 } }
    }),
  )
  const along = (path: string) =>
    crossovers
      .filter(({ axis }) => axis === path)
      .map(({ where, at, overtaking }) => [Object.values(where), Math.round(at), overtaking])
  expect(along('world.items.count')).toEqual([
    [[5], 30, 'promise-all'],
    [[50], 3, 'promise-all'],
  ])
  // At 10 feeds the servers' slowness decides, at 1 and at 100 it does not.
  expect(along('world.fetchDelay.ms')).toMatchObject([[[10], expect.any(Number), 'promise-all']])
})

test('seeds have no order, though they are numbers', () => {
  const record = aRecord('world.seed=[1, 2]')
  const { crossovers, leads } = summarizeSweep(
    record,
    simulatedCells(record, (at) => ({
      candidates: { 'promise-all': at['world.seed'] === 1 ? 1 : 0.5, pipelined: 1.3 },
    })),
  )
  expect([crossovers, leads]).toEqual([[], []])
})

test('values without an order have no crossovers', () => {
  const record = aRecord('check=[full, prefilter]')
  const { crossovers, cells } = summarizeSweep(
    record,
    simulatedCells(record, ({ check }) => ({
      candidates: { 'promise-all': check === 'full' ? 0.5 : 2, pipelined: 1 },
    })),
  )
  expect(cells).toHaveLength(2)
  expect(crossovers).toEqual([])
})

test('a variant that did something else is compared with none where it did', () => {
  const record = aRecord(COUNTS)
  const wrongAt = (count: number) =>
    simulatedCells(record, overtaken).map(({ cell, trials }) => ({
      cell,
      trials: changed(
        trials,
        ({ variant }) => variant === 'promise-all' && countOf(cell.at) === count,
        ({ deliveries }) => ({ deliveries: { ...deliveries, digest: 'somethingelse' } }),
      ),
    }))
  // The sure values next to the crossover are now further apart.
  const { crossovers, exitCode, cells } = summarizeSweep(record, wrongAt(3))
  expect(crossovers.find(({ overtaken }) => overtaken === 'sequential')!.bracket).toEqual([1, 10])
  expect(exitCode).toBe(2)
  expect(cells.map(({ measured }) => measured!.sameDeliveries)).toEqual([true, false, true, true, true])
})

test('on a machine that is not fit only what lies beyond the margin is sure', () => {
  const record = aRecord('world.items.count=[1, 10]')
  const raced = (aaCheck: number) =>
    simulatedCells(record, (at) => ({
      aaCheck,
      candidates: { 'promise-all': countOf(at) === 1 ? 1.04 : 0.5, pipelined: 1 },
      blockSd: 0.001,
      iterationSd: 0.001,
    }))
  const isFound = (aaCheck: number) =>
    summarizeSweep(record, raced(aaCheck)).crossovers.some(
      ({ overtaking, overtaken }) => overtaking === 'promise-all' && overtaken === 'sequential',
    )
  expect(isFound(1)).toBe(true)
  expect(isFound(1.2)).toBe(false)
})

test('cells without trials, and without a whole look, are no part of it', () => {
  const record = aRecord(COUNTS)
  const { cells, planned, crossovers } = summarizeSweep(
    record,
    simulatedCells(record, (at) =>
      countOf(at) === 1 ? undefined : { ...overtaken(at), ...(countOf(at) === 100 && { blocks: 5 }) },
    ),
  )
  expect(cells.map(({ at }) => countOf(at))).toEqual([3, 10, 30])
  expect(planned).toBe(5)
  expect(crossovers).toHaveLength(2)
  const nothing = summarizeSweep(record, [])
  expect(nothing).toMatchObject({ cells: [], exitCode: 5, crossovers: [] })
})

test('a crossover along what sizes depend on gives the size of a feed', () => {
  const record = aRecord('world.items.events=[10, 100, 1000]')
  const { crossovers } = summarizeSweep(
    record,
    simulatedCells(record, (at) => ({
      candidates: { 'promise-all': ((at['world.items.events'] as number) / 400) ** -0.4, pipelined: 0.1 },
    })),
  )
  expect(crossovers[0]!.at).toBeCloseTo(400, -2)
  // Some 400 bytes an event.
  expect(crossovers[0]!.kilobytes! / crossovers[0]!.at).toBeGreaterThan(0.3)
  expect(crossovers[0]!.kilobytes! / crossovers[0]!.at).toBeLessThan(0.6)
})
