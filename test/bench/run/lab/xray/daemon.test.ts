import { execFileSync } from 'node:child_process'
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { expect, test } from 'vitest'
import { sendToDaemon } from '../../../../../infra/daemon.ts'
import { readTraceHeader } from '../../../../../infra/trace-header.ts'
import { xrayDocuments } from '../../../../../infra/xray-documents.ts'
import type { Collector } from '../../../../../bench/run/lab/xray/collector.ts'
import { eventually } from '../../../../support/eventually.ts'
import { aTracedRun, BEGAN_MS, HEADER as TRACE_HEADER, PARENT, ROOT } from '../../../../support/traced-runs.ts'
import { aCollector, aSegment, aTraceId, found, HEADER, post, sendAll } from './building.ts'

test('a document in a datagram is in its trace, with whatever spaces in the header', async () => {
  await using collector = await aCollector()
  await sendAll(collector, [
    HEADER + JSON.stringify(aSegment(1)),
    `{"format": "json", "version": 1}\n${JSON.stringify(aSegment(2, { trace_id: aTraceId(2) }))}`,
    `{"version":1, "format" :"json"}\n${JSON.stringify(aSegment(3, { trace_id: aTraceId(3) }), null, 2)}`,
  ])
  expect(collector.figures()).toMatchObject({ datagrams: 3, documents: 3, refused: {} })
  expect(await found(collector)).toEqual([1, 2, 3].map(aTraceId))
})

test.each<[string, string | Uint8Array, string]>([
  ['nothing', '', 'MissingHeader'],
  ['a document without a header', JSON.stringify(aSegment(1)), 'MissingHeader'],
  ['a header alone', HEADER, 'MissingDocument'],
  ['a header without the end of its line', HEADER.trim(), 'MissingHeader'],
  ['another version', HEADER.replace('1', '2') + JSON.stringify(aSegment(1)), 'MissingHeader'],
  ['a header that is null', `null\n${JSON.stringify(aSegment(1))}`, 'MissingHeader'],
  ['half a document', HEADER + JSON.stringify(aSegment(1)).slice(0, 50), 'ParseError'],
  ['two documents', HEADER + JSON.stringify(aSegment(1)) + JSON.stringify(aSegment(2)), 'ParseError'],
  ['bytes that are no text', Uint8Array.of(255, 254, 0, 10, 255), 'MissingHeader'],
  ['a document of bytes that are no text', Buffer.concat([Buffer.from(HEADER), Buffer.alloc(100, 255)]), 'ParseError'],
  ['the largest datagram of nothing', Buffer.alloc(65_507), 'MissingHeader'],
])('%s is counted with its reason, and the next document is taken', async (_, datagram, code) => {
  await using collector = await aCollector()
  await sendAll(collector, [datagram])
  await sendAll(collector, [HEADER + JSON.stringify(aSegment(1))])
  expect(collector.figures()).toMatchObject({ datagrams: 2, documents: 1, refused: { [code]: 1 } })
})

test('what our functions send of 1,000 feeds is one whole trace under the segment of Lambda', async () => {
  await using collector = await aCollector({ now: () => BEGAN_MS + 10_000 })
  const { documents } = xrayDocuments(aTracedRun(1000, { failing: 50 }), readTraceHeader(TRACE_HEADER)!, {
    isWhole: true,
  })
  // Its socket may be closed before this process comes to read.
  collector.expect(ROOT)
  const port = Number(collector.daemonAddress.split(':').at(-1))
  expect(await sendToDaemon(documents, { host: '127.0.0.1', port })).not.toHaveProperty('lost')
  await eventually('all documents were read', () => collector.figures().datagrams === documents.length)
  const start = BEGAN_MS / 1000
  collector.put({ id: PARENT, trace_id: ROOT, name: 'notify', start_time: start, end_time: start + 5 })
  expect(collector.figures()).toMatchObject({ documents: documents.length + 1, refused: {} })

  const { body } = await post(collector, '/Traces', { TraceIds: [ROOT] })
  const [{ LimitExceeded, Segments }] = body.Traces as [{ LimitExceeded: boolean; Segments: [{ Document: string }] }]
  expect([LimitExceeded, Segments.length]).toEqual([false, 1])
  const { subsegments } = JSON.parse(Segments[0].Document) as { subsegments: [{ name: string; subsegments: object[] }] }
  expect(subsegments.map(({ name }) => name)).toEqual(['utakata:promise-all'])
  const timelines = subsegments[0].subsegments.filter(
    (one) => 'metadata' in one && JSON.stringify(one).includes('timeline'),
  )
  expect(timelines).toHaveLength(documents.length - 1)
})

const GRANTED_BYTES = await grantedBytes()

/** Of a receive buffer of 4 MiB: Linux has its limit in net.core.rmem_max. */
async function grantedBytes(): Promise<number> {
  const socket = createSocket({ type: 'udp4', recvBufferSize: 4 * 1024 * 1024 })
  socket.bind(0, '127.0.0.1')
  await once(socket, 'listening')
  const bytes = socket.getRecvBufferSize()
  socket.close()
  return bytes
}

test.skipIf(GRANTED_BYTES < 4 * 1024 * 1024)('a burst of 2,000 datagrams of 1 KB is wholly received', async () => {
  await using collector = await aCollector()
  const empty = JSON.stringify(aSegment(1, { metadata: '' })).length + HEADER.length
  const datagrams = Array.from(
    { length: 2000 },
    (_, index) =>
      HEADER + JSON.stringify(aSegment(1, { trace_id: aTraceId(index), metadata: 'x'.repeat(1024 - empty) })),
  )
  expect(new Set(datagrams.map(({ length }) => length))).toEqual(new Set([1024]))
  await sendAll(collector, datagrams)
  expect(collector.figures()).toMatchObject({
    datagrams: 2000,
    documents: 2000,
    bytes: 2000 * (1024 - HEADER.length),
    traces: 2000,
    receiveBufferBytes: GRANTED_BYTES,
  })
})

/** Sends one datagram from a socket that is closed before the collector reads it, so that its owner cannot be looked up. */
async function sendAndGo(collector: Collector, document: object): Promise<void> {
  const port = Number(collector.daemonAddress.split(':').at(-1))
  const { datagrams } = collector.figures()
  const sender = `const socket = require('node:dgram').createSocket('udp4')
    socket.send(process.argv[1], ${port}, '127.0.0.1', () => socket.close())`
  // This process does not come to read before the other one has ended.
  execFileSync(process.execPath, ['-e', sender, HEADER + JSON.stringify(document)])
  await eventually('it was read', () => collector.figures().datagrams > datagrams)
}

// Breakage: a document that a function sent just before it closed its socket is lost, or one that anybody made up is taken.
test('what a sender left that has gone is taken for a trace of this lab, and for no other', async () => {
  await using collector = await aCollector()
  collector.expect(aTraceId(1))
  await sendAndGo(collector, aSegment(1))
  await sendAndGo(collector, aSegment(2, { trace_id: aTraceId(2) }))
  expect(collector.figures()).toMatchObject({ datagrams: 2, unknown: 2, foreign: 0, documents: 1 })
  expect(collector.figures().refused).toEqual({ UnknownSender: 1 })
  expect(await found(collector)).toEqual([aTraceId(1)])
})
