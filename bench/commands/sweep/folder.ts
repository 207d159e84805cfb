import { existsSync, lstatSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describeIssue } from '../../scenario/describe-issue.ts'
import { readNamedFile } from '../../io/read-file.ts'
import { formatAxes } from '../../scenario/cell-labels.ts'
import { hasLook, isMore } from '../../judge/sweep/finished.ts'
import {
  changedCode,
  isSameSweep,
  type MeasuredCode,
  type RecordedCell,
  recordSchema,
  type SweepRecord,
} from '../../trial/sweep-record.ts'
import { type readTrials, readTrialsAfter, type Trial } from '../../trial/trial.ts'
import { UserError } from '../../io/user-error.ts'
import { writeWhole } from '../../io/write-whole.ts'
import { refuseResults, takeNewFolder } from '../results/folder.ts'
import { type HeldFolder, holdFolder } from '../results/held-folder.ts'
import { unusable } from '../results/make-folders.ts'
import { SWEEP_FILE, TRIALS_FILE } from '../results/result-files.ts'
import { type Io, pathIn } from '../../cli/io.ts'

/** Whether a folder is that of a sweep. */
export function isSweepFolder(folder: string): boolean {
  return existsSync(join(folder, SWEEP_FILE))
}

/**
 * Makes the folder of a sweep, or takes up one that holds the same sweep, and holds it until it is disposed of; that of another one, of
 * other code, or of a run that goes on is refused. `out`: as it was named; without one it is a new folder.
 */
export function openSweep(out: string | undefined, record: SweepRecord, io: Pick<Io, 'cwd'>): HeldFolder {
  const folder = out === undefined ? takeNewFolder(record, io) : holdFolder(pathIn(io, out), io)
  try {
    if (isSweepFolder(folder.path)) checkSame(folder.path, record)
    else beginSweep(folder.path, record)
    return folder
  } catch (error) {
    folder[Symbol.dispose]()
    throw error
  }
}

function beginSweep(folder: string, record: SweepRecord): void {
  refuseResults(folder)
  try {
    writeWhole(join(folder, SWEEP_FILE), `${JSON.stringify(record, undefined, 2)}\n`)
  } catch (error) {
    throw unusable(folder, error)
  }
}

function checkSame(folder: string, record: SweepRecord): void {
  const other = readRecord(folder)
  if (!isSameSweep(record, other))
    throw new UserError('not-same-sweep', {
      folder,
      name: other.name,
      axes: formatAxes(other.axes),
      isQuick: other.quick,
    })
  if (record.code) refuseOtherCode(folder, other.code, record.code)
}

/** Cells of different code would be compared with each other as if only their values differed. */
function refuseOtherCode(folder: string, before: MeasuredCode | undefined, now: MeasuredCode): void {
  if (!before) throw new UserError('sweep-of-unknown-code', { folder })
  const changed = changedCode(before, now)
  if (changed.length === 0) return
  throw new UserError('sweep-of-other-code', { folder, changed })
}

/** Some kB for each of its cells. */
const MAX_RECORD_BYTES = 16_000_000

/** What the sweep in a folder is; throws a UserError where that cannot be read. */
export function readRecord(folder: string): SweepRecord {
  const file = join(folder, SWEEP_FILE)
  const text = readNamedFile(file, 'sweep-unreadable', { mostBytes: MAX_RECORD_BYTES })
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    throw new UserError('sweep-not-json', { file, message: (error as Error).message })
  }
  const { data, error } = recordSchema.safeParse(value)
  if (data) return data
  throw new UserError('sweep-wrong', { file, issue: describeIssue(error.issues[0]!, value) })
}

/** The trials of a cell; undefined where it has not ended a single run. Throws a UserError for those of anything else. */
export function readCell(
  folder: string,
  { folder: below, digest }: RecordedCell,
): ReturnType<typeof readTrials> | undefined {
  const file = join(folder, below, TRIALS_FILE)
  if (!existsSync(file)) return undefined
  const read = readTrialsAfter(file)
  // A line that was never ended is no run.
  if (read.trials.length === 0) return undefined
  const other = read.trials.find(({ scenario }) => scenario.digest !== digest)
  if (!other) return read
  throw new UserError('trials-of-other-cell', { file, expected: digest, got: other.scenario.digest })
}

/** Where a cell is measured again while what was measured of it before stays in its place. */
const AGAIN = '.again'

/** The cell that is measured in a folder that `beginCell` gave; `below` the folder of the sweep. */
export function cellIn({ cells }: SweepRecord, below: string): RecordedCell {
  const cell = cells.find(({ folder }) => folder === below || folder + AGAIN === below)
  if (!cell) throw new UserError('not-a-cell', { folder: below })
  return cell
}

/** Where an earlier try is, never mixed with what comes. */
const ASIDE = '.unfinished'

/**
 * An empty folder to measure a cell into: the cell's own, unless an earlier try came to a look and so is part of the report; that one
 * stays until `takeOver` has more to put in its place.
 */
export function beginCell(folder: string, cell: RecordedCell): string {
  const own = join(folder, cell.folder)
  const place = hasLook(readCell(folder, cell)?.trials) ? own + AGAIN : own
  setAside(place, own)
  mkdirSync(place, { recursive: true })
  return place
}

/** Puts a cell that was measured again in its place, where that is more than what is there. */
export function takeOver(folder: string, cell: RecordedCell, isSettled: (trials: readonly Trial[]) => boolean): void {
  const own = join(folder, cell.folder)
  const again = readCell(folder, { ...cell, folder: cell.folder + AGAIN })
  if (!again || !isMore(again.trials, readCell(folder, cell)?.trials, isSettled)) return
  setAside(own, own)
  renameSync(own + AGAIN, own)
}

function setAside(place: string, own: string): void {
  // Whoever made the folder may have made it lead elsewhere, where nothing of this sweep is.
  const cells = dirname(own)
  if (lstatSync(cells, { throwIfNoEntry: false })?.isSymbolicLink()) throw new UserError('cells-link', { path: cells })
  if (!existsSync(place)) return
  rmSync(own + ASIDE, { recursive: true, force: true })
  renameSync(place, own + ASIDE)
}
