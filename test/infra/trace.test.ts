import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { expect, test } from 'vitest'
import { readDaemonAddress, sendToDaemon } from '../../infra/daemon.ts'
import { perform } from '../../infra/perform.ts'
import { type BeginTrace, beginNoTrace } from '../../infra/trace.ts'
import { chooseTrace } from '../../infra/trace-backend.ts'
import { createPause } from '../../strategies/pause.ts'
import { createWork, WORK_MODULE } from '../../strategies/work.ts'
import { aDaemon } from '../support/daemon.ts'
import { jobOf, type Served, serve } from '../../bench/run/contract/running.ts'
import { withEnv } from '../support/env.ts'
import { HEADER } from '../support/traced-runs.ts'
import { tracesInMemory } from '../support/traces-in-memory.ts'
import { aWorld } from '../../bench/run/contract/worlds.ts'

const container = { id: 'a container', isCold: true, invocation: 1, initMs: 1, initialization: 'local', memoryMb: 1769 }

/** Does the job of a world as a function does it, traced by a backend. */
function performOn(server: Served, beginTrace: BeginTrace, strategy: 'pipelined' | 'worker-threads' = 'pipelined') {
  return perform({
    strategy,
    job: jobOf(server),
    source: { createWork, module: WORK_MODULE, options: { pause: createPause() } },
    container,
    signal: new AbortController().signal,
    beginTrace,
  })
}

// Breakage: `perform` knows X-Ray: any backend is one function.
test('a backend that is not X-Ray receives the run when it is over, with every step in the recording', async () => {
  await using server = await serve(aWorld())
  const { received, begin } = tracesInMemory()
  for (const strategy of ['pipelined', 'worker-threads'] as const) {
    const { trace, outcomes } = await performOn(server, begin, strategy)
    expect(trace).toMatchObject({ id: 'in memory', rows: 12 })
    const run = received.at(-1)!
    expect(run).toMatchObject({ strategy, annotations: { cold: true, container: 'a container' } })
    expect(run.outcomes).toBe(outcomes)
    expect([...run.recording].filter((ms) => ms > 0)).toHaveLength(12 * 4 + 6 * 2)
  }
})

test('a backend that watches is put around the run and around each step of the main thread', async () => {
  await using server = await serve(aWorld())
  const seen: string[] = []
  const begin: BeginTrace = (strategy) => ({
    around: async (run) => {
      seen.push(`begin ${strategy}`)
      const result = await run()
      seen.push('end')
      return result
    },
    observe: (step, feedIndex, work) => {
      seen.push(`${step} ${feedIndex}`)
      return work()
    },
    send: beginNoTrace(strategy).send,
  })
  const { measured } = await performOn(server, begin)
  expect(seen[0]).toBe('begin pipelined')
  expect(seen.at(-1)).toBe('end')
  expect(seen.filter((one) => one.startsWith('fetch'))).toHaveLength(12)
  expect(measured.figures.steps.fetch.count).toBe(12)
})

test('X-Ray is sent every document, and the run says how many and how large', async () => {
  await using daemon = await aDaemon()
  await using server = await serve(aWorld())
  withEnv('AWS_XRAY_DAEMON_ADDRESS', daemon.address)
  const { trace } = await performWithXRay(server, 'exemplars', HEADER)
  const documents = await daemon.documents(trace.documents)
  expect(trace).toMatchObject({
    rows: 12,
    bytes: daemon.datagrams.reduce((sum, { byteLength }) => sum + byteLength, 0),
  })
  expect(trace.lost).toBeUndefined()
  expect(documents[0]!.name).toBe('utakata:pipelined')
})

// Breakage: an unsampled trace is sent: X-Ray would show parts of what is not to be kept.
test.each([
  ['Sampled=0', HEADER.replace('Sampled=1', 'Sampled=0')],
  ['no decision', HEADER.replace(';Sampled=1', '')],
  ['no header', undefined],
  ['a header that is none', 'Root=nonsense'],
])('%s: nothing is sent, nothing fails', async (_, header) => {
  await using daemon = await aDaemon()
  await using server = await serve(aWorld())
  withEnv('AWS_XRAY_DAEMON_ADDRESS', daemon.address)
  for (const mode of ['summary', 'exemplars', 'sdk'] as const) {
    const { trace, outcomes } = await performWithXRay(server, mode, header)
    expect(trace).toMatchObject({ documents: 0, bytes: 0 })
    expect(trace.lost).toBeUndefined()
    expect(outcomes.flatMap(({ failures }) => failures)).toEqual([])
  }
  expect(daemon.datagrams).toEqual([])
})

