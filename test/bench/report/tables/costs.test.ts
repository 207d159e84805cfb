import { expect, test } from 'vitest'
import type { Result } from '../../../../bench/judge/comparison/judgement.ts'
import { ENGLISH } from '../../../../bench/report/messages/en.ts'
import type { Table } from '../../../../bench/report/document.ts'
import { drawTextTable } from '../../../../bench/report/render/text-table.ts'
import { summarize } from '../../../../bench/judge/comparison/summarize.ts'
import { widthOf } from '../../../../bench/report/table.ts'
import { foreign } from '../../../support/foreign-functions.ts'
import { invokedTrials } from '../../../support/invoked-trials.ts'
import { WIDTHS } from '../../../support/reported-results.ts'
import { blocksOf, cellsIn, tableIn } from '../../../support/reports.ts'
import { changed, isMeasured, isRun, type Simulation, trialsOf, aFault } from '../../../support/trials.ts'

const { causes, comparison: texts, units } = ENGLISH

const FOUR = { 'look-ahead': 0.8, 'promise-all': 0.25, pipelined: 0.26, 'worker-threads': 0.3 }
const CANDIDATES = ['sequential', ...Object.keys(FOUR)]
const CAUSES = { 'look-ahead': 'waitingMs', 'promise-all': 'waitingMs' } as const

const tablesIn = (result: Result) =>
  ['costs', 'cold', 'phases'].map((id) => tableIn(blocksOf(result), id)).filter((table) => table !== undefined)
const tablesFor = (simulation: Simulation = {}) =>
  tablesIn(summarize(trialsOf({ candidates: FOUR, causes: CAUSES, cold: 2, ...simulation })))
const plain = (table: Table, width: number) => drawTextTable(table, width).map(({ text }) => text)

test('cost, cold starts and where the time goes have a table each, of all that are there for themselves', () => {
  const tables = tablesFor()
  expect(tables).toHaveLength(3)
  for (const { rows } of tables)
    expect(rows.map(({ cells: [variant] }) => variant!).toSorted()).toEqual(CANDIDATES.toSorted())
})

test('without cold runs, and without recordings, there is no table of them', () => {
  const trials = changed(trialsOf(), isMeasured, () => ({ timeBreakdown: undefined }))
  expect(tablesIn(summarize(trials))).toHaveLength(1)
})

