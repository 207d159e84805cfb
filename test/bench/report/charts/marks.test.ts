import { expect, test } from 'vitest'
import { ENGLISH } from '../../../../bench/report/messages/en.ts'
import { summarizeLoad } from '../../../../bench/judge/load/summarize.ts'
import { resultsOf } from '../../../../bench/judge/comparison/results.ts'
import { SPEED } from '../../../../bench/judge/selection-criteria.ts'
import { summarizeSweep } from '../../../../bench/judge/sweep/summarize.ts'
import type { Timeline } from '../../../../bench/trial/timelines.ts'
import { summarize } from '../../../../bench/judge/comparison/summarize.ts'
import { isSelectable } from '../../../../bench/plan/schedule.ts'
import { coloursOf } from '../../../../bench/report/palette.ts'
import { trialsOf } from '../../../support/trials.ts'
import { readPage } from '../../../support/drawn-pages.ts'
import { invokedTrials } from '../../../support/invoked-trials.ts'
import { aRace, ofSize, timelinesFor } from '../../../support/pages.ts'
import { aRecord, simulatedCells } from '../../../support/sweeps.ts'
import { loadTrialsOf } from '../../judge/load/simulated.ts'
import { comparisonPage, loadPage, sweepPage } from '../../../support/reports.ts'

/** Without what keeps lines away from names. */
const BOXES = '.rect:not([fill="var(--page)"]) rect'

// Breakage of all of these: a mark whose channel is undefined, for which Plot draws nothing and says nothing.

test('a benchmark has an interval and a dot a candidate, a tick a run, a hill and a line a strategy', () => {
  const race = aRace()
  const page = readPage(comparisonPage({ results: [race], timelines: timelinesFor(race) }))
  const candidates = race.variants.filter(({ role }) => role === 'candidate').length
  const runs = race.variants
    .filter(({ role }) => isSelectable(role))
    .reduce((sum, { samplesMs }) => sum + samplesMs.length, 0)
  expect(page.count('ratios', '.link path')).toBe(candidates)
  expect(page.count('ratios', '.dot circle')).toBe(candidates)
  expect(page.count('ratios', BOXES)).toBe(1)
  for (const room of ['wide', 'narrow'] as const) {
    expect(page.count('controls', '.dot circle', room)).toBe(2)
    expect(page.count('distributions', '.line path', room)).toBe(candidates + 1)
    expect(page.count('distributions', '.dot circle', room)).toBe(candidates + 1)
    expect(page.count('ecdf', '.line path', room)).toBe(candidates + 1)
    expect(page.count('cold', '.dot circle', room)).toBe(2 * (candidates + 1))
    expect(page.count('phases', BOXES, room)).toBe(4 * (candidates + 1))
    expect(page.count('cost', '.dot circle', room)).toBe(candidates + 1)
  }
  expect(page.strokes('distributions', 'path.runs')).toBe(runs)
})

// Breakage: a variant without a colour, whose marks are drawn in none.
test('eight strategies of the user beside two of ours have marks in every chart, each in a colour of its own', () => {
  const own = Array.from({ length: 8 }, (_, index) => [`own-${index}`, 0.3 + index / 10] as const)
  const race = summarize(trialsOf({ candidates: { pipelined: 0.2, ...Object.fromEntries(own) }, cold: 3 }))
  const html = comparisonPage({ results: [race], timelines: timelinesFor(race) })
  expect(html).not.toContain('undefined')
  const page = readPage(html)
  expect(page.count('ratios', '.dot circle')).toBe(9)
  for (const room of ['wide', 'narrow'] as const) {
    expect(page.count('distributions', '.line path', room)).toBe(10)
    expect(page.count('ecdf', '.line path', room)).toBe(10)
    expect(page.count('cold', '.dot circle', room)).toBe(2 * 10)
    expect(page.count('cost', '.dot circle', room)).toBe(10)
  }
  expect(page.count('waterfall', 'path.under-way')).toBe(3 * 10)
  const colours = coloursOf(race.variants)
  const compared = race.variants.filter(({ role }) => isSelectable(role)).map(({ variant }) => colours.get(variant))
  expect(new Set(compared).size).toBe(10)
})

test('a waterfall has a stroke a step, and above 100 feeds those of the slowest 30 of each strategy', () => {
  const race = aRace()
  const few = timelinesFor(race, 12)
  const strategies = few.length
  const stepsIn = (feeds: number) => few.length * feeds
  const small = readPage(comparisonPage({ results: [race], timelines: few }))
  expect(small.strokes('waterfall', 'path.lanes.fetch')).toBe(stepsIn(12))
  expect(small.strokes('waterfall', 'path.lanes.notify')).toBe(stepsIn(6))
  expect(small.count('waterfall', 'path.under-way')).toBe(3 * strategies)
  const large = readPage(comparisonPage({ results: [race], timelines: timelinesFor(race, 1000) }))
  expect(large.strokes('waterfall', 'path.lanes.fetch')).toBe(stepsIn(30))
  expect(large.count('waterfall', 'path.under-way')).toBe(3 * strategies)
})

