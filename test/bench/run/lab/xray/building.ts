import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { XRayClient } from '@aws-sdk/client-xray'
import { type Collector, type CollectorOptions, startCollector } from '../../../../../bench/run/lab/xray/collector.ts'
import { signedBy } from '../../../../support/signing.ts'
import type { SentDocument } from '../../../../../bench/run/lab/xray/document.ts'
import { eventually } from '../../../../support/eventually.ts'

/** Where the clock of these tests stands. */
export const NOW_MS = 1_800_000_000_000
export const NOW_SECONDS = NOW_MS / 1000

export function aTraceId(number: number): string {
  return `1-6b49d200-${number.toString(16).padStart(24, '0')}`
}

export function anId(number: number): string {
  return number.toString(16).padStart(16, '0')
}

/** A segment of a second, which began ten seconds ago, in the first trace. */
export function aSegment(number: number, members: Readonly<Record<string, unknown>> = {}): SentDocument {
  return {
    id: anId(number),
    name: `service ${number}`,
    trace_id: aTraceId(1),
    start_time: NOW_SECONDS - 10,
    end_time: NOW_SECONDS - 9,
    ...members,
  }
}

/** A subsegment that is sent alone. */
export function aSubsegment(
  number: number,
  parent: number,
  members: Readonly<Record<string, unknown>> = {},
): SentDocument {
  return aSegment(number, { type: 'subsegment', parent_id: anId(parent), name: `part ${number}`, ...members })
}

/** What the local Lambda sends of one call: its own segment, and the function's. */
export function aLambdaCall(members: Readonly<Record<string, unknown>> = {}): readonly SentDocument[] {
  return [
    aSegment(1, {
      name: 'notify',
      origin: 'AWS::Lambda',
      aws: { request_id: 'r-1' },
      http: { response: { status: 200 } },
      ...members,
    }),
    aSegment(2, {
      name: 'notify',
      origin: 'AWS::Lambda::Function',
      parent_id: anId(1),
      start_time: NOW_SECONDS - 9.9,
      end_time: NOW_SECONDS - 9.1,
      subsegments: [
        { id: anId(3), name: 'Initialization', start_time: NOW_SECONDS - 9.9, end_time: NOW_SECONDS - 9.8 },
        { id: anId(4), name: 'Invocation', start_time: NOW_SECONDS - 9.8, end_time: NOW_SECONDS - 9.2 },
        { id: anId(5), name: 'Overhead', start_time: NOW_SECONDS - 9.2, end_time: NOW_SECONDS - 9.1 },
      ],
    }),
  ]
}

/** A collector whose clock stands still unless `now` is given. */
export function aCollector(options: CollectorOptions = {}): Promise<Collector> {
  return startCollector({ now: () => NOW_MS, ...options })
}

/** The AWS SDK as it is, except for its endpoint and that it never retries. */
export function anXRayClient({ endpoint, key }: Collector): XRayClient & Disposable {
  const client = new XRayClient({
    endpoint,
    region: 'us-east-1',
    credentials: key,
    maxAttempts: 1,
  })
  return Object.assign(client, { [Symbol.dispose]: () => client.destroy() })
}

/** The response to a request, with its body as JSON. */
export async function post(
  { endpoint, key }: Collector,
  path: string,
  body: unknown,
): Promise<{
  readonly status: number
  readonly type: string | null
  readonly body: Readonly<Record<string, unknown>>
}> {
  const response = await fetch(`${endpoint}${path}`, {
    method: 'POST',
    headers: signedBy(key),
    body: typeof body === 'string' ? body : JSON.stringify(body),
  })
  return {
    status: response.status,
    type: response.headers.get('x-amzn-errortype'),
    body: (await response.json()) as Readonly<Record<string, unknown>>,
  }
}

/** The minute up to now, as the range of GetTraceSummaries. */
export const LAST_MINUTE = { StartTime: NOW_SECONDS - 60, EndTime: NOW_SECONDS }

/** The ids that GetTraceSummaries finds, of one page. */
export async function found(collector: Collector, members: Readonly<Record<string, unknown>> = {}): Promise<string[]> {
  const { body } = await post(collector, '/TraceSummaries', { ...LAST_MINUTE, ...members })
  return (body.TraceSummaries as { Id: string }[]).map(({ Id }) => Id)
}

/** Sends datagrams all at once, and waits until the collector has read as many. */
export async function sendAll(collector: Collector, datagrams: readonly (string | Uint8Array)[]): Promise<void> {
  const port = Number(collector.daemonAddress.split(':').at(-1))
  const before = collector.figures().datagrams
  const socket = createSocket({ type: 'udp4', sendBufferSize: 1024 * 1024 })
  socket.connect(port, '127.0.0.1')
  await once(socket, 'connect')
  try {
    await Promise.all(
      datagrams.map(
        (datagram) =>
          new Promise<void>((resolve, reject) => {
            socket.send(datagram, (error) => (error ? reject(error) : resolve()))
          }),
      ),
    )
    await eventually('all datagrams were read', () => collector.figures().datagrams >= before + datagrams.length)
  } finally {
    socket.close()
  }
}

export const HEADER = '{"format":"json","version":1}\n'
