import fc from 'fast-check'
import { expect, test } from 'vitest'
import { summarize } from '../../../../bench/judge/comparison/summarize.ts'
import { resultsOf } from '../../../../bench/judge/comparison/results.ts'
import type { Result } from '../../../../bench/judge/comparison/judgement.ts'
import { parseObjective } from '../../../../bench/judge/selection-criteria.ts'
import { formatSpeedUps } from '../../../../bench/report/format.ts'
import { formatChange } from '../../../../bench/report/messages/controls.ts'
import { ENGLISH } from '../../../../bench/report/messages/en.ts'
import { rankingTable } from '../../../../bench/report/tables/ranking.ts'
import type { Trial } from '../../../../bench/trial/trial.ts'
import { invokedTrials, reinvoked } from '../../../support/invoked-trials.ts'
import { ofSize } from '../../../support/pages.ts'
import { cellsIn } from '../../../support/reports.ts'
import { aFault, changed, isMeasured, isRun, trialsOf } from '../../../support/trials.ts'

const { comparison, units, verdicts } = ENGLISH

const CANDIDATES = { 'look-ahead': 0.9, 'promise-all': 0.25, pipelined: 0.5, 'worker-threads': 1.4 }
const calm = trialsOf({ candidates: CANDIDATES, blockSd: 0.002, iterationSd: 0.004 })

const of = (variant: string, change: (trial: Trial) => Partial<Trial>, trials = calm) =>
  changed(trials, (trial) => isMeasured(trial) && trial.variant === variant, change)

const rankingOf = (result: Result) => rankingTable([result], ENGLISH)
const namesIn = (result: Result) => rankingOf(result).rows.map(({ cells: [variant] }) => variant)

// Breakage: the order of the schedule, the reference first or last whatever its speed, or a copy of it among the others.
test('variants are sorted by speed, the reference where its own puts it, and the copies of it are left out', () => {
  const result = summarize(calm)
  expect(namesIn(result)).toEqual(['promise-all', 'pipelined', 'look-ahead', 'sequential', 'worker-threads'])
  expect(rankingOf(result).rows.map(({ tone }) => tone)).toEqual(['good', 'good', 'good', undefined, 'bad'])
})

// Breakage: a mark on the fastest, which need not be what is recommended.
test('the recommended variant is marked, and no other', () => {
  const marked = (result: Result) =>
    rankingOf(result).rows.flatMap(({ mark, cells: [variant] }) => (mark ? [variant] : []))
  expect(marked(summarize(calm))).toEqual(['promise-all'])
  const constrained = summarize(
    of('promise-all', () => ({ eventLoopDelayMs: 300 })),
    { objective: { for: 'speed' }, constraints: { eventLoopDelayMs: 200 } },
  )
  expect(namesIn(constrained)[0]).toBe('promise-all')
  expect(marked(constrained)).toEqual(['pipelined'])
  expect(marked(summarize(trialsOf({ candidates: CANDIDATES, blocks: 5 })))).toEqual([])
})

// Breakage: what is recommended by its cost stands there in red, as slower, and without its cost.
test('where cost has a part in the selection there is a column of it, and speed colours nothing', () => {
  const trials = invokedTrials({ candidates: { pipelined: { fetch: 20 } } }).map((trial) => ({
    ...trial,
    ...reinvoked(trial, { memoryMb: trial.variant === 'pipelined' ? 256 : 1769 }),
  }))
  const rankedBy = (objective: string) =>
    rankingOf(summarize(trials, { objective: parseObjective(objective), constraints: {} }))
  for (const objective of ['cost', 'balanced']) {
    const table = rankedBy(objective)
    expect(cellsIn(table, 'sequential')[comparison.costColumn]).toBe('100.0%')
    expect(cellsIn(table, 'pipelined')[comparison.costColumn]).toMatch(/^2\d\.\d%$/)
    expect(table.rows.map(({ tone }) => tone)).toEqual([undefined, undefined])
  }
  const bySpeed = rankedBy('speed')
  expect(
    bySpeed.rows.map(({ cells }) => cells[bySpeed.columns.findIndex(({ head }) => head === comparison.costColumn)]),
  ).toEqual(['–', '–'])
  expect(bySpeed.rows.map(({ tone }) => tone)).toEqual([undefined, 'bad'])
})

// Breakage: a speed-up of a variant that did something else, that failed, or that the mock server held up.
test('of a variant of whose speed nothing may be said no speed-up is shown, and it stands last', () => {
  const otherOutput = changed(calm, isRun('promise-all', 1, 1), ({ deliveries }) => ({
    deliveries: { ...deliveries, digest: '0000000000000000' },
  }))
  const failing = of('promise-all', () => ({ faults: [aFault('it died')] }))
  const late = of('promise-all', ({ idealMs }) => ({ plannedIdealMs: idealMs! / 1.3 }))
  for (const [trials, code, text] of [
    [otherOutput, 'output-mismatch', verdicts.outputMismatch],
    [failing, 'unreliable', verdicts.unreliable],
    [late, 'mock-server-saturated', verdicts.mockServerSaturated],
  ] as const) {
    const result = summarize(trials)
    expect(result.variants.find(({ variant }) => variant === 'promise-all')!.verdict!.code).toBe(code)
    expect(namesIn(result)).toEqual(['pipelined', 'look-ahead', 'sequential', 'worker-threads', 'promise-all'])
    expect(cellsIn(rankingOf(result), 'promise-all')[comparison.speedUpColumn]).toBe(text)
  }
})

