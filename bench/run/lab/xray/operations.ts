import { createHmac, randomBytes } from 'node:crypto'
import { filterOf } from './filter.ts'
import type { Intake } from './intake.ts'
import { type JsonObject, textIn } from '../../../io/json-fields.ts'
import type { FaultInjection } from './fault-injection.ts'
import {
  invalid,
  type Range,
  RefusedRequest,
  readObjects,
  readRange,
  readString,
  readStrings,
  kindOf,
} from './request.ts'
import type { StoredTrace, TraceStore } from './store.ts'
import { summaryOf } from './summary.ts'
import { segmentsOf } from './trace.ts'
import { durationOf } from './view.ts'

/** What the operations work on. */
export interface Parts {
  readonly store: TraceStore
  readonly intake: Intake
  readonly faults: FaultInjection
  /** Epoch milliseconds. */
  readonly now: () => number
}

/** From the body of a request to that of its response; throws a RefusedRequest. */
export type Operation = (body: JsonObject) => JsonObject

const MAX_TRACE_IDS = 5
const MAX_ID_CHARACTERS = 35
const RANGE_TYPES = ['TraceId', 'Event', 'Service']

/** The operations by their paths, all of them POST. Source: AWS X-Ray API Reference. */
export function createOperations(parts: Parts): ReadonlyMap<string, Operation> {
  const pages = createPages()
  const retrievals = new Map<string, Retrieval>()
  return new Map<string, Operation>([
    ['/TraceSegments', (body) => putTraceSegments(body, parts)],
    ['/TraceSummaries', (body) => getTraceSummaries(body, parts, pages)],
    ['/Traces', (body) => batchGetTraces(body, parts, pages)],
    ['/GetSamplingRules', getSamplingRules],
    ['/SamplingTargets', (body) => getSamplingTargets(body, parts.now())],
    ['/TelemetryRecords', (body) => (readObjects(body, 'TelemetryRecords'), {})],
    ['/EncryptionConfig', () => ({ EncryptionConfig: { Status: 'ACTIVE', Type: 'NONE' } })],
    ['/GetTraceSegmentDestination', () => ({ Destination: parts.faults.destination, Status: 'ACTIVE' })],
    ['/StartTraceRetrieval', (body) => startTraceRetrieval(body, parts, retrievals)],
    ['/ListRetrievedTraces', (body) => listRetrievedTraces(body, parts, { retrievals, pages })],
  ])
}

function putTraceSegments(body: JsonObject, { intake }: Parts): JsonObject {
  const refusals = readStrings(body, 'TraceSegmentDocuments').flatMap((text) => intake.take(text) ?? [])
  return {
    UnprocessedTraceSegments: refusals.map(({ code, message, id }) => ({
      ...(id !== undefined && { Id: id }),
      ErrorCode: code,
      Message: message,
    })),
  }
}

function getTraceSummaries(body: JsonObject, parts: Parts, pages: Pages): JsonObject {
  const range = readRange(body)
  const rangeType = readString(body, 'TimeRangeType') ?? 'TraceId'
  if (!RANGE_TYPES.includes(rangeType))
    throw invalid(`TimeRangeType: expected one of ${RANGE_TYPES.join(', ')}, got ${kindOf(rangeType)}`)
  const expression = readString(body, 'FilterExpression')
  const matches = expression === undefined ? () => true : filterOf(expression)
  const query = ['TraceSummaries', range, rangeType, expression ?? '']
  const token = readString(body, 'NextToken')
  const found = inRange(indexedTraces(parts), range, rangeType)
  // Traces that come between two pages are numbered higher: they shift nothing, and the pages have an end.
  const start = { after: 0, upTo: found.at(-1)?.number ?? 0 }
  const { after, upTo } = token === undefined ? start : pages.positionOf(query, token)
  const within = found.filter(({ number }) => number > after && number <= upTo)
  const matching = within.filter((trace) => matches(trace.view()))
  const page = matching.slice(0, parts.faults.pageSize)
  const hasMore = matching.length > page.length
  return {
    TraceSummaries: page.map((trace) => summaryOf(trace, { isByEvent: rangeType === 'Event' })),
    ApproximateTime: page[0]?.view().startSeconds ?? range.from,
    TracesProcessedCount: within.length,
    ...(hasMore && { NextToken: pages.tokenFor(query, { after: page.at(-1)!.number, upTo }) }),
  }
}

