import { describePlace } from '../../../../bench/report/prediction/words.ts'
import { expect, test } from 'vitest'
import { drawPrediction } from '../../../../bench/report/prediction/drawing.ts'
import { predictTables } from '../../../../bench/judge/prediction/tables.ts'
import { parseAxis } from '../../../../bench/cli/axis.ts'
import { readScenario } from '../../../../bench/scenario/file.ts'
import { type StrategyName, strategies } from '../../../../strategies/index.ts'
import { REAL } from '../../model/simulated.ts'

/** As many as fit into 80 columns. */
const names = Object.keys(strategies).slice(0, 6) as StrategyName[]
const ours = (...some: StrategyName[]) => some.map((strategy) => ({ strategy, order: strategies[strategy] }))
const demo = readScenario('demo')
const machine = { cpu: 'A processor', cores: 2, node: 'v24.0.0' }
const known = { costs: REAL }
const calibration = { costs: REAL, machine, measuredAt: '2026-01-15T09:30:00.000Z', runs: 40, load: 0.1 }
const validation = {
  model: 1,
  cells: 60,
  seed: 1,
  scenario: 'demo',
  spans: { feeds: { least: 5, most: 60 }, delayMs: { least: 2, most: 25 }, kilobytes: { least: 3, most: 40 } },
  machine,
  measuredAt: '2026-01-15T09:00:00.000Z',
  load: { before: 0.1, after: 0.1 },
  strategies: Object.fromEntries(
    names.map((name) => [name, { medianError: 0.04, p90Error: 0.1, medianRatio: 1, cells: 60 }]),
  ),
}

test('a table over feeds fits into 80 columns and tells all that its figures rest on', async () => {
  const tables = await predictTables(demo, [parseAxis('feeds', '1..1000000')], ours(...names), { ...known, validation })
  const lines = drawPrediction(demo, { calibration, validation, tables }, 80)
  for (const line of lines) expect(line.length, line).toBeLessThanOrEqual(80)
  const text = lines.join(' ').replaceAll(/\s+/g, ' ')
  expect(text).toContain(
    'PREDICTED, not measured: makespans on a virtual clock, calibrated by 40 runs of sequential on A processor, 2 cores, Node 24.0.0, 2026-01-15 09:30 UTC.',
  )
  expect(text).toContain('in 60 cells of demo with 5 to 60 feeds, 2 to 25 ms and 3 to 40 KB')
  expect(text).toContain('pipelined leaves sequential, look-ahead, worker-threads behind between 1 and 3 feeds.')
  expect(text).toContain('promise-all: has more fetches under way at the largest sizes than Linux has ports for')
  expect(text).toContain('~ not simulated at that size')
  expect(text).toContain('† beyond the cells in which errors were measured')
  const marked = lines.flatMap((line) => /^ *(†?\d[\d\u00A0]*) {2}/.exec(line)?.[1] ?? [])
  expect(marked.slice(0, 6)).toEqual(['†1', '†3', '10', '30', '†100', '†300'])
  expect(lines.find((line) => line.trim().startsWith('error '))).toMatch(/^ *error( +4 %){6}$/)
})

test('the fastest of a row has a star, and what was extrapolated a tilde', async () => {
  const tables = await predictTables(demo, [parseAxis('feeds', '100,100000')], ours('sequential', 'pipelined'), known)
  const lines = drawPrediction(demo, { calibration, validation, tables }, 80)
  const row = (label: string) => lines.find((line) => line.replace('†', ' ').trimStart().startsWith(label))!
  expect(row('100 ')).toMatch(/^ *100 +\d+ ms +[\d.]+ ms\*$/)
  expect(row('100\u00A0000')).toMatch(/^100\u00A0000 +~[\d.]+ min +~[\d.]+ s\*$/)
})

test('an axis of one value is no table but holds in all of them', async () => {
  const axes = [parseAxis('feeds', '40'), parseAxis('delay', '3ms,30ms'), parseAxis('concurrency', '2,8')]
  const [byDelay, byConcurrency, ...others] = await predictTables(demo, axes, ours('pipelined'), known)
  expect(others).toEqual([])
  expect(byDelay!.rows.map(({ label }) => label)).toEqual(['3 ms', '30 ms'])
  expect(describePlace(byDelay!.at, byDelay!.axis)).toContain('40 feeds')
  expect(byConcurrency!.rows.map(({ label }) => label)).toEqual(['2', '8'])
  const [two, eight] = byConcurrency!.rows.map(({ predictions }) => predictions.pipelined!.makespanMs)
  expect(two!).toBeGreaterThan(2 * eight!)
})

