import { expect, test } from 'vitest'
import { summarizeLoad } from '../../../../bench/judge/load/summarize.ts'
import { resultsOf } from '../../../../bench/judge/comparison/results.ts'
import { SPEED } from '../../../../bench/judge/selection-criteria.ts'
import { summarizeSweep } from '../../../../bench/judge/sweep/summarize.ts'
import { drawSvg } from '../../../../bench/report/render/html/svg.ts'
import { plotOf } from '../../../../bench/report/render/plots/plot-of.ts'
import type { Drawing } from '../../../../bench/report/drawing.ts'
import { WIDTHS } from '../../../../bench/report/render/plots/room.ts'
import { type Comparison, comparisonDocument } from '../../../../bench/report/documents/comparison.ts'
import { loadDocument } from '../../../../bench/report/documents/load.ts'
import { sweepDocument } from '../../../../bench/report/documents/sweep.ts'
import { ENGLISH } from '../../../../bench/report/messages/en.ts'
import { type StandaloneChart, standaloneCharts } from '../../../../bench/report/render/standalone.ts'
import { invokedTrials } from '../../../support/invoked-trials.ts'
import { aRace, ofSize, timelinesFor } from '../../../support/pages.ts'
import { aRecord, simulatedCells } from '../../../support/sweeps.ts'
import { loadTrialsOf } from '../../judge/load/simulated.ts'

const chartsOf = (comparison: Comparison) => standaloneCharts(comparisonDocument(comparison, ENGLISH), ENGLISH)

/** Every chart of a sweep over these axes. */
function sweepCharts(...axes: readonly string[]): StandaloneChart[] {
  const record = aRecord(...axes)
  const raced = simulatedCells(record, () => ({}))
  return standaloneCharts(sweepDocument(summarizeSweep(record, raced, SPEED), ENGLISH), ENGLISH)
}

const race = aRace()
const invocations = invokedTrials()
const charts: readonly StandaloneChart[] = [
  ...chartsOf({ results: [race], timelines: timelinesFor(race) }),
  ...chartsOf({ results: resultsOf([...ofSize(invocations, 512, 2), ...ofSize(invocations, 1769, 1)]) }),
  ...standaloneCharts(loadDocument(summarizeLoad(await loadTrialsOf()), ENGLISH), ENGLISH),
  ...sweepCharts('world.items.count=[1,3,10]'),
  ...sweepCharts('world.fetchDelay=[{model: constant, ms: 5}, {model: lognormal, medianMs: 5, sigma: 0.5}]'),
  ...sweepCharts('world.items.count=[1,3,10]', 'world.fetchDelay.ms=[1,5]'),
]

// Breakage: a function or a Map in the data.
test('every chart is data: it is drawn the same after it was written as JSON and read again', () => {
  const kinds = new Set(charts.map(({ body }) => body.drawing.chart))
  expect([...kinds].toSorted()).toEqual([
    'banded-curves',
    'curves',
    'densities',
    'grid',
    'intervals',
    'lines',
    'scatter',
    'shares',
    'spans',
    'stacked-bars',
    'two-dots',
  ])
  for (const {
    id,
    body: { drawing },
  } of charts) {
    const read = JSON.parse(JSON.stringify(drawing)) as Drawing
    expect(read, id).toEqual(drawing)
    for (const width of Object.values(WIDTHS))
      expect(drawSvg(plotOf(read, width)), `${id} in ${width} pixels`).toBe(drawSvg(plotOf(drawing, width)))
  }
})

// Breakage: every span of every item in the data of a chart, of which only a few lanes are drawn.
test('the waterfall of a thousand items is hardly more data than that of a hundred', () => {
  const [few, many] = [100, 1000].map((items) => {
    const all = chartsOf({ results: [race], timelines: timelinesFor(race, items) })
    return JSON.stringify(all.map(({ body }) => body.drawing).filter(({ chart }) => chart === 'spans')).length
  }) as [number, number]
  expect(many).toBeLessThan(few * 1.5)
  expect(many).toBeLessThan(300_000)
})
