import { expect, test } from 'vitest'
import { sweepAdvice } from '../../../../bench/report/sentences/sweep-advice.ts'
import { beginningsOf } from '../../../../bench/report/sentences/sweep-names.ts'
import { crossoverSentence, sweepChecks, sweepNotes } from '../../../../bench/report/sentences/sweep.ts'
import { ENGLISH } from '../../../../bench/report/messages/en.ts'
import { widthOf } from '../../../../bench/report/table.ts'
import { strategies } from '../../../../strategies/index.ts'
import type { Coordinates } from '../../../../bench/scenario/axes.ts'
import { predictBetween } from '../../../../bench/judge/sweep/predict.ts'
import type { Crossover, SweepResult } from '../../../../bench/judge/sweep/judgement.ts'
import { summarizeSweep } from '../../../../bench/judge/sweep/summarize.ts'
import { aRecord, racedOnPaper } from '../../../support/sweeps.ts'
import { flat, WIDTHS } from '../../../support/told-results.ts'
import { changed, type Paper, aFault } from '../../../support/trials.ts'
import { sweepMarkdown, sweepText } from '../../../support/reports.ts'

const COUNTS = 'world.items.count=[30, 3, 10, 100]'

/** promise-all overtakes sequential at 5 feeds. */
const overtaken = (at: Coordinates): Paper => ({
  candidates: { 'promise-all': ((at['world.items.count'] as number) / 5) ** -0.4, pipelined: 1 },
})

function aResult(
  settings: readonly string[],
  paperOf: (at: Coordinates) => Paper | undefined = overtaken,
): SweepResult {
  const record = aRecord(...settings)
  return summarizeSweep(record, racedOnPaper(record, paperOf))
}

const drawn = (result: SweepResult, width = 80) => sweepText(result, { width, colour: false })

/** The lines of a drawing that begin so, their spaces as one. */
const linesOf = (text: string, begin: RegExp) =>
  text
    .split('\n')
    .filter((line) => begin.test(line))
    .map(flat)

test('one axis is a row a value, by size, with the best, the reference, and ratios with their words', () => {
  const text = drawn(aResult([COUNTS]))
  const [first, ...rows] = linesOf(text, /^(items\.count|\d+  )/)
  expect(first).toBe('items.count best sequential ms promise-all pipelined')
  expect(rows.map((row) => row.split(' ').slice(0, 2))).toEqual([
    ['3', 'sequ/pipe'],
    ['10', 'prom'],
    ['30', 'prom'],
    ['100', 'prom'],
  ])
  expect(rows[1]).toMatch(/^10 prom \d\d\.\d 0\.7\d\d faster (0\.9|1\.0)\d\d equivalent$/)
  expect(text).toMatch(/^1: promise-all overtakes sequential at [45]\.\d+ feeds \(4\.\d+ to 5\.\d+\)\.$/m)
  expect(flat(text)).toContain('What to ship depends on items.count: sequential at 3, promise-all from 10 to 100.')
})

test('two axes are a map of what is best, those that cannot be told apart joined', () => {
  const text = drawn(aResult([COUNTS, 'world.fetchDelay.ms=[5, 50]']))
  expect(linesOf(text, /^(items\.count|\d+  )/)).toEqual([
    '3 sequ/pipe sequ/pipe',
    '10 prom prom',
    '30 prom prom',
    '100 prom prom',
  ])
  expect(flat(text)).toContain('by items.count (down) and fetchDelay.ms (across) fetchDelay.ms 5 50 3 sequ/pipe')
  expect(flat(text)).toContain('At fetchDelay.ms 50, promise-all overtakes sequential at')
  expect(flat(text)).toContain('Along fetchDelay.ms: no crossover;')
  expect(flat(text)).toContain('No strategy is the best everywhere')
})

test('three axes are a list of cells', () => {
  const text = drawn(aResult(['world.items.count=[3, 30]', 'world.fetchDelay.ms=[5, 50]', 'check=[prefilter, full]']))
  expect(
    linesOf(text, /^\d+, /)
      .slice(0, 8)
      .map((line) => line.split(' ').slice(0, 4).join(' ')),
  ).toEqual([
    '3, 5, prefilter sequ/pipe',
    '3, 5, full sequ/pipe',
    '3, 50, prefilter sequ/pipe',
    '3, 50, full sequ/pipe',
    '30, 5, prefilter prom',
    '30, 5, full prom',
    '30, 50, prefilter prom',
    '30, 50, full prom',
  ])
})

test('crossovers of strategies that are not the best are all told on one axis and in Markdown, and counted otherwise', () => {
  const behind = (at: Coordinates): Paper => ({
    candidates: { 'promise-all': ((at['world.items.count'] as number) / 5) ** -0.2, pipelined: 0.2 },
  })
  const one = aResult([COUNTS], behind)
  const two = aResult([COUNTS, 'check=[full, prefilter]'], behind)
  for (const text of [drawn(one), sweepMarkdown(two)]) expect(text).toContain('promise-all overtakes sequential')
  expect(drawn(two)).not.toContain('overtakes')
  expect(flat(drawn(two))).toContain('2 more, which do not change what is best there, are in report.md.')
})

