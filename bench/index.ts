/** `import { bench } from 'utakata'` measures and judges a scenario as `utakata bench` does, without gates or sweeps, and prints nothing. */
import { join } from 'node:path'
import { type BenchOptions, checkOptions } from './api-options.ts'
import { takeFolder } from './commands/results/folder.ts'
import type { HeldFolder } from './commands/results/held-folder.ts'
import { keepTimelines } from './commands/race/race-into.ts'
import { TRIALS_FILE } from './commands/results/result-files.ts'
import { beginLines } from './io/lines-file.ts'
import { race } from './run/local/race.ts'
import { SPEED } from './judge/selection-criteria.ts'
import { checkOwnJob } from './run/contract/own-job.ts'
import { readOwnStrategies } from './run/contract/own-strategies.ts'
import { preparePrograms } from './run/contract/programs.ts'
import { planOf } from './plan/plan.ts'
import { readTimelinesIn } from './commands/report/report.ts'
import { comparisonDocument } from './report/documents/comparison.ts'
import { ENGLISH } from './report/messages/en.ts'
import { drawMarkdown } from './report/render/markdown.ts'
import type { Result } from './judge/comparison/judgement.ts'
import { hasWholeIteration } from './judge/comparison/iterations.ts'
import { isSettled } from './judge/comparison/stopping.ts'
import { summarize } from './judge/comparison/summarize.ts'
import { readSweep } from './scenario/file.ts'
import type { Scenario } from './scenario/scenario.ts'
import { TIMELINES_FILE } from './trial/timelines.ts'
import type { Trial } from './trial/trial.ts'
import { CodedError, UserError, userErrorOf } from './io/user-error.ts'
import { writeWhole } from './io/write-whole.ts'
import { problemText } from './report/messages/problems.ts'

export type { Checked, Fetched, Limits, Outcome, Run, Strategy } from '../strategies/job.ts'
export type { BenchOptions } from './api-options.ts'
export type { Constraints, Objective, SelectionCriteria } from './judge/selection-criteria.ts'
export type { VariantResult, Result } from './judge/comparison/judgement.ts'
export type { Trial } from './trial/trial.ts'
export type { Verdict, VerdictCode } from './judge/verdict.ts'
export { UserError } from './io/user-error.ts'

export interface BenchOutcome {
  /** Undefined where no iteration was finished. */
  readonly result?: Result
  readonly trials: readonly Trial[]
  /** What ended the benchmark early, such as a mock server that kept dying or an `onTrial` that threw, or kept its report from being written; `result` covers what was measured until then. */
  readonly brokenOff?: Error
}

/**
 * Measures a scenario, by its name or the path of a YAML file, on this machine against the mock world, and judges it. Rejects with a
 * UserError for what cannot be measured, and with whatever broke the benchmark off before an iteration was finished.
 */
export async function bench(scenario: string, options: BenchOptions = {}): Promise<BenchOutcome> {
  try {
    return await benched(scenario, options)
  } catch (error) {
    throw withSentence(error as Error)
  }
}

/** The same error, whose message is for people. */
function withSentence(error: Error): Error {
  if (error instanceof CodedError) error.message = problemText(error.problem)
  return error
}

async function benched(scenario: string, options: BenchOptions): Promise<BenchOutcome> {
  checkOptions(options)
  const {
    set,
    strategyFiles = [],
    quick = false,
    budgetMs = Infinity,
    precision,
    criteria = SPEED,
    output,
    onTrial,
  } = options
  const read = readOne(scenario, set)
  using folder = output === undefined ? undefined : takeFolder(output, { name: read.name }, { cwd: process.cwd() })
  using lines = folder && beginLines(folder, TRIALS_FILE)
  using timelines = folder && beginLines(folder, TIMELINES_FILE)
  let digests: ReadonlyMap<string, string>
  try {
    await checkOwnJob(read, options)
    digests = await preparePrograms(read, { signal: options.signal })
  } catch (error) {
    if (options.signal?.aborted) return { trials: [] }
    throw error
  }
  const plan = planOf(read, { quick, budgetMs, own: await readOwnStrategies(strategyFiles), digests })
  const trials: Trial[] = []
  const beganMs = performance.now()
  const racing = race(
    plan,
    {
      ended(trial) {
        lines?.append(trial)
        trials.push(trial)
        onTrial?.(trial)
      },
      ...(timelines && { recorded: keepTimelines(timelines) }),
      goOn: () => performance.now() - beganMs < budgetMs && !isSettled(summarize(trials, criteria), precision),
    },
    options.signal ?? new AbortController().signal,
  )
  const brokenOff = await racing.then(
    () => undefined,
    (error: Error) => error,
  )
  if (!hasWholeIteration(trials)) {
    if (brokenOff) throw brokenOff
    return { trials }
  }
  const result = summarize(trials, criteria)
  const unwritten = folder && writeReports(folder, result)
  const trouble = brokenOff ?? unwritten
  return { result, trials, ...(trouble && { brokenOff: withSentence(trouble) }) }
}

/** Gives what kept them from being written, as a full disk. */
function writeReports({ path, whyLost }: HeldFolder, result: Result): Error | undefined {
  const lost = whyLost()
  if (lost !== undefined) return userErrorOf(lost)
  try {
    const { timelines } = readTimelinesIn(path)
    writeWhole(
      join(path, 'report.md'),
      drawMarkdown(comparisonDocument({ results: [result], timelines }, ENGLISH), ENGLISH),
    )
    writeWhole(join(path, 'report.json'), `${JSON.stringify(result, undefined, 2)}\n`)
    return undefined
  } catch (error) {
    return error as Error
  }
}

function readOne(name: string, set: readonly string[] | undefined): Scenario {
  const { axes, cells } = readSweep(name, set)
  const [axis] = axes
  if (!axis) return cells[0]!.scenario
  throw new UserError('list-in-bench', { path: axis.path, values: axis.values.length })
}
