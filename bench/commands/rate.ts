import { join } from 'node:path'
import { EXIT } from '../exit-code.ts'
import { estimateForkMs } from '../plan.ts'
import { runRate } from '../rate/drive.ts'
import { wholeForks } from '../rate/rate-forks.ts'
import type { RatePlan } from '../rate/rate-plan.ts'
import { formatDuration } from '../report/format.ts'
import { formatSchedule } from '../report/rate-words.ts'
import { appendTrial, type Trial } from '../trial.ts'
import { makeFolder, newFolder } from './folder.ts'
import { onInterrupt } from './interrupt.ts'
import { ratePlanFrom, type RateOptions } from './rate-options.ts'
import { createRateProgress } from './rate-progress.ts'
import { writeRateReports } from './rate-report.ts'
import { TRIALS_FILE } from './result-files.ts'
import { tell } from './tell.ts'

/** `utakata rate`: starts jobs on a schedule, writes each series as it ends, and reports even when interrupted. Gives the exit code. */
export async function rateCommand(name: string, options: RateOptions): Promise<number> {
  const rate = ratePlanFrom(name, options)
  const folder = makeFolder(options.out ?? newFolder(`${rate.plan.scenario.name}-rate`))
  for (const sentence of await announce(rate)) tell(sentence, process.stderr)
  const { trials, stopped } = await runInto(folder, rate)
  if (trials.length === 0 || wholeForks(trials).length === 0) {
    tell('No fork was finished, so there is no report.', process.stderr)
    return stopped ?? EXIT.cannotJudge
  }
  const { exitCode } = writeRateReports(folder, { trials: [...trials], warnings: [] }, options)
  return stopped ?? exitCode
}

async function runInto(
  folder: string,
  rate: RatePlan,
): Promise<{ readonly trials: readonly Trial[]; readonly stopped?: number }> {
  const file = join(folder, TRIALS_FILE)
  const interrupt = onInterrupt('Stopping: what is finished is kept and reported. Again to stop at once.')
  const progress = createRateProgress(rate, process.stderr)
  const trials: Trial[] = []
  let brokenOff: Error | undefined
  try {
    await runRate(
      rate,
      {
        starting: progress.starting,
        ended(ended) {
          trials.push(...ended)
          for (const trial of ended) appendTrial(file, trial)
        },
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
  if (brokenOff) tell(`utakata: it broke off: ${brokenOff.message}`, process.stderr)
  const stopped = interrupt.signal.aborted ? EXIT.interrupted : brokenOff && EXIT.cannotJudge
  return { trials, ...(stopped !== undefined && { stopped }) }
}

async function announce({ plan, jobs, everyMs, forks }: RatePlan): Promise<[string, string]> {
  const { scenario, arms } = plan
  // Cold and warm-up runs as in a race; the schedule itself, unless somebody falls behind.
  const beforeMs = await estimateForkMs({ ...plan, scenario: { ...scenario, plan: { ...scenario.plan, rounds: 0 } } })
  const leastMs = forks * (beforeMs + arms.length * jobs * everyMs)
  const names = arms.map(({ name }) => name).join(', ')
  return [
    `${scenario.name}: ${scenario.about}`,
    `${formatSchedule(everyMs)}: ${arms.length} arms (${names}), each alone, ${forks} forks of ${jobs} jobs: about ${formatDuration(leastMs)}, longer where one falls behind.`,
  ]
}
