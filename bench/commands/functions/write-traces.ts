import { join } from 'node:path'
import { TIMELINES_FILE, type Timeline } from '../../trial/timelines.ts'
import { type Trial, writeTrials } from '../../trial/trial.ts'
import { writeWhole } from '../../io/write-whole.ts'
import { TRACES_FILE } from '../results/result-files.ts'

/** Writes trials with what their traces report to a folder, and the course of some of their runs where the traces have any. */
export function writeTraces(folder: string, trials: readonly Trial[], timelines: readonly Timeline[]): void {
  writeTrials(join(folder, TRACES_FILE), trials)
  // What was found in them before still holds where X-Ray has deleted them.
  if (timelines.length === 0) return
  writeWhole(join(folder, TIMELINES_FILE), timelines.map((timeline) => `${JSON.stringify(timeline)}\n`).join(''))
}
