import { existsSync } from 'node:fs'
import { type Plan, planOf } from '../../plan/plan.ts'
import { readOwnStrategies } from '../../run/contract/own-strategies.ts'
import type { Scenario } from '../../scenario/scenario.ts'
import { builtInScenarios, readScenario, readSweep } from '../../scenario/file.ts'
import type { Candidate } from '../../plan/schedule.ts'
import type { Sweep } from '../../scenario/cells.ts'
import { parseCount, parseDuration, parseStrategies } from '../../cli/values.ts'
import { print } from '../../cli/print.ts'
import { type Io, pathIn } from '../../cli/io.ts'
import { CLAUSES } from '../../report/messages/problems/contract.ts'
import { progressTexts } from '../../report/messages/commands.ts'

/** What of a plan is said by options. */
export interface PlanOptions {
  readonly set?: readonly string[]
  readonly strategies?: string
  readonly strategyFile?: readonly string[]
  readonly reference?: string
  readonly seed?: string
  readonly quick?: boolean
  readonly budget?: string
}

/** What options lay over a scenario, as of --set. Throws a UserError for names and numbers that are none. */
export function settingsOf({
  set = [],
  strategies,
  reference,
  seed,
}: Pick<PlanOptions, 'set' | 'strategies' | 'reference' | 'seed'>): string[] {
  parseStrategies(strategies, '--strategies')
  parseStrategies(reference, '--reference')
  if (seed !== undefined) parseCount(seed, '--seed', 0)
  return [
    ...set,
    ...(strategies === undefined ? [] : [`variants=[${strategies}]`]),
    ...(reference === undefined ? [] : [`reference=${reference}`]),
    ...(seed === undefined ? [] : [`world.seed=${seed}`]),
  ]
}

/** The plan that is asked for; strategies from files keep the contract first, which takes some seconds each. */
export async function requestedPlan(name: string, options: PlanOptions, io: Io): Promise<Plan> {
  const { quick = false, budget, strategyFile = [] } = options
  const budgetMs = budget === undefined ? Infinity : parseDuration(budget, '--budget')
  const scenario = readScenario(scenarioIn(io, name), settingsOf(options))
  return planOf(scenario, { quick, budgetMs, own: await ownStrategies(strategyFile, io) })
}

/** A sweep that is asked for, and how its cells are planned. */
export interface RequestedSweep {
  readonly sweep: Sweep
  readonly planOf: (scenario: Scenario) => Plan
  readonly budgetMs: number
}

/** As `requestedPlan`, of a scenario with lists of values; undefined where it has none. */
export async function requestedSweep(name: string, options: PlanOptions, io: Io): Promise<RequestedSweep | undefined> {
  const { quick = false, budget, strategyFile = [] } = options
  const sweep = readSweep(scenarioIn(io, name), settingsOf(options))
  if (sweep.axes.length === 0) return undefined
  const budgetMs = budget === undefined ? Infinity : parseDuration(budget, '--budget')
  const own = await ownStrategies(strategyFile, io)
  return { sweep, budgetMs, planOf: (scenario) => planOf(scenario, { quick, own }) }
}

/** Strategies from files of the user's, with a line for each clause of the contract that they are held to. */
export async function ownStrategies(files: readonly string[], io: Io): Promise<Candidate[]> {
  const paths = files.map((file) => pathIn(io, file))
  return await readOwnStrategies(paths, {
    beginning(clause, number, of) {
      print(progressTexts.clause(number, of, CLAUSES[clause]), io.stderr)
    },
  })
}

/** What a user gave as a scenario: the path of a file where there is one, else the name of one of ours, which may be mistyped. */
export function scenarioIn(io: Pick<Io, 'cwd'>, name: string): string {
  const path = pathIn(io, name)
  return !builtInScenarios().includes(name) && existsSync(path) ? path : name
}
