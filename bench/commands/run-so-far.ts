import { join } from 'node:path'
import type { Language } from '../language/language.ts'
import { followTrials } from '../live/follow-trials.ts'
import type { RunSoFar } from '../live/page.ts'
import type { SweepSoFar } from '../live/sweep-so-far.ts'
import type { Wish } from '../objective.ts'
import { hasLook } from '../sweep/finished.ts'
import { summarizeSweep } from '../sweep/summarize.ts'
import { TRIALS_FILE } from './result-files.ts'
import { cellIn, isSweepFolder, readCell, readRecord } from './sweep-folder.ts'

/** Reads what goes on in a folder each time it is asked, where `below` has it that the race is in a folder within. */
export function followRun(folder: string, wish: Wish, language: Language): (below: string) => RunSoFar {
  const trialsIn = followTrials()
  const sweepAt = followSweep(folder, wish, language)
  return (below) => {
    const trials = trialsIn(join(folder, below, TRIALS_FILE))
    return isSweepFolder(folder) ? { trials, sweep: sweepAt(below) } : { trials }
  }
}

/** What other cells say changes only when another one is raced. */
function followSweep(folder: string, wish: Wish, language: Language): (below: string) => SweepSoFar {
  let last: { readonly below: string; readonly sweep: SweepSoFar } | undefined
  return (below) => {
    if (last?.below === below) return last.sweep
    const record = readRecord(folder)
    const cell = cellIn(record, below)
    const finished = record.cells.flatMap((one) => {
      const trials = one === cell ? undefined : readCell(folder, one)?.trials
      return trials && hasLook(trials) ? [{ cell: one, trials }] : []
    })
    const sweep = {
      record,
      cell,
      ...(finished.length > 0 && { finished: summarizeSweep(record, finished, wish, language) }),
    }
    last = { below, sweep }
    return sweep
  }
}
