import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { expect, test } from 'vitest'
import { beginCell, openSweep, readCell, takeOver } from '../../../../bench/commands/sweep/folder.ts'
import { hasLook, isMore } from '../../../../bench/judge/sweep/finished.ts'
import type { RecordedCell } from '../../../../bench/trial/sweep-record.ts'
import { type Trial, writeTrials } from '../../../../bench/trial/trial.ts'
import { aFolder } from '../../../support/folders.ts'
import { aRecord, simulatedCells } from '../../../support/sweeps.ts'
import { trialsOf } from '../../../support/trials.ts'
import { anIo } from '../../../support/in-process.ts'

const IO = anIo()

const never = () => false
const settled = () => true

interface Opened {
  readonly folder: string
  readonly cell: RecordedCell
  /** Measures the cell for so many blocks of 24, as the sweep does; `isSettled` whether it may end there. */
  readonly race: (blocks: number, isSettled?: (trials: readonly Trial[]) => boolean) => void
  /** After how many blocks the benchmark was ended whose trials are in the place of the cell; 0 where there are none. */
  readonly reported: () => number
}

/** A sweep in a folder, none of whose cells was begun. */
function anOpened(): Opened {
  const record = { ...aRecord('world.items.count=[1, 3]'), quick: false }
  const folder = join(aFolder(), 'out')
  openSweep(folder, record, IO)[Symbol.dispose]()
  const cell = record.cells[0]!
  return {
    folder,
    cell,
    race(blocks, isSettled = never) {
      writeRace(beginCell(folder, cell), blocks)
      takeOver(folder, cell, isSettled)
    },
    reported: () => new Set(readCell(folder, cell)?.trials.map(({ block }) => block)).size,
  }
}

function writeRace(place: string, blocks: number): void {
  const [{ trials }] = simulatedCells(aRecord('world.items.count=[1, 3]'), () => ({ quick: false, blocks })) as [
    ReturnType<typeof simulatedCells>[number],
  ]
  writeTrials(join(place, 'trials.jsonl'), trials)
}

test('a cell that was never begun is measured in its own folder, and is there at once', () => {
  const { folder, cell, race, reported } = anOpened()
  race(3)
  expect(reported()).toBe(3)
  expect(existsSync(join(folder, `${cell.folder}.again`))).toBe(false)
})

test('what never came to a look is set aside for the next try, and nothing of it mixed in', () => {
  const { folder, cell, race, reported } = anOpened()
  race(3)
  const old = readFileSync(join(folder, cell.folder, 'trials.jsonl'), 'utf8')
  expect(beginCell(folder, cell)).toBe(join(folder, cell.folder))
  expect(reported()).toBe(0)
  expect(readFileSync(join(folder, `${cell.folder}.unfinished`, 'trials.jsonl'), 'utf8')).toBe(old)
})

// Breakage: two tries that are interrupted, and of a cell that was in the report nothing is left.
test('a cell that was reported stays until there is more of it, however often the next try is interrupted', () => {
  const { race, reported } = anOpened()
  race(7)
  expect(reported()).toBe(7)
  for (const blocks of [2, 0, 5, 3]) {
    race(blocks)
    expect(reported()).toBe(7)
  }
  // At the same look there is no more of it than there was.
  race(8)
  expect(reported()).toBe(7)
  race(13)
  expect(reported()).toBe(13)
  race(6)
  expect(reported()).toBe(13)
  race(24)
  expect(reported()).toBe(24)
})

test('a try that may end at its look replaces one that may not', () => {
  const { race, reported } = anOpened()
  race(12)
  race(6, (trials) => new Set(trials.map(({ block }) => block)).size === 6)
  expect(reported()).toBe(6)
})

// Breakage: a report of 12 blocks that becomes one of 6, since both may end now.
test('of two that may end at their look the one with more blocks stays', () => {
  const { race, reported } = anOpened()
  race(12)
  race(6)
  race(6, settled)
  expect(reported()).toBe(12)
})

test('what is finished is not replaced by more that is not', () => {
  const [six, twelve] = [6, 12].map((blocks) => trialsOf({ quick: false, blocks })) as [Trial[], Trial[]]
  const endsAtSix = (trials: readonly Trial[]) => trials.length === six.length
  expect(isMore(twelve, six, never)).toBe(true)
  expect(isMore(twelve, six, endsAtSix)).toBe(false)
  expect(isMore(six, twelve, endsAtSix)).toBe(true)
  expect(isMore(twelve, undefined, never)).toBe(true)
})

test('while a cell is measured again its former result is the one that is read', () => {
  const { folder, cell, race, reported } = anOpened()
  race(6)
  const place = beginCell(folder, cell)
  writeRace(place, 24)
  expect(place).not.toBe(join(folder, cell.folder))
  expect(reported()).toBe(6)
  takeOver(folder, cell, never)
  expect(reported()).toBe(24)
  // The former one is beside it.
  expect(hasLook(readCell(folder, { ...cell, folder: `${cell.folder}.unfinished` })!.trials)).toBe(true)
})

test('what a process that was killed had measured again takes its place when the sweep is gone on with', () => {
  const { folder, cell, race, reported } = anOpened()
  race(6)
  writeRace(beginCell(folder, cell), 12)
  takeOver(folder, cell, never)
  expect(reported()).toBe(12)
  // Killed between setting aside the one and putting the other in its place.
  writeRace(beginCell(folder, cell), 24)
  renameSync(join(folder, cell.folder), join(folder, `${cell.folder}.unfinished-2`))
  expect(reported()).toBe(0)
  takeOver(folder, cell, never)
  expect(reported()).toBe(24)
})

// Breakage: `cells` followed wherever it leads, and what has the name of a cell there renamed and deleted.
test('a link in the place of the cells is refused, and nothing is touched where it leads', () => {
  const { folder, cell } = anOpened()
  const elsewhere = aFolder()
  const theirs = ['', '.unfinished'].map((end) => join(elsewhere, `${basename(cell.folder)}${end}`))
  for (const path of theirs) mkdirSync(path)
  symlinkSync(elsewhere, join(folder, 'cells'))
  expect(() => beginCell(folder, cell)).toThrow(
    expect.objectContaining({ code: 'cells-link', parameters: { path: join(folder, 'cells') } }),
  )
  for (const path of theirs) expect(existsSync(path), path).toBe(true)
})

test('a try that ended no run replaces nothing, even where its folder holds other files', () => {
  const { folder, cell, race, reported } = anOpened()
  race(6)
  for (const text of [undefined, '', '{"schema":']) {
    const place = beginCell(folder, cell)
    if (text !== undefined) writeFileSync(join(place, 'trials.jsonl'), text)
    writeFileSync(join(place, 'timelines.jsonl'), '')
    takeOver(folder, cell, settled)
    expect(reported()).toBe(6)
  }
})

test('each try begins with an empty folder', () => {
  const { folder, cell, race } = anOpened()
  race(6)
  for (const _ of [1, 2, 3]) {
    const place = beginCell(folder, cell)
    expect(existsSync(join(place, 'trials.jsonl'))).toBe(false)
    writeRace(place, 2)
  }
})

test('without a former result and another try there is nothing to do', () => {
  const { folder, cell, reported } = anOpened()
  takeOver(folder, cell, settled)
  expect(reported()).toBe(0)
  mkdirSync(join(folder, cell.folder), { recursive: true })
  takeOver(folder, cell, settled)
  expect(existsSync(join(folder, cell.folder))).toBe(true)
  rmSync(join(folder, cell.folder), { recursive: true })
})
