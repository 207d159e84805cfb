import { join } from 'node:path'
import { strategies as allStrategies } from '../../strategies/index.ts'
import { EXIT } from '../exit-code.ts'
import { race } from '../local/race.ts'
import { estimateForkMs, type Plan, planOf } from '../plan.ts'
import { formatDuration } from '../report/format.ts'
import { hasWholeRound } from '../report/rounds.ts'
import { summarize } from '../report/summarize.ts'
import { readScenario } from '../scenario-file.ts'
import { appendTrial, type Trial } from '../trial.ts'
import { UsageError } from '../usage-error.ts'
import { isDecided } from '../verdict.ts'
import { makeFolder, newFolder } from './folder.ts'
import { onInterrupt } from './interrupt.ts'
import { parseCount, parseDuration } from './options.ts'
import { createProgress } from './progress.ts'
import { TRIALS_FILE, writeReports } from './report.ts'
import { tell } from './tell.ts'

export interface BenchOptions {
  readonly set?: readonly string[]
  readonly strategies?: string
  readonly reference?: string
  readonly seed?: string
  readonly quick?: boolean
  readonly budget?: string
  readonly out?: string
  readonly json?: boolean
}

/** `utakata bench`: races, writes each trial as it ends, and reports even when interrupted. Gives the exit code. */
export async function benchCommand(name: string, options: BenchOptions): Promise<number> {
  const plan = planFrom(name, options)
  const folder = makeFolder(options.out ?? newFolder(plan.scenario.name))
  const file = join(folder, TRIALS_FILE)
  const say = (text: string) => tell(text, process.stderr)
  for (const sentence of await announce(plan)) say(sentence)

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
        goOn: () =>
          performance.now() - beganMs < plan.budgetMs &&
          summarize(trials).arms.some(({ verdict }) => verdict && !isDecided(verdict)),
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
  const stopped = interrupt.signal.aborted ? EXIT.interrupted : brokenOff && EXIT.cannotJudge
  if (brokenOff) say(`utakata: the race broke off: ${brokenOff.message}`)
  if (!hasWholeRound(trials)) {
    say('No round was finished, so there is no report.')
    return stopped ?? EXIT.cannotJudge
  }
  const result = writeReports(folder, { trials, warnings: [] }, options)
  return stopped ?? result.exitCode
}

function planFrom(name: string, { set = [], strategies, reference, seed, quick = false, budget }: BenchOptions): Plan {
  for (const given of strategies?.split(',') ?? []) checkStrategy('--strategies', given.trim())
  if (reference !== undefined) checkStrategy('--reference', reference)
  if (seed !== undefined) parseCount(seed, '--seed', 0)
  const settings = [
    ...set,
    ...(strategies === undefined ? [] : [`strategies=[${strategies}]`]),
    ...(reference === undefined ? [] : [`reference=${reference}`]),
    ...(seed === undefined ? [] : [`world.seed=${seed}`]),
  ]
  const budgetMs = budget === undefined ? Infinity : parseDuration(budget, '--budget')
  return planOf(readScenario(name, settings), { quick, budgetMs })
}

function checkStrategy(option: string, name: string): void {
  if (name in allStrategies) return
  throw new UsageError(`${option}: expected ${Object.keys(allStrategies).join(', ')}, got "${name}"`)
}

async function announce(plan: Plan): Promise<[string, string]> {
  const { scenario, arms, looks } = plan
  const forkMs = await estimateForkMs(plan)
  const [least, most] = [looks[0]!.forks, looks.at(-1)!.forks]
  const time =
    least === most
      ? formatDuration(forkMs * most)
      : `${formatDuration(forkMs * least)} to ${formatDuration(forkMs * most)}`
  const names = arms.map(({ name }) => name).join(', ')
  const forks = least === most ? least : `${least} to ${most}`
  return [
    `${scenario.name}: ${scenario.about}`,
    `${arms.length} arms (${names}), ${forks} forks of ${scenario.plan.rounds} rounds: about ${time}.`,
  ]
}
