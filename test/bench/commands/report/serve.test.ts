import { appendFileSync } from 'node:fs'
import { expect, test, vi } from 'vitest'
import { followRun, followTrials } from '../../../../bench/commands/report/serve.ts'
import { beginCell, openSweep } from '../../../../bench/commands/sweep/folder.ts'
import { SPEED } from '../../../../bench/judge/selection-criteria.ts'
import { writeTrials } from '../../../../bench/trial/trial.ts'
import { aFolder } from '../../../support/folders.ts'
import { aRecord, simulatedCells } from '../../../support/sweeps.ts'
import { trialsOf } from '../../../support/trials.ts'
import { anIo } from '../../../support/in-process.ts'

const IO = anIo()

// Breakage: a cell that is measured again and not known by its folder, or shown with its earlier runs beside those that are made now.
test('of a sweep that is gone on with, the cell that is measured again is left out of what all others say', () => {
  const record = aRecord('world.items.count=[1, 3, 10]')
  const folder = `${aFolder()}/out`
  openSweep(folder, record, IO)[Symbol.dispose]()
  const [one, other, third] = simulatedCells(record, () => ({}))
  for (const { cell, trials } of [one!, other!]) writeTrials(`${beginCell(folder, cell)}/trials.jsonl`, trials)
  const again = beginCell(folder, one!.cell)
  writeTrials(`${again}/trials.jsonl`, one!.trials.slice(0, 5))
  const below = again.slice(folder.length + 1)
  expect(below).not.toBe(one!.cell.folder)
  const soFar = followRun(folder, SPEED)
  const { trials, sweep } = soFar(below)
  expect(trials).toHaveLength(5)
  expect(sweep!.cell.folder).toBe(one!.cell.folder)
  expect(sweep!.others!.cells.map(({ at }) => at)).toEqual([other!.cell.at])
  // What others say is read once for each cell that is measured.
  expect(soFar(below).sweep).toBe(sweep)
  const next = soFar(third!.cell.folder)
  expect(next.trials).toEqual([])
  expect(next.sweep!.others!.cells.map(({ at }) => at)).toEqual([one!.cell.at, other!.cell.at])
  expect(() => soFar('cells/none')).toThrow(
    expect.objectContaining({ code: 'not-a-cell', parameters: { folder: 'cells/none' } }),
  )
})

test('the first cell of a sweep has no others yet, and a benchmark is no sweep', () => {
  const record = aRecord('world.items.count=[1, 3]')
  const folder = `${aFolder()}/out`
  openSweep(folder, record, IO)[Symbol.dispose]()
  const [one] = simulatedCells(record, () => ({}))
  writeTrials(`${beginCell(folder, one!.cell)}/trials.jsonl`, one!.trials)
  expect(followRun(folder, SPEED)(one!.cell.folder).sweep).not.toHaveProperty('others')
  expect(followRun(`${folder}/${one!.cell.folder}`, SPEED)('')).toEqual({
    trials: one!.trials,
    criteria: SPEED,
  })
})

// Breakage: a half line that is taken for a torn one and left out for ever, or a line that is given twice.
test('a file that grows is read on from where it was, and a half line once it is whole', () => {
  const file = `${aFolder()}/trials.jsonl`
  const trialsIn = followTrials()
  const next = () => trialsIn(file)
  expect(next()).toEqual([])
  const [first, second, third] = trialsOf().map((trial) => JSON.stringify(trial))
  appendFileSync(file, first!.slice(0, 40))
  expect(next()).toEqual([])
  appendFileSync(file, `${first!.slice(40)}\n${second}\n${third!.slice(0, 9)}`)
  expect(next()).toHaveLength(2)
  const parse = vi.spyOn(JSON, 'parse')
  appendFileSync(file, `${third!.slice(9)}\n`)
  expect(next()).toEqual(trialsOf().slice(0, 3))
  expect(parse).toHaveBeenCalledOnce()
  expect(next()).toHaveLength(3)
  parse.mockRestore()
})

// Breakage: runs of the last cell of a sweep that are drawn among those of the next.
test('another file is read from its beginning', () => {
  const [first, second] = trialsOf().map((trial) => JSON.stringify(trial))
  const folder = aFolder({ one: `${first}\n${second}\n`, other: `${second}\n` })
  const trialsIn = followTrials()
  expect(trialsIn(`${folder}/one`)).toHaveLength(2)
  expect(trialsIn(`${folder}/other`)).toEqual([trialsOf()[1]])
})
