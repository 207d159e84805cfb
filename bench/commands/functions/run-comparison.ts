import { setTimeout as sleep } from 'node:timers/promises'
import type { LambdaClient } from '@aws-sdk/client-lambda'
import type { XRayClient } from '@aws-sdk/client-xray'
import type { Untraced } from '../../io/trial-reasons.ts'
import { untracedText } from '../../report/messages/trial-reasons.ts'
import type { AbPlan } from '../../run/aws/ab-plan.ts'
import type { TraceDestination } from '../../run/aws/traces/trace-destination.ts'
import { lackOf, lackOfRun } from '../../run/aws/traces/completeness.ts'
import type { Pause } from '../../run/aws/client/backoff.ts'
import { drive, type Target } from '../../run/aws/drive.ts'
import { fetchTraces } from '../../run/aws/traces/fetch-traces.ts'
import { joinTraces } from '../../run/aws/join-traces.ts'
import { createTimelineReader } from '../../run/aws/traced-timelines.ts'
import { openJournal } from '../../run/aws/configuration/journal.ts'
import { createReconfigurer } from '../../run/aws/configuration/reconfigure.ts'
import { createRenewal, type Fallback, type Renewal, type RenewalMode } from '../../run/aws/renewal.ts'
import { EXIT } from '../../cli/exit-code.ts'
import { beginLines } from '../../io/lines-file.ts'
import { formatDuration } from '../../report/format.ts'
import { formatNumber } from '../../report/messages/formats.ts'
import { hasWholeIteration } from '../../judge/comparison/iterations.ts'
import type { Timeline } from '../../trial/timelines.ts'
import type { Trial } from '../../trial/trial.ts'
import type { ResultFolder } from '../results/held-folder.ts'
import type { Interrupt } from '../../cli/interrupt.ts'
import type { CriteriaOptions } from '../results/criteria.ts'
import { type ReportOptions, writeReports } from '../report/report.ts'
import { TRIALS_FILE } from '../results/result-files.ts'
import { print } from '../../cli/print.ts'
import { type LoggerOptions, loggerOf } from '../../cli/logger.ts'
import { watchable } from '../race/watchable.ts'
import { writeTraces } from './write-traces.ts'
import type { Io, Output } from '../../cli/io.ts'
import { errorText } from '../../report/messages/problems.ts'
import { NotPutBack } from '../../run/aws/configuration/put-back.ts'
import { notPutBackText, putBackText } from '../../report/messages/put-back.ts'
import { noticeTexts, progressTexts, tracesTexts } from '../../report/messages/commands.ts'
import { createProgressLine, type ProgressLineOptions } from '../../cli/progress-line.ts'

export interface ReportedOptions
  extends Pick<ReportOptions, 'json' | 'lang' | 'open' | 'verbose'>, CriteriaOptions, LoggerOptions {}

export interface Comparison {
  readonly io: Io
  /** Whether nobody wants to read what was put back, as of functions that are gone with this process. */
  readonly isPlain?: boolean
  readonly plan: AbPlan
  readonly folder: ResultFolder
  readonly journalFile: string
  readonly control: LambdaClient
  /** Undefined: no traces are fetched. */
  readonly xray: XRayClient | undefined
  /** Where the account has its traces; X-Ray by default. */
  readonly traceDestination?: TraceDestination
  /** How long traces are waited for. */
  readonly patienceMs: number
  /** Whether each trace has a run of ours in it, and is not whole without. */
  readonly hasRuns: boolean
  readonly pause?: Pause
  /** Called with how long it took to have the first new containers, before they are invoked; what it throws ends the comparison. */
  readonly renewedFirst?: (ms: number) => void
  /** Called where versions turn out not to be allowed; what it throws ends the comparison. */
  readonly fellBack?: (fallback: Fallback) => void
  /** How new containers are had. */
  readonly renewalMode: RenewalMode
  readonly targetFor: (renewal: Renewal) => Target
  /** Of the whole command: ends the invocations, else the waiting for traces; what there is by then is reported. */
  readonly interrupt: Pick<Interrupt, 'signal'>
  /** How the report is given. */
  readonly report?: ReportedOptions
  /** Runs before the functions are changed, and after they were put back. */
  readonly around?: ((phase: 'pre' | 'post') => Promise<void>) | undefined
}

