import { join } from 'node:path'
import { joinTraces } from '../aws/join-traces.ts'
import { beginOfRun } from '../aws/ab-plan.ts'
import { placeOf, worldOf } from '../aws/place.ts'
import { traceTrials } from '../aws/trace-trials.ts'
import { checkDestination } from '../aws/traces/check-destination.ts'
import { lackOf, lackOfRun } from '../aws/traces/completeness.ts'
import { type FetchedTraces, fetchTraces, type TracesWanted } from '../aws/traces/fetch-traces.ts'
import { readInvocation, type TracedInvocation } from '../aws/traces/segments.ts'
import { createXRayClient } from '../aws/traces/xray-client.ts'
import { currentLoad, describeEnvironment } from '../environment.ts'
import { EXIT } from '../exit-code.ts'
import { drawSection } from '../report/draw-section.ts'
import { hasWholeRound } from '../report/rounds.ts'
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
  checkAlone(folder, options)
  const driven = folder === undefined ? undefined : trialsIn(folder)
  const wanted = wantedBy(options, driven)
  const margin = options.margin === undefined ? 0.05 : parseAmount(options.margin, '--margin')
  const patienceMs = options.patience === undefined ? undefined : parseDuration(options.patience, '--patience')
  const out = options.out === undefined ? undefined : makeFolder(options.out)
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
  return driven
    ? reportJoined(folder!, driven, fetched, options)
    : reportAlone(fetched, { ...options, place, margin, out })
}

/** Refuses several ways of saying which traces, of which only one can be meant. */
function checkAlone(folder: string | undefined, options: XRayCommandOptions): void {
  const { run, trace = [], filter, last, from, until, function: functionName, reference, out } = options
  const refuse = (what: string, why: string, others: object) => {
    const [beside] = Object.entries(others).find(([, value]) => value !== undefined) ?? []
    if (beside !== undefined)
      throw new UsageError(`${what}: expected no --${beside} beside it, since ${why}; leave one of them away`)
  }
  const selecting = { run, filter, last, from, until }
  const ids = trace.length > 0 ? trace : undefined
  if (folder !== undefined)
    refuse('a folder', 'its own traces are asked for, and its own report is made again', {
      ...selecting,
      trace: ids,
      function: functionName,
      reference,
      out,
    })
  if (ids) refuse('--trace', 'it names traces by itself', selecting)
  if (last !== undefined) refuse('--last', 'both say when the span of time begins', { from })
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

function spanOf({ run, last, from, until }: XRayCommandOptions): { readonly fromMs: number; readonly untilMs: number } {
  const begunMs = run === undefined || last !== undefined || from !== undefined ? undefined : beginOfRun(run)
  if (begunMs !== undefined)
    return { fromMs: begunMs - MINUTE_MS, untilMs: Math.min(Date.now(), begunMs + LONGEST_RUN_MS) }
  if (last === undefined && from === undefined)
    throw new UsageError(
      'expected the folder of a comparison, --trace ID, or a span of time: --last 2h, or --from INSTANT with --until INSTANT',
    )
  const untilMs = until === undefined ? Date.now() : parseInstant(until, '--until')
  const fromMs = from === undefined ? untilMs - parseDuration(last!, '--last') : parseInstant(from, '--from')
  if (fromMs >= untilMs) throw new UsageError(`--from: expected an instant before --until, got "${from ?? last}"`)
  return { fromMs, untilMs }
}

const MINUTE_MS = 60_000
const LONGEST_RUN_MS = 24 * 60 * MINUTE_MS

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

interface AloneOptions extends Omit<XRayCommandOptions, 'margin' | 'out'> {
  readonly place: 'lab' | 'aws'
  readonly margin: number
  readonly out: string | undefined
}

function reportAlone(fetched: FetchedTraces, options: AloneOptions): number {
  const { place, margin, reference, out, json = false } = options
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
    reference,
    margin,
    environment: { ...describeEnvironment(), load: currentLoad() },
  })
  const arms = [...new Set(trials.map(({ arm }) => arm))]
  const named = trials[0]?.scenario.reference
  if (reference !== undefined && named !== reference && named?.split('@')[0] !== reference)
    throw new UsageError(`--reference: expected one of ${arms.toSorted().join(', ')}, got "${reference}"`)
  const { isTTY, columns } = process.stdout
  const width = Math.max(60, isTTY ? columns : 100)
  if (!json)
    for (const section of traceSections(invocations))
      console.log(`${drawSection(section, width, (text) => text).join('\n')}\n`)
  const isCompared = arms.length > 1 && hasWholeRound(trials)
  // Whoever asks for JSON is given some, be there a report or not.
  if (!isCompared && json) console.log(JSON.stringify({ invocations: invocations.map(withoutTimes) }, undefined, 2))
  if (!isCompared && out === undefined) return EXIT.done
  const folder = out ?? makeFolder(newFolder('xray'))
  writeTrials(join(folder, TRIALS_FILE), trials)
  if (isCompared) return writeReports(folder, { trials, warnings: [] }, { json }).exitCode
  tell(
    `Written: ${join(folder, TRIALS_FILE)}. Too little to compare: that takes two functions, with warm invocations of each.`,
    json ? process.stderr : process.stdout,
  )
  return EXIT.done
}

function withoutTimes(invocation: TracedInvocation): object {
  const { timeline: _, parts: __, ...figures } = invocation
  return figures
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
    ...(polls > 1 ? [`again for late traces ${polls - 1 === 1 ? 'once' : `${polls - 1} times`}`] : []),
  ]
  tell(`X-Ray was asked ${summaries + batches} times${odd.length > 0 ? `, ${odd.join(', ')}` : ''}.`, process.stderr)
}
