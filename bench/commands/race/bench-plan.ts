import { existsSync } from 'node:fs'
import { basename } from 'node:path'
import { type Plan, planOf } from '../../plan/plan.ts'
import { checkOwnJob } from '../../run/contract/own-job.ts'
import { preparePrograms } from '../../run/contract/programs.ts'
import { readOwnStrategies } from '../../run/contract/own-strategies.ts'
import { programsOf, type Scenario, type ScenarioProgram } from '../../scenario/scenario.ts'
import { builtInScenarios, readScenario, readSweep, type Setting } from '../../scenario/file.ts'
import { type Candidate, MIN_PROCESSES } from '../../plan/schedule.ts'
import type { Sweep } from '../../scenario/cells.ts'
import { parseCount, parseDuration, parseMargin, parseProgram, parseStrategies } from '../../cli/values.ts'
import { MAX_TRIALS } from '../../trial/trial.ts'
import { UserError } from '../../io/user-error.ts'
import { createProgressLine } from '../../cli/progress-line.ts'
import { type Io, pathIn } from '../../cli/io.ts'
import { CLAUSES } from '../../report/messages/problems/contract.ts'
import { print } from '../../cli/print.ts'
import { noticeTexts, progressTexts } from '../../report/messages/commands.ts'

/** The options that change a scenario. */
export interface ScenarioOptions {
  readonly set?: readonly string[]
  readonly strategies?: string
  readonly reference?: string
  readonly variant?: readonly string[]
  readonly seed?: string
  readonly margin?: string
  readonly warmup?: string
  readonly iterations?: string
  readonly allowNet?: boolean
}

/** The options that make a plan of a scenario. */
export interface PlanOptions extends ScenarioOptions {
  readonly sweep?: readonly string[]
  readonly strategyFile?: readonly string[]
  readonly quick?: boolean
  readonly processes?: string
  readonly budget?: string
}

/** As a scenario has them. */
const MAX_WARM_UPS = 100
const MAX_ITERATIONS = 100

/** The options as `--set` would have them. Throws a UserError for unknown names and for numbers out of range. */
export function settingsOf(options: ScenarioOptions): Setting[] {
  const { set = [], strategies, reference, seed, margin, warmup, iterations, allowNet } = options
  parseStrategies(strategies, '--strategies')
  return [
    ...set,
    ...(strategies === undefined ? [] : [`variants=[${strategies}]`]),
    ...(reference === undefined ? [] : [{ option: '--reference', given: `reference=${reference}` } as const]),
    ...(allowNet ? ['client.allowNet=true'] : []),
    ...(seed === undefined ? [] : [`world.seed=${parseCount(seed, '--seed', 0)}`]),
    ...(margin === undefined ? [] : [`plan.margin=${parseMargin(margin)}`]),
    ...(warmup === undefined ? [] : [`plan.warmUps=${parseCount(warmup, '--warmup', 1, MAX_WARM_UPS)}`]),
    ...(iterations === undefined
      ? []
      : [`plan.iterations=${parseCount(iterations, '--iterations', 1, MAX_ITERATIONS)}`]),
  ]
}

/** The programs that are added to those of the scenario. */
export function programsIn({ variant = [] }: ScenarioOptions, { cwd }: Pick<Io, 'cwd'>): ScenarioProgram[] {
  return variant.map((text) => parseProgram(text, cwd))
}

/** The plan that is asked for; strategies from files keep the contract first, which takes some seconds each. */
export async function requestedPlan(name: string, options: PlanOptions, io: Io): Promise<Plan> {
  const asked = planOptionsOf(options)
  const scenario = readScenario(scenarioIn(io, name), settingsOf(options), programsIn(options, io))
  const own = await ownStrategies(options.strategyFile ?? [], io)
  refuseTwins(own, scenario)
  checkSize(planOf(scenario, { ...asked, own }))
  const [tried] = await tryOwnJob([scenario], io)
  return planOf(tried!, { ...asked, own, digests: await preparedPrograms(tried!, io) })
}

/** A sweep that is asked for, and how its cells are planned. */
export interface RequestedSweep {
  readonly sweep: Sweep
  readonly planOf: (scenario: Scenario) => Plan
  readonly budgetMs: number
}

