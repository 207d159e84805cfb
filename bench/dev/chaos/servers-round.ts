import { connect } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { EXIT } from '../../cli/exit-code.ts'
import { kill, type RunningCommand, startCommand } from './command.ts'
import { type Draws, expectEnd, type Round } from './round.ts'

const STUCK_MS = 120_000
const READY_MS = 60_000
/** How long one hostile connection is kept open at most. */
const CONNECTION_MS = 1000
const REQUESTS = 60

/** A server that a command starts on loopback, and a request that it must still answer well after everything else. */
interface Target {
  readonly name: string
  readonly args: readonly string[]
  /** Finds the server's address in what the command printed. */
  readonly address: RegExp
  readonly path: string
  /** What a stranger gets for that path: all of a public page, nothing of the lab. */
  readonly status: number
}

const TARGETS: readonly Target[] = [
  {
    name: 'mock server',
    args: ['mock', 'demo'],
    address: /http:\/\/(?:127\.0\.0\.1|localhost):(\d+)/,
    path: '/',
    status: 200,
  },
  {
    name: "lab's Lambda",
    args: ['lab', 'lab', '--keep', '--strategies', 'sequential'],
    address: /^Lambda +http:\/\/127\.0\.0\.1:(\d+)/m,
    path: '/2015-03-31/functions',
    status: 403,
  },
  {
    name: "lab's X-Ray",
    args: ['lab', 'lab', '--keep', '--strategies', 'sequential'],
    address: /^X-Ray +http:\/\/127\.0\.0\.1:(\d+)/m,
    path: '/TraceSummaries',
    status: 403,
  },
]

/** Hostile requests to a server of a command, which goes on answering and ends at a signal. */
export async function serversRound({ draws, folder, tally }: Round): Promise<void> {
  const target = draws.pick(TARGETS)
  const command = startCommand([...target.args, ...(target.args[0] === 'lab' ? ['--output', 'out'] : [])], {
    cwd: folder,
    limitMs: STUCK_MS,
  })
  const port = await portOf(command, target)
  if (port === undefined) {
    kill(command.pid, 'SIGTERM')
    const { stderr } = await command.end
    return tally.violation(`${target.name}: did not start; ${stderr.slice(-300)}`)
  }
  for (let sent = 0; sent < REQUESTS; sent += 10)
    await Promise.all(Array.from({ length: 10 }, () => sendRaw(port, hostileRequest(draws, target))))
  tally.count(`servers: requests to the ${target.name}`, REQUESTS)
  const method = target.path === '/TraceSummaries' ? 'POST' : 'GET'
  const answer = await sendRaw(
    port,
    `${method} ${target.path} HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`,
  )
  const status = Number(/^HTTP\/1\.1 (\d+)/.exec(answer)?.[1])
  if (status !== target.status)
    tally.violation(
      `${target.name}: answers ${status} after hostile requests, expected ${target.status}: ${answer.slice(0, 200)}`,
    )
  const signalledMs = performance.now()
  kill(command.pid, draws.pick(['SIGINT', 'SIGTERM', 'SIGHUP'] as const))
  const ended = await command.end
  tally.took('servers: the command ended after a signal', ended.endedMs - signalledMs)
  expectEnd(ended, target.name, tally)
  if (ended.code !== EXIT.done && ended.code !== EXIT.interrupted)
    tally.violation(`${target.name}: exit code ${ended.code}; ${ended.stderr.slice(-300)}`)
}

async function portOf(command: RunningCommand, { address }: Target): Promise<number | undefined> {
  for (
    const untilMs = performance.now() + READY_MS;
    performance.now() < untilMs && !command.hasEnded();
    await sleep(50)
  ) {
    const port = address.exec(command.printed())?.[1]
    // The line may not be whole yet.
    if (port !== undefined && command.printed().includes('Ctrl-C')) return Number(port)
  }
  return undefined
}

/** Text of a request as no honest client would send it. */
function hostileRequest(draws: Draws, { path, name }: Target): string {
  const host = draws.pick(['127.0.0.1', 'localhost', 'evil.example', '', 'a'.repeat(5000), '127.0.0.1@evil.example'])
  const where = draws.pick([
    path,
    '//',
    '/../../etc/passwd',
    `/${'a'.repeat(20_000)}`,
    '/%00%ff%zz',
    '/f1/r1/feeds.txt',
    '/2015-03-31/functions/x/invocations',
    '/2015-03-31/functions/utakata-sequential/configuration',
    'http://evil.example/',
  ])
  const method = draws.pick(['GET', 'POST', 'PUT', 'DELETE', 'OPTIONS', 'TRACE', 'CONNECT', 'NONSENSE'])
  const headers = [
    `host: ${host}`,
    ...(draws.chance(0.3) ? ['origin: https://evil.example', 'sec-fetch-site: cross-site'] : []),
    ...(draws.chance(0.3)
      ? [
          'authorization: AWS4-HMAC-SHA256 Credential=lab/20260115/us-east-1/lambda/aws4_request, SignedHeaders=host, Signature=00',
        ]
      : []),
    ...(draws.chance(0.1) ? [`x: ${'y'.repeat(100_000)}`] : []),
  ].join('\r\n')
  const body = draws.pick([
    'content-length: 0\r\n\r\n',
    `content-length: 62\r\n\r\n{"Environment":{"Variables":{"NODE_OPTIONS":"--import=data:"}}}`,
    'content-length: 100000000\r\n\r\nx',
    `transfer-encoding: chunked\r\n\r\n${'ffff\r\n'.padEnd(65_541, 'x')}\r\n`.repeat(20),
    'transfer-encoding: chunked\r\ncontent-length: 3\r\n\r\nZZ\r\n',
    `content-length: 9\r\n\r\n{"a":"\u0000"`,
    `content-length: 20000\r\n\r\n${'['.repeat(20_000)}`,
  ])
  return `${draws.chance(0.1) ? name : method} ${where} HTTP/1.1\r\n${headers}\r\n${body}`
}

/** Sends text and gives what comes back, until the end or for a while. */
async function sendRaw(port: number, text: string): Promise<string> {
  const socket = connect(port, '127.0.0.1')
  socket.setEncoding('utf8').setTimeout(CONNECTION_MS, () => socket.destroy())
  const timer = setTimeout(() => socket.destroy(), CONNECTION_MS)
  let answer = ''
  socket.on('data', (part: string) => (answer += part)).on('error', () => {})
  socket.write(text)
  await new Promise((resolve) => socket.once('close', resolve))
  clearTimeout(timer)
  return answer
}
