import { fork } from 'node:child_process'
import { once } from 'node:events'
import { pathToFileURL } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'
import { type PeerOptions, PeerTimeout, startPeer } from '../../../../bench/run/local/process.ts'
import { errorText } from '../../../../bench/report/messages/problems.ts'
import { withEnv } from '../../../support/env.ts'
import { eventually, within } from '../../../support/eventually.ts'
import type { PeerReply, PeerRequest } from '../../../support/fixtures/peer.ts'
import { aModule } from '../../../support/own-modules.ts'
import { isRunning, stateOf } from '../../../support/processes.ts'

const PEER = new URL('../../../support/fixtures/peer.ts', import.meta.url)
/** Far beyond any load. */
const SOON = { withinMs: 60_000 }
const ECHO = { is: 'echo', bytes: Uint8Array.of(1, 2, 3) } as const

function aPeer(descriptors?: number) {
  const peer = startPeer<PeerRequest, PeerReply>(PEER, { called: 'the peer', descriptors })
  onTestFinished(() => peer.stop())
  return peer
}

test('a peer answers each question, with bytes as bytes', async () => {
  const peer = aPeer()
  const first = await peer.ask(ECHO, SOON)
  expect(first.bytes).toEqual(Uint8Array.of(1, 2, 3))
  expect(first.pid).not.toBe(process.pid)
  expect((await peer.ask(ECHO, SOON)).pid).toBe(first.pid)
})

const ended = (how: { exitCode: number } | { signal: string }) => ({
  code: 'no-result',
  parameters: { process: 'the peer', failure: { code: 'exited', ...how } },
})

test('a question rejects when the process ends over it, and says who ended and how', async () => {
  await expect(aPeer().ask({ is: 'exit', code: 3 }, SOON)).rejects.toMatchObject({
    problem: ended({ exitCode: 3 }),
  })
})

test('a question rejects when the process is killed', async () => {
  const peer = aPeer()
  const { pid } = await peer.ask(ECHO, SOON)
  const answer = peer.ask({ is: 'hang' }, SOON)
  process.kill(pid, 'SIGKILL')
  await expect(answer).rejects.toMatchObject({ problem: ended({ signal: 'SIGKILL' }) })
})

test('every later question rejects too, at once', async () => {
  const peer = aPeer()
  await expect(peer.ask({ is: 'exit', code: 0 }, SOON)).rejects.toMatchObject({ problem: ended({ exitCode: 0 }) })
  await expect(peer.ask(ECHO, SOON)).rejects.toMatchObject({
    problem: ended({ exitCode: 0 }),
  })
})

test('stop ends a peer, and again does nothing', async () => {
  const peer = aPeer()
  const { pid } = await peer.ask(ECHO, SOON)
  expect(isRunning(pid)).toBe(true)
  await peer.stop()
  expect(isRunning(pid)).toBe(false)
  await peer.stop()
})

test('stop ends a peer that never got a request', async () => {
  expect(await within(20_000, 'stop', aPeer().stop())).toBeUndefined()
})

// Breakage: waiting for ever for a child in an endless loop.
test('stop kills a peer that hangs, whose question rejects', async () => {
  const peer = aPeer()
  const { pid } = await peer.ask(ECHO, SOON)
  const answer = peer.ask({ is: 'hang' }, SOON).catch(errorText)
  await within(20_000, 'stop', peer.stop(200))
  expect(await answer).toBe('the peer ended unexpectedly (SIGKILL)')
  expect(isRunning(pid)).toBe(false)
})

test('stop in the middle of a question rejects it', async () => {
  const peer = aPeer()
  await peer.ask(ECHO, SOON)
  const answer = peer.ask({ is: 'ignore' }, SOON).catch(errorText)
  await peer.stop()
  expect(await answer).toMatch(/^the peer ended unexpectedly/)
})

test('a peer may be given fewer file descriptors, and is still the process that is talked to', async () => {
  const { descriptors, pid } = await aPeer(200).ask(ECHO, SOON)
  expect(descriptors).toBe('200')
  expect(isRunning(pid)).toBe(true)
  expect((await aPeer().ask(ECHO, SOON)).descriptors).not.toBe('200')
})

// Seen as a crash at Ctrl-C between two runs: the next question met a closed channel, and stop rejected with its error.
test('a question after stop has begun rejects, and stop still resolves', async () => {
  const peer = aPeer()
  await peer.ask(ECHO, SOON)
  const stopped = peer.stop()
  const answer = peer.ask(ECHO, SOON).catch(errorText)
  expect(await stopped).toBeUndefined()
  expect(await answer).toMatch(/^the peer /)
})