/** As `requestedPlan`, of a scenario with several values for a key; undefined where it has none. */
export async function requestedSweep(name: string, options: PlanOptions, io: Io): Promise<RequestedSweep | undefined> {
  const sweep = readSweep(scenarioIn(io, name), settingsOf(options), options.sweep, programsIn(options, io))
  if (sweep.axes.length === 0) return undefined
  const { budgetMs, ...asked } = planOptionsOf(options)
  const own = await ownStrategies(options.strategyFile ?? [], io)
  refuseTwins(own, sweep.cells[0]!.scenario)
  for (const { scenario } of sweep.cells) checkSize(planOf(scenario, { ...asked, own }))
  const tried = await tryOwnJob(
    sweep.cells.map(({ scenario }) => scenario),
    io,
  )
  const cells = sweep.cells.map((cell, index) => ({ ...cell, scenario: tried[index]! }))
  // All cells have the same ones.
  const digests = await preparedPrograms(cells[0]!.scenario, io)
  const planOfCell = (scenario: Scenario) => planOf(scenario, { ...asked, own, digests })
  return { sweep: { ...sweep, cells }, budgetMs, planOf: planOfCell }
}

/** Two variants of one name could not be told apart. */
function refuseTwins(own: readonly Candidate[], scenario: Scenario): void {
  const programs = new Set(programsOf(scenario).map(({ name }) => name))
  const twin = own.find(({ strategy }) => programs.has(strategy))
  if (twin) throw new UserError('strategy-taken', { file: twin.module!, strategy: twin.strategy })
}

function planOptionsOf({ quick = false, processes, budget }: PlanOptions) {
  return {
    quick,
    processes: processes === undefined ? undefined : parseCount(processes, '--processes', MIN_PROCESSES),
    budgetMs: budget === undefined ? Infinity : parseDuration(budget, '--budget'),
  }
}

/** All runs of a benchmark have to be read again for its report; throws a UserError where they are too many. */
export function checkSize({ scenario: { plan }, variants, looks }: Plan): void {
  // Each process of a variant runs once cold and then warms up.
  const runs = looks.at(-1)!.blocks * variants.length * (1 + plan.warmUps + plan.iterations)
  if (runs > MAX_TRIALS) throw new UserError('too-many-runs', { most: MAX_TRIALS, variants: variants.length, runs })
}

/** Strategies from files of the user's, with the progress of the contract that they are held to. */
export async function ownStrategies(files: readonly string[], io: Io): Promise<Candidate[]> {
  const paths = files.map((file) => pathIn(io, file))
  const line = createProgressLine(io.stderr, { env: io.env })
  try {
    return await readOwnStrategies(paths, {
      beginning: (clause, number, of) => line.begin(number, of, progressTexts.clause(number, of, CLAUSES[clause])),
    })
  } finally {
    line.clear()
  }
}

/**
 * Tries the job of a user's own before anything is measured, which takes some seconds, in each world that it may work in differently; says on how
 * many items it fails by itself. Gives the scenarios with what their items come to. `variables`: what it finds in `process.env` as a function.
 */
export async function tryOwnJob(
  scenarios: readonly Scenario[],
  io: Io,
  variables?: Readonly<Record<string, string>>,
): Promise<readonly Scenario[]> {
  const own = scenarios.filter(({ job }) => job !== undefined)
  const kindOf = ({ codeDigest, world }: Scenario) => `${codeDigest} ${world.https} ${world.hosts}`
  const kinds = [...Map.groupBy(own, kindOf).values()]
  const profiles = new Map<string, Scenario['itemProfile']>()
  const line = createProgressLine(io.stderr, { env: io.env })
  for (const [index, alike] of kinds.entries()) {
    const [scenario] = alike.toSorted((a, b) => b.world.items.count - a.world.items.count)
    line.begin(index + 1, kinds.length, progressTexts.tryingJob(basename(scenario!.job!)))
    const { failing, findings, profile } = (await checkOwnJob(scenario!, { variables }).finally(line.clear))!
    profiles.set(kindOf(scenario!), profile)
    if (findings === 0) print(noticeTexts.jobFindsNothing, io.stderr)
    if (scenario!.client.allowNet) print(noticeTexts.netAllowed, io.stderr)
    if (failing) print(noticeTexts.jobFails(failing), io.stderr)
  }
  return scenarios.map((scenario) => {
    const itemProfile = profiles.get(kindOf(scenario))
    return itemProfile ? { ...scenario, itemProfile } : scenario
  })
}

/** The digests of a scenario's programs by name, once they are built and have shown that they do the job. */
export async function preparedPrograms(scenario: Scenario, io: Io): Promise<ReadonlyMap<string, string>> {
  const line = createProgressLine(io.stderr, { env: io.env })
  const programs = programsOf(scenario).map(({ name }) => name)
  try {
    return await preparePrograms(scenario, {
      beginning: (is, program) =>
        line.begin(programs.indexOf(program) + 1, programs.length, progressTexts.program(is, program)),
    })
  } finally {
    line.clear()
  }
}

/** What a user gave as a scenario: the path of a file where there is one, else the name of one of ours, which may be mistyped. */
export function scenarioIn(io: Pick<Io, 'cwd'>, name: string): string {
  const path = pathIn(io, name)
  return !builtInScenarios().includes(name) && existsSync(path) ? path : name
}
