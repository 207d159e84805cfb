import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import type { IncomingMessage } from 'node:http'
import { get } from 'node:https'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readServeOptions } from '../../mock-server/serve-options.ts'
import type { World } from '../../mock-server/world.ts'
import { start, type Started } from '../support/command-line.ts'
import { aFolder } from '../support/folders.ts'
import { toLoopback } from '../../bench/run/contract/loopback-work.ts'
import { serve } from '../../bench/run/contract/running.ts'
import { aWorld, constant } from '../../bench/run/contract/worlds.ts'

const PROGRAM = fileURLToPath(new URL('../../mock-server/serve.ts', import.meta.url))
const TOKEN = '0123456789abcdef0123'

/** A folder with a world and a token, and the arguments that name them. */
function given(world: World = aWorld({ https: true }), token = TOKEN) {
  const folder = aFolder({ 'world.json': JSON.stringify(world), token: `${token}\n` })
  const caFile = join(folder, 'ca.pem')
  const args = ['--world', join(folder, 'world.json'), '--token-file', join(folder, 'token')]
  return { folder, caFile, args: world.https ? [...args, '--ca-file', caFile] : args }
}

/** Starts the program and waits until it has said where it listens. */
async function listening(args: readonly string[]): Promise<{ readonly program: Started; readonly origin: string }> {
  const program = start(['--start', PROGRAM, ...args])
  await program.says(/^\{"origin":".*"\}\n$|utakata/)
  return { program, origin: (JSON.parse(program.saidSoFar()) as { origin: string }).origin }
}

async function getText(url: string, ca: string | undefined, token?: string) {
  const headers = token === undefined ? {} : { authorization: `Bearer ${token}` }
  const request = get(url, { agent: false, headers, lookup: toLoopback, ...(ca !== undefined && { ca }) })
  const [response] = (await once(request, 'response')) as [IncomingMessage]
  return { status: response.statusCode, text: await text(response) }
}

test('the program serves whoever has its token and trusts its CA, and nobody else', async () => {
  const { args, caFile } = given()
  const { origin } = await listening([...args, '--host', '0.0.0.0', '--name', 'mock.test', '--name', '10.0.0.7'])
  expect(origin).toMatch(/^https:\/\/mock\.test:\d+$/)
  const ca = readFileSync(caFile, 'utf8')
  const list = await getText(`${origin}/f3/r2/feeds.txt`, ca, TOKEN)
  expect(list.status).toBe(200)
  const feeds = list.text.split('\n')
  expect(feeds).toEqual(Array.from({ length: 12 }, (_, index) => `${origin}/f3/r2/feeds/${index}.ics`))
  expect(await getText(feeds[7]!, ca, TOKEN)).toMatchObject({ status: 200, text: expect.stringContaining('Team 7') })
  expect((await getText(feeds[7]!, ca)).status).toBe(401)
  expect((await getText(feeds[7]!, ca, `${TOKEN}0`)).status).toBe(401)
  await expect(getText(feeds[7]!, undefined, TOKEN)).rejects.toMatchObject({ code: 'SELF_SIGNED_CERT_IN_CHAIN' })
  await expect(getText(feeds[7]!.replace('mock.test', 'other.test'), ca, TOKEN)).rejects.toMatchObject({
    code: 'ERR_TLS_CERT_ALTNAME_INVALID',
  })
  const deliveries = await getText(`${origin}/deliveries`, ca, TOKEN)
  expect(JSON.parse(deliveries.text)).toMatchObject({ requests: 1, entries: [{ to: 'feed', feed: 7, status: 200 }] })
})

test('SIGTERM closes it and is no failure, even while an answer is held back', async () => {
  const { args, caFile } = given(aWorld({ https: true, fetchDelay: constant(600_000) }))
  const { program, origin } = await listening(args)
  const ca = readFileSync(caFile, 'utf8')
  const held = getText(`${origin}/f0/r1/feeds/0.ics`, ca, TOKEN).catch((error: NodeJS.ErrnoException) => error.code)
  let requests = 0
  while (requests === 0) requests = JSON.parse((await getText(`${origin}/deliveries`, ca, TOKEN)).text).requests
  process.kill(program.pid, 'SIGTERM')
  expect(await program.end).toEqual({ code: 0, stdout: `${JSON.stringify({ origin })}\n`, stderr: '' })
  expect(await held).toBe('ECONNRESET')
})

