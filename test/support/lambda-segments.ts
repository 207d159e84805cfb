import { readTraceHeader } from '../../infra/trace-header.ts'
import type { TracedRun } from '../../infra/trace.ts'
import { xrayDocuments } from '../../infra/xray-documents.ts'
import { BEGAN_MS, PARENT, ROOT } from './traced-runs.ts'

/** Below the invocation of this one a run hangs. */
const FUNCTION_ID = 'f0f0f0f00f0f0f0f'

/** Lambda's two segments of an invocation, as it sends them. Source: AWS Lambda Developer Guide, "X-Ray". */
export function lambdaSegments({
  name = 'a-function',
  id = FUNCTION_ID,
  beganMs = BEGAN_MS,
  isCold = false,
  subsegments = [],
  isOld = false,
  parent,
}: {
  readonly name?: string
  /** Of the function's segment; the service's has its halves the other way round. */
  readonly id?: string
  readonly beganMs?: number
  readonly isCold?: boolean
  readonly subsegments?: readonly object[]
  /** The function's own subsegments are beside Lambda's, not below its Invocation. */
  readonly isOld?: boolean
  /** The subsegment that called. */
  readonly parent?: string
} = {}): readonly [service: object, segment: object] {
  const at = (ms: number) => Math.round((beganMs + ms) * 1000) / 1e6
  const serviceId = id.slice(8) + id.slice(0, 8)
  const service = {
    id: serviceId,
    trace_id: ROOT,
    name,
    origin: 'AWS::Lambda',
    ...(parent !== undefined && { parent_id: parent }),
    start_time: at(-20),
    end_time: at(500),
    aws: { request_id: `request of ${name}`, resource_names: [name] },
  }
  const segment = {
    id,
    trace_id: ROOT,
    name,
    origin: 'AWS::Lambda::Function',
    parent_id: serviceId,
    start_time: at(-5),
    end_time: at(490),
    subsegments: [
      ...(isCold ? [{ id: `${id.slice(1)}1`, name: 'Initialization', start_time: at(-205), end_time: at(-5) }] : []),
      {
        id: id === FUNCTION_ID ? PARENT : `${id.slice(1)}2`,
        name: 'Invocation',
        start_time: at(-4),
        end_time: at(470),
        ...(!isOld && { subsegments }),
      },
      { id: `${id.slice(1)}3`, name: 'Overhead', start_time: at(470), end_time: at(490) },
      ...(isOld ? subsegments : []),
    ],
  }
  return [service, segment]
}

/** The documents of a run as our functions send them: below the subsegment of Lambda that has the id `PARENT`. */
export function runDocuments(run: TracedRun, { isWhole = true } = {}): readonly object[] {
  const header = readTraceHeader(`Root=${ROOT};Parent=${PARENT};Sampled=1`)!
  return xrayDocuments(run, header, { isWhole }).documents.map((text) => JSON.parse(text) as object)
}
