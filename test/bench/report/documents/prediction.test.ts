import { expect, test } from 'vitest'
import { parseAxis } from '../../../../bench/cli/axis.ts'
import { predictTables } from '../../../../bench/judge/prediction/tables.ts'
import { predictionDocument, type PredictionJudgement } from '../../../../bench/report/documents/prediction.ts'
import { ENGLISH } from '../../../../bench/report/messages/en.ts'
import { readScenario } from '../../../../bench/scenario/file.ts'
import { type StrategyName, strategies } from '../../../../strategies/index.ts'
import { A_CALIBRATION, A_VALIDATION, PREDICTED, rowsOf } from '../../../support/documents.ts'
import { REAL } from '../../model/simulated.ts'

const TEXTS = ENGLISH.prediction
const ours = (...some: StrategyName[]) => some.map((strategy) => ({ strategy, order: strategies[strategy] }))
const demo = readScenario('demo')
const known = { costs: REAL }
const validated = { costs: REAL, validation: A_VALIDATION }

const documentOf = (judgement: Partial<PredictionJudgement>) =>
  predictionDocument(
    { scenario: demo, calibration: A_CALIBRATION, validation: A_VALIDATION, tables: [], ...judgement },
    ENGLISH,
  )

/** Rows of the first table, by the name of each. */
const cellsIn = (judgement: Partial<PredictionJudgement>) =>
  new Map(rowsOf(documentOf(judgement).blocks[0]!).map(([name, ...cells]) => [name!, cells]))

function notesIn(judgement: Partial<PredictionJudgement>): readonly string[] {
  const { body } = documentOf(judgement).blocks[0]!
  return 'notes' in body ? body.notes : []
}

test('a table over items has all that its figures rest on', async () => {
  const tables = await predictTables(
    demo,
    [parseAxis('items', '1,3,10,30,100,300,1000000')],
    ours(...PREDICTED),
    validated,
  )
  expect(documentOf({ tables }).caution).toBe(
    TEXTS.calibrated({
      runs: 40,
      machine: TEXTS.machine({ cpu: 'A processor', cores: 2, node: '24.0.0' }),
      instant: ENGLISH.instant('2026-01-15T09:30:00Z'),
    }),
  )
  const cells = TEXTS.errorCells({
    count: 60,
    scenario: 'demo',
    items: '5 to 60',
    delays: '2 to 25',
    sizes: '3 to 40',
  })
  expect(notesIn({ tables })).toEqual(
    expect.arrayContaining([
      ENGLISH.sentences([TEXTS.fastestMarkErrors('1%'), TEXTS.extrapolatedMark, TEXTS.untestedMark('†')]),
      TEXTS.errorHere({ cells, date: '2026-01-15' }),
      TEXTS.leavesBehindOne({
        winners: 'pipelined',
        losers: 'sequential, look-ahead, worker-threads',
        from: '1',
        to: TEXTS.items('3'),
      }),
      TEXTS.moreFetchesThanPorts('promise-all', '28,232'),
    ]),
  )
  const rows = cellsIn({ tables })
  expect([...rows.keys()].slice(0, 6)).toEqual(['†1', '†3', '10', '30', '†100', '†300'])
  expect(rows.get(TEXTS.errorRow)).toEqual(PREDICTED.map(() => '4%'))
})

test('the fastest of a row has a star, and what was extrapolated a tilde', async () => {
  const tables = await predictTables(demo, [parseAxis('items', '100,100000')], ours('sequential', 'pipelined'), known)
  const rows = cellsIn({ tables, validation: undefined })
  expect(rows.get('100')).toEqual([expect.stringMatching(/^\d+ ms$/), expect.stringMatching(/^[\d.]+ ms\*$/)])
  expect(rows.get('100,000')).toEqual([expect.stringMatching(/^~[\d.]+ min$/), expect.stringMatching(/^~[\d.]+ s\*$/)])
  expect(documentOf({ tables, validation: undefined }).recommendation.headline).toBe(
    TEXTS.fastest(['100', '100,000'].map((count) => TEXTS.fastestAt('pipelined', TEXTS.items(count))).join('; ')),
  )
})

test('an axis of one value is no table but holds in all of them', async () => {
  const axes = [parseAxis('items', '40'), parseAxis('delay', '3ms,30ms'), parseAxis('concurrency', '2,8')]
  const tables = await predictTables(demo, axes, ours('pipelined'), known)
  const [byDelay, byConcurrency, ...others] = documentOf({ tables }).blocks
  expect(others).toEqual([])
  expect(rowsOf(byDelay!).map(([name]) => name)).toEqual(['3 ms', '30 ms', TEXTS.errorRow])
  expect(byDelay!.title).toContain(TEXTS.items('40'))
  expect(byDelay!.title).not.toContain(TEXTS.delay('3 ms'))
  expect(rowsOf(byConcurrency!).map(([name]) => name)).toEqual(['2', '8', TEXTS.errorRow])
  expect(byConcurrency!.title).toContain(TEXTS.delay('3 ms'))
  const [two, eight] = tables[1]!.rows.map(({ predictions }) => predictions.pipelined!.makespanMs)
  expect(two!).toBeGreaterThan(2 * eight!)
})