// Breakage: a send is not awaited, or its error is nobody's.
test('a port where no daemon listens: the job is unharmed and says that the trace was lost', async () => {
  const daemon = await aDaemon()
  await daemon[Symbol.asyncDispose]()
  await using server = await serve(aWorld())
  withEnv('AWS_XRAY_DAEMON_ADDRESS', daemon.address)
  const { trace, outcomes } = await performWithXRay(server, 'exemplars', HEADER)
  expect(trace.lost).toBe('no daemon listens there (ECONNREFUSED)')
  expect(outcomes.flatMap(({ sent }) => sent)).toHaveLength(6)
})

// Breakage: with two addresses the documents go to the one of TCP, or an address that is none to the default one.
test('the address of the daemon is read as the X-Ray SDK reads it', () => {
  for (const [text, host, port] of [
    [undefined, '127.0.0.1', 2000],
    ['', '127.0.0.1', 2000],
    ['169.254.79.129:2001', '169.254.79.129', 2001],
    ['tcp:127.0.0.1:2002 udp:daemon.test:2003', 'daemon.test', 2003],
    ['udp:daemon.test:2003 tcp:127.0.0.1:2002', 'daemon.test', 2003],
  ] as const)
    expect(readDaemonAddress(text)).toEqual({ host, port })
  for (const text of [
    'nonsense',
    ':2000',
    'daemon.test:',
    'udp:127.0.0.1:2000',
    'tcp:127.0.0.1:1 tcp:127.0.0.1:2',
    'a:1 b:2 c:3',
  ])
    expect(() => readDaemonAddress(text)).toThrow(/^expected AWS_XRAY_DAEMON_ADDRESS to be HOST:PORT/)
})

test('a daemon whose name cannot be looked up is a lost trace', async () => {
  const { documents, lost } = await sendToDaemon(['{}'], { host: 'no-such-host.invalid', port: 2000 })
  expect(documents).toBe(0)
  expect(lost).toMatch(/could not be sent|not sent within/)
})

test('a port that is none is a lost trace', async () => {
  expect(await sendToDaemon(['{}'], { host: '127.0.0.1', port: 70_000 })).toMatchObject({
    documents: 0,
    lost: 'it could not be sent (ERR_SOCKET_BAD_PORT)',
  })
})

test('a document too large for a datagram is lost, and named; those before it are sent', async () => {
  await using daemon = await aDaemon()
  const large = JSON.stringify('x'.repeat(70_000))
  const { documents, lost } = await sendToDaemon(['{"id":1}', large], { host: '127.0.0.1', port: daemon.port })
  expect(documents).toBe(1)
  expect(lost).toBe('a document is too large for a datagram (EMSGSIZE)')
})

test('a daemon that reads nothing does not hold up the job', async () => {
  const deaf = createSocket({ type: 'udp4', recvBufferSize: 4096 })
  deaf.bind(0, '127.0.0.1')
  await once(deaf, 'listening')
  const { port } = deaf.address()
  const documents = Array.from({ length: 200 }, () => JSON.stringify('x'.repeat(30_000)))
  expect(await sendToDaemon(documents, { host: '127.0.0.1', port })).toMatchObject({ documents: 200 })
  deaf.close()
})

test('a trace that cannot be built is a lost trace and no failed run', async () => {
  await using server = await serve(aWorld())
  const begin: BeginTrace = () => ({ send: () => Promise.reject(new Error('a mistake in the backend')) })
  const { trace, outcomes } = await performOn(server, begin)
  expect(trace).toMatchObject({ documents: 0, lost: 'it could not be sent (a mistake in the backend)' })
  expect(outcomes.flatMap(({ sent }) => sent)).toHaveLength(6)
})

async function performWithXRay(server: Served, mode: 'summary' | 'exemplars' | 'sdk', header: string | undefined) {
  return performOn(server, await chooseTrace(mode, header))
}
