import { expect, test } from 'vitest'
import { sweepDocument } from '../../../../bench/report/documents/sweep.ts'
import { sweepRecommendation } from '../../../../bench/report/sentences/sweep-advice.ts'
import { beginningsOf } from '../../../../bench/report/sentences/sweep-names.ts'
import { crossoverSentence, sweepChecks } from '../../../../bench/report/sentences/sweep.ts'
import { ENGLISH } from '../../../../bench/report/messages/en.ts'
import { widthOf } from '../../../../bench/report/table.ts'
import { strategies } from '../../../../strategies/index.ts'
import type { Coordinates } from '../../../../bench/scenario/axes.ts'
import { predictBetween } from '../../../../bench/judge/sweep/predict.ts'
import type { Crossover, SweepResult } from '../../../../bench/judge/sweep/judgement.ts'
import { summarizeSweep } from '../../../../bench/judge/sweep/summarize.ts'
import { aRecord, simulatedCells } from '../../../support/sweeps.ts'
import { sampleOf } from '../../../support/samples.ts'
import { like } from '../../../support/like.ts'
import { flat, WIDTHS } from '../../../support/reported-results.ts'
import { changed, type Simulation, aFault } from '../../../support/trials.ts'
import { notesIn, sweepMarkdown, sweepText, tableIn } from '../../../support/reports.ts'
import { recommendationText } from '../../../support/recommendation-text.ts'

const { sweep: texts, units, verdicts } = ENGLISH

const COUNTS = 'world.items.count=[30, 3, 10, 100]'

/** promise-all overtakes sequential at 5 feeds. */
const overtaken = (at: Coordinates): Simulation => ({
  candidates: { 'promise-all': ((at['world.items.count'] as number) / 5) ** -0.4, pipelined: 1 },
})

function aResult(
  settings: readonly string[],
  simulationOf: (at: Coordinates) => Simulation | undefined = overtaken,
): SweepResult {
  const record = aRecord(...settings)
  return summarizeSweep(record, simulatedCells(record, simulationOf))
}

const drawn = (result: SweepResult, width = 80) => sweepText(result, { width, colour: false })

/** The lines of a drawing that begin so, their spaces as one. */
const linesOf = (text: string, begin: RegExp) =>
  text
    .split('\n')
    .filter((line) => begin.test(line))
    .map(flat)