/**
 * Drives a comparison, puts everything back, asks for the traces and reports; in that order whatever happens, and in words. Gives
 * the exit code. Throws a UserError where nothing was begun, since the journal cannot be had.
 */
export async function runComparison(comparison: Comparison): Promise<number> {
  const {
    plan,
    folder,
    journalFile,
    control,
    xray,
    targetFor,
    interrupt,
    report = {},
    io,
    around,
    isPlain = false,
    pause = pauseFor,
  } = comparison
  using lines = beginLines(folder, TRIALS_FILE)
  const logger = loggerOf(report, io.stderr)
  const printNote = (text: string) => print(text, io.stderr)
  const progress = createAbProgress(plan, io.stderr, { isQuiet: logger.isQuiet, env: io.env })
  using viewerPauses = await watchable(folder.path, io)
  const trials: Trial[] = []
  let brokenOff: unknown
  let isTidy = true
  /** Functions whose new containers could not be told from old ones. */
  const neverNew = new Set<string>()
  {
    using journal = openJournal(journalFile)
    const reconfigurer = createReconfigurer({
      client: control,
      journal,
      pause,
      nowMs: Date.now,
      signal: interrupt.signal,
    })
    const renewal = createRenewal({
      reconfigurer,
      client: control,
      mode: comparison.renewalMode,
      fellBack(fallback) {
        comparison.fellBack?.(fallback)
        progress.clear()
        printNote(progressTexts.withoutVersions(fallback.function, fallback.permission))
      },
    })
    try {
      await around?.('pre')
      await drive(
        plan,
        targetFor(measuringFirst(renewal, comparison.renewedFirst)),
        {
          async beginning(block, whole) {
            progress.beginning(block, whole)
            if (!interrupt.signal.aborted) await viewerPauses.open()
          },
          waiting({ variant }, ms) {
            progress.clear()
            if (!logger.isQuiet) printNote(progressTexts.waitingForNew(variant.function, ms / 1000))
          },
          notNew({ variant, block }) {
            progress.clear()
            neverNew.add(variant.function)
            printNote(progressTexts.oldContainer(block, variant.name, variant.function))
          },
          ended(trial) {
            if (logger.logsRuns) {
              const { block, variant, phase, makespanMs } = trial
              progress.clear()
              printNote(progressTexts.invocation(block, variant, phase, `${formatNumber(makespanMs)} ms`))
            }
            lines.append(trial)
            trials.push(trial)
          },
        },
        { signal: interrupt.signal, pause },
      )
    } catch (error) {
      if (!interrupt.signal.aborted) brokenOff = error
    } finally {
      progress.clear()
      const isPutBack = await goesWell(printNote, async () => {
        for (const note of await reconfigurer.putBack()) if (!isPlain) printNote(putBackText(note))
      })
      const isPosted = await goesWell(printNote, async () => around?.('post'))
      isTidy = isPutBack && isPosted
    }
  }
  if (brokenOff !== undefined) printNote(noticeTexts.brokenOff('comparison', errorText(brokenOff)))
  const stopped = () => {
    if (interrupt.signal.aborted) return EXIT.interrupted
    return brokenOff === undefined ? undefined : EXIT.cannotJudge
  }
  const reader = createTimelineReader(trials)
  const joined: readonly Trial[] =
    xray && trials.length > 0 ? await traced(xray, trials, { ...comparison, read: reader.read }, printNote) : trials
  if (joined !== trials) keepTraces(folder, joined, reader.timelines(), printNote)
  if (!hasWholeIteration(joined)) {
    printNote(neverNew.size > 0 ? noticeTexts.neverNew([...neverNew]) : noticeTexts.noIteration)
    return stopped() ?? EXIT.cannotJudge
  }
  const exitCode = await writeReports(folder, { trials: [...joined], warnings: [] }, report, io)
  return stopped() ?? (exitCode || (isTidy ? EXIT.done : EXIT.cannotJudge))
}

/** The same, of which the first renewal is measured. */
function measuringFirst(renewal: Renewal, measured: (ms: number) => void = () => {}): Renewal {
  let isFirst = true
  return {
    ...renewal,
    async renew(variant) {
      const beganMs = performance.now()
      const renewed = await renewal.renew(variant)
      if (isFirst) measured(performance.now() - beganMs)
      isFirst = false
      return renewed
    },
  }
}

