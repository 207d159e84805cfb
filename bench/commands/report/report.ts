import { existsSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { medianDelayMs } from '../../../mock-server/delay.ts'
import { withEscapedTexts } from '../../io/escape-control-characters.ts'
import { EXIT } from '../../cli/exit-code.ts'
import type { Messages } from '../../report/messages/messages.ts'
import type { SelectionCriteria } from '../../judge/selection-criteria.ts'
import { isScheduled } from '../../judge/load/blocks.ts'
import { comparisonDocument } from '../../report/documents/comparison.ts'
import { isFit, troubleIn } from '../../judge/comparison/controls.ts'
import { withPredicted } from '../../judge/comparison/predicted.ts'
import type { Result } from '../../judge/comparison/judgement.ts'
import { findApplicable } from '../../judge/comparison/applicable.ts'
import { measuredMemoryMb } from '../../run/aws/apply/measured-functions.ts'
import { exitCodeOf, jsonOf, resultsOf } from '../../judge/comparison/results.ts'
import { hasWholeIteration } from '../../judge/comparison/iterations.ts'
import { readTimelines, TIMELINES_FILE } from '../../trial/timelines.ts'
import { readTrials, type Trial } from '../../trial/trial.ts'
import { problemOf, UserError } from '../../io/user-error.ts'
import { reportOnLoad } from '../load/report.ts'
import { type LanguageOptions, parseLanguage } from '../../cli/language.ts'
import { type FormOptions, giveReport, pageOf, type Report } from '../results/give-report.ts'
import { parsePort } from '../../cli/values.ts'
import { calledIn, quoted } from '../../cli/called.ts'
import { resultFoldersIn } from '../results/folder.ts'
import type { ResultFolder } from '../results/held-folder.ts'
import { readRacedScenario } from '../results/raced-scenario.ts'
import { TRACES_FILE, TRIALS_FILE } from '../results/result-files.ts'
import { isSweepFolder } from '../sweep/folder.ts'
import { reportOnSweep } from '../sweep/report.ts'
import { isChosen, parseCriteria, type CriteriaOptions } from '../results/criteria.ts'
import { criteriaFor } from '../results/report-criteria.ts'
import { type Io, pathIn } from '../../cli/io.ts'

export interface ReportOptions extends CriteriaOptions, LanguageOptions, FormOptions {}

export interface ReportCommandOptions extends ReportOptions {
  readonly serve?: boolean
  readonly port?: string
}

/** `utakata report`: everything again, from the trials and by the selection of the report that is there. Gives the exit code. */
export async function reportCommand(given: string, options: ReportCommandOptions, io: Io): Promise<number> {
  const folder = pathIn(io, given)
  if (options.serve) return await serve(folder, options, io)
  if (options.port !== undefined) throw new UserError('port-without-serve', {})
  const report = await reportIn(folder, options, io)
  return await giveReport({ path: folder }, report, options, io)
}

async function serve(folder: string, options: ReportCommandOptions, io: Io): Promise<number> {
  const { serveReport } = await import('./serve.ts')
  return await serveReport({
    io,
    folder,
    criteria: criteriaFor(folder, options),
    messages: await parseLanguage(options),
    port: parsePort(options.port),
    open: options.open ?? false,
    drawPage: async () => pageOf(await reportIn(folder, options, io)),
  })
}

/** The report on whatever lies in a folder. */
export async function reportIn(folder: string, options: ReportOptions, io: Pick<Io, 'cwd'>): Promise<Report> {
  const criteria = criteriaFor(folder, options)
  if (isSweepFolder(folder)) return await reportOnSweep(folder, { ...options, criteria }, io)
  const read = readFolder(folder)
  if (!read.trials.some(isScheduled)) return await reportOnComparison({ folder, ...read, criteria }, options, io)
  if (isChosen(options)) throw new UserError('selection-of-schedule', { folder })
  return await reportOnLoad(read, options)
}

/** The trials of a result's folder; throws a UserError where no report can be made of them. */
export function readFolder(folder: string): ReturnType<typeof readTrials> {
  if (isSweepFolder(folder)) throw new UserError('folder-of-sweep', { folder })
  // Not joined: that would take a slash out of an address, which is then no longer known for one and shown.
  const file = `${folder}/${TRIALS_FILE}`
  if (!existsSync(folder)) throw new UserError('folder-missing', { folder })
  if (!statSync(folder).isDirectory()) throw new UserError('not-a-folder', { folder })
  let read: ReturnType<typeof readTrials>
  try {
    read = withTraces(readTrials(file), `${folder}/${TRACES_FILE}`)
  } catch (error) {
    throw withResultsBelow(folder, error)
  }
  if (!hasWholeIteration(read.trials)) {
    throw new UserError('no-whole-iteration', { file })
  }
  return read
}

/** Of a folder that has no trials itself, in which of those within there are some. */
function withResultsBelow(folder: string, error: unknown): unknown {
  const results = existsSync(join(folder, TRIALS_FILE)) ? [] : resultFoldersIn(folder)
  const newest = results.at(-1)
  if (newest === undefined) return error
  return new UserError('results-below', { problem: problemOf(error), results: results.length, newest })
}

/** Trials whose traces were asked for take the place of what they were before. */
function withTraces({ trials, warnings }: ReturnType<typeof readTrials>, file: string): ReturnType<typeof readTrials> {
  if (!existsSync(file)) return { trials, warnings }
  const traced = readTraces(file)
  const byTrace = new Map(traced.trials.map((trial) => [trial.invocation?.traceId, trial]))
  return {
    trials: trials.map((trial) => {
      const id = trial.invocation?.traceId
      if (id === undefined) return trial
      return byTrace.get(id) ?? { ...trial, untraced: { code: 'not-in-file', file: TRACES_FILE } }
    }),
    warnings: [...warnings, ...traced.warnings],
  }
}

function readTraces(file: string): ReturnType<typeof readTrials> {
  try {
    return readTrials(file)
  } catch (error) {
    throw new UserError('traces-unreadable', { problem: problemOf(error) }, { cause: error })
  }
}

/** What was measured. */
interface Measured extends ReturnType<typeof readTrials> {
  /** By which to recommend, where it is not by the options. */
  readonly criteria?: SelectionCriteria
}

/** Writes the report beside the trials, and prints what was asked for. Gives the exit code. */
export async function writeReports(
  folder: ResultFolder,
  read: Measured,
  options: ReportOptions,
  io: Io,
): Promise<number> {
  return await giveReport(folder, await reportOn(folder, read, options, io), options, io)
}

/** The report on what was measured a moment ago, and not read from a file. */
export async function reportOn(
  { path }: ResultFolder,
  { criteria, ...read }: Measured,
  options: ReportOptions,
  io: Pick<Io, 'cwd'>,
): Promise<Report> {
  const trials = withEscapedTexts(read.trials)
  const selection = criteria ?? parseCriteria(options)
  return await reportOnComparison({ folder: path, ...read, trials, criteria: selection }, options, io)
}

interface ReadComparison extends ReturnType<typeof readTrials> {
  readonly folder: string
  readonly criteria: SelectionCriteria
}

async function reportOnComparison(
  { folder, trials, warnings, criteria }: ReadComparison,
  { lang }: ReportOptions,
  { cwd }: Pick<Io, 'cwd'>,
): Promise<Report> {
  const messages = await parseLanguage({ lang })
  const kept = readRacedScenario(folder, trials[0]!)
  const judged = readResults(trials, criteria)
  // What a job of a user's own costs is not known.
  const predictable = kept.scenario?.job === undefined ? kept.scenario : undefined
  const results = predictable ? await Promise.all(judged.map((one) => withPredicted(one, trials, predictable))) : judged
  const timed = readTimelinesIn(folder)
  const document = comparisonDocument(
    {
      results,
      timelines: timed.timelines,
      medianDelayMs: kept.scenario && medianDelayMs(kept.scenario.world.fetchDelay),
    },
    messages,
  )
  return {
    judgement: jsonOf(results),
    document: { ...document, next: [nextCommand({ results, trials, folder, cwd }, messages)] },
    messages,
    files: existsSync(join(folder, TRACES_FILE)) ? [TRIALS_FILE, TRACES_FILE] : [TRIALS_FILE],
    warnings: [...warnings, ...kept.warnings, ...timed.warnings],
    exitCode: exitCodeOf(results),
  }
}

/** What was recorded of single runs, where it was: a page without it lacks one picture. */
export function readTimelinesIn(folder: string): ReturnType<typeof readTimelines> {
  const file = join(folder, TIMELINES_FILE)
  if (!existsSync(file)) return { timelines: [], warnings: [] }
  try {
    return readTimelines(file)
  } catch (error) {
    return { timelines: [], warnings: [{ code: 'page-without-timelines', parameters: { problem: problemOf(error) } }] }
  }
}

/** Throws a UserError for trials of different scenarios, and for jobs on a schedule: their times alone are not what was asked of them. */
export function readResults(trials: readonly Trial[], criteria?: SelectionCriteria): Result[] {
  if (trials.some(isScheduled)) throw new UserError('scheduled-jobs', {})
  return resultsOf(trials, criteria)
}

interface Reported {
  readonly results: readonly Result[]
  readonly trials: readonly Trial[]
  readonly folder: string
  readonly cwd: string
}

/** A command that may be wanted next, and what it is for. */
function nextCommand({ results, trials, folder, cwd }: Reported, messages: Messages): string {
  const result = results[0]!
  const { scenario, exitCode, target, look, variants } = result
  const called = calledIn(cwd)
  const applicable = target === 'local' ? undefined : findApplicable(results, trials)
  if (applicable) {
    const { memoryMb } = applicable
    const hadMb = measuredMemoryMb(folder, applicable.function)
    if (hadMb !== undefined && hadMb !== memoryMb) return messages.next.applyResult(called, quoted(folder), memoryMb)
  }
  // What was found by its traces was not driven by us.
  if (target === 'lab' && scenario.check !== 'unknown') {
    return messages.next.compareOnAws(
      scenario.check === 'own' ? `${called} cdk deploy -c job=FILE` : `${called} cdk deploy`,
      called,
    )
  }
  if (target !== 'local') return messages.next.compareResults(called)
  const isNoisy = look && !isFit(result) && troubleIn(result) !== 'runs-failed'
  const isLate = variants.some(({ verdict }) => verdict?.code === 'mock-server-saturated')
  if ((exitCode === EXIT.cannotJudge && isNoisy) || isLate) return messages.next.checkMachine(called)
  if (scenario.name === 'demo') return messages.next.benchmarkTypical(called)
  if (scenario.quick && (exitCode === EXIT.cannotJudge || scenario.check === 'own')) return messages.next.measureInFull
  if (scenario.check === 'own') return messages.next.compareResults(called)
  return messages.next.runOwnFeeds(called)
}
