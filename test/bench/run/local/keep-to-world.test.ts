import { spawnSync } from 'node:child_process'
import { expect, test } from 'vitest'
import { moduleBeside } from '../../../../strategies/module-beside.ts'

const KEEPER = moduleBeside('../../../../bench/run/local/keep-to-world', import.meta.url).href

/** What a process that is kept to a world at a port of loopback takes notice of, and what the code printed. */
function kept(
  code: string,
  { allowNet = false } = {},
): { readonly printed: string; readonly foreign: readonly string[] } {
  const text = `
    import { keepToWorld, foreignTargets } from ${JSON.stringify(KEEPER)}
    keepToWorld({ port: 1, allowNet: ${allowNet} })
    const printed = await (async () => { ${code} })().catch((error) => error.name)
    console.log(JSON.stringify({ printed: String(printed), foreign: foreignTargets() }))
    process.exit()`
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '--eval', text], { encoding: 'utf8' })
  expect(stderr).toBe('')
  return JSON.parse(stdout)
}

const UDP = `const { createSocket } = await import('node:dgram'); const socket = createSocket('udp4');`

test.each([
  [
    'net.connect(6001)',
    `const net = await import('node:net'); net.connect(6001).on('error', () => {})`,
    'localhost:6001',
  ],
  ['a datagram', `${UDP} socket.send('sent', 8125, '127.0.0.1')`, '127.0.0.1:8125 (UDP)'],
  ['a part of a datagram', `${UDP} socket.send(Buffer.from('sent'), 0, 2, 8125)`, 'localhost:8125 (UDP)'],
  ['connecting a UDP socket', `${UDP} socket.connect(8125, 'stats.example.com')`, 'stats.example.com:8125 (UDP)'],
  ['dns.resolve4', `(await import('node:dns')).resolve4('example.com', () => {})`, 'example.com (DNS)'],
  ['dns.promises.resolve', `return (await import('node:dns/promises')).resolve('example.com')`, 'example.com (DNS)'],
  [
    'a resolver of its own',
    `const { Resolver } = await import('node:dns'); new Resolver().resolveTxt('example.com', () => {})`,
    'example.com (DNS)',
  ],
])('%s is noticed, and reaches nothing', (_, code, target) => {
  expect(kept(code).foreign).toEqual([target])
})

// Breakage: a client that resolves names by itself, such as one with a cache of them, never gets to ask for an address as all others do.
test('a host of the mock world is unknown to name servers, which is nothing foreign', () => {
  const code = `return (await import('node:dns/promises')).resolve4('one.feeds.test').catch((error) => error.code)`
  expect(kept(code)).toEqual({ printed: 'ENOTFOUND', foreign: [] })
})

test('a datagram that is not sent is told to who sends it', () => {
  const code = `${UDP} return new Promise((resolve) => socket.send('sent', 8125, (error) => resolve(error.name)))`
  expect(kept(code).printed).toBe('NotTheMockWorld')
})

test('what may reach the network does', () => {
  const code = `${UDP} return new Promise((resolve) => socket.send('sent', 9, '127.0.0.1', (error) => resolve(error)))`
  expect(kept(code, { allowNet: true })).toEqual({ printed: 'null', foreign: [] })
})
