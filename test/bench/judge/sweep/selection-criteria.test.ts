import { expect, test } from 'vitest'
import { sweepDocument } from '../../../../bench/report/documents/sweep.ts'
import { ENGLISH } from '../../../../bench/report/messages/en.ts'
import { SPEED, type SelectionCriteria } from '../../../../bench/judge/selection-criteria.ts'
import { sweepRecommendation } from '../../../../bench/report/sentences/sweep-advice.ts'
import { sweepChecks } from '../../../../bench/report/sentences/sweep.ts'
import type { Coordinates } from '../../../../bench/scenario/axes.ts'
import { predictBetween } from '../../../../bench/judge/sweep/predict.ts'
import type { SweepResult } from '../../../../bench/judge/sweep/judgement.ts'
import { summarizeSweep } from '../../../../bench/judge/sweep/summarize.ts'
import { strategies, type StrategyName } from '../../../../strategies/index.ts'
import { calibrateCosts } from '../../../../bench/model/calibrate.ts'
import { createPredictor } from '../../../../bench/model/predict.ts'
import { aRecord, simulatedCells } from '../../../support/sweeps.ts'
import { like } from '../../../support/like.ts'
import { flat } from '../../../support/reported-results.ts'
import type { Simulation } from '../../../support/trials.ts'
import { notesIn, sweepMarkdown, sweepText } from '../../../support/reports.ts'
import { recommendationText } from '../../../support/recommendation-text.ts'

const { sweep: texts } = ENGLISH

const COST: SelectionCriteria = { objective: { for: 'cost' }, constraints: {} }
const BOUNDED: SelectionCriteria = { objective: { for: 'speed' }, constraints: { rssBytes: 500e6 } }
const BOTH: SelectionCriteria = { ...COST, constraints: { failures: 0 } }

const drawn = (result: SweepResult) => flat(sweepText(result, { width: 200, colour: false }))

/** Cells whose measured times are what is predicted of them, so that predictions distinguish strategies. */
async function asPredicted(criteria: SelectionCriteria, ...settings: string[]): Promise<SweepResult> {
  const record = aRecord(...settings)
  const runs = simulatedCells(record, () => ({})).map(({ cell, trials }) => ({ scenario: cell.scenario, trials }))
  const costs = calibrateCosts(runs, 2)
  const simulations = new Map<Coordinates, Simulation>()
  for (const { at, scenario } of record.cells) {
    const predict = createPredictor({ scenario, costs })
    const msOf = async (name: StrategyName) => (await predict(strategies[name])).makespanMs
    const referenceMs = await msOf('sequential')
    const ratioOf = async (name: StrategyName) => (await msOf(name)) / referenceMs
    const candidates = { 'promise-all': await ratioOf('promise-all'), pipelined: await ratioOf('pipelined') }
    simulations.set(at, { referenceMs, candidates })
  }
  const raced = simulatedCells(record, (at) => simulations.get(at))
  return await predictBetween(record, raced, summarizeSweep(record, raced, criteria))
}

const GRID = ['world.items.count=[3, 12]', 'world.fetchDelay.ms=[20, 80]']

// Breakage: the fastest in the middle of a map of what is cheapest.
test('predicted cells have a best only where the objective is speed alone', async () => {
  const bestOf = ({ cells }: SweepResult) => cells.flatMap(({ best, isPredicted }) => (isPredicted ? [best] : []))
  const fastest = await asPredicted(SPEED, ...GRID)
  expect(bestOf(fastest)).toHaveLength(5)
  expect(bestOf(fastest).every(({ length }) => length > 0)).toBe(true)
  for (const criteria of [COST, BOUNDED, BOTH]) {
    const result = await asPredicted(criteria, ...GRID)
    expect(bestOf(result)).toEqual([[], [], [], [], []])
    const times = ({ cells }: SweepResult) =>
      cells.flatMap(({ isPredicted, variants }) => (isPredicted ? [variants] : []))
    expect(times(result)).toEqual(times(fastest))
  }
})

