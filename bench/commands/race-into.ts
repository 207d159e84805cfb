import { join } from 'node:path'
import { EXIT } from '../exit-code.ts'
import { race } from '../local/race.ts'
import type { Plan } from '../plan.ts'
import { appendTimeline, timelineOf, TIMELINES_FILE } from '../timelines.ts'
import { appendTrial, type Trial } from '../trial.ts'
import { onInterrupt } from './interrupt.ts'
import { createProgress } from './progress.ts'
import { TRIALS_FILE } from './report.ts'
import { tell } from './tell.ts'

export interface Raced {
  readonly trials: readonly Trial[]
  /** The exit code of a race that did not come to its end: interrupted, or broken off by an error, which was told. */
  readonly stopped?: number
}

export interface RaceIntoOptions {
  /** After the forks of a look that is not the last: whether to go on to the next. */
  readonly goOn: (trials: readonly Trial[], elapsedMs: number) => boolean
}

/** Races a plan and writes each trial to the folder's trials.jsonl the moment it ended, with progress; Ctrl-C keeps what is done. */
export async function raceInto(folder: string, plan: Plan, { goOn }: RaceIntoOptions): Promise<Raced> {
  const file = join(folder, TRIALS_FILE)
  const interrupt = onInterrupt('Stopping: what is finished is kept and reported. Again to stop at once.')
  const progress = createProgress(plan, process.stderr)
  const trials: Trial[] = []
  const beganMs = performance.now()
  let brokenOff: Error | undefined
  try {
    await race(
      plan,
      {
        warming: (fork) => progress.warming(fork),
        ended(trial) {
          trials.push(trial)
          appendTrial(file, trial)
          progress.ended(trial)
        },
        recorded(trial, marks, beganMs) {
          // One fork shows what there is to see; those of all would be megabytes.
          if (trial.phase === 'measured' && trial.fork === 1)
            appendTimeline(join(folder, TIMELINES_FILE), timelineOf(marks, { ...trial, beganMs }))
        },
        goOn: () => goOn(trials, performance.now() - beganMs),
      },
      interrupt.signal,
    )
  } catch (error) {
    // What is finished is worth a report all the same.
    brokenOff = error as Error
  } finally {
    progress.clear()
    interrupt.dispose()
  }
  if (brokenOff) tell(`utakata: the race broke off: ${brokenOff.message}`, process.stderr)
  const stopped = interrupt.signal.aborted ? EXIT.interrupted : brokenOff && EXIT.cannotJudge
  return { trials, ...(stopped !== undefined && { stopped }) }
}
