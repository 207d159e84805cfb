import { EXIT } from '../../cli/exit-code.ts'
import { estimateBlockMs } from '../../run/local/estimate.ts'
import { runLoad } from '../../run/load/drive.ts'
import { wholeBlocks } from '../../judge/load/blocks.ts'
import { type LoadPlan, loadPlanOf } from '../../plan/load-plan.ts'
import { counted } from '../../report/messages/formats.ts'
import { formatDuration } from '../../report/format.ts'
import { formatSchedule } from '../../report/sentences/load-words.ts'
import { headingOf } from '../../scenario/scenario.ts'
import { toItsEnd } from '../../cli/interrupt.ts'
import type { FormOptions } from '../results/give-report.ts'
import { takeFolder } from '../results/folder.ts'
import type { ResultFolder } from '../results/held-folder.ts'
import { keepTrials, type KeptTrials } from '../results/keep-trials.ts'
import { writeLoadReports } from './report.ts'
import { print } from '../../cli/print.ts'
import { type Logger, type LoggerOptions, loggerOf } from '../../cli/logger.ts'
import { watchable } from '../race/watchable.ts'
import type { Io } from '../../cli/io.ts'
import {
  checkSize,
  type ScenarioOptions,
  preparedPrograms,
  programsIn,
  scenarioIn,
  settingsOf,
  tryOwnJob,
} from '../race/bench-plan.ts'
import { announcementTexts, noticeTexts, progressTexts } from '../../report/messages/commands.ts'
import { escapeControlCharacters } from '../../io/escape-control-characters.ts'
import { createProgressLine } from '../../cli/progress-line.ts'
import { readScenario } from '../../scenario/file.ts'
import { variantsOf } from '../../plan/schedule.ts'
import type { ScenarioProgram } from '../../scenario/scenario.ts'
import { UserError } from '../../io/user-error.ts'
import { parseCount, parseDuration } from '../../cli/values.ts'
import { addedReference } from '../race/said-before.ts'

/** `utakata load`: starts jobs on a schedule, writes each series as it ends, and reports even when interrupted. Gives the exit code. */
export async function loadCommand(
  name: string,
  options: LoadOptions & LoggerOptions & FormOptions,
  io: Io,
): Promise<number> {
  const asked = loadPlanFrom(scenarioIn(io, name), options, programsIn(options, io))
  const [scenario = asked.plan.scenario] = await tryOwnJob([asked.plan.scenario], io)
  const variants = variantsOf(scenario, [], await preparedPrograms(scenario, io))
  const load = { ...asked, plan: { ...asked.plan, scenario, variants } }
  using folder = takeFolder(options.output, { name: `${load.plan.scenario.name}-load` }, io)
  const logger = loggerOf(options, io.stderr)
  const said = [...(await announce(load)), ...addedReference(load.plan.scenario)]
  for (const sentence of said) logger.note(sentence)
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
): Promise<KeptTrials> {
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
  // Cold and warm-up runs as in a benchmark; the schedule itself, unless somebody falls behind.
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

interface LoadProgress {
  readonly starting: (block: number, variant: string) => void
  readonly clear: () => void
}

/** One line, rewritten before each series; with a verbose logger a line for each series. */
function createLoadProgress({ blocks, plan }: LoadPlan, { stderr, env }: Io, logger: Logger): LoadProgress {
  const line = createProgressLine(stderr, { isQuiet: logger.isQuiet || logger.logsRuns, env })
  const perBlock = plan.variants.length
  let begun = 0
  return {
    starting(block, variant) {
      const text = progressTexts.processOfVariant(block, blocks, variant)
      if (logger.logsRuns) stderr.write(`${escapeControlCharacters(text)}\n`)
      if (begun % perBlock === 0) line.begin(block, blocks, progressTexts.process(block, blocks), text)
      else line.draw(begun / (blocks * perBlock), text)
      begun++
    },
    clear: line.clear,
  }
}

export interface LoadOptions extends Omit<ScenarioOptions, 'iterations'> {
  readonly every?: string
  readonly rate?: string
  readonly jobs?: string
  readonly processes?: string
  readonly output?: string
  readonly json?: boolean
}

const EVERY_MS = 100
/** Below what timers can resolve, and beyond what anybody waits for. */
const MIN_EVERY_MS = 1
const MAX_EVERY_MS = 3_600_000
/** A quarter of fewer is no beginning and no end. */
const MIN_JOBS = 8

/** What a command line asks for; throws a UserError for what makes no sense. */
export function loadPlanFrom(name: string, options: LoadOptions, programs: readonly ScenarioProgram[] = []): LoadPlan {
  const { jobs = '40', processes = '6' } = options
  const everyMs = everyMsOf(options)
  const counts = { jobs: parseCount(jobs, '--jobs', MIN_JOBS), blocks: parseCount(processes, '--processes', 2) }
  const load = loadPlanOf(readScenario(name, settingsOf(options), programs), { everyMs, ...counts })
  checkSize(load.plan)
  return load
}

function everyMsOf({ every, rate }: LoadOptions): number {
  if (every !== undefined && rate !== undefined) throw new UserError('schedule-twice', { every, rate })
  const everyMs = rate === undefined ? everyOf(every) : parseRate(rate)
  if (everyMs >= MIN_EVERY_MS && everyMs <= MAX_EVERY_MS) return everyMs
  throw rate === undefined
    ? new UserError('not-a-schedule', { option: 'every', given: String(every) })
    : new UserError('not-a-schedule', { option: 'rate', given: rate })
}

function everyOf(every: string | undefined): number {
  return every === undefined ? EVERY_MS : parseDuration(every, '--every')
}

const UNIT_MS: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000 }

/** `10/s`, `600/m` or `5/h` as milliseconds between two. */
function parseRate(text: string): number {
  const [, count, unit] = /^(\d+(?:\.\d+)?)\/(s|m|h)$/.exec(text.trim()) ?? []
  const everyMs = (UNIT_MS[unit ?? ''] ?? Number.NaN) / Number(count)
  if (Number.isFinite(everyMs)) return everyMs
  throw new UserError('not-a-job-rate', { given: text })
}
