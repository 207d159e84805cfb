import { createHash } from 'node:crypto'
import { STEPS } from '../../strategies/recording.ts'
import { readManifest } from '../io/installation.ts'
import { functionNameOf } from '../run/aws/client/function-name.ts'
import type { Timeline } from '../trial/timelines.ts'
import type { Trial } from '../trial/trial.ts'

/** A value of an attribute, as OTLP has it in JSON. */
type Value =
  | { readonly stringValue: string }
  | { readonly intValue: string }
  | { readonly doubleValue: number }
  | { readonly boolValue: boolean }

interface Attribute {
  readonly key: string
  readonly value: Value
}

/** How many spans are drawn at a time. */
const SPANS_AT_A_TIME = 1000

/**
 * Runs as one ExportTraceServiceRequest of OTLP in JSON, on one line, a piece at a time: a trace for each run, with a span for it and, where there
 * is a timeline of it, one for each step of each item. An invocation whose trace X-Ray has goes by its id; all other ids are digests of what the run is,
 * so that the same result is always the same text. Names and addresses of items are nowhere in it.
 * Source: OpenTelemetry Protocol 1, "JSON Protobuf Encoding"; semantic conventions for resources, FaaS and hosts.
 */
export function* drawOtlp(trials: readonly Trial[], timelines: readonly Timeline[]): Generator<string> {
  const timelineOf = timelinesBy(trials, timelines)
  const groups = Map.groupBy(trials, (trial) => JSON.stringify(resourceOf(trial)))
  const scope = JSON.stringify({ name: 'utakata', version: readManifest().version })
  yield '{"resourceSpans":['
  let isFirst = true
  for (const [attributes, own] of groups) {
    yield `${isFirst ? '' : ','}{"resource":{"attributes":${attributes}},"scopeSpans":[{"scope":${scope},"spans":[`
    isFirst = false
    yield* joined(own.values().flatMap((trial) => spansOf(trial, timelineOf.get(trial))))
    yield ']}]}'
  }
  yield ']}\n'
}

function* joined(spans: Iterable<object>): Generator<string> {
  let texts: string[] = []
  let isFirst = true
  for (const span of spans) {
    texts.push(JSON.stringify(span))
    if (texts.length < SPANS_AT_A_TIME) continue
    yield (isFirst ? '' : ',') + texts.join(',')
    isFirst = false
    texts = []
  }
  if (texts.length > 0) yield (isFirst ? '' : ',') + texts.join(',')
}

/** The measured run that each is of; those that might be of several, as of two sizes of memory, are of none. */
function timelinesBy(trials: readonly Trial[], timelines: readonly Timeline[]): Map<Trial, Timeline> {
  const placeOf = ({ variant, block, iteration }: Timeline | Trial) => JSON.stringify([variant, block, iteration])
  const measured = Map.groupBy(
    trials.filter(({ phase }) => phase === 'measured'),
    placeOf,
  )
  return new Map(
    timelines.flatMap((timeline) => {
      const [trial, ...others] = measured.get(placeOf(timeline)) ?? []
      return trial && others.length === 0 ? [[trial, timeline] as const] : []
    }),
  )
}

/** In the names of the semantic conventions, as far as they have one. */
function resourceOf({ target, environment, invocation }: Trial): Attribute[] {
  const isAws = target === 'aws'
  return attributesOf({
    'service.name': 'utakata',
    'utakata.target': target,
    ...(isAws && { 'cloud.provider': 'aws', 'cloud.platform': 'aws_lambda' }),
    ...(invocation && {
      'faas.name': functionNameOf(invocation.function),
      'faas.instance': invocation.container,
      ...(invocation.memoryMb > 0 && { 'faas.max_memory': Math.round(invocation.memoryMb * 2 ** 20) }),
      'host.arch': ARCHITECTURES[invocation.architecture ?? 'unknown'],
    }),
    // On AWS these are of the machine that asked, and not of the one that worked.
    ...(!isAws && {
      'host.cpu.model.name': environment.cpu,
      'process.runtime.name': 'nodejs',
      'process.runtime.version': /\d+(?:\.\d+)*/.exec(environment.node)?.[0],
      'utakata.revision': environment.revision,
    }),
  })
}

const ARCHITECTURES = { arm64: 'arm64', x86_64: 'amd64', unknown: undefined } as const

