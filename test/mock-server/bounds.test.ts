import { once } from 'node:events'
import { connect } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { aWorld } from '../../bench/run/contract/worlds.ts'
import { serverSide } from '../../bench/run/server-side.ts'
import { Deliveries } from '../../mock-server/deliveries.ts'
import { startServer } from '../../mock-server/server.ts'

async function served() {
  const server = await startServer(aWorld(), {})
  onTestFinished(() => server.close())
  return server
}

/** The first line of an answer to a post with these headers, of which so many bytes of the body are sent in pieces before it comes. */
async function statusOf(origin: string, headers: readonly string[], pieces: Iterable<string>): Promise<string> {
  const socket = connect(Number(new URL(origin).port), '127.0.0.1')
  let answer = ''
  socket.setEncoding('latin1').on('data', (part: string) => (answer += part))
  socket.on('error', () => {})
  const ended = once(socket, 'close')
  socket.write(['POST /f1/r1/slack HTTP/1.1', 'host: 127.0.0.1', ...headers, '', ''].join('\r\n'))
  for (const piece of pieces) {
    if (answer !== '' || socket.destroyed) break
    if (!socket.write(piece)) await Promise.race([once(socket, 'drain'), ended])
    await new Promise(setImmediate)
  }
  while (answer === '' && !socket.destroyed) await new Promise(setImmediate)
  socket.destroy()
  return answer.split('\r\n')[0]!
}

// Breakage: a body that is read whole before its length is looked at.
test('a body of more than 1 MB is refused by its length, before any of it came', async () => {
  const { origin, deliveries } = await served()
  expect(await statusOf(origin, ['content-length: 1000000000'], [])).toBe('HTTP/1.1 413 Payload Too Large')
  expect(deliveries.entries).toMatchObject([{ to: 'slack', feed: -1, status: 413 }])
})

test('a body of more than 1 MB that comes in chunks is refused while it comes', async () => {
  const { origin } = await served()
  let sent = 0
  function* chunks() {
    for (; sent < 1000; sent++) yield `10000\r\n${'x'.repeat(65_536)}\r\n`
  }
  expect(await statusOf(origin, ['transfer-encoding: chunked'], chunks())).toBe('HTTP/1.1 413 Payload Too Large')
  // Of 65 MB that somebody would send; what is on its way is in buffers of the system.
  expect(sent).toBeLessThan(500)
})

test('a message as large as Slack takes is accepted, in one piece and in chunks', async () => {
  const { origin, deliveries } = await served()
  const body = JSON.stringify({ text: 'x'.repeat(900_000) })
  for (const init of [{ body }, { body: new Blob([body]).stream(), duplex: 'half' } as RequestInit])
    expect((await fetch(`${origin}/f0/w1/slack`, { method: 'POST', ...init })).status).toBe(200)
  expect(deliveries.figures()).toMatchObject({ posts: 2, accepted: 2, duplicates: 1 })
})

// Breakage: a delivery record without an end, in a world that is served for days.
test('a delivery record keeps so many requests, and counts the others', () => {
  const deliveries = new Deliveries(2)
  for (let feed = 0; feed < 5; feed++) deliveries.end(deliveries.begin('feed', feed, 0))
  expect(deliveries.entries.map(({ feed }) => feed)).toEqual([0, 1])
  expect(deliveries.figures()).toMatchObject({ requests: 5, notKept: 3, peakFeedsInFlight: 1 })
  expect(deliveries.busy).toBe(false)
  deliveries.empty()
  expect(deliveries.figures()).toMatchObject({ requests: 0, notKept: 0 })
})

// Breakage: a run whose deliveries are judged by a part of them.
test('a run of which the delivery record is incomplete proves nothing', async () => {
  const nothing = new Float64Array(1)
  const counts = { fetches: new Uint32Array(4), postsOf: new Uint32Array(4) }
  const held = {
    ...counts,
    acceptedMs: nothing,
    fetchHeldMs: nothing,
    notifyHeldMs: nothing,
    fetchDrawnMs: nothing,
    notifyDrawnMs: nothing,
  }
  const times = { heldMs: 0, drawnMs: 0, cpuMs: 0, lagMs: 0 }
  const deliveries = new Deliveries(1)
  deliveries.end(deliveries.begin('feed', 0, 0))
  deliveries.end(deliveries.begin('feed', 0, 0))
  const side = await serverSide({ ...deliveries.figures(), ...held, ...times }, async () => undefined)
  expect(side.discarded).toEqual({ code: 'requests-unrecorded', requests: 2, unrecorded: 1 })
})
