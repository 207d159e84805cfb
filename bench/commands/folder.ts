import { accessSync, constants, existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { UsageError } from '../usage-error.ts'
import { SWEEP_FILE, TRIALS_FILE } from './result-files.ts'

/** Makes the folder now: nobody should wait for a run whose trials cannot be kept. Trials of another run are never mixed in. */
export function makeFolder(folder: string): string {
  if (existsSync(join(folder, TRIALS_FILE)) || existsSync(join(folder, SWEEP_FILE))) {
    throw new UsageError(
      `--out: expected a folder without trials, got "${folder}", which holds those of another run; name another one`,
    )
  }
  try {
    mkdirSync(folder, { recursive: true })
    accessSync(folder, constants.W_OK)
  } catch (error) {
    throw new UsageError(
      `--out: expected a folder that can be written to, got "${folder}" (${(error as NodeJS.ErrnoException).code}); name another one`,
    )
  }
  return folder
}

/** Where results go that nobody has named a place for. */
export function newFolder(name: string): string {
  return join(
    'utakata-results',
    `${name}-${new Date().toISOString().slice(0, 19).replaceAll(':', '').replace('T', '-')}`,
  )
}
