import { EXIT } from '../../cli/exit-code.ts'
import { beginLines } from '../../io/lines-file.ts'
import type { Trial } from '../../trial/trial.ts'
import type { ResultFolder } from './held-folder.ts'
import { onInterrupt } from '../../cli/interrupt.ts'
import { TRIALS_FILE } from './result-files.ts'
import { print } from '../../cli/print.ts'
import type { Io } from '../../cli/io.ts'
import { errorText } from '../../report/messages/problems.ts'
import { noticeTexts, stoppingTexts } from '../../report/messages/commands.ts'

export interface KeptTrials {
  readonly trials: readonly Trial[]
  /** The exit code of what did not come to its end: interrupted, or broken off by an error, which was printed. */
  readonly stopped?: number
}

interface Kept {
  /** All so far. */
  readonly trials: readonly Trial[]
  /** Keeps one more. */
  readonly keep: (trial: Trial) => void
  readonly signal: AbortSignal
}

/** What makes trials; ends early, and well, once the signal is aborted. */
export interface Making {
  /** What errors call it. */
  readonly called: 'benchmark' | 'schedule'
  readonly make: (kept: Kept) => Promise<void>
  /** The line of its progress. */
  readonly progress: { readonly clear: () => void }
  readonly io: Io
}

/** Writes each trial to the folder's trials.jsonl the moment it is made; Ctrl-C and whatever goes wrong keep what is done. */
export async function keepTrials(folder: ResultFolder, { called, make, progress, io }: Making): Promise<KeptTrials> {
  using lines = beginLines(folder, TRIALS_FILE)
  const interrupt = onInterrupt(stoppingTexts.kept, io)
  const trials: Trial[] = []
  const keep = (trial: Trial) => {
    // First, so that there is no report on what is not kept.
    lines.append(trial)
    trials.push(trial)
  }
  let brokenOff: Error | undefined
  try {
    await make({ trials, keep, signal: interrupt.signal })
  } catch (error) {
    // What is finished is worth a report all the same.
    brokenOff = error as Error
  } finally {
    progress.clear()
    interrupt.dispose()
  }
  if (brokenOff) print(noticeTexts.brokenOff(called, errorText(brokenOff)), io.stderr)
  const stopped = interrupt.signal.aborted ? EXIT.interrupted : brokenOff && EXIT.cannotJudge
  return { trials, ...(stopped !== undefined && { stopped }) }
}
