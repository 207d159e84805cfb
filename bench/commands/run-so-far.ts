import { join } from 'node:path'
import type { Language } from '../report/messages/language.ts'
import { followTrials } from '../live/follow-trials.ts'
import type { RunSoFar } from '../live/page.ts'
import type { SweepSoFar } from '../live/sweep-so-far.ts'
import type { SelectionCriteria } from '../judge/selection-criteria.ts'
import { summarizeSweep } from '../judge/sweep/summarize.ts'
import { TRIALS_FILE } from './result-files.ts'
import { cellIn, isSweepFolder, readCell, readRecord } from './sweep-folder.ts'

/** Those of more would take longer to judge than a race waits for whoever watches it. */
const MAX_CELLS = 30

/** Reads what goes on in a folder each time it is asked, where `below` has it that the race is in a folder within. */
export function followRun(
  folder: string,
  criteria: SelectionCriteria,
  language: Language,
): (below: string) => RunSoFar {
  const trialsIn = followTrials()
  const sweepAt = followSweep(folder, criteria, language)
  return (below) => {
    const trials = trialsIn(join(folder, below, TRIALS_FILE))
    return { trials, criteria, ...(isSweepFolder(folder) && { sweep: sweepAt(below) }) }
  }
}

/** What other cells say changes only when another one is raced. */
function followSweep(folder: string, criteria: SelectionCriteria, language: Language): (below: string) => SweepSoFar {
  let last: { readonly below: string; readonly sweep: SweepSoFar } | undefined
  return (below) => {
    if (last?.below === below) return last.sweep
    const record = readRecord(folder)
    const cell = cellIn(record, below)
    const raced = record.cells.flatMap((one) => {
      const read = one === cell || record.cells.length > MAX_CELLS ? undefined : readCell(folder, one)
      return read ? [{ cell: one, trials: read.trials }] : []
    })
    const others = summarizeSweep(record, raced, criteria, language)
    const sweep = { record, cell, ...(others.cells.length > 0 && { others }) }
    last = { below, sweep }
    return sweep
  }
}
