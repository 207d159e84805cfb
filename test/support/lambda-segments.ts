import { readTraceHeader } from '../../infra/trace-header.ts'
import type { TracedRun } from '../../infra/trace.ts'
import { xrayDocuments } from '../../infra/xray-documents.ts'
import { BEGAN_MS, PARENT, ROOT } from './traced-runs.ts'

/** Below the invocation of this one a run hangs. */
const FUNCTION_ID = 'f0f0f0f00f0f0f0f'

/**
 * Lambda's two segments of an invocation, as it sends them in one of its formats: `older` has the function's own subsegments beside `Invocation`, `old`
 * below it, `new` has no `Invocation`. The cold start of the newest is built from the documentation; test/fixtures/lambda-traces.json has real
 * documents of the others. Source: AWS Lambda Developer Guide, "Visualize Lambda function invocations using AWS X-Ray".
 */
export function lambdaSegments({
  name = 'a-function',
  id = FUNCTION_ID,
  beganMs = BEGAN_MS,
  isCold = false,
  subsegments = [],
  format = 'old',
  initBelowService = false,
  initMs = [-205, -5],
  parent,
}: {
  readonly name?: string
  /** Of the function's segment; the service's has its halves the other way round. */
  readonly id?: string
  readonly beganMs?: number
  readonly isCold?: boolean
  readonly subsegments?: readonly object[]
  readonly format?: 'older' | 'old' | 'new'
  /** Where the newest format has its Init in some accounts. */
  readonly initBelowService?: boolean
  /** From when to when a cold container was initialised, in milliseconds from the begin. */
  readonly initMs?: readonly [begin: number, end: number]
  /** The subsegment that called. */
  readonly parent?: string
} = {}): readonly [service: object, segment: object] {
  const at = (ms: number) => Math.round((beganMs + ms) * 1000) / 1e6
  const serviceId = id.slice(8) + id.slice(0, 8)
  const isNew = format === 'new'
  const init = isCold
    ? [
        {
          id: `${id.slice(1)}1`,
          name: isNew ? 'Init' : 'Initialization',
          start_time: at(initMs[0]),
          end_time: at(initMs[1]),
        },
      ]
    : []
  const invocation = {
    id: id === FUNCTION_ID ? PARENT : `${id.slice(1)}2`,
    name: 'Invocation',
    start_time: at(-4),
    end_time: at(470),
    ...(format === 'old' && { subsegments }),
  }
  const service = {
    id: serviceId,
    trace_id: ROOT,
    name,
    origin: 'AWS::Lambda',
    ...(parent !== undefined && { parent_id: parent }),
    start_time: at(isCold && initMs[0] > -1000 ? -220 : -20),
    end_time: at(500),
    aws: { request_id: `request of ${name}`, resource_names: [name] },
    ...(initBelowService && { subsegments: init }),
  }
  const segment = {
    id: isNew && id === FUNCTION_ID ? PARENT : id,
    trace_id: ROOT,
    name,
    origin: 'AWS::Lambda::Function',
    parent_id: serviceId,
    start_time: at(isNew && isCold && !initBelowService ? initMs[0] : -5),
    end_time: at(490),
    ...(isNew && {
      annotations: { 'aws.responseLatency': 474, 'aws.runtimeOverhead': 5, 'aws.extensionOverhead': 15 },
    }),
    subsegments: [
      ...(initBelowService ? [] : init),
      ...(isNew ? [] : [invocation]),
      { id: `${id.slice(1)}3`, name: 'Overhead', start_time: at(470), end_time: at(490) },
      ...(format === 'old' ? [] : subsegments),
    ],
  }
  return [service, segment]
}

/** The documents of a run as our functions send them: below the subsegment of Lambda that has the id `PARENT`. */
export function runDocuments(run: TracedRun, { isWhole = true } = {}): readonly object[] {
  const header = readTraceHeader(`Root=${ROOT};Parent=${PARENT};Sampled=1`)!
  return xrayDocuments(run, header, { isWhole }).documents.map((text) => JSON.parse(text) as object)
}
