import { expect, test } from 'vitest'
import { jsonOf, resultsOf } from '../../../bench/judge/comparison/results.ts'
import type { Result } from '../../../bench/judge/comparison/judgement.ts'
import { sectionsOf } from '../../../bench/report/tables/invocations.ts'
import { summarize } from '../../../bench/judge/comparison/summarize.ts'
import { widthOf } from '../../../bench/report/table.ts'
import { orderOf } from '../../../bench/plan/schedule.ts'
import type { Trial } from '../../../bench/trial/trial.ts'
import { drawn, flat, WIDTHS } from '../../support/told-results.ts'
import { changed, isMeasured, isRun, type Paper, trialsOf } from '../../support/trials.ts'
import { comparisonMarkdown } from '../../support/reports.ts'

const FOUR = { 'look-ahead': 0.8, 'promise-all': 0.25, pipelined: 0.25, 'worker-threads': 1.3 }
const LIMITS: Readonly<Record<string, Trial['limits']>> = {
  'promise-all': { concurrency: 'unbounded' },
  pipelined: { concurrency: 256, buffer: 16 },
  'worker-threads': { concurrency: 256, threads: 2 },
}

/** Seven variants with all that a race on this machine tells: cold runs, where the time went, an order, an outlier, a variant that drifts. */
function sevenVariants(paper: Paper = {}): Trial[] {
  const trials = trialsOf({ candidates: FOUR, causes: { 'worker-threads': 'startUpMs' }, cold: 3, ...paper })
  const names = trials[0]!.scenario.variants.map((name) => ({ name }))
  const placed = changed(trials, isMeasured, ({ variant, block, iteration, makespanMs }) => ({
    position: orderOf(names, 1, block, iteration).findIndex(({ name }) => name === variant),
    limits: LIMITS[variant] ?? {},
    makespanMs: makespanMs * (variant === 'look-ahead' ? 0.96 ** iteration : 1),
  }))
  return changed(placed, isRun('pipelined', 2, 2), ({ makespanMs }) => ({ makespanMs: makespanMs * 5 }))
}

const results = (): Result[] => [
  summarize(sevenVariants()),
  summarize(sevenVariants({ blocks: 12, quick: false })),
  summarize(sevenVariants({ referenceMs: 123_456, blockSd: 0.1, aaCheck: 1.2, slowedBy: 1 })),
  summarize(sevenVariants({ blocks: 5 })),
  summarize(sevenVariants({ blocks: 1, iterations: 2 })),
]

/** The lines from the first that begins with the head until an empty one. */
const tableOf = (text: string, head: RegExp) => {
  const lines = text.split('\n')
  const from = lines.findIndex((line) => head.test(line))
  return lines.slice(from, lines.indexOf('', from))
}

test('a report of seven variants is within its width, and has all its parts', () => {
  for (const result of results())
    for (const width of WIDTHS) {
      const text = drawn(result, width)
      for (const line of text.split('\n')) expect(widthOf(line), line).toBeLessThanOrEqual(width)
      for (const part of ['Ledger: ', 'Planted arm: ', 'Cost follows', 'Cold start: ', 'Where the time goes: '])
        expect(flat(text), `${part} at ${width}`).toContain(part)
    }
})

test('at 80 and at 120 columns each variant has one line of ratio, rank and word', () => {
  const result = summarize(sevenVariants())
  for (const width of [80, 120]) {
    const [head, ...rows] = tableOf(drawn(result, width), /^ +time over sequential/)
    expect(head).toMatch(/^ +time over sequential +rank {2}word$/)
    expect(rows.map((row) => row.split(/ {2,}/))).toEqual([
      ['sequential', '1', 'c', 'reference'],
      ['look-ahead', expect.stringMatching(/^0\.\d{3} \(/), 'b', 'faster'],
      ['promise-all', expect.stringMatching(/^0\.2\d\d \(/), 'a', 'faster'],
      ['pipelined', expect.stringMatching(/^0\.2\d\d \(/), 'a', 'faster'],
      ['worker-threads', expect.stringMatching(/^1\.3\d\d \(|^1\.2\d\d \(/), 'd', 'slower'],
      ['A/A', expect.stringMatching(/^(1\.0|0\.9)\d\d \(/), 'passed'],
      ['+10 %', expect.stringMatching(/^1\.\d{3} \(/), 'found'],
    ])
    // A guard has no rank, and its word stands under the others all the same.
    const at = head!.indexOf('word')
    expect(rows.map((row) => row.slice(at).split(' ')[0])).toEqual([
      'reference',
      'faster',
      'faster',
      'faster',
      'slower',
      'passed',
      'found',
    ])
  }
})

test('before the first look nobody has a rank, and no column is kept for it', () => {
  const [head] = tableOf(drawn(summarize(sevenVariants({ blocks: 5 })), 80), /^ +time over sequential/)
  expect(head).toMatch(/^ +time over sequential +word$/)
})

test('the Markdown has the same rows as the terminal: the variants with their ranks and words, and every section', () => {
  for (const result of results()) {
    const text = comparisonMarkdown(result)
    const tables = text.match(/(^\|.*\n)+/gm)!.map((table) => table.trimEnd().split('\n'))
    const cells = tables.map(([, , ...rows]) =>
      rows.map((row) =>
        row
          .split('|')
          .slice(1, -1)
          .map((cell) => cell.trim()),
      ),
    )
    expect(cells[0]!.map(([variant]) => variant)).toEqual(result.scenario.variants)
    const wide = flat(drawn(result, 200))
    const hasRanks = tables[0]![0]!.includes('| rank |')
    for (const [variant, word, ratio, rank] of cells[0]!)
      expect(wide).toContain([variant, ratio, hasRanks && rank !== '–' ? rank : '', word].filter(Boolean).join(' '))
    // What each takes has a table of its own.
    expect(cells[1]!.map(([variant]) => variant)).toEqual(result.scenario.variants)
    expect(cells.slice(2)).toEqual(sectionsOf(result).map(({ rows }) => rows))
    for (const { title, notes } of sectionsOf(result)) {
      expect(text).toContain(`\n## ${title}\n`)
      for (const note of notes) {
        expect(text).toContain(`\n- ${note}\n`)
        expect(wide).toContain(flat(note))
      }
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
