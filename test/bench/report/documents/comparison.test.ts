import { expect, test } from 'vitest'
import { jsonOf, resultsOf } from '../../../../bench/judge/comparison/results.ts'
import type { Result } from '../../../../bench/judge/comparison/judgement.ts'
import { comparisonDocument } from '../../../../bench/report/documents/comparison.ts'
import { formatLevel } from '../../../../bench/report/format.ts'
import { bySpeed } from '../../../../bench/report/tables/ranking.ts'
import { ENGLISH } from '../../../../bench/report/messages/en.ts'
import { summarize } from '../../../../bench/judge/comparison/summarize.ts'
import { widthOf } from '../../../../bench/report/table.ts'
import { orderOf } from '../../../../bench/plan/schedule.ts'
import type { Trial } from '../../../../bench/trial/trial.ts'
import { drawn, flat, WIDTHS } from '../../../support/reported-results.ts'
import { changed, isMeasured, isRun, type Simulation, trialsOf } from '../../../support/trials.ts'
import { blocksOf, comparisonMarkdown, notesIn, tableIn } from '../../../support/reports.ts'

const { checks, comparison: texts, verdicts } = ENGLISH

const FOUR = { 'look-ahead': 0.8, 'promise-all': 0.25, pipelined: 0.25, 'worker-threads': 1.3 }
const LIMITS: Readonly<Record<string, Trial['limits']>> = {
  'promise-all': { concurrency: 'unbounded' },
  pipelined: { concurrency: 256, buffer: 16 },
  'worker-threads': { concurrency: 256, threads: 2 },
}

/** Seven variants with all that a report on this machine has: cold runs, where the time went, an order, an outlier, a variant that drifts. */
function sevenVariants(simulation: Simulation = {}): Trial[] {
  const trials = trialsOf({ candidates: FOUR, causes: { 'worker-threads': 'startUpMs' }, cold: 3, ...simulation })
  const names = trials[0]!.scenario.variants.map((name) => ({ name }))
  const placed = changed(trials, isMeasured, ({ variant, block, iteration, makespanMs }) => ({
    position: orderOf(names, 1, block, iteration).findIndex(({ name }) => name === variant),
    limits: LIMITS[variant] ?? {},
    makespanMs: makespanMs * (variant === 'look-ahead' ? 0.96 ** iteration : 1),
  }))
  return changed(placed, isRun('pipelined', 2, 2), ({ makespanMs }) => ({ makespanMs: makespanMs * 5 }))
}

/** As Markdown has it. */
const escaped = (text: string) => flat(text).replaceAll(/[_*<>[\]|]/g, '\\$&')

const results = (): Result[] => [
  summarize(sevenVariants()),
  summarize(sevenVariants({ blocks: 12, quick: false })),
  summarize(sevenVariants({ referenceMs: 123_456, blockSd: 0.1, aaCheck: 1.2, slowedBy: 1 })),
  summarize(sevenVariants({ blocks: 5 })),
  summarize(sevenVariants({ blocks: 1, iterations: 2 })),
]

test('a report of seven variants is within its width, and has all its parts', () => {
  for (const result of results())
    for (const width of WIDTHS) {
      const text = drawn(result, width)
      for (const line of text.split('\n')) expect(widthOf(line), line).toBeLessThanOrEqual(width)
      const { causes } = ENGLISH
      for (const title of [texts.costTitle, texts.coldProcessesTitle, causes.timeBreakdownTitle])
        expect(flat(text), `${title} at ${width}`).toContain(title)
      for (const { text: check } of comparisonDocument({ results: [result] }, ENGLISH).checks)
        expect(flat(text)).toContain(check)
    }
})

