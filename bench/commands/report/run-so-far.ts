import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { RunSoFar, SweepSoFar } from '../../live/page.ts'
import type { SelectionCriteria } from '../../judge/selection-criteria.ts'
import { summarizeSweep } from '../../judge/sweep/summarize.ts'
import { readTrialsAfter, type Trial, type TrialsRead } from '../../trial/trial.ts'
import { TRIALS_FILE } from '../results/result-files.ts'
import { cellIn, isSweepFolder, readCell, readRecord } from '../sweep/folder.ts'

/** Those of more would take longer to judge than a run waits for whoever watches it. */
const MAX_CELLS = 30

const BEGINNING: TrialsRead = { endByte: 0, number: 0 }

/** Reads what goes on in a folder each time it is asked, where `below` has it that the race is in a folder within. */
export function followRun(folder: string, criteria: SelectionCriteria): (below: string) => RunSoFar {
  const trialsIn = followTrials()
  const sweepAt = followSweep(folder, criteria)
  return (below) => {
    const trials = trialsIn(join(folder, below, TRIALS_FILE))
    return { trials, criteria, ...(isSweepFolder(folder) && { sweep: sweepAt(below) }) }
  }
}

/** What other cells say changes only when another one is raced. */
function followSweep(folder: string, criteria: SelectionCriteria): (below: string) => SweepSoFar {
  let last: { readonly below: string; readonly sweep: SweepSoFar } | undefined
  return (below) => {
    if (last?.below === below) return last.sweep
    const record = readRecord(folder)
    const cell = cellIn(record, below)
    const raced = record.cells.flatMap((one) => {
      const read = one === cell || record.cells.length > MAX_CELLS ? undefined : readCell(folder, one)
      return read ? [{ cell: one, trials: read.trials }] : []
    })
    const others = summarizeSweep(record, raced, criteria)
    const sweep = { record, cell, ...(others.cells.length > 0 && { others }) }
    last = { below, sweep }
    return sweep
  }
}

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
