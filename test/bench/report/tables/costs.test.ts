import { expect, test } from 'vitest'
import type { Result } from '../../../../bench/judge/comparison/judgement.ts'
import type { Table } from '../../../../bench/report/document.ts'
import { drawTextTable } from '../../../../bench/report/render/text-table.ts'
import { summarize } from '../../../../bench/judge/comparison/summarize.ts'
import { widthOf } from '../../../../bench/report/table.ts'
import { foreign } from '../../../support/foreign-functions.ts'
import { invokedTrials } from '../../../support/invoked-trials.ts'
import { WIDTHS } from '../../../support/told-results.ts'
import { blocksOf, cellsIn, tableIn } from '../../../support/reports.ts'
import { changed, isMeasured, isRun, type Paper, trialsOf, aFault } from '../../../support/trials.ts'

const FOUR = { 'look-ahead': 0.8, 'promise-all': 0.25, pipelined: 0.26, 'worker-threads': 0.3 }
const CONTESTANTS = ['sequential', ...Object.keys(FOUR)]
const CAUSES = { 'look-ahead': 'waitingMs', 'promise-all': 'waitingMs' } as const

const tablesIn = (result: Result) =>
  ['costs', 'cold', 'phases'].map((id) => tableIn(blocksOf(result), id)).filter((table) => table !== undefined)
const tablesFor = (paper: Paper = {}) =>
  tablesIn(summarize(trialsOf({ candidates: FOUR, causes: CAUSES, cold: 2, ...paper })))
const plain = (table: Table, width: number) => drawTextTable(table, width).map(({ text }) => text)

test('cost, cold starts and where the time goes have a table each, of all that are there for themselves', () => {
  const tables = tablesFor()
  expect(tables).toHaveLength(3)
  for (const { rows } of tables) expect(rows.map(({ cells: [variant] }) => variant)).toEqual(CONTESTANTS)
})

test('without cold runs, and without recordings, there is no table of them', () => {
  const trials = changed(trialsOf(), isMeasured, () => ({ timeBreakdown: undefined }))
  expect(tablesIn(summarize(trials))).toHaveLength(1)
})

// Breakage: a p99 of 36 runs, which is the longest of them.
test('a tail is refused below its sample size, with how many runs it takes', () => {
  const told = (blocks: number) => {
    const [cost] = tablesFor({ blocks, quick: false })
    const cells = cellsIn(cost!, 'pipelined')
    return {
      known: ['p90 ms', 'p95 ms', 'p99 ms'].filter((head) => /^\d.* to \d/.test(cells[head]!)),
      dashes: ['p90 ms', 'p95 ms', 'p99 ms'].filter((head) => cells[head] === '–'),
      notes: cost!.notes.filter((note) => /^p\d\d takes/.test(note)),
    }
  }
  expect(told(5)).toEqual({
    known: [],
    dashes: ['p90 ms', 'p95 ms', 'p99 ms'],
    notes: ['p90 takes 36, p95 takes 72, p99 takes 368 runs of an arm; there are 30.'],
  })
  expect(told(6)).toEqual({
    known: ['p90 ms'],
    dashes: ['p95 ms', 'p99 ms'],
    notes: ['p95 takes 72, p99 takes 368 runs of an arm; there are 36.'],
  })
  expect(told(12)).toEqual({
    known: ['p90 ms', 'p95 ms'],
    dashes: ['p99 ms'],
    notes: ['p99 takes 368 runs of an arm; there are 72.'],
  })
  expect(cellsIn(tablesFor({ iterations: 62 })[0]!, 'pipelined')['p99 ms']).toMatch(/ to /)
  expect(tablesFor({ iterations: 62 })[0]!.notes.slice(1)).toEqual([
    'p90, p95, p99: by ranks, as if runs of one fork were independent, which they are not quite.',
  ])
})

test('cost is told over the reference, whose own is 1, and at which level', () => {
  const [cost] = tablesFor()
  expect(cellsIn(cost!, 'sequential')['cost over sequential']).toBe('1')
  expect(cellsIn(cost!, 'promise-all')['cost over sequential']).toMatch(/^0\.2[45]\d \(0\.2\d\d to 0\.2\d\d\)$/)
  expect(cost!.notes[0]).toContain('98.75 %')
  const [early] = tablesFor({ blocks: 1 })
  expect(cellsIn(early!, 'promise-all')['cost over sequential']).toBe('–')
  expect(early!.notes[0]).not.toContain('%')
})