function* spansOf(trial: Trial, timeline: Timeline | undefined): Generator<object> {
  const { variant, invocation, makespanMs, faults, beganAt } = trial
  const identity = JSON.stringify([
    trial.target,
    trial.scenario.name,
    trial.scenario.digest,
    variant,
    trial.block,
    trial.iteration,
    trial.position,
    trial.phase,
    beganAt,
    invocation?.requestId,
    invocation?.container,
  ])
  const traceId = w3cIdOf(invocation?.traceId) ?? digestOf(identity, TRACE_DIGITS)
  const spanId = digestOf(`${identity} run`, SPAN_DIGITS)
  const beginNanos = BigInt(Date.parse(beganAt)) * 1_000_000n
  const at = (ms: number) => String(beginNanos + BigInt(Math.round(ms * 1e6)))
  const [fault] = faults
  yield {
    traceId,
    spanId,
    name: variant,
    // Of a request from outside, or of nobody's.
    kind: invocation ? SERVER : INTERNAL,
    startTimeUnixNano: at(0),
    endTimeUnixNano: at(Math.max(makespanMs, invocation?.durationMs ?? 0)),
    attributes: attributesOfRun(trial),
    // Its code alone: what it says may have an address.
    status: fault ? { code: ERROR, message: fault.code } : {},
  }
  for (const { feed, ...steps } of timeline?.feeds ?? [])
    for (const step of STEPS) {
      const span = steps[step]
      if (!span) continue
      yield {
        traceId,
        spanId: digestOf(`${identity} ${feed} ${step}`, SPAN_DIGITS),
        parentSpanId: spanId,
        name: step,
        kind: INTERNAL,
        startTimeUnixNano: at(span[0]),
        // Clocks of threads differ by microseconds.
        endTimeUnixNano: at(Math.max(span[0], span[1])),
        attributes: attributesOf({ 'utakata.item': feed }),
        status: {},
      }
    }
}

const [INTERNAL, SERVER] = [1, 2]
const ERROR = 2
const [TRACE_DIGITS, SPAN_DIGITS] = [32, 16]

function attributesOfRun(trial: Trial): Attribute[] {
  const { scenario, invocation, arrival, steps } = trial
  return attributesOf({
    ...(invocation && {
      'faas.invocation_id': invocation.requestId,
      'faas.coldstart': trial.phase === 'cold',
    }),
    'utakata.scenario': scenario.name,
    'utakata.variant': trial.variant,
    'utakata.strategy': trial.strategy,
    'utakata.role': trial.role,
    'utakata.phase': trial.phase,
    'utakata.block': trial.block,
    'utakata.iteration': trial.iteration,
    ...(trial.slowedBy !== undefined && { 'utakata.slowed_by': real(trial.slowedBy) }),
    'utakata.makespan_ms': real(trial.makespanMs),
    'utakata.cpu_ms': trial.cpuMs > 0 ? real(trial.cpuMs) : undefined,
    'utakata.event_loop_delay_ms': real(trial.eventLoopDelayMs),
    'utakata.peak_rss_bytes': trial.peakRssBytes > 0 ? Math.round(trial.peakRssBytes) : undefined,
    'utakata.items': Math.round(trial.items),
    'utakata.sent': Math.round(trial.sent),
    ...(invocation && {
      'utakata.init_ms': real(invocation.initMs),
      'utakata.duration_ms': real(invocation.durationMs),
      'utakata.billed_ms': real(invocation.billedMs),
      'utakata.round_trip_ms': real(invocation.roundTripMs),
    }),
    ...(arrival && {
      'utakata.arrival.intended_ms': real(arrival.intendedMs),
      'utakata.arrival.started_ms': real(arrival.startedMs),
      'utakata.arrival.every_ms': real(arrival.everyMs),
      'utakata.arrival.backlog': Math.round(arrival.backlog),
    }),
    // Of a function that is not ours steps have names of somebody else's.
    ...Object.fromEntries(STEPS.flatMap((step) => (steps[step] ? figuresOf(step, steps[step]) : []))),
    'utakata.discarded': trial.discarded?.code,
  })
}

type Given = string | number | boolean | Real | undefined

/** A number that has a fraction, be that 0. */
interface Real {
  readonly real: number
}

function real(value: number | undefined): Real | undefined {
  return value === undefined ? undefined : { real: value }
}

function figuresOf(step: string, figures: Trial['steps'][string]): [string, Given][] {
  const { count, failed, ...times } = figures
  return [
    [`utakata.${step}.count`, Math.round(count)],
    [`utakata.${step}.failed`, Math.round(failed)],
    [`utakata.${step}.busy_ms`, real(times.busyMs)],
    [`utakata.${step}.p50_ms`, real(times.p50Ms)],
    [`utakata.${step}.p95_ms`, real(times.p95Ms)],
    [`utakata.${step}.max_ms`, real(times.maxMs)],
  ]
}

function attributesOf(values: Readonly<Record<string, Given>>): Attribute[] {
  return Object.entries(values).flatMap(([key, value]) => (value === undefined ? [] : { key, value: valueOf(value) }))
}

function valueOf(value: NonNullable<Given>): Value {
  if (typeof value === 'string') return { stringValue: value.toWellFormed() }
  if (typeof value === 'boolean') return { boolValue: value }
  return typeof value === 'number' ? { intValue: String(value) } : { doubleValue: value.real }
}

/** The id of a trace of X-Ray as W3C writes it. Undefined for anything else. */
function w3cIdOf(traceId: string | undefined): string | undefined {
  const [, seconds, rest] =
    /^1-([\da-f]{8})-([\da-f]{24})$/.exec(traceId ?? '') ?? /^([\da-f]{8})([\da-f]{24})$/.exec(traceId ?? '') ?? []
  const id = seconds === undefined ? undefined : seconds + rest!
  return id === undefined || /^0+$/.test(id) ? undefined : id
}

function digestOf(text: string, digits: number): string {
  return createHash('sha256').update(text).digest('hex').slice(0, digits)
}