// Breakage: a question without a limit, which a process that hangs leaves unanswered for ever.
test.each(['hang', 'ignore', 'stop', 'never reply, and stay'] as const)(
  'a peer that does not answer in time is killed, and the request rejects with an explanation: %s',
  async (how) => {
    const peer = aPeer()
    const { pid } = await peer.ask(ECHO, SOON)
    const is = how === 'never reply, and stay' ? 'stay' : how
    const error: unknown = await within(20_000, 'the answer', peer.ask({ is }, { withinMs: 50 })).catch(
      (why: unknown) => why,
    )
    expect(error).toBeInstanceOf(PeerTimeout)
    expect(errorText(error)).toBe('the peer was killed: it gave no answer within 50 ms')
    await within(20_000, 'stop', peer.stop(200))
    expect(isRunning(pid)).toBe(false)
    // Whatever is requested of it later is answered by the same error.
    await expect(peer.ask(ECHO, SOON)).rejects.toBe(error)
  },
)

test('a limit longer than a timer of Node can be is no limit of a millisecond', async () => {
  expect((await aPeer().ask(ECHO, { withinMs: 2 ** 40 })).pid).toBeGreaterThan(0)
})

// Breakage: a stop that waits for the exit of a process that a signal has stopped, or that does not mind a closed channel.
test.each(['stop', 'stay', 'spin threads'] as const)(
  'stop ends a peer that would never end by itself: %s',
  async (is) => {
    const peer = aPeer()
    const { pid } = await peer.ask(ECHO, SOON)
    const answer = peer.ask({ is }, SOON).catch(() => {})
    if (is === 'stop') await eventually('it is stopped', () => stateOf(pid) === 'T')
    await within(20_000, 'stop', peer.stop(200))
    await answer
    expect(isRunning(pid)).toBe(false)
  },
)

// Breakage: a kill of the process alone: what it has started outlives it, and holds standard error open.
test.each(['killed', 'stopped'])('what a peer has started does not outlive it when it is %s', async (how) => {
  const peer = aPeer()
  const { pid } = await peer.ask({ is: 'spawn' }, SOON)
  expect(isRunning(pid)).toBe(true)
  if (how === 'stopped') await peer.stop()
  else await peer.ask({ is: 'hang' }, { withinMs: 50 }).catch(() => {})
  await eventually('the grandchild has ended', () => !isRunning(pid))
})

// Breakage: peers that nobody ends when this process is killed: one that hangs does not notice that it should end.
test('a peer that hangs does not outlive a process that is killed', async () => {
  const host = fork(new URL('../../../support/fixtures/peer-host.ts', import.meta.url), {
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  })
  onTestFinished(() => void host.kill('SIGKILL'))
  const [pid] = (await once(host, 'message')) as [number]
  expect(isRunning(pid)).toBe(true)
  host.kill('SIGKILL')
  await eventually('the peer has ended', () => !isRunning(pid))
})

async function variablesOfPeer(options: Pick<PeerOptions, 'isMeasured'> = {}): Promise<NodeJS.ProcessEnv> {
  const told = "process.on('message', () => process.send(process.env)); process.on('disconnect', () => process.exit())"
  const peer = startPeer<object, NodeJS.ProcessEnv>(pathToFileURL(aModule('told.mjs', told)), {
    called: 'the peer',
    ...options,
  })
  onTestFinished(() => peer.stop())
  return peer.ask({}, SOON)
}

// Breakage: either limit left out; or the mock server limited as well, for which less memory is more work on a core of what is measured.
test('the peak memory of what is measured does not depend on how large the machine is, and that alone is limited', async () => {
  withEnv('NODE_OPTIONS', undefined)
  withEnv('MALLOC_ARENA_MAX', undefined)
  const { NODE_OPTIONS, MALLOC_ARENA_MAX } = await variablesOfPeer({ isMeasured: true })
  expect(NODE_OPTIONS).toMatch(/^--max-semi-space-size=16 /)
  expect(MALLOC_ARENA_MAX).toBe('2')
  const others = await variablesOfPeer()
  expect(others.NODE_OPTIONS).not.toContain('semi-space')
  expect(others.MALLOC_ARENA_MAX).toBeUndefined()
})

// Breakage: an option of ours after that of the user: the last one holds.
test('limits of memory that the user has set hold', async () => {
  withEnv('NODE_OPTIONS', '--max-semi-space-size=64')
  withEnv('MALLOC_ARENA_MAX', '8')
  const { NODE_OPTIONS, MALLOC_ARENA_MAX } = await variablesOfPeer({ isMeasured: true })
  expect(NODE_OPTIONS).toMatch(/^--max-semi-space-size=16 --max-semi-space-size=64 /)
  expect(MALLOC_ARENA_MAX).toBe('8')
})