test('that predicted cells have no best is said beside how far predictions were off', async () => {
  const error = like(texts.predictionError({ cells: 4, medianRatio: '…', range: '…' }))
  const noteOf = async (criteria: SelectionCriteria) =>
    sweepChecks(await asPredicted(criteria, ...GRID), ENGLISH).find(({ text }) => error.test(text))!.text
  expect((await noteOf(SPEED)).replace(error, '')).toBe('')
  for (const [criteria, pickedBy] of [
    [COST, texts.criteriaObjective('cost')],
    [BOUNDED, texts.criteriaConstraints],
    [BOTH, texts.criteriaObjectiveConstraints('cost')],
  ] as const)
    expect((await noteOf(criteria)).replace(error, '')).toBe(` ${texts.predictedTimesOnly(pickedBy)}`)
})

/** promise-all overtakes sequential at 5 feeds. */
function crossed(criteria: SelectionCriteria, ...settings: string[]): SweepResult {
  const record = aRecord('world.items.count=[1, 3, 10, 30]', ...settings)
  const overtaken = (at: Coordinates): Simulation => ({
    candidates: { 'promise-all': ((at['world.items.count'] as number) / 5) ** -0.4, pipelined: 1 },
  })
  return summarizeSweep(record, simulatedCells(record, overtaken), criteria)
}

const CROSSOVER = like(texts.crossover({ overtaking: 'promise-all', overtaken: 'sequential', place: '…' }))

// Breakage: "what to use changes there" of what is picked for something else than time.
test('crossovers are of time, and change what to use only where the objective is speed alone', () => {
  expect(crossed(SPEED).crossovers.map(({ isDecisive }) => isDecisive)).toEqual([true, true])
  expect(drawn(crossed(SPEED))).not.toMatch(like(texts.crossoversOfTimeAlone('…')))
  for (const [criteria, pickedBy] of [
    [COST, texts.criteriaObjective('cost')],
    [BOUNDED, texts.criteriaConstraints],
    [BOTH, texts.criteriaObjectiveConstraints('cost')],
  ] as const) {
    const result = crossed(criteria)
    expect(result.crossovers.map(({ isDecisive }) => isDecisive)).toEqual([false, false])
    expect(result.crossovers.map(({ at }) => at)).toEqual(crossed(SPEED).crossovers.map(({ at }) => at))
    for (const text of [drawn(result), sweepMarkdown(result)]) {
      expect(text).toContain(texts.crossoversOfTimeAlone(pickedBy))
      expect(text).toMatch(CROSSOVER)
    }
  }
})

test('a map of what is cheapest counts the crossovers of time, and does not call them those of lesser strategies', () => {
  const crossoversOf = (criteria: SelectionCriteria) => {
    const { blocks } = sweepDocument(crossed(criteria, 'world.fetchDelay.ms=[5, 50]'), ENGLISH)
    return notesIn(blocks.filter(({ id }) => id === 'crossovers')).join(' ')
  }
  const crossover = like(
    texts.crossoverAtCoordinates({
      coordinates: 'fetchDelay.ms 5',
      overtaking: 'promise-all',
      overtaken: 'sequential',
      place: '…',
    }),
  )
  expect(crossoversOf(COST)).toContain(texts.crossoversElsewhere(4))
  expect(crossoversOf(COST)).not.toMatch(crossover)
  expect(crossoversOf(SPEED)).toMatch(crossover)
})

test('what is picked for stands in the advice and below the tables', () => {
  expect(recommendationText(sweepRecommendation(crossed(BOTH)))).toBe(
    texts.dependsOnAxis({
      axis: 'items.count',
      criteria: texts.criteriaObjectiveConstraints('cost'),
      choices: ENGLISH.beside([
        texts.choiceOverNumbers({ choice: 'sequential', first: '1', last: '3' }),
        texts.choiceOverNumbers({ choice: 'promise-all', first: '10', last: '30' }),
      ]),
    }),
  )
  expect(drawn(crossed(COST))).toContain(texts.bestLegend(texts.criteriaObjective('cost')))
  expect(drawn(crossed(BOUNDED))).toContain(texts.bestLegend(texts.criteriaConstraints))
  expect(drawn(crossed(SPEED))).toContain(texts.bestLegend(''))
})
