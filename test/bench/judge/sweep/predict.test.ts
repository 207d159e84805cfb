import { expect, test } from 'vitest'
import { calibrateCosts } from '../../../../bench/model/calibrate.ts'
import { createPredictor } from '../../../../bench/model/predict.ts'
import type { Coordinates } from '../../../../bench/scenario/axes.ts'
import { bestPredicted, errorSeenIn } from '../../../../bench/judge/sweep/best.ts'
import { cellsBetween } from '../../../../bench/judge/sweep/between.ts'
import { predictBetween } from '../../../../bench/judge/sweep/predict.ts'
import { summarizeSweep } from '../../../../bench/judge/sweep/summarize.ts'
import { strategies, type StrategyName } from '../../../../strategies/index.ts'
import { aRecord, simulatedCells } from '../../../support/sweeps.ts'
import { changed, aFault } from '../../../support/trials.ts'

const COUNTS = 'world.items.count=[1, 3, 12]'

test('between cells lie the geometric middles of numbers that can be predicted', () => {
  const between = cellsBetween(aRecord('world.items.count=[12, 3, 48]', 'world.fetchDelay.ms=[2, 50]'))
  expect(between.map(({ at }) => Object.values(at))).toEqual([
    [12, 10],
    [3, 10],
    [48, 10],
    [6, 2],
    [6, 50],
    [6, 10],
    [24, 2],
    [24, 50],
    [24, 10],
  ])
  for (const { at, scenario } of between) {
    expect(scenario.world.items.count).toBe(at['world.items.count'])
    expect(scenario.world.fetchDelay).toEqual({ model: 'constant', ms: at['world.fetchDelay.ms'] })
  }
})

test('numbers next to each other, 0 and what cannot be predicted have nothing in between', () => {
  expect(cellsBetween(aRecord('world.items.count=[1, 2, 3]'))).toEqual([])
  expect(cellsBetween(aRecord('world.dnsDelayMs=[0, 10]'))).toEqual([])
  expect(cellsBetween(aRecord('checkCpuMs=[1, 100]')).map(({ scenario }) => scenario.checkCpuMs)).toEqual([10])
  expect(cellsBetween(aRecord('world.items.bytes=[4KB, 40KB]')).map(({ at }) => Object.values(at))).toEqual([[12_649]])
  expect(cellsBetween(aRecord('limits.concurrency=[1, 100]')).map(({ scenario }) => scenario.limits)).toEqual([
    { concurrency: 10 },
  ])
  expect(cellsBetween(aRecord('check=[full, prefilter]'))).toEqual([])
  // The cells of an axis that has none are each a line of their own.
  const both = cellsBetween(aRecord('world.items.count=[3, 12]', 'check=[full, prefilter]'))
  expect(both.map(({ at, scenario }) => [at['world.items.count'], at.check, scenario.check])).toEqual([
    [6, 'full', 'full'],
    [6, 'prefilter', 'prefilter'],
  ])
})

test('no more than 120 cells are predicted, and the rest are reported as not predicted', async () => {
  const values = (most: number) => JSON.stringify(Array.from({ length: most }, (_, index) => 1.16 ** index))
  const between = async (most: number) => {
    const record = aRecord(`world.fetchDelay.ms=${values(most)}`)
    const raced = simulatedCells({ ...record, cells: record.cells.slice(0, 1) }, () => ({}))
    const { cells, unpredicted } = await predictBetween(record, raced, summarizeSweep(record, raced))
    return [cells.filter(({ isPredicted }) => isPredicted).length, unpredicted]
  }
  expect(await between(121)).toEqual([120, undefined])
  expect(await between(122)).toEqual([0, { code: 'too-many', cells: 121, of: 120 }])
})

test('predicted cells are marked, have no verdict, and stand beside how far predictions were off', async () => {
  const record = aRecord(COUNTS)
  const raced = simulatedCells(record, (at) => ({
    referenceMs: 8 * Number(at['world.items.count']),
    candidates: { 'promise-all': 0.5, pipelined: 0.5 },
  }))
  const judged = summarizeSweep(record, raced)
  const { cells, predictionErrors, ...rest } = await predictBetween(record, raced, judged)
  const { cells: _, ...others } = judged
  expect(rest).toEqual(others)
  expect(cells.slice(0, 3)).toEqual(judged.cells)
  const [first, ...more] = cells.slice(3)
  expect(more.map(({ at }) => at)).toEqual([{ 'world.items.count': 6 }])
  expect(first!.at).toEqual({ 'world.items.count': 2 })
  for (const { isPredicted, measured, variants, best } of [first!, ...more]) {
    expect({ isPredicted, measured }).toEqual({ isPredicted: true, measured: undefined })
    expect(variants.map(({ variant }) => variant)).toEqual(['sequential', 'promise-all', 'pipelined'])
    for (const { variant, verdict, makespanMs, ratio } of variants) {
      expect(verdict).toBeUndefined()
      expect(makespanMs.median).toBeGreaterThan(0)
      const expected = makespanMs.median / variants[0]!.makespanMs.median
      expect(ratio?.ratio).toBe(variant === 'sequential' ? undefined : expected)
    }
    // What was never run is further off than any two of these are from each other.
    expect(best).toEqual([])
  }
  expect(predictionErrors!.cells).toBe(3)
  // Of the other strategies alone: predicted over measured times at the cells that were measured.
  const scenarios = new Map(record.cells.map(({ at, scenario }) => [at['world.items.count'], scenario]))
  const runs = raced.map(({ cell, trials }) => ({ scenario: cell.scenario, trials }))
  const costs = calibrateCosts(runs, 2)
  const ratios: number[] = []
  for (const { at, variants } of judged.cells)
    for (const { variant, makespanMs } of variants.slice(1)) {
      const predict = createPredictor({ scenario: scenarios.get(at['world.items.count'])!, costs })
      ratios.push((await predict(strategies[variant as StrategyName])).makespanMs / makespanMs.median)
    }
  expect(predictionErrors!.low).toBe(Math.min(...ratios))
  expect(predictionErrors!.high).toBe(Math.max(...ratios))
  expect(predictionErrors!.low).toBeLessThanOrEqual(predictionErrors!.medianRatio)
  expect(predictionErrors!.medianRatio).toBeLessThanOrEqual(predictionErrors!.high)
})