function batchGetTraces(body: JsonObject, parts: Parts, pages: Pages): JsonObject {
  const ids = readIds(body)
  const token = readString(body, 'NextToken')
  const query = ['Traces', ids]
  const { after } = token === undefined ? { after: 0 } : pages.positionOf(query, token)
  const end = Math.min(after + parts.faults.pageSize, ids.length)
  const traces: StoredTrace[] = []
  const unprocessed: string[] = []
  for (const id of ids.slice(after, end)) {
    const trace = parts.store.trace(id, parts.now())
    if (trace && isFound(trace, parts)) traces.push(trace)
    else unprocessed.push(id)
  }
  return {
    Traces: traces.map((trace) => ({
      Id: trace.id,
      Duration: durationOf(trace.view()),
      LimitExceeded: trace.isClosed,
      Segments: segmentsOf(trace.view().pieces),
    })),
    UnprocessedTraceIds: unprocessed,
    ...(end < ids.length && { NextToken: pages.tokenFor(query, { after: end, upTo: ids.length }) }),
  }
}

function readIds(body: JsonObject): readonly string[] {
  const ids = readStrings(body, 'TraceIds')
  if (ids.length > MAX_TRACE_IDS) throw invalid(`TraceIds: expected at most ${MAX_TRACE_IDS}, got ${ids.length}`)
  if (ids.some(({ length }) => length === 0 || length > MAX_ID_CHARACTERS))
    throw invalid(`TraceIds: expected 1 to ${MAX_ID_CHARACTERS} characters each`)
  return [...new Set(ids)]
}

function indexedTraces(parts: Parts): readonly StoredTrace[] {
  return parts.store.traces(parts.now()).filter((trace) => isFound(trace, parts))
}

/** Whether X-Ray itself knows a trace: with Transaction Search only the share that is indexed. */
function isFound(trace: StoredTrace, parts: Parts): boolean {
  const { destination, indexedShare } = parts.faults
  if (!isIndexed(trace, parts)) return false
  return destination === 'XRay' || Number.parseInt(trace.id.slice(-6), 16) / 0x1000000 < indexedShare
}

/** Traces that are being retrieved from CloudWatch Logs. */
interface Retrieval {
  readonly ids: readonly string[]
  readonly range: Range
  readonly readyMs: number
}

/** As many as are kept; AWS's time out after an hour. */
const MAX_RETRIEVALS = 10_000

function startTraceRetrieval(body: JsonObject, parts: Parts, retrievals: Map<string, Retrieval>): JsonObject {
  if (parts.faults.destination === 'XRay')
    throw invalid('expected the traces in CloudWatch Logs: Transaction Search is not enabled')
  const token = randomBytes(16).toString('base64url')
  const ids = readStrings(body, 'TraceIds')
  if (ids.length === 0) throw invalid('TraceIds: expected at least one')
  retrievals.set(token, { ids, range: readRange(body), readyMs: parts.now() + parts.faults.retrievalMs })
  const [oldest] = retrievals.keys()
  if (retrievals.size > MAX_RETRIEVALS) retrievals.delete(oldest!)
  return { RetrievalToken: token }
}

/** Nothing until the retrieval has ended, as AWS documents. Source: AWS X-Ray API Reference, "ListRetrievedTraces". */
function listRetrievedTraces(
  body: JsonObject,
  parts: Parts,
  { retrievals, pages }: { readonly retrievals: ReadonlyMap<string, Retrieval>; readonly pages: Pages },
): JsonObject {
  const retrievalToken = readString(body, 'RetrievalToken') ?? ''
  const retrieval = retrievals.get(retrievalToken)
  if (!retrieval) throw new RefusedRequest(404, 'ResourceNotFoundException', 'there is no such retrieval here')
  if ((readString(body, 'TraceFormat') ?? 'XRAY') !== 'XRAY')
    throw invalid('TraceFormat: the local X-Ray knows XRAY alone')
  if (parts.now() < retrieval.readyMs) return { RetrievalStatus: 'RUNNING', TraceFormat: 'XRAY', Traces: [] }
  const there = retrieval.ids.flatMap((id) => {
    const trace = parts.store.trace(id, parts.now())
    return trace && isIndexed(trace, parts) ? trace : []
  })
  const found = inRange(there, retrieval.range, 'TraceId')
  const query = ['ListRetrievedTraces', retrievalToken]
  const token = readString(body, 'NextToken')
  const { after } = token === undefined ? { after: 0 } : pages.positionOf(query, token)
  const end = Math.min(after + parts.faults.pageSize, found.length)
  return {
    RetrievalStatus: 'COMPLETE',
    TraceFormat: 'XRAY',
    Traces: found.slice(after, end).map((trace) => ({
      Id: trace.id,
      Duration: durationOf(trace.view()),
      Spans: segmentsOf(trace.view().pieces),
    })),
    ...(end < found.length && { NextToken: pages.tokenFor(query, { after: end, upTo: found.length }) }),
  }
}