test('of functions tails are of containers, and cost is of what was billed only where that is known', () => {
  const [cost] = tablesIn(summarize(invokedTrials({ containers: 40 })))
  expect(cost!.notes).toEqual([
    'cost: of what was billed; its intervals are of 95 %, like those of the ratios above.',
    'p90: of containers, each by the mean of its warm invocations.',
    'p95 takes 72, p99 takes 368 containers of an arm; there are 40.',
  ])
  const unbilled = tablesIn(foreign(['old', 'new']))[0]!.notes
  expect(unbilled[0]).toMatch(/^cost: of the time that a run takes/)
  // Of twelve containers no tail is known, and none is explained.
  expect(unbilled.slice(1)).toEqual(['p90 takes 36, p95 takes 72, p99 takes 368 containers of an arm; there are 12.'])
})

test('fewer than 12 first runs are said to tell nothing certain, and 12 are not', () => {
  const notesFor = (blocks: number) => tablesFor({ blocks, quick: false })[1]!.notes
  const warning = 'Fewer than 12 processes tell nothing certain of cold starts.'
  expect(notesFor(6)).toContain(warning)
  expect(notesFor(11)).toContain(warning)
  expect(notesFor(12)).not.toContain(warning)
  const failed = changed(
    trialsOf({ blocks: 12, quick: false, cold: 2 }),
    ({ phase, variant, block }) => phase === 'cold' && variant === 'pipelined' && block === 3,
    () => ({ faults: [aFault('it never began')] }),
  )
  const [, cold] = tablesIn(summarize(failed))
  expect(cellsIn(cold!, 'pipelined')['processes']).toBe('11')
  expect(cold!.notes).toContain(warning)
})

// Breakage: the first run of a process among the warm ones.
test('a first run is told beside the later ones of its process and is in none of their figures', () => {
  const [cost, cold] = tablesFor({ cold: 3, blockSd: 0 })
  const { processes, 'first run ms': first, 'cold/warm': ratio } = cellsIn(cold!, 'sequential')
  expect(processes).toBe('6')
  expect(first).toBe('180 (180 to 180)')
  expect(ratio).toMatch(/^(2\.[89]|3\.[01])\d \(/)
  const [warmOnly] = tablesFor({ cold: undefined, blockSd: 0 })
  expect(cost!.rows).toEqual(warmOnly!.rows)
})

test('every line is within the width, and the default strategies fit 80 columns side by side', () => {
  const papers: Paper[] = [{}, { referenceMs: 23_456, blockSd: 0.05 }, { blocks: 72, quick: false }]
  for (const table of papers.flatMap((paper) => tablesFor(paper)))
    for (const width of WIDTHS)
      for (const line of plain(table, width)) expect(widthOf(line), line).toBeLessThanOrEqual(width)
  for (const table of tablesFor()) {
    const lines = plain(table, 80)
    for (const variant of CONTESTANTS)
      expect(
        lines.filter((line) => line.startsWith(`${variant}  `)),
        variant,
      ).toHaveLength(1)
  }
})

test('what makes the difference stands under where the time goes, once there is a look, of what is faster or slower', () => {
  const where = (paper: Paper = {}) => tablesFor(paper)[2]!.notes.slice(1)
  expect(where()).toHaveLength(4)
  expect(where()[0]).toMatch(
    /^look-ahead: 1\d\.\d ms faster than sequential \(.* to .* ms\); the cause is waiting: .* ms less of it/,
  )
  expect(where({ blocks: 5 })).toEqual([])
  expect(where({ candidates: { pipelined: 1 }, causes: {} })).toEqual([])
  const wrong = changed(trialsOf({ candidates: FOUR, cold: 2 }), isRun('promise-all', 1, 1), ({ deliveries }) => ({
    deliveries: { ...deliveries, digest: 'another' },
  }))
  const told = tablesIn(summarize(wrong))[2]!.notes.slice(1)
  expect(told.map((note) => note.split(':')[0])).toEqual(['look-ahead', 'pipelined', 'worker-threads'])
})

test('the steps that were waited for are counted under their names, checks not among them', () => {
  const where = tablesFor()[2]!
  expect(cellsIn(where, 'pipelined')).toMatchObject({ fetch: '12.0', notify: '6.0', 'at once': '1.0' })
  expect(where.notes[0]).toContain('fetch, notify: ')
})
