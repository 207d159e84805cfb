import { existsSync, readFileSync } from 'node:fs'
import { parseTrials, type Trial } from '../trial.ts'

const NEWLINE = 10

/** The trials of a file that grows, as far as they go: each call for the same file parses only what was written since the last. */
export function followTrials(): (file: string) => readonly Trial[] {
  let followed = ''
  let trials: Trial[] = []
  let bytes = 0
  return (file) => {
    if (file !== followed) [followed, trials, bytes] = [file, [], 0]
    if (!existsSync(file)) return trials
    const written = readFileSync(file)
    // The last line may be half written.
    const end = written.lastIndexOf(NEWLINE) + 1
    if (end > bytes) trials.push(...parseTrials(written.toString('utf8', bytes, end - 1), file, trials.length))
    bytes = end
    return trials
  }
}
