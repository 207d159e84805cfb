import { existsSync } from 'node:fs'
import { readTrialsAfter, type Trial, type TrialsRead } from '../trial/trial.ts'

const BEGINNING: TrialsRead = { endByte: 0, number: 0 }

/** The trials of a file that grows, as far as they go: each call for the same file reads only what was written since the last. */
export function followTrials(): (file: string) => readonly Trial[] {
  let followed = ''
  let trials: Trial[] = []
  let last = BEGINNING
  return (file) => {
    if (file !== followed) [followed, trials, last] = [file, [], BEGINNING]
    if (!existsSync(file)) return trials
    // The last line may be half written.
    const more = readTrialsAfter(file, last)
    last = more.last
    for (const trial of more.trials) trials.push(trial)
    return trials
  }
}