// Breakage: a report that fails since a run had nothing to do.
test('of runs without a step there is no waterfall', () => {
  const race = aRace()
  const page = readPage(comparisonPage({ results: [race], timelines: timelinesFor(race, 0) }))
  expect(page.document.querySelector('#waterfall')).toBeNull()
})

test('a delay of the event loop is marked where it was, and named in the legend', () => {
  const race = aRace()
  const timelines = timelinesFor(race).map((one) =>
    one.variant === 'promise-all' ? { ...one, eventLoop: [[2, 9]] } : one,
  )
  const page = readPage(comparisonPage({ results: [race], timelines: timelines as Timeline[] }))
  expect(page.count('waterfall', BOXES)).toBe(1)
  expect(page.document.querySelector('#waterfall .keys')!.textContent).toContain(
    ENGLISH.charts.waterfallEventLoopDelayKey,
  )
  const without = readPage(comparisonPage({ results: [race], timelines: timelinesFor(race) }))
  expect(without.document.querySelector('#waterfall .keys')!.textContent).not.toContain(
    ENGLISH.charts.waterfallEventLoopDelayKey,
  )
})

test('functions of two sizes have a curve a strategy for time and for cost, and phases by their traces', () => {
  const trials = invokedTrials()
  const page = readPage(comparisonPage({ results: resultsOf([...ofSize(trials, 512, 2), ...ofSize(trials, 1769, 1)]) }))
  for (const picture of ['memory-time', 'memory-cost']) {
    expect(page.count(picture, '.line path')).toBe(2)
    expect(page.count(picture, '.dot circle')).toBe(4)
    expect(page.count(picture, '.link path')).toBe(4)
  }
  const [head, ...rows] = page.table('#traces-512')
  expect(page.count('traces-512', BOXES)).toBe(rows.length * (head!.length - 3))
})

test('a sweep has a line and a band a strategy, a dot a cell, and a mark for each crossover', () => {
  const record = aRecord('world.items.count=[1,3,10,30]')
  const raced = simulatedCells(record, (at) => ({
    candidates: { 'promise-all': 1.4 / (at['world.items.count'] as number) ** 0.4, pipelined: 0.5 },
  }))
  const result = summarizeSweep(record, raced, SPEED)
  expect(result.crossovers.length).toBeGreaterThan(0)
  const page = readPage(sweepPage({ result }))
  expect(page.count('lines', '.line path')).toBe(3)
  expect(page.count('lines', '.area path')).toBe(3)
  expect(page.count('lines', '.dot circle')).toBe(12)
  expect(page.count('lines', '.rule line')).toBe(result.crossovers.length)
  // A band for each of these, and a piece of the strip for each cell.
  expect(page.count('lines', BOXES)).toBe(result.crossovers.length + 4)
  const where = [...page.document.querySelectorAll('#environment tr')].map((row) =>
    [...row.children].map(({ textContent }) => textContent!.trim().replaceAll('\u00A0', ' ')),
  )
  const { page: texts, sweep } = ENGLISH
  const machine = sweep.environment({ cores: 2, cpu: 'Paper 3000', node: 'v24.0.0', revision: 'abcdef0' })
  expect(where).toEqual([
    [texts.targetLabel, texts.targetLocal],
    [texts.measuredAtLabel, ENGLISH.instant(raced[0]!.trials[0]!.beganAt)],
    [texts.machineLabel, machine],
  ])
})

test('a decision map has a rectangle a cell with its names, and hatches what is not decided', () => {
  const record = aRecord('world.items.count=[1,3,10]', 'world.fetchDelay.ms=[1,5]')
  const raced = simulatedCells(record, (at) =>
    at['world.fetchDelay.ms'] === 1 ? { candidates: { 'promise-all': 1, pipelined: 1 }, aaCheck: 1.2 } : {},
  )
  const page = readPage(sweepPage({ result: summarizeSweep(record, raced, SPEED) }))
  expect(page.count('map', BOXES)).toBe(6)
  expect(page.strokes('map', 'path.inconclusive')).toBe(3 * 6)
  const said = [...page.drawing('map').querySelectorAll('text')].map((text) => text.textContent)
  expect(said.filter((text) => text === 'pipe')).toHaveLength(3)
  expect(said.filter((text) => text === '?')).toHaveLength(3)
})

test('jobs on a schedule have a latency and a backlog a strategy', async () => {
  const result = summarizeLoad(await loadTrialsOf())
  const page = readPage(loadPage({ result }))
  expect(page.count('latency', '.dot circle')).toBe(4)
  expect(page.count('backlog', '.line path')).toBe(2)
  expect(page.count('ratios', '.dot circle')).toBe(1)
})

test('what has no data has no picture', () => {
  const page = readPage(comparisonPage({ results: [aRace({ blocks: 1, cold: 1 })] }))
  const pictures = [...page.document.querySelectorAll('figure')].map(({ id }) => id)
  expect(pictures).toEqual(['distributions', 'phases', 'ecdf', 'cost', 'cold'])
})
