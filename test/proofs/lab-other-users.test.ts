import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import { GetFunctionConfigurationCommand } from '@aws-sdk/client-lambda'
import { expect, test } from 'vitest'
import { aFolder } from '../support/folders.ts'
import {
  aKeptLab,
  aLab,
  aSmallWorld,
  aws,
  awsIsInstalled,
  environmentOf,
  invokeWith,
  type KeptLab,
  lambdaClientOf,
} from '../support/labs.ts'
import { anotherUser, IS_ROOT } from '../support/other-user.ts'
import { listeningPortsOf } from '../support/processes.ts'
import { eventually, within } from '../support/eventually.ts'
import { WORLD_WINDOW } from '../../mock-server/world.ts'

if (!IS_ROOT) {
  if (process.env.CI) throw new Error('expected root, who can be another user, got somebody else')
  console.warn('SKIPPED: that other users cannot disturb a lab is not proven without root, who can be another user')
}

const NAME = 'utakata-sequential-1769'

/** Requests from everything that the lab listens on what it must not give; prints the answers by request. */
const ATTACK = `
  import { readdirSync, readFileSync } from 'node:fs'
  import { request } from 'node:http'
  const [lambda, xray, logs, folder, marker, ...runtimes] = process.argv.slice(1)
  const answers = {}
  const ask = (what, origin, path, { method = 'POST', headers = {}, body, from } = {}) =>
    new Promise((resolve) => {
      const asked = request(origin + path, { method, headers, timeout: 5000, ...from }, async (response) => {
        let text = ''
        for await (const part of response) text += part
        resolve((answers[what] = response.statusCode + ' ' + text))
      })
      asked.on('timeout', () => asked.destroy(new Error('no answer')))
      asked.on('error', ({ message }) => resolve((answers[what] = message)))
      asked.end(body)
    })
  const own = '/2015-03-31/functions/${NAME}'
  const code = "import fs from 'node:fs'; fs.writeFileSync('" + marker + "', 'x')"
  const load = JSON.stringify({ Environment: { Variables: { NODE_OPTIONS: '--import=data:text/javascript,' + encodeURIComponent(code) } } })
  const guess = { authorization: 'AWS4-HMAC-SHA256 Credential=lab/20260115/us-east-1/lambda/aws4_request, SignedHeaders=host, Signature=0' }
  const now = Math.floor(Date.now() / 1000)
  await ask('list', lambda, '/2015-03-31/functions', { method: 'GET' })
  await ask('change', lambda, own + '/configuration', { method: 'PUT', body: load })
  await ask('change with the old key', lambda, own + '/configuration', { method: 'PUT', body: load, headers: guess })
  await ask('change from a page', lambda, own + '/configuration', { method: 'PUT', body: load, headers: { ...guess, host: 'attacker.example', origin: 'http://attacker.example' } })
  await ask('invoke', lambda, own + '/invocations', { body: '{}' })
  await ask('find traces', xray, '/TraceSummaries', { body: JSON.stringify({ StartTime: now - 600, EndTime: now }) })
  await ask('put traces', xray, '/TraceSegments', { body: JSON.stringify({ TraceSegmentDocuments: [] }) })
  await ask('sampling', xray, '/GetSamplingRules')
  const search = { 'x-amz-target': 'Logs_20140328.FilterLogEvents', 'content-type': 'application/x-amz-json-1.1' }
  await ask('read logs', logs, '/', { body: JSON.stringify({ logGroupName: '/aws/lambda/${NAME}' }), headers: search })
  for (const origin of runtimes) {
    await ask(origin + ' next', origin, '/2018-06-01/runtime/invocation/next', { method: 'GET' })
    await ask(origin + ' init', origin, '/2018-06-01/runtime/init/error', { body: '{}' })
    // From the port of a connection of the runtime itself, on another address.
    const port = Number(new URL(origin).port)
    const row = /^ *\\d+: 0100007F:([\\dA-F]{4}) 0100007F:([\\dA-F]{4}) 01 /gm
    for (const [, local, remote] of readFileSync('/proc/net/tcp', 'latin1').matchAll(row)) {
      if (parseInt(remote, 16) !== port) continue
      const from = { localAddress: '127.0.0.2', localPort: parseInt(local, 16) }
      await ask(origin + ' next from ' + from.localPort, origin, '/2018-06-01/runtime/invocation/next', { method: 'GET', from })
    }
  }
  try {
    answers.folder = readdirSync(folder).join()
  } catch ({ code }) {
    answers.folder = code
  }
  console.log(JSON.stringify(answers))`

