import { once } from 'node:events'
import { type AddressInfo, createServer, type LookupFunction } from 'node:net'
import tls from 'node:tls'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { expect, onTestFinished, test, vi } from 'vitest'
import { type Certificates, makeCertificates } from '../../mock-server/certificate.ts'
import { certificateNamed } from '../support/certificates.ts'
import { within } from '../support/eventually.ts'
import { runOn, serve } from '../../bench/run/contract/running.ts'
import { aWorld } from '../../bench/run/contract/worlds.ts'
import { type ConnectOptions, createConnect, openInTurns, trusting } from '../../strategies/connect.ts'
import { codeOf } from '../../strategies/fetch.ts'
import { stopIoClock } from '../../strategies/io-clock.ts'
import { promiseAll } from '../../strategies/promise-all.ts'

/** Opens nothing; `ports` are those that were requested, in order. */
function aConnector(closing?: AbortSignal) {
  const ports: string[] = []
  const connect = openInTurns(({ port }) => ports.push(port), closing)
  const open = (count: number) => {
    for (let port = 1; port <= count; port++)
      connect({ hostname: 'feeds.test', protocol: 'http:', port: String(port) }, () => {})
  }
  return { ports, open }
}

// Breakage: all connections of a burst opened before the first request goes out.
test('a burst of connections is opened four a turn, in the order of the requests', async () => {
  const { ports, open } = aConnector()
  open(10)
  for (const opened of [4, 8, 10, 10]) {
    expect(ports).toHaveLength(opened)
    await nextTurn()
  }
  expect(ports).toEqual(['1', '2', '3', '4', '5', '6', '7', '8', '9', '10'])
  open(1)
  expect(ports, 'without a burst nothing waits').toHaveLength(11)
})

// Breakage: hundreds of connections opened after Ctrl-C, for requests that nobody waits for any more.
test('what waits to be opened when all is over never is', async () => {
  const closing = new AbortController()
  const { ports, open } = aConnector(closing.signal)
  open(10)
  closing.abort()
  for (let turn = 0; turn < 3; turn++) await nextTurn()
  expect(ports).toHaveLength(4)
})

// Breakage: an uncaught exception for, say, a certificate authority that cannot be read.
test('what opening a connection throws is reported as its error, in later turns too', async () => {
  const broken = openInTurns(() => {
    throw new Error('no such certificate')
  })
  const messages: (string | undefined)[] = []
  for (let requested = 0; requested < 5; requested++)
    broken({ hostname: 'feeds.test', protocol: 'https:', port: '443' }, (...[error]) => {
      messages.push(error?.message)
    })
  await nextTurn()
  expect(messages).toEqual(Array.from({ length: 5 }, () => 'no such certificate'))
})

/** A port that accepts TCP and never sends a byte: no TLS handshake ends. */
async function silent() {
  const server = createServer(() => {}).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return { port, [Symbol.asyncDispose]: async () => void server.close() }
}

/** How an attempt to connect to a port of this machine over TLS or without ends: with an error's code or message, or `connected`. */
function connecting(
  port: number,
  { isSecure = true, hostname = 'feeds.test', ...options }: ConnectOptions & { isSecure?: boolean; hostname?: string },
) {
  const protocol = isSecure ? 'https:' : 'http:'
  const lookup: LookupFunction = (_host, { all }, callback) =>
    all ? callback(null, [{ address: '127.0.0.1', family: 4 }]) : callback(null, '127.0.0.1', 4)
  const connect = createConnect({ lookup, ...options })
  return new Promise<string>((resolve) =>
    connect({ protocol, hostname, host: hostname, port: String(port) }, (error, socket) => {
      socket?.destroy()
      resolve(error ? (codeOf(error) ?? error.message) : 'connected')
    }),
  )
}

// Breakage: a client of undici is destroyed and what it was connecting to is waited for until the timeout.
test('a port that accepts TCP and never answers TLS does not hold up the end', async () => {
  await using server = await silent()
  const closing = new AbortController()
  const ends = Promise.all(
    [1, 2, 3].map(() => connecting(server.port, { timeoutMs: 3_600_000, closing: closing.signal })),
  )
  await nextTurn()
  closing.abort()
  expect(await within(5000, 'the end', ends)).toEqual(Array(3).fill('closed while connecting'))
  expect(await connecting(server.port, { timeoutMs: 1, closing: closing.signal })).toBe('closed while connecting')
})

