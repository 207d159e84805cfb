import { renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** In the folder of a result: every run of it. */
export const TRIALS_FILE = 'trials.jsonl'

/** What was raced, whole: with it predictions stand beside what was measured. */
export const SCENARIO_FILE = 'scenario.json'

/** The same trials with what their traces tell. */
export const TRACES_FILE = 'traces.jsonl'

/** In the folder of a sweep: what it is; its cells' folders lie beside it. */
export const SWEEP_FILE = 'sweep.json'

/** Writes files of a report, each whole or not at all; where that cannot be done it is said, and false. */
export function tryToWrite(folder: string, files: Readonly<Record<string, string>>): boolean {
  try {
    for (const [name, text] of Object.entries(files)) writeWhole(join(folder, name), text)
    return true
  } catch (error) {
    console.error(`utakata: the report could not be written to "${folder}" (${(error as NodeJS.ErrnoException).code})`)
    return false
  }
}

/** Writes a file whole or not at all; where that cannot be done it throws, and leaves nothing behind. */
export function writeWhole(file: string, text: string | Buffer): void {
  const part = `${file}.part`
  try {
    writeFileSync(part, text)
    renameSync(part, file)
  } catch (error) {
    rmSync(part, { force: true })
    throw error
  }
}
