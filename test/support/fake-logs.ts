import type { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs'
import { createLogsClient } from '../../bench/run/aws/logs/logs-client.ts'
import { answering, type Wire } from './wire.ts'

/** An event that CloudWatch Logs has; fields that are no texts or numbers are sent as they are. */
export interface StoredEvent {
  readonly logStreamName: unknown
  readonly timestamp: unknown
  readonly message: unknown
  /** Found from the n-th search on, from 1. */
  readonly fromSearch?: number
}

export interface FakeLogs extends Wire {
  readonly client: CloudWatchLogsClient
  /** The requests that were answered. */
  readonly requests: readonly LogRequest[]
}

interface LogRequest {
  readonly logGroupName?: string
  readonly logGroupIdentifier?: string
  readonly startTime: number
  readonly endTime: number
  readonly filterPattern?: string
  readonly nextToken?: string
}

interface Options {
  /** By log group; of any group by default. */
  readonly pageSize?: number
  /** How many empty pages come before each one that has events. */
  readonly emptyPages?: number
  /** Every n-th request is throttled. */
  readonly throttleEvery?: number
  /** The response to every request instead: status, type of error and AWS's message. */
  readonly refusal?: readonly [status: number, type: string, message: string]
  /** In place of every answer. */
  readonly answer?: unknown
  /** Whether the token of each page is that of the page before. */
  readonly repeatsToken?: boolean
}

/** FilterLogEvents over HTTP, whatever is asked for in the filter. */
export async function aFakeLogs(
  events: readonly StoredEvent[] | ((group: string) => readonly StoredEvent[]),
  { pageSize = 10_000, emptyPages = 0, throttleEvery = Infinity, refusal, answer, repeatsToken = false }: Options = {},
): Promise<FakeLogs> {
  const requests: LogRequest[] = []
  let searches = 0
  const wire = await answering((response, { body }, nth) => {
    const send = (status: number, value: unknown) => {
      response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' })
      response.end(JSON.stringify(value))
    }
    if (refusal) return send(refusal[0], { __type: refusal[1], message: refusal[2] })
    if (nth % throttleEvery === 0) return send(400, { __type: 'ThrottlingException', message: 'Rate exceeded' })
    if (answer !== undefined) return send(200, answer)
    const request = JSON.parse(body) as LogRequest
    requests.push(request)
    if (request.nextToken === undefined) searches++
    const all = typeof events === 'function' ? events(request.logGroupName ?? request.logGroupIdentifier!) : events
    const found = all
      .map((event, index) => ({ ...event, eventId: `event ${index}` }))
      .filter(
        ({ timestamp, fromSearch = 1 }) =>
          searches >= fromSearch &&
          (typeof timestamp !== 'number' || (timestamp >= request.startTime && timestamp <= request.endTime)),
      )
    const [from, empty] = (request.nextToken ?? `0 ${emptyPages}`).split(' ').map(Number) as [number, number]
    if (repeatsToken) return send(200, { events: found, nextToken: 'the same' })
    if (empty > 0) return send(200, { events: [], nextToken: `${from} ${empty - 1}` })
    const next = from + pageSize < found.length && { nextToken: `${from + pageSize} ${emptyPages}` }
    return send(200, { events: found.slice(from, from + pageSize), ...next })
  })
  return { ...wire, client: logsClientOf(wire.origin), requests }
}

/** A client of ours with made-up keys that sends its requests to `endpoint` alone. */
export function logsClientOf(endpoint: string): CloudWatchLogsClient {
  return createLogsClient({
    endpoint,
    region: 'eu-central-1',
    credentials: { accessKeyId: 'made-up', secretAccessKey: '5ecret' },
  })
}