/** Sends made-up documents to the daemon: each with a socket that stays, and with one that is gone before it is read. */
const SPOOF = `
  import { createSocket } from 'node:dgram'
  const [port, count] = process.argv.slice(1).map(Number)
  const now = Date.now() / 1000
  const hex = (number, digits) => number.toString(16).padStart(digits, '0')
  const document = (number) => Buffer.from('{"format":"json","version":1}\\n' + JSON.stringify({
    name: 'made up', id: hex(number, 16), trace_id: '1-' + hex(Math.floor(now), 8) + '-' + hex(number, 24), start_time: now - 1, end_time: now,
  }))
  const send = (socket, number) => new Promise((sent) => socket.send(document(number), port, '127.0.0.1', sent))
  const stays = createSocket('udp4')
  for (let number = 1; number <= count; number++) {
    await send(stays, number)
    const goes = createSocket('udp4')
    await send(goes, count + number)
    goes.close()
  }
  await new Promise((waited) => setTimeout(waited, 5000))
  stays.close()
  console.log(count * 2)`

/** Where the containers of a lab poll for their invocations: what its process listens on, but for its APIs. */
function runtimesOf({ environment, processes }: KeptLab): string[] {
  const { pid } = processes().find(({ command }) => /program\.ts lab/.test(command))!
  const apis = new Set(
    Object.entries(environment).flatMap(([name, origin]) =>
      name.startsWith('AWS_ENDPOINT_URL_') ? Number(new URL(origin).port) : [],
    ),
  )
  const ports = listeningPortsOf(pid).filter((port) => !apis.has(port))
  return ports.map((port) => `http://127.0.0.1:${port}`)
}

// Breakage: no access key is needed, the Runtime API lets in whoever comes or has the port of its runtime on another address, or others may read a folder of the lab.
test.skipIf(!IS_ROOT)(
  'another user neither changes nor runs a function of a kept lab, nor reads what it did',
  async () => {
    using other = anotherUser()
    await using lab = await aKeptLab(['--strategies', 'sequential'])
    const event = JSON.parse(readFileSync(lab.event, 'utf8')) as object
    const before = await invokeWith(lab, NAME, event)
    const [marker, runtimes] = [join(aFolder(), 'ran'), runtimesOf(lab)]
    expect(runtimes).toHaveLength(1)
    const {
      AWS_ENDPOINT_URL_LAMBDA: lambda,
      AWS_ENDPOINT_URL_XRAY: xray,
      AWS_ENDPOINT_URL_CLOUDWATCH_LOGS: logs,
    } = lab.environment
    const apis = [lambda!, xray!, logs!]
    const answers = await other.run<Record<string, string>>(ATTACK, ...apis, lab.folder, marker, ...runtimes)
    const { folder, ...answered } = answers
    expect(folder).toBe('EACCES')
    expect(Object.keys(answered).filter((what) => what.includes(' next from '))).not.toEqual([])
    for (const [what, answer] of Object.entries(answered))
      expect(answer, what).toMatch(
        what.startsWith('http:') ? /^socket hang up$|ECONNRESET/ : /^(403|421) |^400 .*UnrecognizedClientException/,
      )

    // The container is still the lab's own, and as it was deployed.
    const client = lambdaClientOf(lab)
    const { Environment } = await client.send(new GetFunctionConfigurationCommand({ FunctionName: NAME }))
    client.destroy()
    expect(Environment?.Variables).not.toHaveProperty('NODE_OPTIONS')
    const after = await invokeWith(lab, NAME, event)
    const containerOf = (answer: unknown) => (answer as { readonly container: { readonly id: string } }).container.id
    expect(containerOf(after)).toBe(containerOf(before))
    expect(existsSync(marker)).toBe(false)
    console.log(
      `other user: ${Object.keys(answered).length} requests refused, ${runtimes.length} Runtime API among those tried`,
    )
  },
)

