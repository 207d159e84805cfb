import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { formatAxes } from '../sweep/labels.ts'
import { isSameSweep, type RecordedCell, recordSchema, type SweepRecord } from '../sweep/record.ts'
import { readTrials } from '../trial.ts'
import { UsageError } from '../usage-error.ts'
import { makeFolder, makeWritable } from './folder.ts'
import { SWEEP_FILE, TRIALS_FILE, writeWhole } from './result-files.ts'

/** Whether a folder is that of a sweep. */
export function isSweepFolder(folder: string): boolean {
  return existsSync(join(folder, SWEEP_FILE))
}

/** Makes the folder of a sweep, or takes up one that holds the same sweep; that of another one is refused. */
export function openSweep(folder: string, record: SweepRecord): void {
  if (!isSweepFolder(folder)) {
    makeFolder(folder)
    writeWhole(join(folder, SWEEP_FILE), `${JSON.stringify(record, undefined, 2)}\n`)
    return
  }
  const other = readRecord(folder)
  if (isSameSweep(record, other)) return makeWritable(folder)
  throw new UsageError(
    `--out: expected a folder of this very sweep or of none, got "${folder}", which holds ${other.name} over ${formatAxes(other.axes)}${other.quick ? ', quick' : ''}, of other cells or arms; name another one`,
  )
}

/** What the sweep in a folder is; throws a UsageError where that cannot be told. */
export function readRecord(folder: string): SweepRecord {
  const file = join(folder, SWEEP_FILE)
  let value: unknown
  try {
    value = JSON.parse(readFileSync(file, 'utf8'))
  } catch (error) {
    throw new UsageError(`${file}: expected a sweep as JSON, got none: ${(error as Error).message}`)
  }
  const { data, error } = recordSchema.safeParse(value)
  if (data) return data
  const [issue] = error.issues
  throw new UsageError(
    `${file}: expected a sweep as this version of utakata writes it, got another: ${issue?.path.join('.')}: ${issue?.message}`,
  )
}

/** The trials of a cell; undefined where it has not ended a single run. Throws a UsageError for those of anything else. */
export function readCell(
  folder: string,
  { folder: below, digest }: RecordedCell,
): ReturnType<typeof readTrials> | undefined {
  const file = join(folder, below, TRIALS_FILE)
  // A line that was never ended is no run.
  if (!existsSync(file) || !readFileSync(file).includes('\n')) return undefined
  let read: ReturnType<typeof readTrials>
  try {
    read = readTrials(file)
  } catch (error) {
    throw new UsageError((error as Error).message)
  }
  const other = read.trials.find(({ scenario }) => scenario.digest !== digest)
  if (!other) return read
  throw new UsageError(
    `${file}: expected trials of this cell of the sweep (${digest}), got some of another scenario (${other.scenario.digest}); put back what belongs there, or delete the folder of the cell`,
  )
}

/** An empty folder for a cell. What an earlier try has left is set aside beside it, and never mixed with what comes. */
export function beginCell(folder: string, { folder: below }: RecordedCell): string {
  const own = join(folder, below)
  if (existsSync(own)) {
    rmSync(`${own}.unfinished`, { recursive: true, force: true })
    renameSync(own, `${own}.unfinished`)
  }
  mkdirSync(own, { recursive: true })
  return own
}
