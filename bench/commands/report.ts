import { recommendationText } from '../report/recommendation.ts'
import { existsSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { withEscapedTexts } from '../io/escape-control-characters.ts'
import { EXIT } from '../cli/exit-code.ts'
import { ENGLISH } from '../report/messages/en.ts'
import type { Messages } from '../report/messages/messages.ts'
import type { SelectionCriteria } from '../judge/selection-criteria.ts'
import { isScheduled } from '../judge/load/rate-blocks.ts'
import { drawSection } from '../report/draw-section.ts'
import { drawMarkdown, drawMarkdownSection } from '../report/markdown.ts'
import { counted } from '../report/counted.ts'
import { isFit, troubleIn } from '../judge/comparison/controls.ts'
import { withPredicted } from '../judge/comparison/predicted.ts'
import type { Result } from '../judge/comparison/judgement.ts'
import { exitCodeOf, jsonOf, resultsOf } from '../judge/comparison/results.ts'
import { hasWholeIteration } from '../judge/comparison/iterations.ts'
import { sizesSection } from '../report/sizes.ts'
import { drawTerminal, type TerminalOptions } from '../report/terminal.ts'
import { readTimelines, TIMELINES_FILE } from '../trial/timelines.ts'
import { readTrials, type Trial } from '../trial/trial.ts'
import { UsageError } from '../io/usage-error.ts'
import { rateForms } from './rate-report.ts'
import { type LanguageOptions, parseLanguage } from '../cli/language.ts'
import { type FormOptions, giveReport, type ReportForms } from './give-report.ts'
import { parsePort } from '../cli/values.ts'
import { calledIn } from '../cli/called.ts'
import { resultFoldersIn } from './folder.ts'
import type { ResultFolder } from './held-folder.ts'
import { readRacedScenario } from './raced-scenario.ts'
import { TRACES_FILE, TRIALS_FILE } from './result-files.ts'
import { isSweepFolder } from './sweep-folder.ts'
import { sweepForms } from './sweep-report.ts'
import { isChosen, parseCriteria, type CriteriaOptions } from './criteria.ts'

export interface ReportOptions extends CriteriaOptions, LanguageOptions, FormOptions {}

export interface ReportCommandOptions extends ReportOptions {
  readonly serve?: boolean
  readonly port?: string
}

/** `utakata report`: everything again, from the trials alone. Gives the exit code. */
export async function reportCommand(folder: string, options: ReportCommandOptions): Promise<number> {
  if (options.serve) return await serve(folder, options)
  if (options.port !== undefined)
    throw new UsageError('--port: expected with --serve, whose port it is, got it without')
  const report = await formsIn(folder, options)
  return await giveReport({ path: folder }, report, options)
}

async function serve(folder: string, options: ReportCommandOptions): Promise<number> {
  const { serveReport } = await import('./serve.ts')
  return await serveReport({
    folder,
    criteria: parseCriteria(options),
    messages: await parseLanguage(options),
    port: parsePort(options.port),
    open: options.open ?? false,
    drawPage: async () => (await formsIn(folder, options)).page(),
  })
}

/** The report on whatever lies in a folder. */
export async function formsIn(folder: string, options: ReportOptions): Promise<ReportForms> {
  if (isSweepFolder(folder)) return await sweepForms(folder, options)
  const read = readFolder(folder)
  if (!read.trials.some(isScheduled)) return await raceForms(folder, read, options)
  if (isChosen(options))
    throw new UsageError(
      `expected --for speed and no --max- option, since jobs on a schedule are judged by their latency alone, as those in "${folder}" were; leave them out`,
    )
  return await rateForms(read, options)
}

/** The trials of a result's folder; throws a UsageError where no report can be made of them. */
export function readFolder(folder: string): ReturnType<typeof readTrials> {
  if (isSweepFolder(folder))
    throw new UsageError(
      `expected the folder of one run, got "${folder}", which is that of a sweep; name one of its cells, a folder in ${folder}/cells`,
    )
  // Not joined: that would take a slash out of an address, which is then no longer known for one and shown.
  const file = `${folder}/${TRIALS_FILE}`
  if (!existsSync(folder)) throw new UsageError(`expected the folder of a run, got "${folder}", which is not there`)
  if (!statSync(folder).isDirectory())
    throw new UsageError(`expected the folder of a run, got "${folder}", which is none; name the folder that it is in`)
  let read: ReturnType<typeof readTrials>
  try {
    read = withTraces(readTrials(file), `${folder}/${TRACES_FILE}`)
  } catch (error) {
    throw new UsageError((error as Error).message + whatIsIn(folder))
  }
  if (!hasWholeIteration(read.trials)) {
    throw new UsageError(
      `expected measured runs in ${file}, got none of a whole round: the run was stopped during its first`,
    )
  }
  return read
}

/** Of a folder that has no trials itself, in which of those within there are some. */
function whatIsIn(folder: string): string {
  const results = existsSync(join(folder, TRIALS_FILE)) ? [] : resultFoldersIn(folder)
  return results.length === 0 ? '' : `; it holds ${counted(results.length, 'result')}, the newest in ${results.at(-1)!}`
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
    throw new UsageError(
      `${(error as Error).message}; delete that file for a report without traces, or ask for them again with utakata xray`,
      { cause: error },
    )
  }
}

