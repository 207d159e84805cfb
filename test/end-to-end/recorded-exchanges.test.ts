import { execFileSync } from 'node:child_process'
import { cpSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { nodeOptions } from '../../bench/commands/job/record.ts'
import { start } from '../support/command-line.ts'
import { aFolder } from '../support/folders.ts'
import { observed, servers } from '../support/recordings.ts'

/** Requests each path with fetch and with node:http, and posts once with each. */
const PROGRAM = `
import { get, request } from 'node:http'
const origin = process.argv[2]
const secret = origin.replace('//', '//SECRET:SECRET@')
const headers = { authorization: 'Bearer SECRET' }
const ended = (message) => new Promise((resolve) => {
  message.on('response', (response) => response.on('close', resolve).on('error', () => {}).resume())
  message.on('error', resolve).on('timeout', () => message.destroy(Object.assign(new Error('SECRET'), { code: 'ETIMEDOUT' })))
})
for (const path of ['/ok', '/reset', '/busy', '/torn', '/hang']) {
  const timeout = path === '/hang' ? 100 : 5000
  await fetch(origin + path + '?key=SECRET', { headers, signal: AbortSignal.timeout(timeout) }).then((a) => a.text()).catch(() => {})
  await ended(get(secret + path + '/SECRET', { headers, timeout }))
}
await (await fetch(origin + '/post', { method: 'POST', body: 'SECRET', headers })).text()
const post = request(origin + '/post', { method: 'POST', headers })
post.end('SECRET')
await ended(post)
console.log(process.env.TZ ?? 'no zone', process.env.UV_THREADPOOL_SIZE ?? 'no size')
process.exitCode = 7
`

// Breakages: the key left out of the digest of a host; a header or an address kept; the bodies of node:http not counted.
test('what a program exchanges is recorded, whichever client it uses, and nothing secret', async () => {
  await using wire = await servers()
  const cwd = aFolder({ 'job.mjs': PROGRAM })
  const record = (output: string) =>
    start(['record', '--output', output, '--', process.execPath, 'job.mjs', wire.origin], {
      cwd,
      env: { TZ: 'Asia/Tokyo', UV_THREADPOOL_SIZE: '5' },
    }).end
  const { code, stdout, stderr } = await record('a.jsonl')
  // As it would have run by itself.
  expect([code, stdout]).toEqual([7, 'Asia/Tokyo 5\n'])
  expect(stderr).toContain('Recorded: 12 exchanges in a.jsonl')
  expect(stderr).toMatch(/^Next: .* learn a\.jsonl/m)
  const { exchanges, hosts, omissions, busyShare } = observed(join(cwd, 'a.jsonl'))
  const each = (expected: object) => [expected, expected]
  expect(exchanges).toMatchObject([
    ...each({ status: 200, bytes: 1500, bytesPerSecond: expect.any(Number) }),
    ...each({ failed: 'reset', status: undefined, bytes: undefined }),
    ...each({ status: 429, retryAfterSeconds: 3, bytes: 2 }),
    ...each({ failed: 'reset', status: 200, bytes: undefined }),
    ...each({ failed: 'hang', status: undefined }),
    ...each({ status: 200, to: 'notify', bytes: 1000 }),
  ])
  expect([hosts, omissions]).toEqual([1, []])
  expect(busyShare).toBeGreaterThan(0)
  expect(busyShare).toBeLessThan(1)
  await record('b.jsonl')
  const [a, b] = ['a.jsonl', 'b.jsonl'].map((file) => readFileSync(join(cwd, file), 'utf8'))
  for (const text of [a, b, stderr]) expect(text).not.toMatch(/SECRET|127\.0\.0\.1/)
  // A host has another number in each recording: whoever has two of them does not learn that they are of one host.
  const hostIn = (text: string) => /"host":(\d+)/.exec(text)![1]
  expect(hostIn(a!)).not.toBe(hostIn(b!))
  expect(statSync(join(cwd, 'a.jsonl')).mode & 0o777).toBe(0o600)
})

// Breakage: what cannot be written is thrown into the program.
test('a recording that can no longer be opened does not disturb the program', async () => {
  await using wire = await servers()
  const cwd = aFolder({
    'job.mjs': `
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { rmSync } from 'node:fs'
await (await fetch(process.argv[2] + '/ok')).text()
if (!process.send) {
  rmSync('recording.jsonl.utakata-key')
  process.exitCode = (await once(fork(process.argv[1], [process.argv[2]]), 'exit'))[0]
}`,
  })
  const { code, stderr } = await start(['record', '--', process.execPath, 'job.mjs', wire.origin], { cwd }).end
  expect(code).toBe(0)
  expect(stderr).toContain('The program continues.')
  expect(stderr).toContain('Recorded: 1 exchange in recording.jsonl')
})

/** Answers HEAD, an upgrade, and a large body that never ends; early hints come before each other answer. */
const PECULIAR = `
import { createServer } from 'node:http'
const server = createServer((request, response) => {
  if (request.url === '/hang') return
  if (request.url === '/endless') return void response.writeHead(200, { 'content-length': '1000000' }).write('x'.repeat(1000))
  response.writeEarlyHints({ link: '</style>; rel=preload' })
  setTimeout(() => response.writeHead(200, { 'content-length': request.method === 'HEAD' ? '5000' : '2' }).end('ok'), 30)
})
server.on('upgrade', (_, socket) => socket.end('HTTP/1.1 101 Switching Protocols\\r\\nconnection: upgrade\\r\\nupgrade: x\\r\\n\\r\\n'))
server.on('connect', (_, socket) => socket.end('HTTP/1.1 200 OK\\r\\n\\r\\n'))
`

// Breakages: what the program itself destroys is a reset; a HEAD has the size that it announces; an upgrade stays
// open for ever; the time to connect is that of every exchange on a connection.
test('what a client does peculiarly is no doing of the server', async () => {
  const cwd = aFolder({
    'job.mjs': `${PECULIAR}
import { Agent, request } from 'node:http'
import { once } from 'node:events'
await once(server.listen(0, '127.0.0.1'), 'listening')
const port = server.address().port
const origin = 'http://127.0.0.1:' + port
const agent = new Agent({ keepAlive: true })
const ask = (path, options = {}) => request({ port, path, agent, ...options }).end()
const ended = async (message) => {
  const [response] = await once(message, 'response')
  response.resume()
  // Its connection is free then.
  await once(message, 'close')
}
await ended(ask('/one'))
await ended(ask('/two'))
await (await fetch(origin + '/three')).text()
await (await fetch(origin + '/four')).text()
await (await fetch(origin + '/five')).text()
await ended(ask('/head', { method: 'HEAD' }))
await fetch(origin + '/head', { method: 'HEAD' })
const late = ask('/hang', { timeout: 50 })
late.on('timeout', () => late.destroy())
await once(late, 'error')
const given = ask('/hang')
await once(given, 'finish')
setTimeout(() => given.destroy(), 20)
await once(given, 'error')
const cancelled = ask('/endless')
const [response] = await once(cancelled, 'response')
response.on('error', () => {}).destroy()
await once(cancelled, 'close')
await (await fetch(origin + '/endless')).body.cancel()
const upgrade = ask('/upgrade', { headers: { connection: 'upgrade', upgrade: 'x' } })
const [, socket] = await once(upgrade, 'upgrade')
socket.destroy()
const tunnel = ask('server.test:1', { method: 'CONNECT' })
await once(tunnel, 'connect')
await ended(ask('/last'))
process.exit()`,
  })
  const { code, stderr } = await start(['record', '--', process.execPath, 'job.mjs'], { cwd }).end
  expect([code, stderr]).toEqual([0, expect.stringContaining('Recorded: ')])
  const { exchanges, omissions } = observed(join(cwd, 'recording.jsonl'))
  expect(exchanges).toMatchObject([
    { status: 200, bytes: 2, connectMs: expect.any(Number) },
    { status: 200, bytes: 2, connectMs: undefined },
    { status: 200, bytes: 2, connectMs: expect.any(Number) },
    // undici may open another one first.
    { status: 200, bytes: 2 },
    { status: 200, bytes: 2, connectMs: undefined },
    { status: 200, bytes: 0 },
    { status: 200, bytes: 0 },
    { failed: 'hang' },
    { status: 200, bytes: undefined },
    { status: 200, bytes: undefined },
    { status: 200, bytes: 2 },
  ])
  // No exchange was still open at the end.
  const lines = readFileSync(join(cwd, 'recording.jsonl'), 'utf8').trim().split('\n')
  expect(lines.findLast((line) => line.includes('host'))).toContain('"status":200')
  expect(exchanges.filter(({ failed }) => failed === 'reset')).toEqual([])
  for (const { delayMs } of exchanges.slice(0, 7)) expect(delayMs).toBeGreaterThan(25)
  // What the program gave up, and the upgrade.
  expect(omissions).toMatchObject([{ why: 'unfinished', count: 2, first: expect.any(Number) }])
})

// Breakage: lines of a thread are kept for later, which never comes.
test('a thread that is terminated has recorded what it exchanged', async () => {
  await using wire = await servers()
  const cwd = aFolder({
    'job.cjs': `
const { Worker, isMainThread, parentPort, workerData } = require('node:worker_threads')
if (isMainThread) {
  const worker = new Worker(__filename, { workerData: process.argv[2] })
  worker.once('message', () => worker.terminate())
} else fetch(workerData + '/ok').then((answer) => answer.text()).then(() => parentPort.postMessage('done'))`,
  })
  const { stderr } = await start(['record', '--', process.execPath, 'job.cjs', wire.origin], { cwd }).end
  expect(stderr).toContain('Recorded: 1 exchange in')
})

// Breakages: --import, by which the main module is loaded as an ES module is; a path that is not quoted.
test('a program is loaded as it would be by itself, from a package in any folder', async () => {
  const cwd = aFolder({
    'job.cjs': `
process.nextTick(() => console.log('tick'))
Promise.resolve().then(() => console.log('microtask', typeof module.parent))`,
  })
  const alone = execFileSync(process.execPath, ['job.cjs'], { cwd, encoding: 'utf8' })
  const { stdout } = await start(['record', '--', process.execPath, 'job.cjs'], { cwd }).end
  expect(stdout).toBe(alone)
  const folder = join(cwd, String.raw`of a "user's" \ own`)
  cpSync(fileURLToPath(new URL('../../bench/recorder', import.meta.url)), folder, { recursive: true })
  expect(nodeOptions(undefined, join(folder, 'preload.cjs'))).toContain('--require=')
  const env = { ...process.env, NODE_OPTIONS: nodeOptions('--no-warnings', join(folder, 'preload.cjs')) }
  expect(execFileSync(process.execPath, ['job.cjs'], { cwd, encoding: 'utf8', env })).toBe(alone)
})
