import { join } from 'node:path'
import { joinTraces } from '../aws/join-traces.ts'
import { placeOf, worldOf } from '../aws/place.ts'
import { traceTrials } from '../aws/trace-trials.ts'
import { checkDestination } from '../aws/traces/check-destination.ts'
import { lackOf, lackOfRun } from '../aws/traces/completeness.ts'
import { type FetchedTraces, fetchTraces, type TracesWanted } from '../aws/traces/fetch-traces.ts'
import { readInvocation, type TracedInvocation } from '../aws/traces/segments.ts'
import { createXRayClient } from '../aws/traces/xray-client.ts'
import { currentLoad, describeEnvironment } from '../environment.ts'
import { EXIT } from '../exit-code.ts'
import { hasWholeRound } from '../report/summarize.ts'
import { drawSection } from '../report/terminal.ts'
import { traceSections } from '../report/trace-sections.ts'
import { readTrials, type Trial, writeTrials } from '../trial.ts'
import { UsageError } from '../usage-error.ts'
import { makeFolder, newFolder } from './folder.ts'
import { onInterrupt } from './interrupt.ts'
import { parseAmount, parseDuration, parseInstant } from './options.ts'
import { TRACES_FILE, TRIALS_FILE, writeReports } from './report.ts'
import { tell } from './tell.ts'

export interface XRayCommandOptions {
  readonly run?: string
  readonly trace?: readonly string[]
  readonly filter?: string
  readonly last?: string
  readonly from?: string
  readonly until?: string
  readonly function?: string
  readonly reference?: string
  readonly margin?: string
  readonly patience?: string
  readonly out?: string
  readonly json?: boolean
}

/** `utakata xray`: what traces tell of a comparison, or of any functions. Gives the exit code. */
export async function xrayCommand(folder: string | undefined, options: XRayCommandOptions): Promise<number> {
  const driven = folder === undefined ? undefined : trialsIn(folder)
  const wanted = wantedBy(options, driven)
  const patienceMs = options.patience === undefined ? undefined : parseDuration(options.patience, '--patience')
  const client = createXRayClient()
  const interrupt = onInterrupt('Stopping.')
  const { isTTY } = process.stderr
  let fetched: FetchedTraces
  let place: 'lab' | 'aws'
  try {
    const warning = await checkDestination(client, interrupt.signal)
    if (warning !== undefined) tell(warning, process.stderr)
    fetched = await fetchTraces(client, wanted, {
      signal: interrupt.signal,
      lackOf: driven || options.run !== undefined ? lackOfRun : lackOf,
      ...(patienceMs !== undefined && { patienceMs }),
      progress({ found, wanted: expected }) {
        if (isTTY) process.stderr.write(`\r\u001B[2K${found} of ${expected} traces`)
      },
    })
    place = worldOf(await placeOf(client))
  } catch (error) {
    if (interrupt.signal.aborted) return EXIT.interrupted
    throw error
  } finally {
    if (isTTY) process.stderr.write('\r\u001B[2K')
    interrupt.dispose()
    client.destroy()
  }
  return driven ? reportJoined(folder!, driven, fetched, options) : reportAlone(fetched, place, options)
}

function trialsIn(folder: string): Trial[] {
  try {
    return readTrials(`${folder}/${TRIALS_FILE}`).trials
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error))
  }
}

/** Named by ids, by a run, or by a span of time; of a comparison's folder all its invocations. */
function wantedBy(options: XRayCommandOptions, driven: readonly Trial[] | undefined): TracesWanted {
  const { run, trace: ids = [], filter } = options
  if (driven) {
    const own = driven.flatMap(({ invocation }) => invocation?.traceId ?? [])
    if (own.length === 0) throw new UsageError('expected a folder of utakata ab or utakata lab, got one without traces')
    return { ids: own }
  }
  if (ids.length > 0) {
    const wrong = ids.find((id) => !/^1-[\da-f]{8}-[\da-f]{24}$/.test(id))
    if (wrong !== undefined)
      throw new UsageError(`--trace: expected an id such as 1-58406520-a006649127e371903a2de979, got "${wrong}"`)
    return { ids }
  }
  if (run !== undefined && !/^[\w.-]{1,100}$/.test(run))
    throw new UsageError(`--run: expected the name of a run, such as ab-20260115-090000-1a2b3c4d, got "${run}"`)
  const span = spanOf(options)
  const parts = [
    ...(run === undefined ? [] : [`annotation.run = "${run}"`]),
    ...(filter === undefined ? [] : [`(${filter})`]),
  ]
  return { ...span, ...(parts.length > 0 && { filter: parts.join(' AND ') }) }
}