// Breakage: a p99 of 36 runs, which is the longest of them.
test('a tail is refused below its sample size, with how many runs it takes', () => {
  const columns = ['p90', 'p95', 'p99'].map(texts.millisecondsColumn)
  const [p90, p95, p99] = columns as [string, string, string]
  const requirements = {
    p90: texts.quantileNeeds('p90', 36),
    p95: texts.quantileNeeds('p95', 72),
    p99: texts.quantileNeeds('p99', 368),
  }
  const tailsOf = (blocks: number) => {
    const [cost] = tablesFor({ blocks, quick: false })
    const cells = cellsIn(cost!, 'pipelined')
    return {
      known: columns.filter((head) => /^\d.* \(\d/.test(cells[head]!)),
      dashes: columns.filter((head) => cells[head] === '–'),
      lastNote: cost!.notes.at(-1),
    }
  }
  expect(tailsOf(5)).toEqual({
    known: [],
    dashes: [p90, p95, p99],
    lastNote: texts.tooFewRuns(ENGLISH.beside([requirements.p90, requirements.p95, requirements.p99]), 30),
  })
  expect(tailsOf(6)).toEqual({
    known: [p90],
    dashes: [p95, p99],
    lastNote: texts.tooFewRuns(ENGLISH.beside([requirements.p95, requirements.p99]), 36),
  })
  expect(tailsOf(12)).toEqual({
    known: [p90, p95],
    dashes: [p99],
    lastNote: texts.tooFewRuns(requirements.p99, 72),
  })
  const [long] = tablesFor({ iterations: 62 })
  expect(cellsIn(long!, 'pipelined')[p99]).toMatch(/^\d.* \(\d/)
  expect(long!.notes.slice(1)).toEqual([texts.quantilesOfRuns(ENGLISH.beside(['p90', 'p95', 'p99']))])
})

test('cost stands over that of the reference, whose own is 1, and with its level', () => {
  const [cost] = tablesFor()
  const column = texts.costRatioColumn('sequential')
  expect(cellsIn(cost!, 'sequential')[column]).toBe('1')
  expect(cellsIn(cost!, 'promise-all')[column]).toBe(
    units.withInterval({ estimate: '0.249', low: '0.245', high: '0.253' }),
  )
  expect(cost!.notes[0]).toBe(texts.costBasisWithLevel(texts.costBasisTime, 98.75))
  const [early] = tablesFor({ blocks: 1 })
  expect(cellsIn(early!, 'promise-all')[column]).toBe('–')
  expect(early!.notes[0]).toBe(units.sentence(texts.costBasisTime))
})

test('of functions tails are of containers, and cost is of what was billed only where that is known', () => {
  const needs = {
    p90: texts.quantileNeeds('p90', 36),
    p95: texts.quantileNeeds('p95', 72),
    p99: texts.quantileNeeds('p99', 368),
  }
  const [cost] = tablesIn(summarize(invokedTrials({ containers: 40 })))
  expect(cost!.notes).toEqual([
    texts.costBasisWithLevel(texts.costBasisBilled, 95),
    texts.quantilesOfContainers('p90'),
    texts.tooFewContainers(ENGLISH.beside([needs.p95, needs.p99]), 40),
  ])
  // Of twelve containers no tail is known, and none is explained.
  expect(tablesIn(foreign(['old', 'new']))[0]!.notes).toEqual([
    texts.costBasisWithLevel(texts.costBasisTime, 95),
    texts.tooFewContainers(ENGLISH.beside([needs.p90, needs.p95, needs.p99]), 12),
  ])
})

test('of fewer than 12 first runs it is said that nothing is certain, and of 12 it is not', () => {
  const notesFor = (blocks: number) => tablesFor({ blocks, quick: false })[1]!.notes
  const warning = texts.tooFewColdProcesses(12)
  expect(notesFor(6)).toContain(warning)
  expect(notesFor(11)).toContain(warning)
  expect(notesFor(12)).not.toContain(warning)
  const failed = changed(
    trialsOf({ blocks: 12, quick: false, cold: 2 }),
    ({ phase, variant, block }) => phase === 'cold' && variant === 'pipelined' && block === 3,
    () => ({ faults: [aFault('it never began')] }),
  )
  const [, cold] = tablesIn(summarize(failed))
  expect(cellsIn(cold!, 'pipelined')[texts.processesColumn]).toBe('11')
  expect(cold!.notes).toContain(warning)
})

// Breakage: the first run of a process among the warm ones.
test('a first run stands beside the later ones of its process and is in none of their figures', () => {
  const [cost, cold] = tablesFor({ cold: 3, blockSd: 0 })
  const cells = cellsIn(cold!, 'sequential')
  expect(cells[texts.processesColumn]).toBe('6')
  expect(cells[texts.firstRunColumn]).toBe(units.withInterval({ estimate: '180', low: '180', high: '180' }))
  expect(cells[texts.coldOverWarmColumn]).toMatch(/^(2\.[89]|3\.[01])\d \(/)
  const [warmOnly] = tablesFor({ cold: undefined, blockSd: 0 })
  expect(cost!.rows).toEqual(warmOnly!.rows)
})

test('every line is within the width, and the default strategies fit 80 columns side by side', () => {
  const simulations: Simulation[] = [{}, { referenceMs: 23_456, blockSd: 0.05 }, { blocks: 72, quick: false }]
  for (const table of simulations.flatMap((simulation) => tablesFor(simulation)))
    for (const width of WIDTHS)
      for (const line of plain(table, width)) expect(widthOf(line), line).toBeLessThanOrEqual(width)
  for (const table of tablesFor()) {
    const lines = plain(table, 80)
    for (const variant of CANDIDATES)
      expect(
        lines.filter((line) => line.startsWith(`${variant}  `)),
        variant,
      ).toHaveLength(1)
  }
})

test('what makes the difference stands under where the time goes, once there is a look, of what is faster or slower', () => {
  const where = (simulation: Simulation = {}) => tablesFor(simulation)[2]!.notes.slice(1)
  expect(where()).toHaveLength(4)
  expect(where()).toContain(
    causes.lessOfPhase(
      causes.fasterThanReference({
        variant: 'look-ahead',
        ms: '12.1',
        reference: 'sequential',
        range: units.range('11.4', '12.8'),
      }),
      causes.ofWaiting,
      '12.1',
    ),
  )
  expect(where({ blocks: 5 })).toEqual([])
  expect(where({ candidates: { pipelined: 1 }, causes: {} })).toEqual([])
  const wrong = changed(trialsOf({ candidates: FOUR, cold: 2 }), isRun('promise-all', 1, 1), ({ deliveries }) => ({
    deliveries: { ...deliveries, digest: 'another' },
  }))
  const notes = tablesIn(summarize(wrong))[2]!.notes.slice(1)
  expect(notes.map((note) => note.split(' ')[0])).toEqual(['pipelined', 'worker-threads', 'look-ahead'])
})

test('the steps that were waited for are counted under their names, checks not among them', () => {
  const where = tablesFor()[2]!
  const { fetchPhase, checkPhase, notifyPhase, meanConcurrencyColumn, timeBreakdownNote } = causes
  const cells = cellsIn(where, 'pipelined')
  expect(cells).toMatchObject({ [fetchPhase]: '12.0', [notifyPhase]: '6.0', [meanConcurrencyColumn]: '1.0' })
  expect(cells).not.toHaveProperty(checkPhase)
  expect(where.notes[0]).toBe(timeBreakdownNote)
})