/** Of what comes after the invocations: says what went wrong, since their report is made all the same. */
async function goesWell(printNote: (text: string) => void, work: () => Promise<void>): Promise<boolean> {
  try {
    await work()
    return true
  } catch (error) {
    const lines = error instanceof NotPutBack ? notPutBackText(error) : [errorText(error)]
    for (const line of lines) printNote(`utakata: ${line}`)
    return false
  }
}

function keepTraces(
  { path, whyLost }: ResultFolder,
  trials: readonly Trial[],
  timelines: readonly Timeline[],
  printNote: (text: string) => void,
): void {
  // Which is said with the report.
  if (whyLost?.() !== undefined) return
  try {
    writeTraces(path, trials, timelines)
  } catch (error) {
    printNote(noticeTexts.tracesUnwritten(path, String((error as NodeJS.ErrnoException).code)))
  }
}

/** The trials with what X-Ray reports of them, or why it reports nothing: a check that nobody has waived is not passed by leaving it out. */
async function traced(
  xray: XRayClient,
  trials: readonly Trial[],
  {
    patienceMs,
    traceDestination,
    hasRuns,
    folder,
    read,
    interrupt,
    report = {},
    io,
  }: Comparison & Pick<ReturnType<typeof createTimelineReader>, 'read'>,
  printNote: (text: string) => void,
): Promise<readonly Trial[]> {
  // Whoever has stopped the invocations wants to see what there is of them, with their traces.
  const signal = interrupt.signal.aborted ? undefined : interrupt.signal
  const line = createProgressLine(io.stderr, { isQuiet: report.quiet ?? false, env: io.env })
  try {
    const ids = trials.flatMap(({ invocation }) => invocation?.traceId ?? [])
    const failed = new Set(
      trials.flatMap(({ faults, invocation }) => (faults.length > 0 ? (invocation?.traceId ?? []) : [])),
    )
    const fetched = await fetchTraces(
      xray,
      { ids },
      {
        patienceMs,
        destination: traceDestination,
        read,
        ...(signal && { signal }),
        // Of a run that failed no more than Lambda's own part may ever come.
        ...(hasRuns && { lackOf: (trace) => (failed.has(trace.id) ? lackOf(trace) : lackOfRun(trace)) }),
        progress({ found, wanted }) {
          line.draw(found / wanted, progressTexts.traces(found, wanted))
        },
      },
    )
    return joinTraces(trials, fetched)
  } catch (error) {
    const isInterrupted = signal?.aborted ?? false
    const untraced: Untraced = isInterrupted
      ? { code: 'interrupted' }
      : { code: 'xray-failed', message: errorText(error) }
    printNote(
      isInterrupted
        ? tracesTexts.reportWithout(folder.path)
        : tracesTexts.noVerdict(untracedText(untraced), folder.path),
    )
    return trials.map((trial) => ({ ...trial, untraced }))
  } finally {
    line.clear()
  }
}

async function pauseFor(ms: number, signal?: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { ...(signal && { signal }) })
}

interface AbProgress {
  /** `whole`: how many of the blocks before this one are. */
  readonly beginning: (block: number, whole: number) => void
  readonly clear: () => void
}

interface AbProgressOptions extends ProgressLineOptions {
  readonly nowMs?: () => number
}

/** One line, rewritten before each set of new containers. */
export function createAbProgress(
  { environments }: Pick<AbPlan, 'environments'>,
  screen: Pick<Output, 'isTTY' | 'columns' | 'write'>,
  { nowMs = () => performance.now(), ...options }: AbProgressOptions,
): AbProgress {
  const line = createProgressLine(screen, options)
  const beganMs = nowMs()
  return {
    beginning(block, whole) {
      const perBlockMs = (nowMs() - beganMs) / (block - 1)
      const text = progressTexts.container({
        number: whole + 1,
        containers: environments,
        lost: block - 1 - whole,
        left: block > 1 ? formatDuration(perBlockMs * (environments - whole)) : undefined,
      })
      line.begin(whole + 1, environments, text)
    },
    clear: line.clear,
  }
}
