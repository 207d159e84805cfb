import { expect, onTestFinished, test } from 'vitest'
import { startPeer } from '../../bench/local/process.ts'
import { within } from '../../bench/contract/eventually.ts'
import type { PeerReply, PeerRequest } from '../support/fixtures/peer.ts'
import { isRunning } from '../support/processes.ts'

const PEER = new URL('../support/fixtures/peer.ts', import.meta.url)
const ECHO = { is: 'echo', bytes: Uint8Array.of(1, 2, 3) } as const

function aPeer(descriptors?: number) {
  const peer = startPeer<PeerRequest, PeerReply>(PEER, { called: 'the peer', descriptors })
  onTestFinished(() => peer.stop())
  return peer
}

test('a peer answers each question, with bytes as bytes', async () => {
  const peer = aPeer()
  const first = await peer.ask(ECHO)
  expect(first.bytes).toEqual(Uint8Array.of(1, 2, 3))
  expect(first.pid).not.toBe(process.pid)
  expect((await peer.ask(ECHO)).pid).toBe(first.pid)
})

test('a question rejects when the process ends over it, and says who ended and how', async () => {
  await expect(aPeer().ask({ is: 'exit', code: 3 })).rejects.toThrow('the peer ended by itself (exit code 3)')
})

test('a question rejects when the process is killed', async () => {
  const peer = aPeer()
  const { pid } = await peer.ask(ECHO)
  const answer = peer.ask({ is: 'hang' })
  process.kill(pid, 'SIGKILL')
  await expect(answer).rejects.toThrow('the peer ended by itself (SIGKILL)')
})

test('every later question rejects too, at once', async () => {
  const peer = aPeer()
  await expect(peer.ask({ is: 'exit', code: 0 })).rejects.toThrow('ended by itself')
  await expect(peer.ask(ECHO)).rejects.toThrow('the peer ended by itself (exit code 0)')
})

test('stop ends a peer, and again does nothing', async () => {
  const peer = aPeer()
  const { pid } = await peer.ask(ECHO)
  expect(isRunning(pid)).toBe(true)
  await peer.stop()
  expect(isRunning(pid)).toBe(false)
  await peer.stop()
})

test('stop ends a peer that was never asked anything', async () => {
  expect(await within(20_000, 'stop', aPeer().stop())).toBeUndefined()
})

// Breakage: waiting for ever for a child in an endless loop.
test('stop kills a peer that hangs, whose question rejects', async () => {
  const peer = aPeer()
  const { pid } = await peer.ask(ECHO)
  const answer = peer.ask({ is: 'hang' }).catch(String)
  await within(20_000, 'stop', peer.stop())
  expect(await answer).toBe('Error: the peer ended by itself (SIGKILL)')
  expect(isRunning(pid)).toBe(false)
})

test('stop in the middle of a question rejects it', async () => {
  const peer = aPeer()
  await peer.ask(ECHO)
  const answer = peer.ask({ is: 'ignore' }).catch(String)
  await peer.stop()
  expect(await answer).toMatch(/^Error: the peer ended by itself/)
})

test('a peer may be given fewer file descriptors, and is still the process that is talked to', async () => {
  const { descriptors, pid } = await aPeer(200).ask(ECHO)
  expect(descriptors).toBe('200')
  expect(isRunning(pid)).toBe(true)
  expect((await aPeer().ask(ECHO)).descriptors).not.toBe('200')
})

// Seen as a crash at Ctrl-C between two runs: the next question met a closed channel, and stop rejected with its error.
test('a question after stop has begun rejects, and stop still resolves', async () => {
  const peer = aPeer()
  await peer.ask(ECHO)
  const stopped = peer.stop()
  const answer = peer.ask(ECHO).catch(String)
  expect(await stopped).toBeUndefined()
  expect(await answer).toMatch(/^Error: the peer /)
})