/** Writes the report beside the trials, and prints what was asked for. Gives the exit code. */
export async function writeReports(
  folder: ResultFolder,
  read: ReturnType<typeof readTrials>,
  options: ReportOptions,
): Promise<number> {
  // What was measured a moment ago was not read from a file.
  const shown = { ...read, trials: withEscapedTexts(read.trials) }
  return await giveReport(folder, await raceForms(folder.path, shown, options), options)
}

/** A race, in the lab and on AWS too, in every form. */
async function raceForms(
  folder: string,
  { trials, warnings }: ReturnType<typeof readTrials>,
  { lang, ...asked }: ReportOptions,
): Promise<ReportForms> {
  const messages = await parseLanguage({ lang })
  const criteria = parseCriteria(asked)
  const raced = readRacedScenario(folder, trials[0]!)
  const judged = readResults(trials, criteria)
  const results = raced.scenario
    ? await Promise.all(judged.map((one) => withPredicted(one, trials, raced.scenario!)))
    : judged
  const timed = readTimelinesIn(folder)
  const value = jsonOf(results)
  const drawn = { results, timelines: timed.timelines, messages }
  return {
    value,
    messages,
    advice: results.map((one) => recommendationText(one, messages)).join('\n'),
    markdown: markdownOf(results, messages),
    terminal: (options: TerminalOptions) => terminalOf(results, { ...options, messages }),
    async page() {
      const { drawRacePage } = await import('../report/page/race-page.ts')
      return drawRacePage({ ...drawn, value })
    },
    async pictures() {
      const { racePictures } = await import('../report/page/race-page.ts')
      return racePictures(drawn)
    },
    files: existsSync(join(folder, TRACES_FILE)) ? [TRIALS_FILE, TRACES_FILE] : [TRIALS_FILE],
    next: nextCommand(results[0]!, messages),
    warnings: [...warnings, ...raced.warnings, ...timed.warnings],
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
    return { timelines: [], warnings: [`${(error as Error).message}; report.html is without the run step by step`] }
  }
}

function terminalOf(results: readonly Result[], options: TerminalOptions): string {
  const sizes = sizesSection(results, options.messages)
  const drawn = results.map((result) => drawTerminal(result, options)).join('\n\n\n')
  return sizes ? `${drawn}\n\n\n${drawSection(sizes, options.width, (line) => line).join('\n')}` : drawn
}

/** The report of one result, or of those of all sizes, as Markdown. */
export function markdownOf(results: readonly Result[], messages: Messages = ENGLISH): string {
  const sizes = sizesSection(results, messages)
  return [
    ...results.map((result) => drawMarkdown(result, messages)),
    ...(sizes ? [drawMarkdownSection(sizes)] : []),
  ].join('\n')
}

/** Throws a UsageError for trials of different scenarios, and for jobs on a schedule: their times alone are not what was asked of them. */
export function readResults(trials: readonly Trial[], criteria?: SelectionCriteria): Result[] {
  if (trials.some(isScheduled))
    throw new UsageError(
      'expected runs of a race or of functions, got jobs on a schedule, as utakata rate starts them; see utakata report',
    )
  try {
    return resultsOf(trials, criteria)
  } catch (error) {
    throw new UsageError((error as Error).message)
  }
}

/** A command that may be wanted next, and what it is for. */
function nextCommand(result: Result, messages: Messages): string {
  const { scenario, exitCode, target, look, variants } = result
  const called = calledIn()
  // What was found by its traces was not driven by us.
  if (target === 'lab' && scenario.check !== 'unknown') return messages.next.compareOnAws(called)
  if (target !== 'local') return messages.next.compareResults(called)
  const isNoisy = look && !isFit(result) && troubleIn(result) !== 'runs-failed'
  const isLate = variants.some(({ verdict }) => verdict?.code === 'mock-server-saturated')
  if ((exitCode === EXIT.cannotJudge && isNoisy) || isLate) return messages.next.checkMachine(called)
  if (scenario.name === 'demo') return messages.next.benchmarkTypical(called)
  if (exitCode === EXIT.cannotJudge && scenario.quick) return messages.next.measureInFull
  return messages.next.runOwnFeeds(called)
}
