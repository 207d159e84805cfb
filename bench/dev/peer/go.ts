import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { type AddressInfo, connect, createServer } from 'node:net'
import { join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { z } from 'zod'
import { UsageError } from '../../io/usage-error.ts'
import { type Contest, DNS_MS, EVERY, PEER_NOW_MS, PEER_WINDOW_MS } from './rows.ts'
import type { SideRun } from './table.ts'

const run = promisify(execFile)

const BUILD_TIMEOUT_MS = 180_000
const RUN_TIMEOUT_MS = 60_000
const START_TIMEOUT_MS = 10_000
const PATIENCE_MS = 2000

/** Builds the Go peer and its mock into `into`, nothing into `folder`; gives Go's version, or throws a UsageError. */
export async function buildPeer(folder: string, into: string, signal: AbortSignal): Promise<string> {
  const options = { cwd: folder, signal, timeout: BUILD_TIMEOUT_MS }
  try {
    // A checkout that belongs to somebody else must not fail for its version stamp.
    for (const [name, source] of [
      ['peer', '.'],
      ['mock', './mock'],
    ] as const)
      await run('go', ['build', '-buildvcs=false', '-o', resolve(into, name), source], options)
    const { stdout } = await run('go', ['env', 'GOVERSION'], options)
    return stdout.trim()
  } catch (error) {
    if (signal.aborted) throw error
    const { code, stderr = '' } = error as { code?: unknown; stderr?: string }
    if (code === 'ENOENT')
      throw new UsageError(
        'expected Go to build the peer with, found none; install it, such as: apt-get install golang-go',
      )
    const why = stderr.trim() || (error as Error).message
    throw new UsageError(`--peer: expected a Go program that builds, got "${folder}", where go build failed:\n${why}`)
  }
}

/** The peer's own mock server, which both sides ask. */
export interface PeerMock {
  readonly port: number
  readonly tlsPort: number
  readonly caFile: string
  /** PEM. */
  readonly ca: string
  readonly reset: () => Promise<void>
  readonly stop: () => Promise<void>
}

/** Starts the mock on free loopback ports and waits until it answers. It never outlives this process. */
export async function startMock(built: string, signal: AbortSignal): Promise<PeerMock> {
  const [port, tlsPort] = await findFreePorts()
  const caFile = join(built, 'ca.pem')
  const flags = ['-addr', `127.0.0.1:${port}`, '-tls', `127.0.0.1:${tlsPort}`, '-ca', caFile]
  const child = spawn(join(built, 'mock'), flags, { stdio: ['ignore', 'ignore', 'inherit'] })
  const kill = () => child.kill('SIGKILL')
  process.once('exit', kill)
  const stop = async () => {
    process.off('exit', kill)
    await end(child)
  }
  const hasEnded = () => child.exitCode !== null || child.signalCode !== null
  const ask = async (path: string) => {
    try {
      const response = await fetch(`http://127.0.0.1:${port}${path}`, { signal: AbortSignal.timeout(PATIENCE_MS) })
      await response.arrayBuffer()
    } catch (cause) {
      throw new Error(`the peer's mock ${hasEnded() ? 'ended by itself' : `did not answer ${path}`}`, { cause })
    }
  }
  try {
    const untilMs = performance.now() + START_TIMEOUT_MS
    for (;;) {
      if (hasEnded()) throw new Error("the peer's mock ended by itself")
      if ((await answers(() => ask('/stats'))) && (await answers(() => touch(tlsPort)))) break
      if (performance.now() > untilMs)
        throw new Error(`the peer's mock did not answer within ${START_TIMEOUT_MS / 1000} s`)
      await sleep(50, undefined, { signal })
    }
    return { port, tlsPort, caFile, ca: readFileSync(caFile, 'utf8'), reset: () => ask('/reset'), stop }
  } catch (error) {
    await stop()
    throw error
  }
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return
  const exit = once(child, 'exit')
  child.kill()
  const timer = setTimeout(() => child.kill('SIGKILL'), PATIENCE_MS)
  await exit
  clearTimeout(timer)
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

function answers(question: () => Promise<void>): Promise<boolean> {
  return question().then(
    () => true,
    () => false,
  )
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
 * coreutils' `timeout`, which hands signals on: the peak of memory that getrusage tells is carried over exec, so that a child
 * of ours would tell our own where that is higher (seen: 44 MB for 23). Source: Linux, fs/exec.c, exec_mmap.
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
