import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { type AddressInfo, connect, createServer } from 'node:net'
import { join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import { atExit } from '../../io/at-exit.ts'
import { ToolError } from '../harness/harness.ts'
import { run } from '../harness/harness.ts'
import { type Contest, DNS_MS, EVERY, PEER_NOW_MS, PEER_WINDOW_MS } from './rows.ts'
import type { SideRun } from './table.ts'

const BUILD_TIMEOUT_MS = 180_000
const RUN_TIMEOUT_MS = 60_000
const START_TIMEOUT_MS = 10_000
const ANSWER_TIMEOUT_MS = 2000

/** Builds the Go peer and its mock into `into`, nothing into `folder`; gives Go's version, or throws a ToolError. */
export async function buildPeer(folder: string, into: string, signal: AbortSignal): Promise<string> {
  if (!existsSync(join(folder, 'go.mod')))
    throw new ToolError(`--peer: expected the folder of a Go program, got "${folder}", where there is no go.mod`)
  const options = { cwd: folder, signal, timeout: BUILD_TIMEOUT_MS }
  // A checkout that belongs to somebody else must not fail for its version stamp.
  const build = (name: string, source: string) =>
    run('go', ['build', '-buildvcs=false', '-o', resolve(into, name), source], options)
  try {
    await build('peer', '.')
    await build('mock', './mock')
    return (await run('go', ['env', 'GOVERSION'], options)).stdout.trim()
  } catch (error) {
    if (signal.aborted) throw error
    const { code, stderr = '' } = error as { code?: unknown; stderr?: string }
    if (code === 'ENOENT')
      throw new ToolError(
        'expected Go to build the peer with, found none; install it, such as: apt-get install golang-go',
      )
    const why = stderr.trim() || (error as Error).message
    throw new ToolError(`--peer: expected a Go program that builds, got "${folder}", where go build failed:\n${why}`)
  }
}

/** The peer's own mock server, which both sides ask. */
export interface PeerMock extends AsyncDisposable {
  readonly port: number
  readonly tlsPort: number
  readonly caFile: string
  /** PEM. */
  readonly ca: string
  readonly reset: () => Promise<void>
}

/** Starts the mock on free loopback ports and waits until it answers. */
export async function startMock(built: string, signal: AbortSignal): Promise<PeerMock> {
  const [port, tlsPort] = await findFreePorts()
  const caFile = join(built, 'ca.pem')
  const flags = ['-addr', `127.0.0.1:${port}`, '-tls', `127.0.0.1:${tlsPort}`, '-ca', caFile]
  const child = spawn(join(built, 'mock'), flags, { stdio: ['ignore', 'ignore', 'inherit'] })
  let hasEnded = false
  const end = once(child, 'exit')
    .catch(() => {})
    .then(() => (hasEnded = true))
  const kill = () => child.kill('SIGKILL')
  await using started = new AsyncDisposableStack()
  started.defer(atExit(kill))
  started.defer(async () => {
    kill()
    await end
  })
  const ask = async (path: string) => {
    const answer = await fetch(`http://127.0.0.1:${port}${path}`, { signal: AbortSignal.timeout(ANSWER_TIMEOUT_MS) })
    await answer.arrayBuffer()
  }
  const answers = () =>
    Promise.all([ask('/stats'), touch(tlsPort)]).then(
      () => true,
      () => false,
    )
  for (const untilMs = performance.now() + START_TIMEOUT_MS; !(await answers()); await sleep(50, undefined, { signal }))
    if (hasEnded || performance.now() > untilMs)
      throw new Error(
        `the peer's mock ${hasEnded ? 'ended by itself' : `did not answer within ${START_TIMEOUT_MS} ms`}`,
      )
  const reset = () =>
    ask('/reset').catch((cause: unknown) => {
      throw new Error(`the peer's mock ${hasEnded ? 'ended by itself' : 'did not answer /reset'}`, { cause })
    })
  const kept = started.move()
  const ca = readFileSync(caFile, 'utf8')
  return { port, tlsPort, caFile, ca, reset, [Symbol.asyncDispose]: () => kept.disposeAsync() }
}

async function findFreePorts(): Promise<[number, number]> {
  // Both are held until both are known, so that they differ.
  const servers = [createServer(), createServer()] as const
  for (const server of servers) await once(server.listen(0, '127.0.0.1'), 'listening')
  const ports = servers.map((server) => (server.address() as AddressInfo).port) as [number, number]
  for (const server of servers) await once(server.close(), 'close')
  return ports
}

async function touch(port: number): Promise<void> {
  const socket = connect(port, '127.0.0.1')
  try {
    await once(socket, 'connect')
  } finally {
    socket.destroy()
  }
}

/** Where a contest's feeds and webhook lie; `%d` stands for the feed's number. */
export function addressesOf({ bodies, feedMs, slackMs, manyHosts }: Contest, { port, tlsPort }: PeerMock) {
  const [feeds, slack] = manyHosts
    ? [`https://f%d.feeds.test:${tlsPort}`, `https://slack.feeds.test:${tlsPort}`]
    : [`http://127.0.0.1:${port}`, `http://127.0.0.1:${port}`]
  return { feed: `${feeds}/feed/${bodies}/${feedMs}/0/${EVERY}/%d`, slack: `${slack}/slack/${slackMs}` }
}

const goRun = z.object({
  ms: z.number(),
  cpuMs: z.number(),
  maxRssKiB: z.number(),
  sent: z.number(),
  failed: z.number(),
  error: z.string().optional(),
})

/**
 * A fresh process of the Go peer, which does the job twice; what it took the second time. It is the child of a small process,
 * coreutils' `timeout`, which passes signals on: the peak of memory that getrusage gives is carried over exec, so that a child
 * of ours would have our own where that is higher (seen: 44 MB for 23). Source: Linux, fs/exec.c, exec_mmap.
 */
export async function runGo(
  built: string,
  contest: Contest,
  feeds: number,
  mock: PeerMock,
  signal: AbortSignal,
): Promise<SideRun> {
  const { feed, slack } = addressesOf(contest, mock)
  const flags = ['-n', String(feeds), '-feed', feed, '-slack', slack, ...contest.go, '-reps', '2']
  const clock = ['-now', new Date(PEER_NOW_MS).toISOString(), '-window', `${PEER_WINDOW_MS}ms`]
  const manyHosts = ['-ca', mock.caFile, '-dial', `127.0.0.1:${mock.tlsPort}`, '-dns', `${DNS_MS}ms`]
  const peer = [join(built, 'peer'), ...flags, ...clock, ...(contest.manyHosts ? manyHosts : [])]
  const { stdout } = await run('timeout', [String(RUN_TIMEOUT_MS / 1000), ...peer], { signal })
  const last = goRun.parse(JSON.parse(stdout.trim().split('\n').at(-1)!))
  return {
    makespanMs: last.ms,
    cpuMs: last.cpuMs,
    peakRssBytes: last.maxRssKiB * 1024,
    sent: last.sent,
    ...(last.failed > 0 && { fault: `${last.failed} failures, such as: ${last.error}` }),
  }
}