function spanOf({ last, from, until }: XRayCommandOptions): { readonly fromMs: number; readonly untilMs: number } {
  if (last === undefined && from === undefined)
    throw new UsageError(
      'expected the folder of a comparison, --trace ID, or a span of time: --last 2h, or --from INSTANT with --until INSTANT',
    )
  const untilMs = until === undefined ? Date.now() : parseInstant(until, '--until')
  const fromMs = from === undefined ? untilMs - parseDuration(last!, '--last') : parseInstant(from, '--from')
  if (fromMs >= untilMs) throw new UsageError('--from: expected an instant before --until')
  return { fromMs, untilMs }
}

function reportJoined(
  folder: string,
  driven: readonly Trial[],
  fetched: FetchedTraces,
  { json }: XRayCommandOptions,
): number {
  const trials = joinTraces(driven, fetched)
  writeTrials(join(folder, TRACES_FILE), trials)
  tellCalls(fetched)
  if (!hasWholeRound(trials)) {
    tell('No round was finished, so there is no report.', process.stderr)
    return EXIT.cannotJudge
  }
  return writeReports(folder, { trials, warnings: [] }, { ...(json !== undefined && { json }) }).exitCode
}

function reportAlone(fetched: FetchedTraces, place: 'lab' | 'aws', options: XRayCommandOptions): number {
  const { invocations, reasons } = read(fetched, options.function)
  tellCalls(fetched)
  for (const [reason, count] of reasons)
    tell(`${count} ${count === 1 ? 'trace' : 'traces'} left out: ${reason}.`, process.stderr)
  if (invocations.length === 0) {
    tell('No trace of an invocation of a Lambda function was found.', process.stderr)
    return EXIT.cannotJudge
  }
  const trials = traceTrials({
    invocations,
    name: options.run ?? 'traces',
    place,
    reference: options.reference,
    margin: options.margin === undefined ? 0.05 : parseAmount(options.margin, '--margin'),
    environment: { ...describeEnvironment(), load: currentLoad() },
  })
  const { isTTY, columns } = process.stdout
  const width = Math.max(60, isTTY ? columns : 100)
  if (!options.json)
    for (const section of traceSections(invocations))
      console.log(`${drawSection(section, width, (text) => text).join('\n')}\n`)
  const isCompared = new Set(trials.map(({ arm }) => arm)).size > 1 && hasWholeRound(trials)
  if (!isCompared && options.out === undefined) return EXIT.done
  const folder = makeFolder(options.out ?? newFolder('xray'))
  writeTrials(join(folder, TRIALS_FILE), trials)
  if (isCompared)
    return writeReports(folder, { trials, warnings: [] }, { ...(options.json !== undefined && { json: options.json }) })
      .exitCode
  tell(
    `Written: ${join(folder, TRIALS_FILE)}. Too little to compare: that takes two functions, with warm invocations of each.`,
  )
  return EXIT.done
}

function read(fetched: FetchedTraces, functionName: string | undefined) {
  const lacks = new Map(fetched.incomplete.map(({ id, why }) => [id, why]))
  const invocations: TracedInvocation[] = []
  const reasons = new Map<string, number>()
  const leaveOut = (reason: string) => reasons.set(reason, (reasons.get(reason) ?? 0) + 1)
  for (const trace of fetched.traces) {
    const lack = lacks.get(trace.id)
    const one = readInvocation(trace, { functionName })
    if (lack !== undefined) leaveOut(lack)
    else if ('invocation' in one) invocations.push(one.invocation)
    else leaveOut(one.reason)
  }
  for (const _ of fetched.missing) leaveOut('it never came')
  return { invocations, reasons }
}

function tellCalls({ calls }: FetchedTraces): void {
  const { summaries, batches, throttled, unprocessed, polls } = calls
  const odd = [
    ...(throttled > 0 ? [`throttled ${throttled} times`] : []),
    ...(unprocessed > 0 ? [`${unprocessed} ids asked for again`] : []),
    ...(polls > 0 ? [`polled ${polls} times for late traces`] : []),
  ]
  tell(`X-Ray was asked ${summaries + batches} times${odd.length > 0 ? `, ${odd.join(', ')}` : ''}.`, process.stderr)
}