function isIndexed({ lastMs }: StoredTrace, { faults, now }: Parts): boolean {
  return now() - lastMs >= faults.indexDelayMs
}

/** By the trace's start, by when its last document came, or by the end of one of its segments. */
function inRange(traces: readonly StoredTrace[], { from, to }: Range, rangeType: string): readonly StoredTrace[] {
  const isIn = (seconds: number | undefined) => seconds !== undefined && seconds >= from && seconds <= to
  return traces.filter((trace) => {
    if (rangeType === 'Event') return isIn(trace.lastMs / 1000)
    const { startSeconds, pieces } = trace.view()
    return rangeType === 'Service' ? pieces.some(({ end_time: end }) => isIn(end)) : isIn(startSeconds)
  })
}

/** Where a page ended: the last number on it, and the last one that existed when the first page was requested. */
interface Position {
  readonly after: number
  readonly upTo: number
}

/** Page tokens that only this collector can make, each valid for one query. */
interface Pages {
  readonly tokenFor: (query: unknown, position: Position) => string
  /** Throws a RefusedRequest for a token that this collector has not made, or made for another query. */
  readonly positionOf: (query: unknown, token: string) => Position
}

function createPages(): Pages {
  const key = randomBytes(16)
  const signed = (position: string, query: unknown) =>
    `${position}.${createHmac('sha256', key)
      .update(JSON.stringify([position, query]))
      .digest('base64url')}`
  return {
    tokenFor: (query, position) => signed(Buffer.from(JSON.stringify(position)).toString('base64url'), query),
    positionOf(query, token) {
      const [position = ''] = token.split('.')
      if (token !== signed(position, query))
        throw invalid('NextToken: expected the one that was returned for the same query')
      // The signature is ours, so the position has the form that tokenFor gave it.
      return JSON.parse(Buffer.from(position, 'base64url').toString()) as Position
    },
  }
}

/** The rule that each account has. Source: AWS X-Ray Developer Guide, "Configuring sampling rules". */
const DEFAULT_RULE = {
  RuleName: 'Default',
  RuleARN: 'arn:aws:xray:us-east-1:000000000000:sampling-rule/Default',
  ResourceARN: '*',
  Priority: 10_000,
  FixedRate: 0.05,
  ReservoirSize: 1,
  ServiceName: '*',
  ServiceType: '*',
  Host: '*',
  HTTPMethod: '*',
  URLPath: '*',
  Version: 1,
  Attributes: {},
} as const

/** After which time an SDK requests its targets again, and for which a quota is valid. */
const INTERVAL_SECONDS = 10

function getSamplingRules(): JsonObject {
  return { SamplingRuleRecords: [{ SamplingRule: DEFAULT_RULE, CreatedAt: 0, ModifiedAt: 0 }] }
}

/** Grants the default rule its reservoir; a rule of another name is unprocessed. */
function getSamplingTargets(body: JsonObject, nowMs: number): JsonObject {
  const names = readObjects(body, 'SamplingStatisticsDocuments').map((document) => textIn(document, 'RuleName') ?? '')
  const { RuleName, FixedRate, ReservoirSize } = DEFAULT_RULE
  return {
    SamplingTargetDocuments: names
      .filter((name) => name === RuleName)
      .map((name) => ({
        RuleName: name,
        FixedRate,
        ReservoirQuota: ReservoirSize,
        ReservoirQuotaTTL: Math.floor(nowMs / 1000) + INTERVAL_SECONDS,
        Interval: INTERVAL_SECONDS,
      })),
    LastRuleModification: 0,
    UnprocessedStatistics: names
      .filter((name) => name !== RuleName)
      .map((name) => ({ RuleName: name, ErrorCode: '400', Message: 'there is no such rule here' })),
  }
}