test('one axis is a row a value, by size, with the best, the reference, and ratios with their verdicts', () => {
  const result = aResult([COUNTS])
  const text = drawn(result)
  const { columns, rows } = tableIn(sweepDocument(result, ENGLISH).blocks, 'lines')!
  expect(columns.map(({ head }) => head)).toEqual([
    'items.count',
    texts.bestColumn,
    ENGLISH.comparison.millisecondsColumn('sequential'),
    'promise-all',
    'pipelined',
  ])
  expect(rows.map(({ cells }) => cells.slice(0, 2))).toEqual([
    ['3', 'sequ/pipe'],
    ['10', 'prom'],
    ['30', 'prom'],
    ['100', 'prom'],
  ])
  expect(rows[1]!.cells.slice(2)).toEqual([
    expect.stringMatching(/^61\.1 \(/),
    expect.stringMatching(like(`0.758${units.ratioIntervalSuffix('…', '…')} ${verdicts.faster}`)),
    expect.stringMatching(like(`0.998${units.ratioIntervalSuffix('…', '…')} ${verdicts.equivalent}`)),
  ])
  const crossover = texts.crossover({
    overtaking: 'promise-all',
    overtaken: 'sequential',
    place: units.withInterval({ estimate: texts.axisItems('5.01'), low: '4.88', high: '5.15' }),
  })
  expect(flat(text)).toContain(` 1: ${crossover} `)
  expect(flat(text)).toContain(
    texts.dependsOnAxis({
      axis: 'items.count',
      criteria: '',
      choices: ENGLISH.beside([
        texts.choiceAtValue('sequential', '3'),
        texts.choiceOverNumbers({ choice: 'promise-all', first: '10', last: '100' }),
      ]),
    }),
  )
})

test('two axes are a map of what is best, those that tie joined', () => {
  const text = drawn(aResult([COUNTS, 'world.fetchDelay.ms=[5, 50]']))
  expect(linesOf(text, /^(items\.count|\d+  )/)).toEqual([
    '3 sequ/pipe sequ/pipe',
    '10 prom prom',
    '30 prom prom',
    '100 prom prom',
  ])
  expect(flat(text)).toContain(
    `${ENGLISH.charts.decisionMapTitle('items.count', 'fetchDelay.ms')} fetchDelay.ms 5 50 3 sequ/pipe`,
  )
  expect(flat(text)).toMatch(
    like(
      texts.crossoverAtCoordinates({
        coordinates: 'fetchDelay.ms 50',
        overtaking: 'promise-all',
        overtaken: 'sequential',
        place: '…',
      }),
    ),
  )
  expect(flat(text)).toContain(texts.noCrossover('fetchDelay.ms'))
  expect(flat(text)).toContain(texts.dependsOnCell(''))
})

test('three axes are a list of cells', () => {
  const settings = ['world.items.count=[3, 30]', 'world.fetchDelay.ms=[5, 50]', 'check=[prefilter, full]']
  const { rows } = tableIn(sweepDocument(aResult(settings), ENGLISH).blocks, 'cells')!
  expect(rows.map(({ cells: [at, best] }) => [at, best])).toEqual([
    ['3, 5, prefilter', 'sequ/pipe'],
    ['3, 5, full', 'sequ/pipe'],
    ['3, 50, prefilter', 'sequ/pipe'],
    ['3, 50, full', 'sequ/pipe'],
    ['30, 5, prefilter', 'prom'],
    ['30, 5, full', 'prom'],
    ['30, 50, prefilter', 'prom'],
    ['30, 50, full', 'prom'],
  ])
})

// Breakage: a name without its speed-up, one of the reference over itself, or a summary as long as the sweep is large.
test('at first what is best stands at each measured grid point, with how much faster it is than the reference', async () => {
  const tableOf = (result: SweepResult) => tableIn(sweepDocument(result, ENGLISH).blocks, 'best')!
  const { rows, notes } = tableOf(aResult([COUNTS]))
  const speedUp = like(units.timesWithInterval({ estimate: '…', low: '…', high: '…' }))
  expect(rows.map(({ cells }) => cells)).toEqual([
    [
      '3',
      ENGLISH.either(['sequential', 'pipelined']),
      expect.stringMatching(/ ms$/),
      '–',
      expect.stringMatching(/ ms$/),
    ],
    ...['10', '30', '100'].map((count) => [
      count,
      'promise-all',
      expect.stringMatching(/ ms$/),
      expect.stringMatching(speedUp),
      expect.stringMatching(/ ms$/),
    ]),
  ])
  expect(notes).toEqual([])
  const record = aRecord('world.items.count=[3, 12]')
  const raced = simulatedCells(record, overtaken)
  expect(tableOf(await predictBetween(record, raced, summarizeSweep(record, raced))).rows).toHaveLength(2)
  const large = tableOf(aResult([`world.items.count=[${Array.from({ length: 18 }, (_, place) => place + 1).join()}]`]))
  expect([large.rows.length, large.notes]).toEqual([16, [texts.moreCells(2)]])
})

test('crossovers of strategies that are not the best all stand on one axis, and are counted and set apart otherwise', () => {
  const behind = (at: Coordinates): Simulation => ({
    candidates: { 'promise-all': ((at['world.items.count'] as number) / 5) ** -0.2, pipelined: 0.2 },
  })
  const one = aResult([COUNTS], behind)
  const two = aResult([COUNTS, 'check=[full, prefilter]'], behind)
  const crossover = like(texts.crossover({ overtaking: 'promise-all', overtaken: 'sequential', place: '…' }))
  const along = like(
    texts.crossoverAtCoordinates({
      coordinates: 'check full',
      overtaking: 'promise-all',
      overtaken: 'sequential',
      place: '…',
    }),
  )
  const said = (result: SweepResult, block: string) =>
    notesIn(sweepDocument(result, ENGLISH).blocks.filter(({ id }) => id === block)).join(' ')
  expect(said(one, 'crossovers')).toMatch(crossover)
  expect(said(two, 'more-crossovers')).toMatch(along)
  expect(two.crossovers).toHaveLength(2)
  for (const pattern of [crossover, along]) expect(said(two, 'crossovers')).not.toMatch(pattern)
  expect(said(two, 'crossovers')).toContain(texts.moreCrossovers(2))
})

test('from where on one strategy is significantly faster is said, in one sentence for all that are faster than one there', () => {
  const ahead =
    (pipelined?: number) =>
    (at: Coordinates): Simulation => {
      const ratio = (at['world.items.count'] as number) < 10 ? 1 : 0.5
      return { candidates: { 'promise-all': ratio, pipelined: pipelined ?? ratio } }
    }
  const one = aResult([COUNTS], ahead())
  for (const text of [flat(drawn(one)), sweepMarkdown(one)])
    expect(text).toContain(
      texts.leadFrom(
        texts.leadMany({
          value: texts.axisItems('10'),
          variants: ENGLISH.all(['promise-all', 'pipelined']),
          behind: 'sequential',
        }),
      ),
    )
  const two = flat(drawn(aResult([COUNTS, 'world.fetchDelay.ms=[5, 50]'], ahead(3))))
  for (const delay of [5, 50])
    expect(two).toContain(
      texts.leadFromAtCoordinates(
        `fetchDelay.ms ${delay}`,
        texts.leadOne({ value: texts.axisItems('10'), variant: 'promise-all', behind: 'sequential' }),
      ),
    )
})

test('predicted cells are marked wherever they stand, and their errors are shown', async () => {
  const record = aRecord('world.items.count=[3, 12]', 'world.fetchDelay.ms=[5, 20]')
  const raced = simulatedCells(record, overtaken)
  const result = await predictBetween(record, raced, summarizeSweep(record, raced))
  const rows = linesOf(drawn(result), /^\d+  /)
  expect(rows).toEqual([
    expect.stringMatching(/^3 [a-z]\S* ~\S+ [a-z]\S*$/),
    expect.stringMatching(/^6 ~\S+ ~\S+ ~\S+$/),
    expect.stringMatching(/^12 [a-z]\S* ~\S+ [a-z]\S*$/),
  ])
  const listed = linesOf(sweepMarkdown(result), /^\| ~/)
  expect(listed).toHaveLength(5)
  for (const line of listed) {
    expect(line).toMatch(/^\| ~\d+, \d+ \| ~\S+ \| ~\S+ \| ~\d\.\d+ \| ~\d\.\d+ \|$/)
    expect(line).not.toMatch(/faster|slower|equivalent/)
  }
  const { medianRatio = NaN, low = NaN, high = NaN } = result.predictionErrors ?? {}
  expect([medianRatio, low, high].map((one) => one.toFixed(2))).toEqual(['1.17', '0.43', '2.57'])
  expect(flat(drawn(result))).toContain(
    texts.predictionError({ cells: 4, medianRatio: '1.17', range: units.range('0.43', '2.57') }),
  )
  expect(flat(drawn({ ...result, unpredicted: { code: 'too-many', cells: 200, of: 120 } }))).toContain(
    texts.unpredicted(texts.unpredictedTooMany(200, 120)),
  )
  expect(flat(drawn({ ...result, unpredicted: { code: 'no-costs', cells: 2, of: 3 } }))).toContain(
    texts.unpredicted(texts.unpredictedWithoutSteps(2, 3)),
  )
})

test('nothing is wider than the terminal, whatever is swept', async () => {
  for (const settings of sampleOf([
    [COUNTS, 'world.fetchDelay.ms=[5, 50, 500]'],
    [COUNTS],
    [COUNTS, 'world.fetchDelay=[{ model: constant, ms: 5 }, { model: pareto, leastMs: 3, shape: 1.5, mostMs: 100 }]'],
    ['world.items.count=[1, 3]', 'check=[full, prefilter]', 'limits.concurrency=[4, 16]'],
    ['world.fetchFaults=[{}, { hang: 0.1, truncate: 0.2, status-503: 0.1 }]'],
  ])) {
    const record = aRecord(...settings)
    const raced = simulatedCells(record, (at) => ('world.items.count' in at ? overtaken(at) : {}))
    const result = await predictBetween(record, raced, summarizeSweep(record, raced))
    for (const width of WIDTHS)
      for (const line of drawn(result, width).split('\n')) expect(widthOf(line), line).toBeLessThanOrEqual(width)
  }
})

const ONE: Crossover = {
  axis: 'world.items.count',
  where: {},
  overtaking: 'promise-all',
  overtaken: 'sequential',
  at: 2.1234,
  low: 1.4,
  high: 2.804,
  bracket: [1, 3],
  isDecisive: true,
}

test('a crossover is a sentence in the unit of its axis', () => {
  const sentenceOf = (change: Partial<Crossover>) => crossoverSentence({ ...ONE, ...change })
  const overtaking = { overtaking: 'promise-all', overtaken: 'sequential' }
  const placed = (estimate: string, low = '1.4', high = '2.8') => units.withInterval({ estimate, low, high })
  expect(sentenceOf({})).toBe(texts.crossover({ ...overtaking, place: placed(texts.axisItems('2.12')) }))
  expect(sentenceOf({ where: { 'world.fetchDelay.ms': 5, check: 'full' } })).toBe(
    texts.crossoverAtCoordinates({
      coordinates: 'fetchDelay.ms 5, check full',
      ...overtaking,
      place: placed(texts.axisItems('2.12')),
    }),
  )
  expect(sentenceOf({ axis: 'world.items.events', at: 1234.5, low: 999.6, high: 15_678, kilobytes: 493.8 })).toBe(
    texts.crossover({
      ...overtaking,
      place: ENGLISH.beside([placed(texts.axisEvents('1,235'), '1000', '15,678'), texts.crossoverItemSize('494')]),
    }),
  )
  expect(sentenceOf({ axis: 'world.fetchDelay.medianMs' })).toBe(
    texts.crossover({ ...overtaking, place: placed(texts.axisMedianFetchDelay('2.12')) }),
  )
  expect(sentenceOf({ axis: 'world.items.dueShare' })).toBe(
    texts.crossover({ ...overtaking, place: placed('items.dueShare 2.12') }),
  )
})

test('beginnings of names distinguish strategies', () => {
  const names = Object.keys(strategies)
  const short = [...beginningsOf(names).values()]
  expect(new Set(short).size).toBe(names.length)
  expect([...beginningsOf(['pipelined', 'pipelined-2', 'pipes', 'a'])]).toEqual([
    ['pipelined', 'pipelined'],
    ['pipelined-2', 'pipelined-'],
    ['pipes', 'pipes'],
    ['a', 'a'],
  ])
})

test('what is out of range is said, with where it was', () => {
  const record = aRecord(COUNTS)
  const raced = simulatedCells(record, (at) => ({
    ...overtaken(at),
    ...(at['world.items.count'] === 10 && { aaCheck: 1.2, slowedBy: 1 }),
  }))
  const odd = raced.map(({ cell, trials }) => ({
    cell,
    trials: changed(
      trials,
      ({ variant, block }) => variant === 'pipelined' && block === 2 && cell.at['world.items.count'] === 3,
      () => ({ faults: [aFault('fell over')] }),
    ),
  }))
  const summarized = summarizeSweep(record, odd.slice(0, 3))
  const { checks, either, recommendation } = ENGLISH
  const remedies = [
    recommendation.remedyCloseOtherPrograms,
    recommendation.remedyMoreBlocksWithoutQuick,
    recommendation.remedyWiderMargin,
  ]
  const place = texts.atPlaces('items.count 10')
  expect(sweepChecks(summarized, ENGLISH)).toEqual([
    { tone: 'good', name: checks.outputName, text: texts.sameOutput, detail: 'summary' },
    {
      tone: 'bad',
      name: checks.noiseName,
      text: checks.withRemedy(texts.noiseFailed(place), recommendation.remedies(either(remedies))),
      detail: 'summary',
    },
    { tone: 'bad', name: checks.sensitivityName, text: texts.sensitivityMissed(place), detail: 'summary' },
    {
      tone: 'plain',
      name: texts.notJudgedName,
      text: checks.atSize('pipelined', texts.unjudgedAtPlaces(verdicts.unreliable, texts.atPlaces('items.count 3'))),
      detail: 'summary',
    },
    { tone: 'plain', name: texts.unmeasuredName, text: texts.cellsLeft(1, 4), detail: 'summary' },
    { tone: 'good', name: checks.analysisName, text: expect.any(String), detail: 'full' },
  ])
  const elsewhere = odd.map(({ cell, trials }, index) => ({
    cell,
    trials: changed(
      trials,
      () => index === 1,
      ({ environment }) => ({ environment: { ...environment, revision: 'another' } }),
    ),
  }))
  const machine = { cores: 2, cpu: 'Paper 3000', node: 'v24.0.0' }
  expect(sweepChecks(summarizeSweep(record, elsewhere), ENGLISH)).toContainEqual({
    tone: 'plain',
    name: texts.environmentsName,
    text: texts.environmentsDiffer(
      ['abcdef0', 'another'].map((revision) => texts.environment({ ...machine, revision })).join('; '),
    ),
    detail: 'summary',
  })
})

test('wrong output comes before any advice on speed', () => {
  const record = aRecord(COUNTS)
  const raced = simulatedCells(record, overtaken).map(({ cell, trials }) => ({
    cell,
    trials: changed(
      trials,
      ({ variant }) => variant === 'promise-all' && cell.at['world.items.count'] === 30,
      ({ deliveries }) => ({ deliveries: { ...deliveries, digest: 'somethingelse' } }),
    ),
  }))
  const result = summarizeSweep(record, raced)
  const place = texts.atPlaces('items.count 30')
  expect(recommendationText(sweepRecommendation(result))).toBe(texts.adviceOutputMismatch(place))
  expect(sweepChecks(result, ENGLISH)[0]).toEqual({
    tone: 'bad',
    name: ENGLISH.checks.outputName,
    text: texts.outputDiffers(place),
    detail: 'summary',
  })
})

// Breakage: "ok" at a grid point where a copy of the reference, which no table of a sweep lists, sent a notification twice.
test('the output check of a sweep fails where a notification was sent twice', () => {
  const record = aRecord(COUNTS)
  const twice = simulatedCells(record, overtaken).map(({ cell, trials }) => ({
    cell,
    trials: changed(
      trials,
      ({ variant }) => variant === 'A/A' && cell.at['world.items.count'] === 30,
      ({ deliveries }) => ({ deliveries: { ...deliveries, digest: 'somethingelse', duplicates: 1 } }),
    ),
  }))
  expect(sweepChecks(summarizeSweep(record, twice), ENGLISH)[0]).toMatchObject({
    tone: 'bad',
    text: texts.outputDiffers(texts.atPlaces('items.count 30')),
  })
})
