import { createSocket, type Socket } from 'node:dgram'
import { once } from 'node:events'
import { addressesOf, type Place, WORLD_WINDOW } from '../../../mock-server/world.ts'
import { type Peer, startPeer } from '../../run/local/process.ts'
import { startWorld, type WorldProcess } from '../../run/local/world.ts'
import { readScenario } from '../../scenario/file.ts'
import type { ScenarioWorld } from '../../scenario/scenario.ts'
import { orderOf } from '../../plan/schedule.ts'
import { hodgesLehmann } from '../../statistics/hodges-lehmann.ts'
import { median } from '../../statistics/quantile.ts'

/** `none` is a run that is not even recorded. */
const MODES = ['none', 'off', 'summary', 'exemplars', 'sdk'] as const
type Mode = (typeof MODES)[number]

const WARM_UPS = 8
const ITERATIONS = 12
const FEEDS = 400
/** Some seconds at the worst. */
const RUN_LIMIT_MS = 60_000

/** What a mode of tracing costs: ratios by Hodges-Lehmann over the iterations of a block, of these and of the rest medians. */
export interface TracingCost {
  readonly mode: Mode
  /** Over that of `none` in the same iteration. */
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

/** What a process answers, and how many documents came of it. */
interface Reply {
  readonly makespanMs: number
  readonly cpuMs: number
  readonly trace: {
    readonly documents: number
    readonly bytes: number
    readonly traceBuildMs: number
    readonly lost?: string
  }
}

interface Told extends Reply {
  readonly received: number
}

/**
 * Promise-all over 400 feeds of `wide`, in each block by a fresh process for each mode, warmed up, then in a freshly shuffled order
 * each iteration: one process differs from the next by more than the modes do.
 */
export async function measureTracing(blocks: number, told: (block: number) => void): Promise<TracingCost[]> {
  const { world } = readScenario('wide', [`world.feeds.count=${FEEDS}`])
  const server = await startWorld(world)
  const daemon = createSocket({ type: 'udp4', recvBufferSize: 8_000_000 })
  daemon.bind(0, '127.0.0.1')
  await once(daemon, 'listening')
  const all: Record<Mode, Told[]>[] = []
  try {
    for (let block = 1; block <= blocks; block++) {
      all.push(await runBlock(block, world, server, daemon))
      told(block)
    }
  } finally {
    await server.stop()
    daemon.close()
  }
  return MODES.map((mode) => costOf(mode, all))
}

async function runBlock(
  block: number,
  world: ScenarioWorld,
  server: WorldProcess,
  daemon: Socket,
): Promise<Record<Mode, Told[]>> {
  const variants = MODES.map((name) => ({ name, peer: startTraced(name, daemon.address().port), runs: [] as Told[] }))
  let received = 0
  const count = () => received++
  daemon.on('message', count)
  const run = async ({ name, peer }: (typeof variants)[number], place: Place): Promise<Told> => {
    const { feeds, slack } = addressesOf(world, server.origin(), place)
    await server.reset()
    received = 0
    const list = feeds.map((url, index) => ({ id: `feed ${index}`, url }))
    const job = { feeds: list, window: WORLD_WINDOW, slackUrl: slack }
    const reply = await peer.ask<Reply>({ strategy: 'promise-all', job }, { withinMs: RUN_LIMIT_MS })
    if (reply.trace.lost !== undefined) throw new Error(`${name} lost its trace: ${reply.trace.lost}`)
    await new Promise(setImmediate)
    return { ...reply, received }
  }
  try {
    for (let warmUp = 1; warmUp <= WARM_UPS; warmUp++)
      for (const variant of variants) await run(variant, `f${block}/w${warmUp}`)
    for (let iteration = 1; iteration <= ITERATIONS; iteration++)
      for (const variant of orderOf(variants, world.seed, block, iteration))
        variant.runs.push(await run(variant, `f${block}/r${iteration}`))
  } finally {
    await Promise.all(variants.map(({ peer }) => peer.stop()))
    daemon.off('message', count)
  }
  return Object.fromEntries(variants.map(({ name, runs }) => [name, runs])) as Record<Mode, Told[]>
}

function costOf(mode: Mode, blocks: readonly Readonly<Record<Mode, readonly Told[]>>[]): TracingCost {
  const runs = blocks.flatMap((block) => block[mode])
  const middle = (of: (run: Told) => number) => median(runs.map(of))
  const ratio = (of: (run: Told) => number) =>
    Math.exp(
      median(
        blocks.map((block) =>
          hodgesLehmann(block[mode].map((run, iteration) => Math.log(of(run) / of(block.none[iteration]!)))),
        ),
      ),
    )
  const sent = runs.reduce((sum, { trace }) => sum + trace.documents, 0)
  const received = runs.reduce((sum, one) => sum + one.received, 0)
  return {
    mode,
    makespanRatio: ratio(({ makespanMs }) => makespanMs),
    cpuRatio: ratio(({ cpuMs }) => cpuMs),
    makespanMs: middle(({ makespanMs }) => makespanMs),
    cpuMs: middle(({ cpuMs }) => cpuMs),
    traceBuildMs: middle(({ trace }) => trace.traceBuildMs),
    documents: middle(({ trace }) => trace.documents),
    bytes: middle(({ trace }) => trace.bytes),
    lostShare: sent === 0 ? 0 : 1 - received / sent,
  }
}

/** A run as a function does it, in a process of its own with the variables that Lambda sets. */
function startTraced(mode: Mode, port: number): Peer<object, Reply> {
  const env = {
    TRACE: mode,
    LAMBDA_TASK_ROOT: '/var/task',
    AWS_XRAY_DAEMON_ADDRESS: `127.0.0.1:${port}`,
    _X_AMZN_TRACE_ID: 'Root=1-67891233-abcdef012345678912345678;Parent=53995c3f42cd8ad8;Sampled=1',
  }
  return startPeer(new URL('../../../infra/traced.ts', import.meta.url), { called: `the run with TRACE=${mode}`, env })
}