test('what stays the same is the title of a table', async () => {
  const axes = [parseAxis('items', '5,10'), parseAxis('concurrency', '8'), parseAxis('notifyRate', '1/s')]
  const tables = await predictTables(demo, axes, ours('pipelined'), known)
  const { title } = documentOf({ tables }).blocks[0]!
  for (const text of [TEXTS.delay('3 ms'), TEXTS.concurrency('8'), TEXTS.notifyRate('1/s')])
    expect(title).toContain(text)
  expect(title).not.toContain(TEXTS.items('12'))
})

test('the rate of Slack decides where more is to be sent than it takes', async () => {
  const axes = [parseAxis('items', '40'), parseAxis('notifyRate', '1/s,10/s')]
  const [table] = await predictTables(demo, axes, ours('promise-all'), known)
  const [slow, fast] = table!.rows.map(({ predictions }) => predictions['promise-all']!.makespanMs)
  expect(slow!).toBeGreaterThan(18_000)
  expect(fast!).toBeLessThan(4000)
})

test('a calibration of a busy machine and faults that are left out are said', async () => {
  const scenario = readScenario('faulty')
  const tables = await predictTables(scenario, [parseAxis('items', '20')], ours('sequential'), known)
  const judgement = { scenario, calibration: { ...A_CALIBRATION, load: 6 }, validation: undefined, tables }
  expect(documentOf(judgement).caution).toBe(
    TEXTS.calibratedBusy({
      runs: 40,
      machine: TEXTS.machine({ cpu: 'A processor', cores: 2, node: '24.0.0' }),
      instant: ENGLISH.instant('2026-01-15T09:30:00Z'),
      load: 6,
    }),
  )
  expect(notesIn(judgement)).toEqual([TEXTS.fastestMark('1%'), TEXTS.errorUnknown, TEXTS.notifyFaultsLeftOut])
  expect(cellsIn(judgement).get(TEXTS.errorRow)).toEqual(['?'])
})

test('errors of another machine are said to be', async () => {
  const tables = await predictTables(demo, [parseAxis('items', '20')], ours('sequential'), validated)
  const calibration = { ...A_CALIBRATION, machine: { ...A_CALIBRATION.machine, cores: 8 } }
  const text = notesIn({ calibration, tables })[1]
  expect(text).toContain(TEXTS.machine({ cpu: 'A processor', cores: 2, node: '24.0.0' }))
  expect(text).not.toBe(notesIn({ tables })[1])
})

test('what is no further apart than its errors shares a star and overtakes nothing', async () => {
  const rough = {
    ...A_VALIDATION,
    strategies: Object.fromEntries(
      PREDICTED.map((name) => [name, { ...A_VALIDATION.strategies[name]!, medianError: 9 }]),
    ),
  }
  const starsBy = async (validation: typeof rough) => {
    const tables = await predictTables(demo, [parseAxis('items', '10,30')], ours(...PREDICTED), {
      ...known,
      validation,
    })
    const cells = cellsIn({ tables, validation }).get('10')!
    return cells.filter((cell) => cell.endsWith('*')).length
  }
  expect(await starsBy(A_VALIDATION)).toBeLessThan(PREDICTED.length)
  expect(await starsBy(rough)).toBe(PREDICTED.length)
  const [undecided] = await predictTables(demo, [parseAxis('items', '1..1000')], ours(...PREDICTED), {
    ...known,
    validation: rough,
  })
  expect([...undecided!.crossovers, ...undecided!.leads]).toEqual([])
})

test('what none of the measured cells had is named, and so are items that are given up', async () => {
  const scenario = readScenario('demo', ['world.https=true', 'world.fetchDelay={model: constant, ms: 30000}'])
  const axes = [parseAxis('concurrency', '2,8')]
  const tables = await predictTables(scenario, axes, ours('pipelined'), validated)
  expect(tables[0]!.untested).toEqual(['https', 'other-delays', 'limits'])
  expect(notesIn({ scenario, tables })).toEqual(
    expect.arrayContaining([
      TEXTS.untested(ENGLISH.beside([TEXTS.featureHttps, TEXTS.featureOtherDelays, TEXTS.featureLimits])),
      TEXTS.itemsGivenUp({
        share: '100%',
        headersTimeoutMs: 20_000,
        bodyTimeoutMs: 20_000,
        fetchTimeoutMs: 60_000,
      }),
    ]),
  )
  expect([...cellsIn({ scenario, tables }).keys()]).toContain('†2')
})

test('the error of a strategy that was never measured counts as the worst that is known', async () => {
  const all = [...ours('sequential', 'pipelined'), { strategy: 'mine', order: strategies.pipelined }]
  const tables = await predictTables(demo, [parseAxis('items', '10,30')], all, validated)
  expect(cellsIn({ tables }).get('10')!.slice(1)).toEqual([
    expect.stringMatching(/ ms\*$/),
    expect.stringMatching(/ ms\*$/),
  ])
})

test('sizes that are the same feed are one row', async () => {
  const large = readScenario('demo', ['world.items.descriptionBytes=5000'])
  const [table] = await predictTables(large, [parseAxis('size', '6KB,7KB,30KB')], ours('sequential'), known)
  expect(table!.rows).toHaveLength(2)
})

test('a strategy of the user’s own stands beside ours, with no error that is known', async () => {
  const all = [...ours('sequential'), { strategy: 'mine', order: strategies.sequential }]
  const tables = await predictTables(demo, [parseAxis('items', '10')], all, validated)
  expect(cellsIn({ tables }).get(TEXTS.errorRow)).toEqual(['4%', '?'])
})
