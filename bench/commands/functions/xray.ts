import { joinTraces } from '../../run/aws/join-traces.ts'
import { createTimelineReader } from '../../run/aws/traced-timelines.ts'
import { endpointOf, targetOf } from '../../run/aws/client/endpoint.ts'
import { readTraceDestination } from '../../run/aws/traces/trace-destination.ts'
import { lackOf, lackOfRun } from '../../run/aws/traces/completeness.ts'
import { type FetchedTraces, fetchTraces } from '../../run/aws/traces/fetch-traces.ts'
import { createXRayClient } from '../../run/aws/traces/xray-client.ts'
import { EXIT } from '../../cli/exit-code.ts'
import { hasWholeIteration } from '../../judge/comparison/iterations.ts'
import type { Timeline } from '../../trial/timelines.ts'
import { readTrials, type Trial } from '../../trial/trial.ts'
import { UserError } from '../../io/user-error.ts'
import { takeFolder } from '../results/folder.ts'
import { onInterrupt } from '../../cli/interrupt.ts'
import { parseDuration, parseMargin } from '../../cli/values.ts'
import { criteriaFor } from '../results/report-criteria.ts'
import { writeReports } from '../report/report.ts'
import { TRIALS_FILE } from '../results/result-files.ts'
import { print } from '../../cli/print.ts'
import { createProgressLine } from '../../cli/progress-line.ts'
import { writeTraces } from './write-traces.ts'
import { reportAlone } from './xray-alone.ts'
import { checkAlone, wantedBy, type XRayCommandOptions } from './xray-wanted.ts'
import { type Io, pathIn } from '../../cli/io.ts'
import { noticeTexts, progressTexts, stoppingTexts, tracesTexts } from '../../report/messages/commands.ts'

/** `utakata xray`: what traces show of a comparison, or of any functions. Gives the exit code. */
export async function xrayCommand(given: string | undefined, options: XRayCommandOptions, io: Io): Promise<number> {
  checkAlone(given, options)
  const folder = given === undefined ? undefined : pathIn(io, given)
  const driven = folder === undefined ? undefined : readTrials(`${folder}/${TRIALS_FILE}`).trials
  const wanted = wantedBy(options, driven)
  const margin = parseMargin(options.margin)
  const patienceMs = options.patience === undefined ? undefined : parseDuration(options.patience, '--patience')
  using out = options.output === undefined ? undefined : takeFolder(options.output, { name: 'xray' }, io)
  const client = createXRayClient()
  const interrupt = onInterrupt(stoppingTexts.plain, io)
  const line = createProgressLine(io.stderr, { env: io.env })
  const reader = createTimelineReader(driven ?? [])
  let fetched: FetchedTraces
  let target: 'lab' | 'aws'
  try {
    const destination = await readTraceDestination(client, interrupt.signal)
    if (destination === 'cloudwatch') print(tracesTexts.inCloudWatch(!('ids' in wanted)), io.stderr)
    fetched = await fetchTraces(client, wanted, {
      signal: interrupt.signal,
      destination,
      read: reader.read,
      lackOf: driven || options.run !== undefined ? lackOfRun : lackOf,
      ...(patienceMs !== undefined && { patienceMs }),
      progress({ found, wanted: expected }) {
        line.draw(found / expected, progressTexts.traces(found, expected))
      },
    })
    target = targetOf(await endpointOf(client))
  } catch (error) {
    if (interrupt.signal.aborted) return EXIT.interrupted
    throw error
  } finally {
    line.clear()
    interrupt.dispose()
    client.destroy()
  }
  printCalls(fetched, io)
  // Of a run every invocation asked to be traced.
  if (!('ids' in wanted) && options.run === undefined) print(tracesTexts.sampled, io.stderr)
  return await (driven
    ? reportJoined(folder!, { driven, fetched, timelines: reader.timelines() }, options, io)
    : reportAlone(fetched, { ...options, target, margin, out }, io))
}

interface Joined {
  readonly driven: readonly Trial[]
  readonly fetched: FetchedTraces
  readonly timelines: readonly Timeline[]
}

async function reportJoined(
  folder: string,
  { driven, fetched, timelines }: Joined,
  { json, lang, open, verbose }: XRayCommandOptions,
  io: Io,
): Promise<number> {
  const trials = joinTraces(driven, fetched)
  try {
    writeTraces(folder, trials, timelines)
  } catch (error) {
    throw new UserError(
      'result-unwritable',
      { folder, system: (error as NodeJS.ErrnoException).code! },
      { cause: error },
    )
  }
  if (!hasWholeIteration(trials)) {
    print(noticeTexts.noIteration, io.stderr)
    return EXIT.cannotJudge
  }
  const criteria = criteriaFor(folder, {})
  return await writeReports({ path: folder }, { trials, warnings: [], criteria }, { json, lang, open, verbose }, io)
}

function printCalls({ calls }: FetchedTraces, { stderr }: Io): void {
  const { summaries, batches, throttled, unprocessed, polls } = calls
  print(tracesTexts.calls({ requests: summaries + batches, throttled, unprocessed, polls }), stderr)
}