test('a port that accepts TCP and never answers TLS times out', async () => {
  await using server = await silent()
  expect(await connecting(server.port, { timeoutMs: 20 })).toBe('UND_ERR_CONNECT_TIMEOUT')
})

function block(ms: number): void {
  for (const untilMs = performance.now() + ms; performance.now() < untilMs;);
}

// Breakage: a timeout on real time, which is over before the thread has read what the other side sent.
test('checks that block the thread for longer than the timeout do not end what is connecting', async () => {
  await using server = await serve(aWorld({ https: true }))
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  onTestFinished(() => void vi.useRealTimers())
  const port = Number(new URL(server.origin).port)
  const connected = connecting(port, { timeoutMs: 10_000, secureContext: trusting(server.ca), hostname: 'localhost' })
  const now = performance.now.bind(performance)
  const clock = vi.spyOn(performance, 'now')
  onTestFinished(() => clock.mockRestore())
  stopIoClock(() => clock.mockImplementation(() => now() + 60_000))
  vi.advanceTimersByTime(60_000)
  expect(await connected).toBe('connected')
})

// Breakage: the error handed on as it is, which says that the network failed.
test('a host none of whose addresses answers in time times out', async () => {
  const late = (address: string) => Object.assign(new Error(`connect ETIMEDOUT ${address}`), { code: 'ETIMEDOUT' })
  // As Node reports it, which gives each address 250 ms.
  const error = new AggregateError([late('192.0.2.1'), late('192.0.2.2')])
  const lookup: LookupFunction = (_host, _options, callback) => setImmediate(() => callback(error, ''))
  expect(await connecting(443, { timeoutMs: 60_000, lookup })).toBe('UND_ERR_CONNECT_TIMEOUT')
})

// Breakage: Node passes on from an address after 250 ms in which nobody could hear that it had answered.
test('a check that blocks the thread does not cost a host the first of its addresses', async () => {
  await using server = await silent()
  let lookups = 0
  // Nobody listens on the second one.
  const lookup: LookupFunction = (_host, _options, callback) =>
    setImmediate(() => {
      lookups++
      callback(null, [
        { address: '127.0.0.1', family: 4 },
        { address: '::1', family: 6 },
      ])
      if (lookups === 1) stopIoClock(() => block(400))
    })
  expect(await connecting(server.port, { timeoutMs: 10_000, isSecure: false, lookup })).toBe('connected')
  expect(lookups).toBe(2)
})

/** Answers TLS with a certificate. */
async function showing({ key, cert }: Certificates) {
  const server = tls.createServer({ key, cert }).listen(0, '127.0.0.1')
  server.on('tlsClientError', () => {})
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return { port, [Symbol.asyncDispose]: async () => void server.close() }
}

const WRONG_HOST = 'ERR_TLS_CERT_ALTNAME_INVALID'

// Breakage: any name taken as the host's, such as by a check that is given `DNS:*`, or one that is left out.
test.for<{ of: string; names: readonly string[]; hostname: string; ends: string }>([
  { of: 'its only name', names: ['feeds.test'], hostname: 'feeds.test', ends: 'connected' },
  { of: 'one of its names', names: ['a.test', 'feeds.test'], hostname: 'feeds.test', ends: 'connected' },
  { of: 'its name in capitals', names: ['feeds.test'], hostname: 'FEEDS.TEST', ends: 'connected' },
  { of: 'another host', names: ['feeds.test'], hostname: 'other.test', ends: WRONG_HOST },
  { of: 'a host whose name ends like its own', names: ['feeds.test'], hostname: 'evilfeeds.test', ends: WRONG_HOST },
  { of: 'a host below its own', names: ['feeds.test'], hostname: 'a.feeds.test', ends: WRONG_HOST },
  { of: 'a host that its wildcard covers', names: ['*.feeds.test'], hostname: 'a.feeds.test', ends: 'connected' },
  { of: 'a host two levels below its wildcard', names: ['*.feeds.test'], hostname: 'a.b.feeds.test', ends: WRONG_HOST },
  { of: 'the host above its wildcard', names: ['*.feeds.test'], hostname: 'feeds.test', ends: WRONG_HOST },
  { of: 'everything', names: ['*'], hostname: 'feeds.test', ends: WRONG_HOST },
  { of: 'its address', names: ['127.0.0.1'], hostname: '127.0.0.1', ends: 'connected' },
  { of: 'its address, beside a name', names: ['feeds.test', '127.0.0.1'], hostname: '127.0.0.1', ends: 'connected' },
  { of: 'another address', names: ['127.0.0.2'], hostname: '127.0.0.1', ends: WRONG_HOST },
  {
    of: 'an address that is asked for and only a name',
    names: ['feeds.test'],
    hostname: '127.0.0.1',
    ends: WRONG_HOST,
  },
  {
    of: 'a name that is asked for and only an address',
    names: ['127.0.0.1'],
    hostname: 'feeds.test',
    ends: WRONG_HOST,
  },
])('a certificate of $of: $ends', async ({ names, hostname, ends }) => {
  const made = await makeCertificates(names, 1)
  await using server = await showing(made)
  expect(await connecting(server.port, { timeoutMs: 60_000, secureContext: trusting(made.ca), hostname })).toBe(ends)
})

