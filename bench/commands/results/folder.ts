import { globSync, lstatSync, mkdirSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { TIMELINES_FILE } from '../../trial/timelines.ts'
import { UserError } from '../../io/user-error.ts'
import { type HeldFolder, holdFolder } from './held-folder.ts'
import { makeWritable, unusable } from './make-folders.ts'
import { SWEEP_FILE, TRACES_FILE, TRIALS_FILE } from './result-files.ts'
import { type Io, pathIn } from '../../cli/io.ts'

/** Where results go that nobody has named a place for. */
const RESULTS = 'utakata-results'

export interface NewFolder {
  /** What the results are of; may be any text. */
  readonly name: string
  readonly now?: Date
}

/**
 * The folder that a run writes to, made now and held until it is disposed of: nobody should wait for a run whose trials cannot be kept, and
 * those of two runs are never mixed. `out`: as it was named; without one it is a new folder. Throws a UserError where that cannot be.
 */
export function takeFolder(out: string | undefined, fresh: NewFolder, io: Pick<Io, 'cwd'>): HeldFolder {
  return out === undefined ? takeNewFolder(fresh, io) : takeEmptyFolder(out, io)
}

/** A folder that was not there before, whoever else makes one of that name in the same second. */
export function takeNewFolder(fresh: NewFolder, io: Pick<Io, 'cwd'>): HeldFolder {
  const first = join(pathIn(io, RESULTS), nameOf(fresh))
  makeWritable(dirname(first))
  for (let number = 1; ; number++) {
    const path = number === 1 ? first : `${first}-${number}`
    if (isMade(path)) return holdFolder(path, io)
  }
}

function takeEmptyFolder(out: string, io: Pick<Io, 'cwd'>): HeldFolder {
  const path = pathIn(io, out)
  const folder = holdFolder(path, io)
  try {
    refuseResults(path)
    return folder
  } catch (error) {
    folder[Symbol.dispose]()
    throw error
  }
}

/** Throws a UserError for a folder with results of another run. */
export function refuseResults(folder: string): void {
  const name = [TRIALS_FILE, SWEEP_FILE, TRACES_FILE, TIMELINES_FILE].find((file) => isThere(join(folder, file)))
  if (name === undefined) return
  throw new UserError('folder-has-results', { path: folder, file: name })
}

/** Whether there is anything of that name, be it a link that leads nowhere; not where that cannot be found out, nor then be written. */
export function isThere(file: string): boolean {
  try {
    return lstatSync(file, { throwIfNoEntry: false }) !== undefined
  } catch {
    return false
  }
}

/** Whether it was made by this very call. */
function isMade(path: string): boolean {
  try {
    mkdirSync(path)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw unusable(path, error)
  }
}

/** The folders in this one that hold results, by when these were measured, the newest last. */
export function resultFoldersIn(folder: string): string[] {
  const files = globSync(`*/{${TRIALS_FILE},${SWEEP_FILE}}`, { cwd: folder }).map((file) => join(folder, file))
  // A report that is made again touches its folder, and no trial.
  return files.toSorted((one, other) => statSync(one).mtimeMs - statSync(other).mtimeMs).map(dirname)
}

function nameOf({ name, now = new Date() }: NewFolder): string {
  // No part of a path: whatever it is, the folder is one, and lies here.
  const shown = name.replaceAll(/[^\p{L}\p{M}\p{N}._]+/gu, '-').replace(/-$/, '')
  const instant = now.toISOString().slice(0, 19).replaceAll(':', '').replace('T', '-')
  return `${shown}-${instant}`
}
