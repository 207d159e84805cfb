import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { addressesOf, type Place, WORLD_WINDOW } from '../../../mock-server/world.ts'
import { type Peer, startPeer } from '../../local/process.ts'
import { startWorld } from '../../local/world.ts'
import { readScenario } from '../../scenario-file.ts'
import { orderOf } from '../../schedule.ts'
import { quantile } from '../../statistics/quantile.ts'

/** `none` is a run that is not even recorded. */
const MODES = ['none', 'off', 'summary', 'exemplars', 'sdk'] as const
type Mode = (typeof MODES)[number]

const WARM_UPS = 10
const FEEDS = 400

/** What a mode of tracing costs, as medians over rounds. */
export interface TracingCost {
  readonly mode: Mode
  /** Over that of `none` in the same round. */
  readonly makespanRatio: number
  readonly cpuRatio: number
  readonly makespanMs: number
  readonly cpuMs: number
  readonly traceBuildMs: number
  readonly documents: number
  readonly bytes: number
  /** Share of all documents that the daemon's stand-in never saw. */
  readonly lostShare: number
}

interface Told {
  readonly makespanMs: number
  readonly cpuMs: number
  readonly trace: {
    readonly documents: number
    readonly bytes: number
    readonly traceBuildMs: number
    readonly lost?: string
  }
}

/** Promise-all over 400 feeds of `wide`, by a warm process for each mode, in a freshly shuffled order each round. */
export async function measureTracing(rounds: number, told: (round: number) => void): Promise<TracingCost[]> {
  const { world } = readScenario('wide', [`world.feeds.count=${FEEDS}`])
  const server = await startWorld(world)
  const daemon = createSocket({ type: 'udp4', recvBufferSize: 8_000_000 })
  let received = 0
  daemon.on('message', () => received++)
  daemon.bind(0, '127.0.0.1')
  await once(daemon, 'listening')
  const arms = MODES.map((name) => ({ name, peer: startTraced(name, daemon.address().port), runs: [] as Told[] }))
  const run = async ({ name, peer }: (typeof arms)[number], place: Place) => {
    const { feeds, slack } = addressesOf(world, server.origin(), place)
    await server.reset()
    const list = feeds.map((url, index) => ({ id: `feed ${index}`, url }))
    const job = { feeds: list, window: WORLD_WINDOW, slackUrl: slack }
    const reply = await peer.ask<Told>({ strategy: 'promise-all', job })
    if (reply.trace.lost !== undefined) throw new Error(`${name} lost its trace: ${reply.trace.lost}`)
    return reply
  }
  const seen = new Map<Mode, number>()
  try {
    for (let warmUp = 1; warmUp <= WARM_UPS; warmUp++) for (const arm of arms) await run(arm, `f1/w${warmUp}`)
    for (let round = 1; round <= rounds; round++) {
      for (const arm of orderOf(arms, world.seed, 1, round)) {
        received = 0
        arm.runs.push(await run(arm, `f1/r${round}`))
        await new Promise(setImmediate)
        seen.set(arm.name, (seen.get(arm.name) ?? 0) + received)
      }
      told(round)
    }
  } finally {
    await Promise.all([...arms.map(({ peer }) => peer.stop()), server.stop()])
    daemon.close()
  }
  const base = arms[0]!.runs
  return arms.map(({ name: mode, runs }) => {
    const sent = runs.reduce((sum, { trace }) => sum + trace.documents, 0)
    const median = (of: (run: Told, round: number) => number) => quantile(runs.map(of), 0.5)
    return {
      mode,
      makespanRatio: median(({ makespanMs }, round) => makespanMs / base[round]!.makespanMs),
      cpuRatio: median(({ cpuMs }, round) => cpuMs / base[round]!.cpuMs),
      makespanMs: median(({ makespanMs }) => makespanMs),
      cpuMs: median(({ cpuMs }) => cpuMs),
      traceBuildMs: median(({ trace }) => trace.traceBuildMs),
      documents: median(({ trace }) => trace.documents),
      bytes: median(({ trace }) => trace.bytes),
      lostShare: sent === 0 ? 0 : 1 - (seen.get(mode) ?? 0) / sent,
    }
  })
}

/** A run as a function does it, in a process of its own with the variables that Lambda sets. */
function startTraced(mode: Mode, port: number): Peer<object, Told> {
  const env = {
    TRACE: mode,
    LAMBDA_TASK_ROOT: '/var/task',
    AWS_XRAY_DAEMON_ADDRESS: `127.0.0.1:${port}`,
    _X_AMZN_TRACE_ID: 'Root=1-67891233-abcdef012345678912345678;Parent=53995c3f42cd8ad8;Sampled=1',
  }
  return startPeer(new URL('../../../infra/traced.ts', import.meta.url), { called: `the run with TRACE=${mode}`, env })
}
