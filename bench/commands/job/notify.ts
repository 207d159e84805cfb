import { createBudget, defaultMaxBytes } from '../../../strategies/budget.ts'
import type { Window } from '../../../strategies/calendar/window.ts'
import { FeedListError, parseFeedList, splitFeedList } from '../../../strategies/feed-list.ts'
import { type StrategyName, strategies } from '../../../strategies/index.ts'
import type { Feed, Limits, Outcome } from '../../../strategies/job.ts'
import { foreignLimits } from '../../../strategies/limits.ts'
import { describeStart, titleOf } from '../../../strategies/message.ts'
import { outcomesAsJson } from '../../../strategies/outcomes-json.ts'
import { createPause } from '../../../strategies/pause.ts'
import { createRecording, spansOf } from '../../../strategies/recording.ts'
import { readyRun } from '../../../strategies/run.ts'
import { EXIT } from '../../cli/exit-code.ts'
import { onInterrupt } from '../../cli/interrupt.ts'
import { flushOutput, type Io, type Output, pathIn } from '../../cli/io.ts'
import { print, printJson } from '../../cli/print.ts'
import { parseBytes, parseCount, parseDuration, parseWindow, parseZone } from '../../cli/values.ts'
import { escapeControlCharacters } from '../../io/escape-control-characters.ts'
import { readNamedFile } from '../../io/read-file.ts'
import { UserError } from '../../io/user-error.ts'
import { formatDuration } from '../../report/format.ts'
import { announcementTexts, jobTexts, progressTexts, stoppingTexts } from '../../report/messages/commands.ts'
import { layOut } from '../../report/table.ts'
import { ClaimsFileError, prepareClaims } from './claims-file.ts'
import { createWork, NOTIFY_WORK_MODULE } from './notify-work.ts'
import { openRecording } from './recording-file.ts'

export interface NotifyCommandOptions {
  readonly feeds?: string
  readonly within?: string
  readonly slack?: string
  readonly strategy?: StrategyName
  readonly concurrency?: string
  readonly threads?: string
  readonly zone?: string
  readonly now?: string
  readonly deadline?: string
  readonly maxBytes?: string
  readonly once?: string
  readonly record?: string
  readonly dryRun?: boolean
  readonly json?: boolean
}

/** `utakata notify`: the whole job once, on real feeds. Gives the exit code. */
export async function notifyCommand(given: readonly string[], options: NotifyCommandOptions, io: Io): Promise<number> {
  const { strategy = 'pipelined', dryRun = false } = options
  const window = parseWindow(options)
  const zone = parseZone(options.zone)
  const limits = limitsFrom(strategy, options)
  const deadlineMs = parseDuration(options.deadline ?? '15m', '--deadline')
  const budget = createBudget(
    options.maxBytes === undefined ? defaultMaxBytes() : parseBytes(options.maxBytes, '--max-bytes'),
  )
  const feeds = readFeeds(options.feeds && pathIn(io, options.feeds), given)
  const job = { feeds, window, slackUrl: dryRun ? '' : webhookFrom(options.slack, io) }
  const once = await claimsFileFrom(options.once && pathIn(io, options.once), window, dryRun)
  const recording = options.record === undefined ? undefined : openRecording(options.record, '--record', io)

  const interrupt = onInterrupt(stoppingTexts.job, io)
  const deadline = startDeadline(deadlineMs)
  const signal = AbortSignal.any([interrupt.signal, deadline.signal])
  const steps = createRecording(job.feeds.length)
  const workOptions = { pause: createPause(), dryRun, check: { zone }, once, record: recording?.path, budget }
  const source = { createWork, module: NOTIFY_WORK_MODULE, options: workOptions }
  const run = readyRun(strategies[strategy], job, source, { limits, signal, recording: steps })
  const stopProgress = showProgress(job.feeds.length, () => spansOf('fetch', steps).length, io.stderr)
  let outcomes: Outcome[]
  try {
    outcomes = await run.start()
  } finally {
    stopProgress()
    deadline.stop()
    await run.close()
  }
  const code = exitCodeOf(outcomes, interrupt.signal.aborted)
  if (options.json) printJson(outcomesAsJson(outcomes, dryRun), io.stdout)
  else printOutcomes(outcomes, dryRun, io)
  recording?.printSummary()
  if (isCutShort(outcomes)) await io.endAtOnce(code)
  // A signal that comes while they are printed must not lose the outcomes.
  await flushOutput(io)
  interrupt.dispose()
  return code
}

function exitCodeOf(outcomes: readonly Outcome[], isInterrupted: boolean): number {
  if (isInterrupted) return EXIT.interrupted
  return outcomes.some(({ failures }) => failures.length > 0) ? EXIT.jobHadFailures : EXIT.done
}

/** Whether something was given up that may still be under way, on whichever thread. */
function isCutShort(outcomes: readonly Outcome[]): boolean {
  return outcomes.some(({ failures }) => failures.some(({ kind }) => kind === 'aborted' || kind === 'timeout'))
}

/** Readies the file of claims before any work is begun; a dry run only looks at it. */
async function claimsFileFrom(
  once: string | undefined,
  window: Window,
  lookOnly: boolean,
): Promise<string | undefined> {
  if (once === undefined) return undefined
  try {
    await prepareClaims(once, window, { lookOnly })
    return once
  } catch (error) {
    if (!(error instanceof ClaimsFileError)) throw error
    throw new UserError('claims-file', { file: once, why: error.why, remedy: error.remedy })
  }
}