// Breakage: costs of checking everything averaged with those of checking what can matter, and both predicted wrongly.
test('what is parsed in full is predicted by runs that did, and the other by the others', async () => {
  const record = aRecord('world.items.count=[3, 12]', 'check=[full, prefilter]')
  const raced = simulatedCells(record, () => ({})).map(({ cell, trials }) => ({
    cell,
    trials: changed(
      trials,
      () => cell.at.check === 'full',
      ({ steps }) => ({ steps: { ...steps, check: { ...steps.check!, busyMs: 1200 } } }),
    ),
  }))
  const { cells } = await predictBetween(record, raced, summarizeSweep(record, raced))
  const predictedMs = (check: string) =>
    cells.find(({ at, isPredicted }) => isPredicted && at.check === check)!.variants[0]!.makespanMs.median
  // 100 ms a feed instead of some 3.
  expect(predictedMs('full') - predictedMs('prefilter')).toBeGreaterThan(6 * 90)
})

test('without runs of sequential that went well, nothing is predicted', async () => {
  const record = aRecord(COUNTS)
  const raced = simulatedCells(record, () => ({})).map(({ cell, trials }) => ({
    cell,
    trials: changed(
      trials,
      ({ strategy }) => strategy === 'sequential',
      () => ({ faults: [aFault('fell over')] }),
    ),
  }))
  const judged = summarizeSweep(record, raced)
  expect(await predictBetween(record, raced, judged)).toEqual({
    ...judged,
    unpredicted: { code: 'no-costs', cells: 2, of: 2 },
  })
})

// Breakage: costs of compressed feeds averaged with those of others.
test('compressed feeds are predicted by runs of compressed feeds', async () => {
  const record = aRecord('world.items.count=[3, 12]', 'world.fetchFaults.gzip=[0, 1]')
  const isGzip = (at: Coordinates) => at['world.fetchFaults.gzip'] === 1
  const raced = simulatedCells(record, () => ({})).map(({ cell, trials }) => ({
    cell,
    trials: changed(
      trials,
      () => isGzip(cell.at),
      ({ steps }) => ({ steps: { ...steps, fetch: { ...steps.fetch!, busyMs: 1200 } } }),
    ),
  }))
  const { cells } = await predictBetween(record, raced, summarizeSweep(record, raced))
  const predictedMs = (gzip: boolean) =>
    cells.find(({ at, isPredicted }) => isPredicted && isGzip(at) === gzip)!.variants[0]!.makespanMs.median
  expect(predictedMs(true) - predictedMs(false)).toBeGreaterThan(6 * 80)
})

test('the best of predicted times are those that are no further apart than their ratio was off where it was measured', () => {
  const best = (...offBy: readonly (readonly [string, number])[][]) =>
    bestPredicted(
      new Map([
        ['sequential', 100],
        ['promise-all', 50],
        ['pipelined', 54],
      ]),
      errorSeenIn(offBy.map((errors) => new Map(errors))),
    )
  const exact = (name: string) => [name, 1] as const
  expect(best([exact('sequential'), exact('promise-all'), exact('pipelined')])).toEqual(['promise-all'])
  // Wherever all are off alike, their ratios are not.
  expect(
    best([
      ['sequential', 2],
      ['promise-all', 2],
      ['pipelined', 2],
    ]),
  ).toEqual(['promise-all'])
  expect(best([exact('sequential'), exact('promise-all'), ['pipelined', 1.1]])).toEqual(['promise-all', 'pipelined'])
  expect(best([exact('sequential'), exact('promise-all'), ['pipelined', 1 / 1.1]])).toEqual([
    'promise-all',
    'pipelined',
  ])
  expect(best([exact('sequential'), ['promise-all', 2.1], exact('pipelined')])).toEqual([])
  // The cell in which it was most off counts, and what was never measured never differs significantly.
  expect(
    best([exact('sequential'), exact('promise-all'), exact('pipelined')], [exact('promise-all'), ['pipelined', 2]]),
  ).toEqual([])
})