test('it ends by itself after its hours', async () => {
  const { args } = given(aWorld())
  const beganMs = performance.now()
  const { program, origin } = await listening([...args, '--hours', '0.0003'])
  expect(await program.end).toEqual({ code: 0, stdout: `${JSON.stringify({ origin })}\n`, stderr: '' })
  expect(performance.now() - beganMs).toBeGreaterThan(0.0003 * 3_600_000)
})

test('a mistake ends it with 1 and a message on stderr alone', async () => {
  const bad = given({ ...aWorld(), seed: 1.5 })
  const short = given(aWorld(), 's3cret')
  await using taken = await serve(aWorld())
  const { port } = new URL(taken.origin)
  const ca = given()
  for (const [args, message] of [
    [bad.args, `--world: ${join(bad.folder, 'world.json')}: seed: expected a whole number, got 1.5`],
    [short.args, '--token-file: expected at least 16 letters'],
    [[...given(aWorld()).args, '--port', port], `got 127.0.0.1 and ${port}, which cannot be had (EADDRINUSE)`],
    [[...given(aWorld()).args, '--host', '192.0.2.1'], 'got 192.0.2.1 and 0, which cannot be had (EADDRNOTAVAIL)'],
    [[...ca.args, '--ca-file', join(ca.folder, 'no/ca.pem')], '--ca-file: expected a file that can be written'],
  ] as const) {
    const ended = await start(['--start', PROGRAM, ...args]).end
    expect(ended).toEqual({ code: 1, stdout: '', stderr: expect.stringContaining(message) })
    expect(ended.stderr).toMatch(/^utakata mock world: .*\n$/)
    expect(ended.stderr).not.toContain('s3cret')
  }
})

test('arguments that make no sense are named, with what to do', () => {
  const plain = given(aWorld()).args
  for (const [args, message] of [
    [[], /^--world: expected a file with a world as JSON, got none; usage: --world FILE/],
    [['--world', '/no/such'], /^--world: expected a file that can be read, got "\/no\/such" \(ENOENT\); name another/],
    [[...plain, '--token', TOKEN], /^Unknown option '--token'.*; usage: /],
    [[...plain, 'more'], /^Unexpected argument 'more'.*; usage: /],
    [[...plain, '--ca-file', '/tmp/ca.pem'], /^--ca-file: expected a world with "https": true, got one without/],
    [given().args.slice(0, -2), /^--ca-file: expected a file to write the CA to, got none/],
    [[...plain, '--port', '65536'], /^--port: expected a whole number from 0 to 65535, got "65536"/],
    [[...plain, '--port', '0x50'], /^--port: /],
    [[...plain, '--hours', '0'], /^--hours: expected a number above 0 and at most 24, got "0"/],
    [[...plain, '--hours', '24.5'], /^--hours: /],
    [[...plain, '--name', 'https://mock.test'], /^--name: expected a host name or an address.*; leave scheme and port/],
    [[...plain, '--name', 'mock.test:443'], /^--name: /],
    [[...plain, '--name', '*.mock.test'], /^--name: /],
    [[...plain, '--name', '10.0.0.300'], /^--name: /],
    [
      given(aWorld(), `${TOKEN} ${TOKEN}`).args,
      /^--token-file: expected .*, got 41 characters, not all of these; make/,
    ],
  ] as const) {
    expect(() => readServeOptions(args)).toThrow(message)
    expect(() => readServeOptions(args)).not.toThrow(TOKEN)
  }
})

test('what is not said has a default, and a token is read without the space around it', () => {
  const { token, hours, port, host, names, world } = readServeOptions(given(aWorld({ hosts: 'many' })).args)
  expect({ token, hours, port, host, names }).toEqual({
    token: TOKEN,
    hours: 24,
    port: 0,
    host: '127.0.0.1',
    names: [],
  })
  expect(world).toEqual(aWorld({ hosts: 'one' }))
})
