import type { ViewerPauses } from '../../live/viewer-pauses.ts'
import { beginLines, type LinesFile } from '../../io/lines-file.ts'
import { race, type RaceEvents } from '../../run/local/race.ts'
import type { Plan } from '../../plan/plan.ts'
import { timelineOf, TIMELINES_FILE } from '../../trial/timelines.ts'
import type { Trial } from '../../trial/trial.ts'
import type { ResultFolder } from '../results/held-folder.ts'
import { keepScenario } from '../results/raced-scenario.ts'
import { keepTrials, type KeptTrials } from '../results/keep-trials.ts'
import { createProgress } from './progress.ts'
import type { Logger } from '../../cli/logger.ts'
import { watchable } from './watchable.ts'
import type { Io } from '../../cli/io.ts'

export interface RaceIntoOptions {
  /** After the blocks of a look that is not the last: whether to go on to the next. */
  readonly goOn: (trials: readonly Trial[], elapsedMs: number) => boolean
  readonly io: Io
  readonly logger: Logger
  /** Of what the benchmark is a part of; its own unless given. */
  readonly viewerPauses?: ViewerPauses
}

/** Measures a plan into a folder, with progress, and for whoever watches it; Ctrl-C keeps what is done. */
export async function raceInto(
  folder: ResultFolder,
  plan: Plan,
  { io, goOn, logger, viewerPauses: given }: RaceIntoOptions,
): Promise<KeptTrials> {
  using own = given ? undefined : await watchable(folder.path, io)
  const viewerPauses = given ?? own!
  using timelines = beginLines(folder, TIMELINES_FILE)
  const progress = createProgress(plan, io.stderr, { logger, env: io.env })
  const beganMs = viewerPauses.nowMs()
  return await keepTrials(folder, {
    io,
    called: 'benchmark',
    progress,
    async make({ trials, keep, signal }) {
      keepScenario(folder, plan.scenario)
      await race(
        plan,
        {
          warming: (block) => progress.warming(block),
          ended(trial) {
            keep(trial)
            progress.ended(trial)
          },
          recorded: keepTimelines(timelines),
          iterationEnded: () => viewerPauses.open(),
          goOn: () => goOn(trials, viewerPauses.nowMs() - beganMs),
        },
        signal,
      )
    },
  })
}

/** Writes timelines of measured runs as they end: of one block, which shows what there is to see; those of all would be megabytes. */
export function keepTimelines(lines: LinesFile): NonNullable<RaceEvents['recorded']> {
  return (trial, recorded) => {
    if (trial.phase === 'measured' && trial.block === 1) lines.append(timelineOf(trial, recorded))
  }
}
