import { expect, test } from 'vitest'
import { axesFrom, drawPrediction, predictTables } from '../../../bench/commands/predict.ts'
import { parseAxis } from '../../../bench/prediction/axis.ts'
import { readScenario } from '../../../bench/scenario-file.ts'
import { UsageError } from '../../../bench/usage-error.ts'
import { type StrategyName, strategies } from '../../../strategies/index.ts'
import { REAL } from '../prediction/paper.ts'

const names = Object.keys(strategies) as StrategyName[]
const demo = readScenario('demo')
const machine = { cpu: 'A processor', cores: 2, node: 'v24.0.0' }
const calibration = { costs: REAL, machine, measuredAt: '2026-01-15T09:30:00.000Z', runs: 40, load: 0.1 }
const validation = {
  cells: 60,
  seed: 1,
  scenario: 'demo',
  spans: { feeds: { least: 5, most: 60 }, delayMs: { least: 2, most: 25 }, kilobytes: { least: 3, most: 40 } },
  machine,
  measuredAt: '2026-01-15T09:00:00.000Z',
  load: { before: 0.1, after: 0.1 },
  strategies: Object.fromEntries(names.map((name) => [name, { medianError: 0.04, p90Error: 0.1, medianRatio: 1 }])),
}

test('a table over feeds fits into 80 columns and tells all that its figures rest on', async () => {
  const tables = await predictTables(demo, [parseAxis('feeds', '1..1000000')], names, calibration)
  const lines = drawPrediction(demo, { calibration, validation, tables }, 80)
  for (const line of lines) expect(line.length, line).toBeLessThanOrEqual(80)
  const text = lines.join(' ').replaceAll(/\s+/g, ' ')
  expect(text).toContain(
    'PREDICTED, not measured: makespans on a virtual clock, calibrated by 40 runs of sequential on A processor, 2 cores, Node 24.0.0, 2026-01-15 09:30 UTC.',
  )
  expect(text).toContain('in 60 cells of 5 to 60 feeds, 2 to 25 ms and 3 to 40 KB')
  expect(text).toContain('promise-all overtakes sequential, look-ahead between 1 and 3 feeds.')
  expect(text).toContain('promise-all: has more fetches under way at the largest sizes than Linux has ports for')
  expect(text).toContain('~ not simulated at that size')
  expect(lines.find((line) => line.trim().startsWith('error '))).toMatch(/^ *error( +4 %){6}$/)
})

test('the fastest of a row has a star, and what was extrapolated a tilde', async () => {
  const tables = await predictTables(demo, [parseAxis('feeds', '100,100000')], ['sequential', 'pipelined'], calibration)
  const lines = drawPrediction(demo, { calibration, validation, tables }, 80)
  const row = (label: string) => lines.find((line) => line.trimStart().startsWith(label))!
  expect(row('100 ')).toMatch(/^ *100 +\d+ ms +[\d.]+ ms\*$/)
  expect(row('100\u00A0000')).toMatch(/^100\u00A0000 +~[\d.]+ min +~[\d.]+ s\*$/)
})

test('an axis of one value is no table but holds in all of them', async () => {
  const axes = [parseAxis('feeds', '40'), parseAxis('delay', '3ms,30ms'), parseAxis('concurrency', '2,8')]
  const [byDelay, byConcurrency, ...others] = await predictTables(demo, axes, ['pipelined'], calibration)
  expect(others).toEqual([])
  expect(byDelay!.rows.map(({ label }) => label)).toEqual(['3 ms', '30 ms'])
  expect(byDelay!.where).toContain('40 feeds')
  expect(byConcurrency!.rows.map(({ label }) => label)).toEqual(['2', '8'])
  const [two, eight] = byConcurrency!.rows.map(({ predictions }) => predictions.pipelined!.makespanMs)
  expect(two!).toBeGreaterThan(2 * eight!)
})

test('the rate of Slack decides where more is to be sent than it takes', async () => {
  const [table] = await predictTables(
    demo,
    [parseAxis('feeds', '40'), parseAxis('slackRate', '1/s,10/s')],
    ['promise-all'],
    calibration,
  )
  const [slow, fast] = table!.rows.map(({ predictions }) => predictions['promise-all']!.makespanMs)
  expect(slow!).toBeGreaterThan(18_000)
  expect(fast!).toBeLessThan(4000)
})

test('feeds are the axis unless another option has several values', () => {
  const axes = (options: object) => axesFrom(options).map(({ name, values }) => `${name} ${values.length}`)
  expect(axes({})).toEqual(['feeds 13'])
  expect(axes({ delay: '20ms' })).toEqual(['feeds 13', 'delay 1'])
  expect(axes({ delay: '3ms..30ms' })).toEqual(['delay 3'])
  expect(axes({ feeds: '50', size: '3KB' })).toEqual(['feeds 1', 'size 1'])
  expect(() => axesFrom({ feeds: 'many' })).toThrow(UsageError)
})

test('a calibration of a busy machine and faults that are left out are said', async () => {
  const faulty = readScenario('faulty')
  const tables = await predictTables(faulty, [parseAxis('feeds', '20')], ['sequential'], calibration)
  const lines = drawPrediction(faulty, { calibration: { ...calibration, load: 6 }, validation: undefined, tables }, 200)
  expect(lines.join('\n')).toContain('WHICH WAS BUSY (load 6)')
  expect(lines.join('\n')).toContain('What the scenario lets go wrong with posts is left out.')
  expect(lines.join('\n')).toContain('never measured')
  expect(lines.find((line) => line.startsWith('error'))).toMatch(/\?$/)
})
