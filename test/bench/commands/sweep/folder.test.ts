import { mkdirSync, writeFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { takeFolder } from '../../../../bench/commands/results/folder.ts'
import { readFolder } from '../../../../bench/commands/report/report.ts'
import { beginCell, isSweepFolder, openSweep, readCell, readRecord } from '../../../../bench/commands/sweep/folder.ts'
import { isFinished } from '../../../../bench/judge/sweep/finished.ts'
import type { SweepRecord } from '../../../../bench/trial/sweep-record.ts'
import { writeTrials } from '../../../../bench/trial/trial.ts'
import { aFolder } from '../../../support/folders.ts'
import { aRecord, simulatedCells } from '../../../support/sweeps.ts'
import { trialsOf } from '../../../support/trials.ts'
import { anIo } from '../../../support/in-process.ts'

const IO = anIo()

const COUNTS = 'world.items.count=[1, 3, 10]'

/** A sweep in a folder of its own, with the trials of its first cell. */
function opened(record: SweepRecord): string {
  const folder = `${aFolder()}/out`
  openSweep(folder, record, IO)[Symbol.dispose]()
  const [{ cell, trials }] = simulatedCells(record, () => ({})) as [ReturnType<typeof simulatedCells>[number]]
  writeTrials(`${beginCell(folder, cell)}/trials.jsonl`, trials)
  return folder
}

test('a sweep is taken up again in its folder, under another name too', () => {
  const record = aRecord(COUNTS)
  const folder = opened(record)
  expect(isSweepFolder(folder)).toBe(true)
  expect(readRecord(folder)).toEqual(record)
  openSweep(folder, record, IO)[Symbol.dispose]()
  openSweep(folder, aRecord(COUNTS, 'name=other'), IO)[Symbol.dispose]()
  expect(readRecord(folder)).toEqual(record)
})

test('another sweep in the same folder is refused, naming the one that is there', () => {
  const folder = opened(aRecord(COUNTS))
  expect(() => openSweep(folder, aRecord('world.items.count=[1, 3, 30]'), IO)).toThrow(
    expect.objectContaining({ code: 'not-same-sweep' }),
  )
})

test('neither a plain run goes to the folder of a sweep, nor a sweep to that of a plain run', () => {
  expect(() => takeFolder(opened(aRecord(COUNTS)), { name: 'plain' }, IO)).toThrow(
    expect.objectContaining({ code: 'folder-has-results' }),
  )
  expect(() => openSweep(aFolder({ 'trials.jsonl': '' }), aRecord(COUNTS), IO)).toThrow(
    expect.objectContaining({ code: 'folder-has-results' }),
  )
})

test('a request for one run is answered with the advice to name a cell', () => {
  const folder = opened(aRecord(COUNTS))
  expect(() => readFolder(folder)).toThrow(expect.objectContaining({ code: 'folder-of-sweep' }))
  expect(readFolder(`${folder}/${aRecord(COUNTS).cells[0]!.folder}`).trials.length).toBeGreaterThan(0)
})

test('a cell that has ended no run has no trials, even where its first line is torn', () => {
  const record = aRecord(COUNTS)
  const folder = opened(record)
  const [first, second, third] = record.cells
  expect(readCell(folder, first!)!.trials.length).toBeGreaterThan(0)
  expect(readCell(folder, second!)).toBeUndefined()
  writeFileSync(`${beginCell(folder, third!)}/trials.jsonl`, '{"schema":')
  expect(readCell(folder, third!)).toBeUndefined()
})

test('trials of anything else in the folder of a cell are refused', () => {
  const record = aRecord(COUNTS)
  const folder = opened(record)
  const file = `${beginCell(folder, record.cells[1]!)}/trials.jsonl`
  writeTrials(file, trialsOf())
  expect(() => readCell(folder, record.cells[1]!)).toThrow(expect.objectContaining({ code: 'trials-of-other-cell' }))
  writeFileSync(file, '{"schema":1}\n')
  expect(() => readCell(folder, record.cells[1]!)).toThrow(expect.objectContaining({ code: 'trial-of-other-schema' }))
})

test('what is no sweep, or not a whole one, is refused with an explanation', () => {
  const folder = aFolder({ 'sweep.json': '{"schema": 1' })
  expect(() => readRecord(folder)).toThrow(expect.objectContaining({ code: 'sweep-not-json' }))
  writeFileSync(`${folder}/sweep.json`, '{"schema": 3}')
  expect(() => readRecord(folder)).toThrow(expect.objectContaining({ code: 'sweep-wrong' }))
  mkdirSync(`${folder}/empty`)
  expect(isSweepFolder(`${folder}/empty`)).toBe(false)
})

test('a cell is finished at its last look, or at an earlier one that settles it', () => {
  const never = () => false
  const settled = () => true
  expect(isFinished(undefined, settled)).toBe(false)
  expect(isFinished(trialsOf({ blocks: 5 }), settled)).toBe(false)
  expect(isFinished(trialsOf({ blocks: 6 }), never)).toBe(true)
  for (const blocks of [6, 12]) {
    const trials = trialsOf({ quick: false, blocks })
    expect(isFinished(trials, never)).toBe(false)
    expect(isFinished(trials, settled)).toBe(true)
  }
  expect(isFinished(trialsOf({ quick: false, blocks: 24 }), never)).toBe(true)
})
