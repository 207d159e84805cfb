import { EXIT } from '../../cli/exit-code.ts'
import { estimateBlockMs } from '../../run/local/estimate.ts'
import { runLoad } from '../../run/load/drive.ts'
import { wholeBlocks } from '../../judge/load/blocks.ts'
import type { LoadPlan } from '../../plan/load-plan.ts'
import { counted } from '../../report/messages/formats.ts'
import { formatDuration } from '../../report/format.ts'
import { formatSchedule } from '../../report/sentences/load-words.ts'
import { headingOf } from '../../scenario/scenario.ts'
import { toItsEnd } from '../../cli/interrupt.ts'
import type { FormOptions } from '../results/give-report.ts'
import { takeFolder } from '../results/folder.ts'
import type { ResultFolder } from '../results/held-folder.ts'
import { keepTrials, type Raced } from '../results/keep-trials.ts'
import { loadPlanFrom, type LoadOptions } from './options.ts'
import { createLoadProgress } from './progress.ts'
import { writeLoadReports } from './report.ts'
import { print } from '../../cli/print.ts'
import { type Logger, type LoggerOptions, loggerOf } from '../../cli/logger.ts'
import { watchable } from '../race/watchable.ts'
import type { Io } from '../../cli/io.ts'
import { scenarioIn } from '../race/bench-plan.ts'
import { announcementTexts, noticeTexts } from '../../report/messages/commands.ts'

/** `utakata rate`: starts jobs on a schedule, writes each series as it ends, and reports even when interrupted. Gives the exit code. */
export async function loadCommand(
  name: string,
  options: LoadOptions & LoggerOptions & FormOptions,
  io: Io,
): Promise<number> {
  const load = loadPlanFrom(scenarioIn(io, name), options)
  using folder = takeFolder(options.out, { name: `${load.plan.scenario.name}-rate` }, io)
  const logger = loggerOf(options, io.stderr)
  for (const sentence of await announce(load)) logger.note(sentence)
  const { trials, stopped } = await runInto(folder, load, { logger, io })
  if (trials.length === 0 || wholeBlocks(trials).length === 0) {
    print(noticeTexts.noProcess, io.stderr)
    return stopped ?? EXIT.cannotJudge
  }
  const exitCode = await toItsEnd(io, () =>
    writeLoadReports(folder, { trials: [...trials], warnings: [] }, options, io),
  )
  return stopped ?? exitCode
}

async function runInto(
  folder: ResultFolder,
  load: LoadPlan,
  { logger, io }: { readonly logger: Logger; readonly io: Io },
): Promise<Raced> {
  const progress = createLoadProgress(load, io, logger)
  using viewerPauses = await watchable(folder.path, io)
  return await keepTrials(folder, {
    io,
    called: 'schedule',
    progress,
    make: ({ keep, signal }) =>
      runLoad(
        load,
        {
          starting: progress.starting,
          ended: (trials) => trials.forEach(keep),
          variantEnded: () => viewerPauses.open(),
        },
        signal,
      ),
  })
}

async function announce({ plan, jobs, everyMs, blocks }: LoadPlan): Promise<[string, string]> {
  const { scenario, variants } = plan
  // Cold and warm-up runs as in a race; the schedule itself, unless somebody falls behind.
  const beforeMs = await estimateBlockMs({
    ...plan,
    scenario: { ...scenario, plan: { ...scenario.plan, iterations: 0 } },
  })
  const leastMs = blocks * (beforeMs + variants.length * jobs * everyMs)
  return [
    headingOf(scenario),
    announcementTexts.schedule(
      formatSchedule(everyMs),
      variants.map(({ name }) => name),
      counted(blocks, 'process'),
      counted(jobs, 'job'),
      formatDuration(leastMs),
    ),
  ]
}
