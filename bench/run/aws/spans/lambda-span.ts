import { z } from 'zod'
import { type JsonObject, numberIn, textIn } from '../../../io/json-fields.ts'
import { fitting, memoryMb, ms, place, slowedBy, totalMs } from '../../../io/record-fields.ts'
import type { RunPlace } from '../traces/invocation-place.ts'
import type { StoredSpan } from './span-store.ts'

/**
 * What a span and its resource say of an invocation of a Lambda function. Source: OpenTelemetry's semantic conventions for FaaS, cloud and AWS
 * Lambda, with the names that attributes had before: `faas.execution`, `faas.id`, and a memory in megabytes.
 */
export interface LambdaSpan {
  readonly functionName: string
  /** False also where nothing says so. */
  readonly isCold: boolean
  /** Whether it says if it was a cold start. */
  readonly saysCold: boolean
  readonly requestId: string | undefined
  readonly place: RunPlace
  /** What our own export says beside: `export --format otlp`. */
  readonly own: {
    readonly isLab: boolean
    readonly isWarmup: boolean
    readonly initMs: number | undefined
    readonly makespanMs: number | undefined
    readonly cpuMs: number | undefined
    readonly eventLoopDelayMs: number | undefined
    readonly items: number | undefined
    readonly sent: number | undefined
  }
}

const ARN = /^arn:aws[\w-]*:lambda:[\w-]*:\d*:function:([\w-]+)/

/** Undefined where it is no invocation of a Lambda function. */
export function lambdaSpanOf({ name, attributes, resource }: StoredSpan): LambdaSpan | undefined {
  if (attributes === undefined) return undefined
  const all: JsonObject = { ...resource.attributes, ...attributes }
  const textOf = (...keys: readonly string[]) => keys.map((key) => textIn(all, key)).find((text) => text)
  const provider = textOf('cloud.provider')
  const [, arnName] =
    [textOf('cloud.resource_id'), textOf('faas.id'), textOf('aws.lambda.invoked_arn')]
      .map((arn) => ARN.exec(arn ?? ''))
      .find((found) => found !== null) ?? []
  const requestId = textOf('faas.invocation_id', 'faas.execution')
  const cold = attributes['faas.coldstart']
  const isLambda =
    arnName !== undefined ||
    requestId !== undefined ||
    cold !== undefined ||
    textOf('faas.name') !== undefined ||
    textOf('cloud.platform') === 'aws_lambda'
  // Functions of other clouds have the same attributes.
  if (!isLambda || (provider !== undefined && provider !== 'aws')) return undefined
  return {
    functionName: textOf('faas.name') ?? arnName ?? serviceOf(textOf('service.name')) ?? (name || 'unknown'),
    isCold: cold === true || cold === 'true',
    saysCold: cold !== undefined,
    requestId,
    place: placeOf(all),
    own: {
      isLab: textOf('utakata.target') === 'lab',
      isWarmup: textOf('utakata.phase') === 'warmup',
      initMs: fitting(ms, all['utakata.init_ms']),
      makespanMs: fitting(ms, all['utakata.makespan_ms']),
      cpuMs: fitting(totalMs, all['utakata.cpu_ms']),
      eventLoopDelayMs: fitting(ms, all['utakata.event_loop_delay_ms']),
      items: fitting(ms, all['utakata.items']),
      sent: fitting(ms, all['utakata.sent']),
    },
  }
}

/** What an SDK calls a service that has no name. */
function serviceOf(name: string | undefined): string | undefined {
  return name?.startsWith('unknown_service') ? undefined : name
}

function placeOf(all: JsonObject): RunPlace {
  const strategy = textIn(all, 'utakata.strategy')
  const iteration = fitting(place, all['utakata.iteration'])
  const container = textIn(all, 'faas.instance')
  // Some SDKs send what the variable of Lambda has, which is text.
  const memory = numberIn(all, 'faas.max_memory') ?? fitting(memoryText, all['faas.max_memory'])
  return {
    ...(container && { container }),
    // In bytes; older versions of the conventions had megabytes.
    ...(memory !== undefined && {
      memoryMb: fitting(memoryMb, memory >= MIN_BYTES ? Math.round(memory / 2 ** 20) : memory),
    }),
    ...(strategy !== undefined && {
      strategy,
      run: textIn(all, 'utakata.scenario'),
      block: fitting(place, all['utakata.block']),
      // Of a container's invocations the cold one is the first.
      iteration: iteration === undefined ? undefined : iteration + 1,
      slowedBy: fitting(slowedBy, all['utakata.slowed_by']),
    }),
  }
}

const memoryText = z
  .string()
  .regex(/^\d{1,9}$/)
  .transform(Number)

/** More megabytes than a function can have, and fewer bytes. */
const MIN_BYTES = 1_000_000
