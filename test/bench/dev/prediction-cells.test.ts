import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, test } from 'vitest'
import { MODEL } from '../../../bench/model/costs.ts'
import { drawCells, errorsOf, spansOf } from '../../../bench/dev/prediction-cells.ts'
import { readValidation, writeValidation } from '../../../bench/judge/prediction/validation.ts'
import { readScenario } from '../../../bench/scenario/file.ts'
import { aFolder } from '../../support/folders.ts'

const demo = readScenario('demo')
const SEED = 20_260_115
const machine = { cpu: 'A processor', cores: 2, node: 'v24.0.0' }

test('sixty cells span a factor of ten in items, delay and size, and depend on the seed alone', () => {
  const cells = drawCells(demo, 60, SEED)
  for (const { least, most } of Object.values(spansOf(cells))) expect(most / least).toBeGreaterThanOrEqual(10)
  expect(drawCells(demo, 60, SEED)).toEqual(cells)
  expect(drawCells(demo, 20, SEED)).toEqual(cells.slice(0, 20))
  expect(drawCells(demo, 60, 7)).not.toEqual(cells)
  expect(new Set(cells.map(({ scenario }) => scenario.world.seed)).size).toBe(60)
})

test('errors are the middle and the 90th percentile of how far ratios are from 1, by strategy', () => {
  const held = [0.9, 1.05, 1.3, 1].map((ratio) => ({ strategy: 'sequential', ratio }))
  expect(errorsOf([...held, { strategy: 'pipelined', ratio: 0.5 }])).toEqual({
    sequential: { medianError: 0.075, p90Error: 0.24, medianRatio: 1.025, cells: 4 },
    pipelined: { medianError: 0.5, p90Error: 0.5, medianRatio: 0.5, cells: 1 },
  })
})

test('a validation is read as it was written', () => {
  const file = pathToFileURL(join(aFolder(), 'validation.json'))
  expect(readValidation(file)).toBeUndefined()
  const validation = {
    model: MODEL,
    cells: 60,
    seed: SEED,
    scenario: 'demo',
    spans: spansOf(drawCells(demo, 60, SEED)),
    machine,
    measuredAt: '2026-01-15T09:00:00.000Z',
    load: { before: 0.1, after: 0.4 },
    strategies: errorsOf([{ strategy: 'sequential', ratio: 1.02 }]),
  }
  writeValidation(validation, file)
  expect(readValidation(file)).toEqual(validation)
  expect(validation.spans.items).toEqual({ least: 5, most: 59 })
})