function limitsFrom(strategy: StrategyName, { concurrency, threads }: NotifyCommandOptions): Partial<Limits> {
  const limits: Partial<Limits> = {
    ...(concurrency !== undefined && { concurrency: parseCount(concurrency, '--concurrency') }),
    ...(threads !== undefined && { threads: parseCount(threads, '--threads') }),
  }
  const [foreign] = foreignLimits(strategies[strategy], limits)
  if (foreign === undefined) return limits
  const takers = Object.entries(strategies).flatMap(([name, { limits: own = {} }]) => (foreign in own ? name : []))
  throw new UserError('foreign-limit', { option: foreign, takers, strategy })
}

/** The webhook is a secret: an error shows its length at most. */
function webhookFrom(option: string | undefined, { env, stderr }: Io): string {
  const given = option ?? env.SLACK_WEBHOOK_URL
  const from = option === undefined ? 'SLACK_WEBHOOK_URL' : '--slack'
  if (given === undefined || given === '') {
    throw new UserError('webhook-missing', {})
  }
  const url = URL.parse(given)
  if (url?.protocol !== 'https:' && url?.protocol !== 'http:') {
    throw new UserError('not-a-webhook', { from, length: given.length })
  }
  if (option !== undefined && stderr.isTTY) {
    stderr.write(`${announcementTexts.webhookInPs}\n`)
  }
  return given
}

/** Timers hold no more than this; a later deadline is none. */
const LONGEST_TIMER_MS = 2 ** 31 - 1

function startDeadline(ms: number): { readonly signal: AbortSignal; readonly stop: () => void } {
  const controller = new AbortController()
  const reason = new Error(jobTexts.deadline(formatDuration(ms)))
  const timer = setTimeout(() => controller.abort(reason), Math.min(ms, LONGEST_TIMER_MS))
  return { signal: controller.signal, stop: () => clearTimeout(timer) }
}

/** A line that counts the feeds fetched, on a terminal; this is a job to be done, not one to be timed. */
function showProgress(feeds: number, fetched: () => number, stderr: Output): () => void {
  if (!stderr.isTTY) return () => {}
  const draw = () => stderr.write(`\r\u001B[2K${progressTexts.feedsFetched(fetched(), feeds)}`)
  const timer = setInterval(draw, 200)
  return () => {
    clearInterval(timer)
    stderr.write('\r\u001B[2K')
  }
}

/** Outcomes for people: what was sent, what failed, one line that sums up; a table on a terminal, else plain lines. */
function printOutcomes(outcomes: readonly Outcome[], dryRun: boolean, { stdout }: Io): void {
  const sent = outcomes.flatMap((outcome) =>
    outcome.sent.map((notification) => ({ id: outcome.feed.id, notification })),
  )
  const failed = outcomes.filter(({ failures }) => failures.length > 0)
  if (sent.length > 0) {
    const rows = sent.map(({ id, notification }) =>
      [id, describeStart(notification), titleOf(notification)].map(escapeControlCharacters),
    )
    const table = [jobTexts.head(dryRun), ...rows]
    for (const line of stdout.isTTY ? layOut(table) : rows.map((row) => row.join('\t'))) print(line, stdout)
    stdout.write('\n')
  }
  for (const { feed, failures } of failed)
    for (const { step, kind, message } of failures)
      print(jobTexts.failed(escapeControlCharacters(feed.id), step, kind, escapeControlCharacters(message)), stdout)
  if (failed.length > 0) stdout.write('\n')
  const quiet = outcomes.filter(
    (outcome) => outcome.sent.length === 0 && outcome.failures.length === 0 && outcome.claimed === undefined,
  ).length
  const claimed = outcomes.reduce((sum, outcome) => sum + (outcome.claimed ?? 0), 0)
  const unknown = outcomes.flatMap(({ failures }) => failures).filter(({ kind }) => kind === 'unknown').length
  print(
    jobTexts.sum({
      feeds: outcomes.length,
      sent: sent.length,
      isDryRun: dryRun,
      unknown,
      claimed,
      failed: failed.length,
      quiet,
    }),
    stdout,
  )
}

/** A hundred thousand addresses and more. */
const MAX_FEED_LIST_BYTES = 16_000_000

/** The feeds of a list file and of arguments, in order. Throws a UserError that names line and mistake, never the address. */
export function readFeeds(file: string | undefined, given: readonly string[]): Feed[] {
  const listed =
    file === undefined
      ? ''
      : readNamedFile(file, 'feed-list-unreadable', { mostBytes: MAX_FEED_LIST_BYTES, isPipeAllowed: true })
  const entries = [
    ...(file === undefined ? [] : splitFeedList(listed, file)),
    ...given.map((text, index) => ({ text, place: `feed ${index + 1}` })),
  ]
  if (entries.length === 0) {
    throw file === undefined ? new UserError('feeds-missing', {}) : new UserError('feed-list-empty', { file })
  }
  try {
    return parseFeedList(entries)
  } catch (error) {
    if (error instanceof FeedListError) throw new UserError('feed-list-wrong', { sentence: error.message })
    throw error
  }
}