test('from where on one strategy is surely faster is told, in one sentence for all that leave one behind there', () => {
  const ahead =
    (pipelined?: number) =>
    (at: Coordinates): Paper => {
      const ratio = (at['world.items.count'] as number) < 10 ? 1 : 0.5
      return { candidates: { 'promise-all': ratio, pipelined: pipelined ?? ratio } }
    }
  const one = aResult([COUNTS], ahead())
  for (const text of [flat(drawn(one)), sweepMarkdown(one)])
    expect(text).toContain(
      'From 10 feeds on, promise-all and pipelined are surely faster than sequential wherever they can be compared.',
    )
  const two = flat(drawn(aResult([COUNTS, 'world.fetchDelay.ms=[5, 50]'], ahead(3))))
  for (const delay of [5, 50])
    expect(two).toContain(
      `At fetchDelay.ms ${delay}, from 10 feeds on, promise-all is surely faster than sequential wherever they can be compared.`,
    )
})

test('predicted cells are marked wherever they stand, and their errors are told', async () => {
  const record = aRecord('world.items.count=[3, 12]', 'world.fetchDelay.ms=[5, 20]')
  const raced = racedOnPaper(record, overtaken)
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
  expect(flat(drawn(result))).toMatch(
    /~: predicted, not measured, and without a word\. Costs are those of the sequential runs; at the 4 measured cells predicted times of the other strategies were \d+\.\d+ of the measured ones \(\d+\.\d+ to \d+\.\d+\)\./,
  )
  expect(flat(drawn({ ...result, unpredicted: { code: 'too-many', cells: 200, of: 120 } }))).toContain(
    'Not predicted between the measured cells: 200 lie there, more than 120.',
  )
  expect(flat(drawn({ ...result, unpredicted: { code: 'no-costs', cells: 2, of: 3 } }))).toContain(
    'Not predicted between the measured cells: 2 of 3, whose steps no run of sequential without failures tells of.',
  )
})

test('nothing is wider than the terminal, whatever is swept', async () => {
  for (const settings of [
    [COUNTS],
    [COUNTS, 'world.fetchDelay.ms=[5, 50, 500]'],
    [COUNTS, 'world.fetchDelay=[{ model: constant, ms: 5 }, { model: pareto, leastMs: 3, shape: 1.5, mostMs: 100 }]'],
    ['world.items.count=[1, 3]', 'check=[full, prefilter]', 'limits.concurrency=[4, 16]'],
    ['world.fetchFaults=[{}, { hang: 0.1, truncate: 0.2, status-503: 0.1 }]'],
  ]) {
    const record = aRecord(...settings)
    const raced = racedOnPaper(record, (at) => ('world.items.count' in at ? overtaken(at) : {}))
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
  const told = (change: Partial<Crossover>) => crossoverSentence({ ...ONE, ...change })
  expect(told({})).toBe('promise-all overtakes sequential at 2.12 feeds (1.4 to 2.8).')
  expect(told({ where: { 'world.fetchDelay.ms': 5, check: 'full' } })).toBe(
    'At fetchDelay.ms 5, check full, promise-all overtakes sequential at 2.12 feeds (1.4 to 2.8).',
  )
  expect(told({ axis: 'world.items.events', at: 1234.5, low: 999.6, high: 15_678, kilobytes: 493.8 })).toBe(
    'promise-all overtakes sequential at 1,235 events a feed (1000 to 15,678), about 494 KB a feed.',
  )
  expect(told({ axis: 'world.fetchDelay.medianMs' })).toContain('at a median feed delay of 2.12 ms (1.4 to 2.8)')
  expect(told({ axis: 'world.items.dueShare' })).toContain('at items.dueShare 2.12 (1.4 to 2.8)')
})

test('beginnings of names tell strategies apart', () => {
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

test('what is odd is said, with where it was', () => {
  const record = aRecord(COUNTS)
  const raced = racedOnPaper(record, (at) => ({
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
  const checks = sweepChecks(summarized, ENGLISH)
  expect(checks.map(({ tone }) => tone)).toEqual(['good', 'bad', 'bad'])
  for (const { text } of checks.slice(1)) expect(text).toContain('at items.count 10.')
  const notes = sweepNotes(summarized)
  expect(notes).toContain('pipelined: unreliable at items.count 3.')
  expect(notes).toContain(
    '1 of 4 cells are not measured yet: the same command, with the same --out, goes on with them.',
  )
  const elsewhere = odd.map(({ cell, trials }, index) => ({
    cell,
    trials: changed(
      trials,
      () => index === 1,
      ({ environment }) => ({ environment: { ...environment, revision: 'another' } }),
    ),
  }))
  expect(sweepNotes(summarizeSweep(record, elsewhere)).join(' ')).toMatch(/Not measured alike, .*another/)
})

test('wrong output comes before any advice on speed', () => {
  const record = aRecord(COUNTS)
  const raced = racedOnPaper(record, overtaken).map(({ cell, trials }) => ({
    cell,
    trials: changed(
      trials,
      ({ variant }) => variant === 'promise-all' && cell.at['world.items.count'] === 30,
      ({ deliveries }) => ({ deliveries: { ...deliveries, digest: 'somethingelse' } }),
    ),
  }))
  const result = summarizeSweep(record, raced)
  expect(sweepAdvice(result)).toBe(
    'Do not pick by speed: the strategies did not tell people the same at items.count 30.',
  )
  expect(drawn(result)).toContain('Ledger: the strategies did NOT tell people the same at items.count 30.')
})