test('a speed-up stands with its interval and the verdict, and the reference as such', () => {
  const result = summarize(calm)
  const table = rankingOf(result)
  for (const { variant, ratio, verdict } of result.variants.filter(({ role }) => role === 'candidate')) {
    expect(cellsIn(table, variant)[comparison.speedUpColumn]).toBe(
      comparison.speedUp(
        formatSpeedUps(ratio!, ENGLISH).withInterval,
        verdict!.code === 'slower' ? verdicts.slower : verdicts.faster,
      ),
    )
  }
  expect(cellsIn(table, 'sequential')[comparison.speedUpColumn]).toBe(verdicts.reference)
  const early = rankingOf(summarize(trialsOf({ candidates: CANDIDATES, blocks: 5 })))
  expect(cellsIn(early, 'pipelined')[comparison.speedUpColumn]).toContain(verdicts.notJudged)
})

// Breakage: the ends of the interval of the ratio in their order, or a rounded 1.0 that hides on which side of 1 it lies.
test('a speed-up is the inverse of a ratio, its ends swapped, with two decimals near 1', () => {
  const speedUp = (ratio: number, low: number, high: number) => formatSpeedUps({ ratio, low, high }, ENGLISH)
  const written = (estimate: string, low: string, high: string) => ({
    estimate: units.times(estimate),
    interval: units.timesRange(low, high),
    withInterval: units.timesWithInterval({ estimate, low, high }),
  })
  expect(speedUp(0.25, 0.2, 0.5)).toEqual(written('4.0', '2.0', '5.0'))
  expect(speedUp(0.79, 0.7, 0.9)).toEqual(written('1.3', '1.1', '1.4'))
  expect(speedUp(0.97, 0.96, 1.04)).toEqual(written('1.03', '0.96', '1.04'))
  expect(speedUp(1.25, 1.2, 1.3)).toEqual(written('0.80', '0.77', '0.83'))
  expect(speedUp(0.005, 0.004, 0.008)).toEqual(written('200', '125', '250'))
  fc.assert(
    fc.property(
      fc.double({ min: 0.001, max: 20, noNaN: true }),
      fc.double({ min: 0, max: 0.5, noNaN: true }),
      (ratio, half) => {
        const { withInterval, estimate, interval } = speedUp(ratio, ratio * (1 - half), ratio * (1 + half))
        const [own, low, high] = Array.from(withInterval.matchAll(/[\d.]+/g), ([number]) => Number(number))
        expect(low).toBeLessThanOrEqual(own!)
        expect(own).toBeLessThanOrEqual(high!)
        for (const part of [estimate, interval]) expect(withInterval).toContain(part)
      },
    ),
  )
})

test('of several sizes of memory one follows the other, each with its own recommended variant', () => {
  const trials = invokedTrials({ candidates: { pipelined: { fetch: -60 } } })
  const results = resultsOf([...ofSize(trials, 512, 2), ...ofSize(trials, 1769, 1)])
  const { columns, rows, strips } = rankingTable(results, ENGLISH)
  const size = columns.findIndex(({ head }) => head === comparison.memorySizeColumn)
  expect(rows.map(({ cells, mark, isSetApart }) => [cells[0], cells[size], mark !== undefined, isSetApart])).toEqual([
    ['pipelined', '512 MB', true, false],
    ['sequential', '512 MB', false, false],
    ['pipelined', '1769 MB', true, true],
    ['sequential', '1769 MB', false, false],
  ])
  expect(strips!.values).toHaveLength(4)
  // Of one size it is in the title.
  expect(rankingOf(results[0]!).rows.map(({ cells }) => cells[size])).toEqual(['–', '–'])
})

// Breakage: a minus before nothing, which reads as faster.
test('a change that is rounded to nothing has no direction of its own', () => {
  const change = (ratio: number) => formatChange({ ratio, low: 0.95, high: 1.05 }, ENGLISH)
  const written = (estimate: string) => units.withInterval({ estimate, low: '-5.0%', high: '+5.0%' })
  expect([0.9996, 1, 1.0004].map(change)).toEqual(Array(3).fill(written('+0.0%')))
  expect([0.999, 1.001].map(change)).toEqual([written('-0.1%'), written('+0.1%')])
})

// Breakage: a strip of another variant beside a name.
test('the strips are those of the variants in the order of the rows', () => {
  const result = summarize(calm)
  const { rows, strips } = rankingOf(result)
  expect(strips!.values).toEqual(
    rows.map(({ cells: [name] }) => result.variants.find(({ variant }) => variant === name)!.samplesMs),
  )
})