test('a certificate without names is of the host that its subject names, and of no other', async () => {
  const made = await certificateNamed('feeds.test')
  await using server = await showing(made)
  const options = { timeoutMs: 60_000, secureContext: trusting(made.ca) }
  expect(await connecting(server.port, options)).toBe('connected')
  expect(await connecting(server.port, { ...options, hostname: 'other.test' })).toBe(WRONG_HOST)
})

test('an expired certificate, and one of another authority, are refused', async () => {
  const [valid, expired] = await Promise.all([
    makeCertificates(['feeds.test'], 1),
    makeCertificates(['feeds.test'], -2),
  ])
  await using server = await showing(valid)
  await using late = await showing(expired)
  const options = { timeoutMs: 60_000 }
  expect(await connecting(late.port, { ...options, secureContext: trusting(expired.ca) })).toBe('CERT_HAS_EXPIRED')
  expect(await connecting(server.port, { ...options, secureContext: trusting(expired.ca) })).toMatch(
    /SIGNATURE|UNABLE_TO_VERIFY/,
  )
  expect(await connecting(server.port, options)).toMatch(/UNABLE_TO_VERIFY|SELF_SIGNED/)
})

// Breakage: a context for each connection, a fifth of what a fetch from a host of its own costs; or one for feeds and another for Slack.
test('all TLS connections of a job share one context, made with the first of them', async () => {
  const world = aWorld({ https: true })
  await using server = await serve(world)
  const contexts = vi.spyOn(tls, 'createSecureContext')
  onTestFinished(() => contexts.mockRestore())
  const { figures } = await runOn(server, promiseAll)
  expect(figures.accepted).toBeGreaterThan(0)
  expect(contexts).toHaveBeenCalledTimes(1)
})

/** Finds every host on this machine. */
function connectTrusting(ca: string) {
  return createConnect({
    timeoutMs: 60_000,
    secureContext: trusting(ca),
    lookup: (_host, _options, callback) => callback(null, [{ address: '127.0.0.1', family: 4 }]),
  })
}

// Breakage: a listener for sessions, for which Node copies each one that a host hands out.
test('TLS sessions are not kept', async () => {
  const made = await makeCertificates(['feeds.test'], 1)
  await using server = await showing(made)
  const connect = connectTrusting(made.ca)
  const listeners = await new Promise<unknown>((resolve) =>
    connect({ protocol: 'https:', hostname: 'feeds.test', port: String(server.port) }, (error, socket) => {
      resolve(error ?? socket.listenerCount('session'))
      socket?.destroy()
    }),
  )
  expect(listeners).toBe(0)
})

// Breakage: groups named by hand, without the one that keeps what is recorded today secret from quantum computers.
test('keys are exchanged as Node does by default, which is safe from quantum computers where the server can do it too', async () => {
  const made = await makeCertificates(['feeds.test'], 1)
  await using server = await showing(made)
  const connect = connectTrusting(made.ca)
  const keysOf = (socket: unknown) => {
    const keys = (socket as tls.TLSSocket).getEphemeralKeyInfo()
    ;(socket as tls.TLSSocket).destroy()
    return keys
  }
  const ours = await new Promise<unknown>((resolve) =>
    connect({ protocol: 'https:', hostname: 'feeds.test', port: String(server.port) }, (_error, socket) =>
      resolve(keysOf(socket)),
    ),
  )
  const plain = tls.connect({ port: server.port, host: '127.0.0.1', servername: 'feeds.test', ca: made.ca })
  await once(plain, 'secureConnect')
  expect(ours).toEqual(keysOf(plain))
  // OpenSSL 3.5 brought the group.
  const [major, minor] = process.versions.openssl.split('.').map(Number) as [number, number]
  if (major > 3 || (major === 3 && minor >= 5)) expect(ours).toMatchObject({ name: 'X25519MLKEM768' })
})