test('each variant has a row of its verdict, its ratio and its tie group, those that can be used set apart from the copies', () => {
  const { columns, rows } = tableIn(blocksOf(summarize(sevenVariants())), 'variants')!
  expect(columns.slice(0, 4).map(({ head, isNumeric }) => [head, isNumeric])).toEqual([
    [texts.variantColumn, false],
    [texts.verdictColumn, false],
    [texts.timeRatioColumnWithLevel('sequential', formatLevel(0.0125)), true],
    [texts.tieGroupColumn, true],
  ])
  expect(rows.map(({ cells }) => cells.slice(0, 4))).toEqual([
    ['promise-all', verdicts.faster, expect.stringMatching(/^0\.2\d\d \(/), 'a'],
    ['pipelined', verdicts.faster, expect.stringMatching(/^0\.2\d\d \(/), 'a'],
    ['look-ahead', verdicts.faster, expect.stringMatching(/^0\.\d{3} \(/), 'b'],
    ['sequential', verdicts.reference, '1', 'c'],
    ['worker-threads', verdicts.slower, expect.stringMatching(/^1\.3\d\d \(|^1\.2\d\d \(/), 'd'],
    ['A/A', checks.passed, expect.stringMatching(/^(1\.0|0\.9)\d\d \(/), '–'],
    ['+10%', checks.found, expect.stringMatching(/^1\.\d{3} \(/), '–'],
  ])
  expect(rows.map(({ tone }) => tone)).toEqual(['good', 'good', 'good', undefined, 'bad', undefined, undefined])
  expect(rows.findIndex(({ isSetApart }) => isSetApart)).toBe(5)
})

test('before the first look nobody has a rank, and no column is kept for it', () => {
  const result = summarize(sevenVariants({ blocks: 5 }))
  expect(tableIn(blocksOf(result), 'variants')!.rows.map(({ cells }) => cells[3])).toEqual(Array(7).fill('–'))
  for (const text of [drawn(result, 80), comparisonMarkdown(result)]) expect(text).not.toMatch(/\brank\b/)
})

// Breakage: a form that leaves out a block, or a note under a table.
test('terminal and Markdown say what the blocks of the document say', () => {
  for (const result of results()) {
    const { blocks, checks: all, recommendation } = comparisonDocument({ results: [result] }, ENGLISH)
    expect(tableIn(blocks, 'variants')!.rows.map(({ cells: [variant] }) => variant)).toEqual(
      bySpeed(result.variants).map(({ variant }) => variant),
    )
    const [wide, markdown] = [drawn(result, 200), comparisonMarkdown(result)].map(flat) as [string, string]
    for (const { id, title, detail, body } of blocks) {
      const table = body.is === 'table' ? body : body.is === 'chart' ? body.table : undefined
      const notes = [...(table?.notes ?? []), ...notesIn([{ id, title, detail, body }])]
      for (const note of [title, ...notes]) {
        expect(markdown, id).toContain(escaped(note))
        expect(wide, id).toContain(flat(note))
      }
      const known = (table?.rows ?? []).flatMap(({ cells }) => cells).filter((cell) => cell !== '–')
      for (const cell of known) {
        expect(markdown, id).toContain(`${escaped(cell)} |`)
        // What is drawn as strips has its numbers elsewhere.
        if (id !== 'distributions') expect(wide, id).toContain(flat(cell))
      }
    }
    const { headline, reason = '', details } = recommendation
    for (const sentence of [headline, reason, ...details, ...all.flatMap(({ name, text }) => [name, text])]) {
      expect(wide).toContain(flat(sentence))
      expect(markdown).toContain(escaped(sentence))
    }
  }
})

test('a report that was written as JSON and read again is the same, and draws the same', () => {
  for (const result of results()) {
    const read = JSON.parse(JSON.stringify(result)) as Result
    expect(read).toEqual(result)
    expect(drawn(read, 100)).toBe(drawn(result, 100))
    expect(comparisonMarkdown(read)).toBe(comparisonMarkdown(result))
  }
  expect(JSON.parse(JSON.stringify(jsonOf(resultsOf(sevenVariants()))))).toEqual(summarize(sevenVariants()))
})

test('a report is rebuilt from the lines of its trials, each read again', () => {
  const trials = sevenVariants()
  const lines = trials.map((trial) => JSON.stringify(trial))
  expect(summarize(lines.map((line) => JSON.parse(line) as Trial))).toEqual(summarize(trials))
})
