import { accessSync, constants, existsSync, globSync, mkdirSync, statSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { UsageError } from '../usage-error.ts'
import { SWEEP_FILE, TRIALS_FILE } from './result-files.ts'

/** Makes the folder now: nobody should wait for a run whose trials cannot be kept. Trials of another run are never mixed in. */
export function makeFolder(folder: string): string {
  if (existsSync(join(folder, TRIALS_FILE)) || existsSync(join(folder, SWEEP_FILE))) {
    throw new UsageError(
      `--out: expected a folder without trials, got "${folder}", which holds those of another run; name another one`,
    )
  }
  makeWritable(folder)
  return folder
}

/** Makes the folder where it is not there yet. Throws a UsageError where it cannot be written to. */
export function makeWritable(folder: string): void {
  try {
    makeFolders(folder)
    accessSync(folder, constants.W_OK)
  } catch (error) {
    throw new UsageError(
      `--out: expected a folder that can be written to, got "${folder}" (${(error as NodeJS.ErrnoException).code}); name another one`,
    )
  }
}

/** Makes a folder with those it lies in. Node's own way to do so never ends below /proc, where none can be made. */
export function makeFolders(folder: string): void {
  const path = resolve(folder)
  try {
    mkdirSync(path)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'EEXIST' && statSync(path).isDirectory()) return
    if (code !== 'ENOENT') throw error
    makeFolders(dirname(path))
    mkdirSync(path)
  }
}

/** The folders in this one that hold results, by when these were measured, the newest last. */
export function resultFoldersIn(folder: string): string[] {
  const files = globSync(`*/{${TRIALS_FILE},${SWEEP_FILE}}`, { cwd: folder }).map((file) => join(folder, file))
  // A report that is made again touches its folder, and no trial.
  return files.toSorted((one, other) => statSync(one).mtimeMs - statSync(other).mtimeMs).map(dirname)
}

/** Where results go that nobody has named a place for; `name` may be any text. */
export function newFolder(name: string): string {
  // No part of a path: whatever it is, the folder is one, and lies here.
  const told = name.replaceAll(/[^\p{L}\p{M}\p{N}._]+/gu, '-').replace(/-$/, '')
  const instant = new Date().toISOString().slice(0, 19).replaceAll(':', '').replace('T', '-')
  return join('utakata-results', `${told}-${instant}`)
}
