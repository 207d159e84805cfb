/** utakata for programs: `import { bench } from 'utakata'` in a checkout does what the command does, and prints nothing. */
import { join } from 'node:path'
import { makeFolder } from './commands/folder.ts'
import { race } from './local/race.ts'
import { SPEED, type Wish } from './objective.ts'
import { readOwnStrategies } from './own-strategies.ts'
import { planOf } from './plan.ts'
import type { Result } from './report/result.ts'
import { hasWholeRound } from './report/rounds.ts'
import { isSettled } from './report/stopping.ts'
import { summarize } from './report/summarize.ts'
import { readScenario } from './scenario-file.ts'
import { appendTrial, type Trial } from './trial.ts'

export type { Strategy } from '../strategies/job.ts'
export type { Bounds, Objective, Wish } from './objective.ts'
export type { ArmResult, Result } from './report/result.ts'
export type { Trial } from './trial.ts'
export type { Verdict, Word } from './verdict.ts'
export { UsageError } from './usage-error.ts'

/** How a scenario is raced; whatever is left out is as the command does it. */
export interface BenchOptions {
  /** As of --set, such as `world.feeds.count=50`. */
  readonly set?: readonly string[]
  /** Files with strategies of your own, which keep the contract first and join the race. */
  readonly strategyFiles?: readonly string[]
  /** One look at 6 forks instead of up to three. */
  readonly quick?: boolean
  /** No look is gone on from after this. */
  readonly budgetMs?: number
  /** Goes on to the next look until every ratio is known to within this share, such as 0.03. */
  readonly precision?: number
  /** What to pick by, and what it must keep to; the fastest by default. */
  readonly wish?: Wish
  /** A folder without trials, made where it is not there, which holds `trials.jsonl` as it grows; nothing is written without. */
  readonly out?: string
  /** After each run. */
  readonly onTrial?: (trial: Trial) => void
  /** Ends the race, with what was done. */
  readonly signal?: AbortSignal
}

export interface BenchOutcome {
  /** Undefined where no round was finished. */
  readonly result?: Result
  readonly trials: readonly Trial[]
}

/**
 * Races a scenario, by its name or the path of a YAML file, on this machine against the mock world, and judges it. Rejects with a
 * UsageError for what cannot be raced, and with an Error where the mock world cannot be kept up.
 */
export async function bench(scenario: string, options: BenchOptions = {}): Promise<BenchOutcome> {
  const { set, strategyFiles = [], quick = false, budgetMs = Infinity, precision, wish = SPEED, out, onTrial } = options
  const read = readScenario(scenario, set)
  if (out !== undefined) makeFolder(out)
  const plan = planOf(read, { quick, budgetMs, own: await readOwnStrategies(strategyFiles) })
  const trials: Trial[] = []
  const beganMs = performance.now()
  await race(
    plan,
    {
      ended(trial) {
        trials.push(trial)
        if (out !== undefined) appendTrial(join(out, 'trials.jsonl'), trial)
        onTrial?.(trial)
      },
      goOn: () => performance.now() - beganMs < budgetMs && !isSettled(summarize(trials, wish), precision),
    },
    options.signal ?? new AbortController().signal,
  )
  return { trials, ...(hasWholeRound(trials) && { result: summarize(trials, wish) }) }
}
