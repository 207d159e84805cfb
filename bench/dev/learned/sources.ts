import { writeFileSync } from 'node:fs'
import { linesOf } from '../../io/read-file.ts'

/** A line of a recording of exchanges that ended. */
interface Recorded {
  readonly host: number
  readonly to: 'fetch' | 'notify'
  readonly sentMs: number
  readonly firstByteMs: number
  readonly lastByteMs: number
  readonly status: number
  readonly bytes?: number
  readonly connectMs?: number
}

/** The same exchanges as other tools would have seen them, with what their formats tell. */
const FORMATS = {
  'requests.csv': csvOf,
  'browser.har': harOf,
  'spans.json': spansOf,
  'traces.json': tracesOf,
}

/** Writes the exchanges of a recording in every other format that is learned from; gives the names of the files. */
export function writeSources(recording: string, fileOf: (name: string) => string): string[] {
  const recorded = Array.from(linesOf(recording, { mostBytes: 1e9, mostLineBytes: 10_000 }), ({ text }) =>
    JSON.parse(text),
  ).filter((line): line is Recorded => typeof line.lastByteMs === 'number')
  for (const [name, write] of Object.entries(FORMATS)) writeFileSync(fileOf(name), write(recorded))
  return Object.keys(FORMATS)
}

function csvOf(recorded: readonly Recorded[]): string {
  const rows = recorded.map((one) => {
    const { host, to, sentMs, firstByteMs, lastByteMs, status, bytes = '', connectMs = '' } = one
    return to === 'fetch'
      ? `host-${host},${firstByteMs - sentMs},${bytes},${status},${connectMs},${lastByteMs - firstByteMs}\n`
      : ''
  })
  return `host,delay_ms,bytes,status,connect_ms,body_ms\n${rows.join('')}`
}

/** Source: HTTP Archive (HAR) format 1.2. */
function harOf(recorded: readonly Recorded[]): string {
  const entries = recorded.map(({ host, to, sentMs, firstByteMs, lastByteMs, status, bytes = -1, connectMs = -1 }) => ({
    request: { method: methodOf(to), url: `http://host-${host}.test/` },
    response: { status, bodySize: bytes, content: { size: bytes }, headers: [] },
    timings: { connect: connectMs, send: 0, wait: firstByteMs - sentMs, receive: lastByteMs - firstByteMs },
  }))
  return JSON.stringify({ log: { version: '1.2', entries } })
}

/** Source: OpenTelemetry Protocol 1, JSON encoding. Spans begin before their connections do. */
function spansOf(recorded: readonly Recorded[]): string {
  const spans = recorded.map(({ host, to, sentMs, lastByteMs, status, bytes, connectMs = 0 }) => ({
    kind: 3,
    startTimeUnixNano: nanoseconds(sentMs - connectMs),
    endTimeUnixNano: nanoseconds(lastByteMs),
    attributes: [
      { key: 'http.request.method', value: { stringValue: methodOf(to) } },
      { key: 'server.address', value: { stringValue: `host-${host}.test` } },
      { key: 'http.response.status_code', value: { intValue: status } },
      ...(bytes === undefined ? [] : [{ key: 'http.response.body.size', value: { intValue: bytes } }]),
    ],
  }))
  return JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans }] }] })
}

function nanoseconds(ms: number): string {
  return String(Math.round((ms + BEGAN_MS) * 1e3) * 1000)
}

const BEGAN_MS = 1_000_000

/** Source: AWS X-Ray, segment documents; a call's subsegment, like a span. */
function tracesOf(recorded: readonly Recorded[]): string {
  const segments = recorded.map(({ host, to, sentMs, lastByteMs, status, bytes, connectMs = 0 }) => {
    const call = {
      name: `host-${host}.test`,
      namespace: 'remote',
      start_time: (sentMs - connectMs) / 1000,
      end_time: lastByteMs / 1000,
      http: { request: { method: methodOf(to) }, response: { status, content_length: bytes } },
    }
    return { Document: JSON.stringify({ name: 'job', trace_id: '1-0', start_time: 0, subsegments: [call] }) }
  })
  return JSON.stringify({ Traces: [{ Segments: segments }] })
}

function methodOf(to: Recorded['to']): string {
  return to === 'fetch' ? 'GET' : 'POST'
}
