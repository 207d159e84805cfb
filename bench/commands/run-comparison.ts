import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { LambdaClient } from '@aws-sdk/client-lambda'
import type { XRayClient } from '@aws-sdk/client-xray'
import type { AbPlan } from '../aws/ab-plan.ts'
import { checkDestination } from '../aws/traces/check-destination.ts'
import { lackOfRun } from '../aws/traces/completeness.ts'
import { drive, type Ground } from '../aws/drive.ts'
import { explainAwsError } from '../aws/explain-aws-error.ts'
import { fetchTraces } from '../aws/traces/fetch-traces.ts'
import { joinTraces } from '../aws/join-traces.ts'
import { openJournal } from '../aws/configuration/journal.ts'
import { createReconfigurer, type Reconfigurer } from '../aws/configuration/reconfigure.ts'
import { EXIT } from '../exit-code.ts'
import { formatDuration } from '../report/format.ts'
import { hasWholeRound } from '../report/summarize.ts'
import { appendTrial, type Trial, writeTrials } from '../trial.ts'
import { onInterrupt } from './interrupt.ts'
import { TRACES_FILE, TRIALS_FILE, writeReports } from './report.ts'
import { tell } from './tell.ts'

export interface Comparison {
  /** Whether nobody wants to read what was put back, as of functions that are gone with this process. */
  readonly isPlain?: boolean
  readonly plan: AbPlan
  readonly folder: string
  readonly journalFile: string
  readonly control: LambdaClient
  /** Undefined: traces are not asked for. */
  readonly xray: XRayClient | undefined
  /** How long traces are waited for. */
  readonly patienceMs: number
  /** Whether all functions are ours, so that a trace without a run is not whole. */
  readonly isOurs: boolean
  readonly groundFor: (reconfigurer: Reconfigurer) => Ground
  readonly json?: boolean | undefined
  /** Runs before the functions are changed, and after they were put back. */
  readonly around?: ((phase: 'pre' | 'post') => Promise<void>) | undefined
}

/** Drives a comparison, puts everything back, asks for the traces and reports; in that order whatever happens. Gives the exit code. */
export async function runComparison(comparison: Comparison): Promise<number> {
  const { plan, folder, journalFile, control, xray, groundFor, json, around, isPlain = false } = comparison
  const file = join(folder, TRIALS_FILE)
  const say = (text: string) => tell(text, process.stderr)
  const interrupt = onInterrupt('Stopping: what is finished is kept and reported. Again to stop at once.')
  const progress = createAbProgress(plan)
  const trials: Trial[] = []
  let brokenOff: unknown
  try {
    using journal = openJournal(journalFile)
    const reconfigurer = createReconfigurer({
      client: control,
      journal,
      pause,
      nowMs: Date.now,
      signal: interrupt.signal,
    })
    try {
      await around?.('pre')
      await drive(
        plan,
        groundFor(reconfigurer),
        {
          beginning: (fork) => progress.beginning(fork),
          ended(trial) {
            trials.push(trial)
            appendTrial(file, trial)
          },
        },
        interrupt.signal,
      )
    } catch (error) {
      if (!interrupt.signal.aborted) brokenOff = error
    } finally {
      progress.clear()
      try {
        for (const sentence of await reconfigurer.putBack()) if (!isPlain) say(sentence)
      } finally {
        await around?.('post')
      }
    }
  } finally {
    interrupt.dispose()
  }
  if (brokenOff !== undefined) {
    const told = explainAwsError(brokenOff, { service: 'Lambda', action: 'Invoke' }) ?? (brokenOff as Error)
    say(`utakata: the comparison broke off: ${told.message}`)
  }
  const stopped = interrupt.signal.aborted ? EXIT.interrupted : brokenOff !== undefined ? EXIT.cannotJudge : undefined
  const joined = xray && trials.length > 0 ? await traced(xray, trials, comparison, say) : trials
  if (joined !== trials) writeTrials(join(folder, TRACES_FILE), joined)
  if (!hasWholeRound(joined)) {
    say('No round was finished, so there is no report.')
    return stopped ?? EXIT.cannotJudge
  }
  const result = writeReports(folder, { trials: joined, warnings: [] }, { ...(json !== undefined && { json }) })
  return stopped ?? result.exitCode
}

/** The trials with what X-Ray tells of them; as they were where it tells nothing at all. */
async function traced(
  xray: XRayClient,
  trials: readonly Trial[],
  { patienceMs, isOurs }: Comparison,
  say: (text: string) => void,
): Promise<Trial[]> {
  const interrupt = onInterrupt('Stopping: the report is made without the traces. Again to stop at once.')
  const { isTTY } = process.stderr
  try {
    const warning = await checkDestination(xray, interrupt.signal)
    if (warning !== undefined) say(warning)
    const ids = trials.flatMap(({ invocation }) => invocation?.traceId ?? [])
    const fetched = await fetchTraces(
      xray,
      { ids },
      {
        patienceMs,
        signal: interrupt.signal,
        ...(isOurs && { lackOf: lackOfRun }),
        progress({ found, wanted }) {
          if (isTTY) process.stderr.write(`\r\u001B[2K${found} of ${wanted} traces`)
        },
      },
    )
    return joinTraces(trials, fetched)
  } catch (error) {
    if (!interrupt.signal.aborted) say(`utakata: no traces: ${(error as Error).message}`)
    return [...trials]
  } finally {
    if (isTTY) process.stderr.write('\r\u001B[2K')
    interrupt.dispose()
  }
}

async function pause(ms: number, signal?: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { ...(signal && { signal }) })
}

/** A line a fork; on a terminal one line, drawn anew between forks: never by a timer. */
function createAbProgress({ environments, arms }: AbPlan): {
  readonly beginning: (fork: number) => void
  readonly clear: () => void
} {
  const stream = process.stderr
  const beganMs = performance.now()
  return {
    beginning(fork) {
      const left =
        fork > 1
          ? `, about ${formatDuration(((performance.now() - beganMs) / (fork - 1)) * (environments - fork + 1))} left`
          : ''
      const line = `container ${fork} of ${environments} of each of ${arms.length} arms${left}`
      stream.write(stream.isTTY ? `\r\u001B[2K${line.slice(0, Math.max(20, stream.columns - 1))}` : `${line}\n`)
    },
    clear() {
      if (stream.isTTY) stream.write('\r\u001B[2K')
    },
  }
}
