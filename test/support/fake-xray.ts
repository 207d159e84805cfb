import type { XRayClient } from '@aws-sdk/client-xray'
import { createXRayClient } from '../../bench/run/aws/traces/xray-client.ts'
import { answering, type Wire } from './wire.ts'

/** A trace that X-Ray has. */
export interface StoredTrace {
  readonly id: string
  /** Objects are sent as JSON, texts as they are. */
  readonly documents: readonly (object | string)[]
  /** Returned from the n-th BatchGetTraces for it on, from 1. */
  readonly fromRequest?: number
  /** Found from the n-th search on, from 1. */
  readonly fromSearch?: number
  /** How many of the documents are returned the n-th time; all by default. */
  readonly documentsAt?: (nth: number) => number
  /** How often, at first, it comes back unprocessed. */
  readonly unprocessed?: number
  readonly limitExceeded?: boolean
}

export interface FakeXRay extends Wire {
  readonly client: XRayClient
  /** The requests of all searches and batches that were answered. */
  readonly searches: readonly Search[]
  readonly batches: readonly (readonly string[])[]
  /** How often a trace was requested. */
  readonly requestsFor: (id: string) => number
}

interface Search {
  readonly StartTime: number
  readonly EndTime: number
  readonly TimeRangeType?: string
  readonly FilterExpression?: string
  readonly NextToken?: string
}

interface Options {
  /** Summaries on a page of a search, and traces on a page of a batch. */
  readonly pageSize?: number
  /** Every n-th request is throttled. */
  readonly throttleEvery?: number
  /** The response to every request instead: status, type of error and AWS's message. */
  readonly refusal?: readonly [status: number, type: string, message: string]
  readonly destination?: string
}

/** X-Ray's API over HTTP as far as traces are read from it, with its limits: 5 ids a batch, 6 hours a search. */
export async function aFakeXRay(
  traces: readonly StoredTrace[],
  { pageSize = 1000, throttleEvery = Infinity, refusal, destination }: Options = {},
): Promise<FakeXRay> {
  const searches: Search[] = []
  const batches: (readonly string[])[] = []
  const requestCounts = new Map<string, number>()
  const requestsFor = (id: string) => requestCounts.get(id) ?? 0

  function search(body: Search): object | string {
    if (body.EndTime - body.StartTime > 6 * 3600) return 'Time window cannot be longer than 6 hours.'
    searches.push(body)
    const nth = searches.filter(({ NextToken }) => NextToken === undefined).length
    const found = traces.filter(
      ({ id, fromSearch = 1 }) => body.StartTime <= secondsOf(id) && secondsOf(id) < body.EndTime && nth >= fromSearch,
    )
    const { page, NextToken } = pageOf(found, body.NextToken)
    return { TraceSummaries: page.map(({ id }) => ({ Id: id, Duration: 1 })), NextToken }
  }

  function batch({ TraceIds, NextToken: token }: { TraceIds: string[]; NextToken?: string }): object | string {
    if (TraceIds.length > 5) return 'At most 5 trace ids are accepted.'
    batches.push(TraceIds)
    if (!token) for (const id of TraceIds) requestCounts.set(id, requestsFor(id) + 1)
    const requested = traces.filter(({ id }) => TraceIds.includes(id))
    const isPutOff = ({ id, unprocessed = 0 }: StoredTrace) => requestsFor(id) <= unprocessed
    const there = requested.filter((trace) => !isPutOff(trace) && requestsFor(trace.id) >= (trace.fromRequest ?? 1))
    const { page, NextToken } = pageOf(there, token)
    return {
      Traces: page.map(returned),
      UnprocessedTraceIds: requested.filter(isPutOff).map(({ id }) => id),
      NextToken,
    }
  }

  function returned({ id, documents, documentsAt, limitExceeded = false }: StoredTrace): object {
    const Segments = documents.map((one, index) =>
      typeof one === 'string'
        ? { Id: `text ${index}`, Document: one }
        : { Id: 'id' in one ? one.id : `object ${index}`, Document: JSON.stringify(one) },
    )
    return {
      Id: id,
      Duration: 1,
      LimitExceeded: limitExceeded,
      Segments: Segments.slice(0, documentsAt?.(requestsFor(id))),
    }
  }

  function pageOf(all: readonly StoredTrace[], token = '0') {
    const from = Number(token)
    const more = from + pageSize < all.length && { NextToken: String(from + pageSize) }
    return { page: all.slice(from, from + pageSize), NextToken: undefined, ...more }
  }

  const operations: Readonly<Record<string, (body: never) => object | string>> = {
    '/TraceSummaries': search,
    '/Traces': batch,
    ...(destination !== undefined && {
      '/GetTraceSegmentDestination': () => ({ Destination: destination, Status: 'ACTIVE' }),
    }),
  }
  const wire = await answering((response, { path, body }, nth) => {
    const fail = (status: number, type: string, message: string) => {
      response.writeHead(status, { 'content-type': 'application/json', 'x-amzn-errortype': type })
      response.end(JSON.stringify({ message }))
    }
    const operation = operations[path]
    if (refusal) return fail(...refusal)
    if (nth % throttleEvery === 0) return fail(429, 'ThrottledException', 'Rate exceeded')
    if (!operation) return fail(404, 'UnknownOperationException', '')
    const answer = operation(JSON.parse(body || '{}') as never)
    if (typeof answer === 'string') return fail(400, 'InvalidRequestException', answer)
    response.writeHead(200, { 'content-type': 'application/json' })
    response.end(JSON.stringify(answer))
  })
  return { ...wire, client: clientOf(wire.origin), searches, batches, requestsFor }
}

/** A client of ours with made-up keys that sends its requests to `endpoint` alone. */
export function clientOf(endpoint: string): XRayClient {
  return createXRayClient({
    endpoint,
    region: 'eu-central-1',
    credentials: { accessKeyId: 'made-up', secretAccessKey: '5ecret' },
  })
}

/** An id of a trace that began then: `1-`, eight digits of seconds, 24 that make it unique. */
export function traceIdAt(beganMs: number, number = 0): string {
  const seconds = Math.floor(beganMs / 1000).toString(16)
  return `1-${seconds.padStart(8, '0')}-${number.toString(16).padStart(24, '0')}`
}

function secondsOf(id: string): number {
  return Number.parseInt(id.slice(2, 10), 16)
}