test('the rate of Slack decides where more is to be sent than it takes', async () => {
  const [table] = await predictTables(
    demo,
    [parseAxis('feeds', '40'), parseAxis('slackRate', '1/s,10/s')],
    ours('promise-all'),
    known,
  )
  const [slow, fast] = table!.rows.map(({ predictions }) => predictions['promise-all']!.makespanMs)
  expect(slow!).toBeGreaterThan(18_000)
  expect(fast!).toBeLessThan(4000)
})

test('a calibration of a busy machine and faults that are left out are said', async () => {
  const faulty = readScenario('faulty')
  const tables = await predictTables(faulty, [parseAxis('feeds', '20')], ours('sequential'), known)
  const lines = drawPrediction(faulty, { calibration: { ...calibration, load: 6 }, validation: undefined, tables }, 200)
  expect(lines.join('\n')).toContain('WHICH WAS BUSY (load 6), so that it is not kept')
  expect(lines.join('\n')).toContain('What the scenario lets go wrong with posts is left out.')
  expect(lines.join('\n')).toContain('never measured')
  expect(lines.find((line) => line.startsWith('error'))).toMatch(/\?$/)
})

test('what is no further apart than its errors shares a star and overtakes nothing', async () => {
  const rough = {
    ...validation,
    strategies: Object.fromEntries(names.map((name) => [name, { ...validation.strategies[name]!, medianError: 9 }])),
  }
  const starsBy = async (validation: typeof rough) => {
    const tables = await predictTables(demo, [parseAxis('feeds', '10,30')], ours(...names), { ...known, validation })
    const lines = drawPrediction(demo, { calibration, validation, tables }, 80)
    return lines.find((line) => /^ *10 /.test(line))!.split('*').length - 1
  }
  expect(await starsBy(validation)).toBeLessThan(6)
  expect(await starsBy(rough)).toBe(6)
  const [undecided] = await predictTables(demo, [parseAxis('feeds', '1..1000')], ours(...names), {
    ...known,
    validation: rough,
  })
  expect([...undecided!.crossovers, ...undecided!.leads]).toEqual([])
})

test('what none of the measured cells had is named, and so are feeds that are given up', async () => {
  const scenario = readScenario('demo', ['world.https=true', 'world.fetchDelay={model: constant, ms: 30000}'])
  const axes = [parseAxis('concurrency', '2,8')]
  const tables = await predictTables(scenario, axes, ours('pipelined'), { ...known, validation })
  const text = drawPrediction(scenario, { calibration, validation, tables }, 500).join('\n')
  expect(text).toContain('None of these cells had HTTPS, delays that are not lognormal, limits that were set.')
  expect(text).toContain(
    'Up to 100 % of the feeds take longer than the client waits (20000 ms for an answer, 20000 ms in the middle of it, 60000 ms in all), and are given up.',
  )
  expect(text).toMatch(/^ *†2 /m)
})

test('the error of a strategy that was never measured counts as the worst that is known', async () => {
  const all = [...ours('sequential', 'pipelined'), { strategy: 'mine', order: strategies.pipelined }]
  const known = { costs: REAL, validation }
  const [table] = await predictTables(demo, [parseAxis('feeds', '10,30')], all, known)
  const lines = drawPrediction(demo, { calibration, validation, tables: [table!] }, 80)
  expect(lines.find((line) => /^ *10 /.test(line))).toMatch(/ms\* +[\d.]+ ms\*$/)
})

test('sizes that are the same feed are one row', async () => {
  const large = readScenario('demo', ['world.items.descriptionBytes=5000'])
  const [table] = await predictTables(large, [parseAxis('size', '6KB,7KB,30KB')], ours('sequential'), known)
  expect(table!.rows).toHaveLength(2)
})

test('names of several words are told apart by all but the last in the first line', async () => {
  const all = ['my-fast-lane', 'my-slow-lane'].map((strategy) => ({ strategy, order: strategies.sequential }))
  const tables = await predictTables(demo, [parseAxis('feeds', '10')], all, known)
  const text = drawPrediction(demo, { calibration, validation, tables }, 80).join('\n')
  expect(text).toMatch(/my-fast- +my-slow-\n *feeds +lane +lane/)
})

test('a strategy of the user’s own stands beside ours, with no error that is known', async () => {
  const all = [...ours('sequential'), { strategy: 'mine', order: strategies.sequential }]
  const tables = await predictTables(demo, [parseAxis('feeds', '10')], all, { ...known, validation })
  const lines = drawPrediction(demo, { calibration, validation, tables }, 80)
  expect(lines.find((line) => line.startsWith('error'))).toMatch(/^error +4 % +\?$/)
  expect(lines.join(' ')).toContain('? how far its predictions are off was never measured.')
})