// Breakage: the uid of a sender is not looked up, or what nobody is known to have sent is taken.
test.skipIf(!IS_ROOT)('another user puts nothing into the traces of a lab, and loses none of its own', async () => {
  using other = anotherUser()
  await using world = await aSmallWorld()
  await using lab = await aLab(['sequential'])
  const base = `${world.origin}/f1/r1`
  const event = { world: { feedsUrl: `${base}/feeds.txt`, slackUrl: `${base}/slack`, window: WORLD_WINDOW } }
  const port = lab.collector.daemonAddress.split(':').at(-1)!
  const SPOOFED = 200
  const spoofing = other.run<number>(SPOOF, port, String(SPOOFED))
  const environment = environmentOf(lab)
  let own = 0
  const INVOCATIONS = 20
  for (let invocation = 0; invocation < INVOCATIONS; invocation++) {
    const answer = (await invokeWith({ environment }, NAME, event)) as {
      readonly trace: { readonly documents: number }
    }
    own += answer.trace.documents
  }
  expect(await spoofing).toBe(2 * SPOOFED)
  const figures = () => lab.collector.figures()
  const spoofed = () => figures().foreign + (figures().refused.UnknownSender ?? 0)
  await eventually('everything that was made up was looked at', () => spoofed() === 2 * SPOOFED)
  // Those whose socket stays are all known for what they are.
  expect(figures().foreign).toBeGreaterThanOrEqual(SPOOFED)
  expect(Object.keys(figures().refused).filter((code) => code !== 'UnknownSender')).toEqual([])
  // Lambda's own two of each invocation do not come by datagram.
  await eventually('all of ours were there', () => figures().documents === own + 2 * INVOCATIONS)
  expect(figures().traces).toBe(INVOCATIONS)
  const { foreign, unknown, documents } = figures()
  console.log(
    `datagrams: ${foreign} of another user, ${unknown} of unknown senders; ${documents} documents taken, all ours`,
  )
})

// Breakage: a connection may be kept open in silence, or a body be sent for as long as its sender likes.
test('whoever does not finish a request is hung up on', async () => {
  await using lab = await aKeptLab(['--strategies', 'sequential'])
  const { AWS_ACCESS_KEY_ID: id, ...environment } = lab.environment
  const apis = Object.entries(environment).flatMap(([name, origin]) =>
    name.startsWith('AWS_ENDPOINT_URL_') ? origin : [],
  )
  expect(apis).toHaveLength(3)
  const authorization = `AWS4-HMAC-SHA256 Credential=${id}/20260115/us-east-1/lambda/aws4_request, Signature=0`
  const path = `/2015-03-31/functions/${NAME}/invocations`
  const beginnings = [
    'POST / HTTP/1.1\r\nHost: 127.0.0.1\r\n',
    `POST ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: ${authorization}\r\nContent-Length: 100\r\n\r\n{`,
  ]
  const beganMs = performance.now()
  const ends = apis.flatMap((origin) =>
    beginnings.map(async (beginning) => {
      const socket = connect(Number(new URL(origin).port), '127.0.0.1')
      socket.on('error', () => {}).resume()
      socket.write(beginning)
      await once(socket, 'close')
    }),
  )
  await within(120_000, 'hanging up', Promise.all(ends))
  const tookS = (performance.now() - beganMs) / 1000
  // As Node comes, a body may take 300 s.
  expect(tookS).toBeLessThan(60)
  console.log(`slow clients: all hung up on within ${tookS.toFixed(0)} s`)
})

// Breakage: the command line of AWS does not work with what --keep says to export, or works with anything else.
test.skipIf(!awsIsInstalled())(
  'the printed access key opens a lab to the command line of AWS, and no other does',
  async () => {
    await using lab = await aKeptLab(['--strategies', 'sequential'])
    const listed = await aws(lab, 'lambda', 'list-functions')
    expect(listed.code, listed.stderr).toBe(0)
    expect(listed.stdout).toContain(NAME)
    const wrong = { environment: { ...lab.environment, AWS_ACCESS_KEY_ID: 'lab' } }
    for (const [service, action] of [
      ['lambda', 'list-functions'],
      ['xray', 'get-sampling-rules'],
      ['logs', 'describe-log-groups'],
    ] as const) {
      const refused = await aws(wrong, service, action)
      expect(refused.code).toBe(254)
      expect(refused.stderr).toContain('UnrecognizedClientException')
      expect(refused.stderr).toContain(
        'set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY as utakata lab --keep prints them',
      )
    }
  },
)
