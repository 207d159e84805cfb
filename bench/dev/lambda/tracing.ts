import { createSocket, type Socket } from 'node:dgram'
import { once } from 'node:events'
import type { TracedReply, TracedRequest } from '../../../infra/traced.ts'
import { type Peer, startPeer } from '../../run/local/process.ts'
import { calendarJobOf } from '../../run/local/jobs.ts'
import { startWorld, type WorldProcess } from '../../run/local/world.ts'
import { readScenario } from '../../scenario/file.ts'
import type { Scenario } from '../../scenario/scenario.ts'
import { type RatioEstimate, ratioOverBlocks } from '../../statistics/block-ratio.ts'
import { median } from '../../statistics/quantile.ts'
import { type Interleaved, interleave, placeOf } from '../harness/interleave.ts'

/** `none` is a run that is not even recorded. */
const MODES = ['none', 'off', 'summary', 'exemplars', 'sdk'] as const
type Mode = (typeof MODES)[number]

/** Fewer blocks give no interval. */
export const MIN_BLOCKS = 2
export const ITERATIONS = 12
export const ITEMS = 400
const WARM_UPS = 8
/** Some seconds at the worst. */
const RUN_LIMIT_MS = 60_000

/** What a mode of tracing costs: medians over all runs, and ratios to the run with `none` in the same iteration. */
export interface TracingCost {
  readonly mode: Mode
  readonly makespanRatio: RatioEstimate
  readonly cpuRatio: RatioEstimate
  readonly makespanMs: number
  readonly cpuMs: number
  readonly traceBuildMs: number
  readonly documents: number
  readonly bytes: number
  /** Share of all documents that the daemon's stand-in never saw. */
  readonly lostShare: number
}

/** A run, with the documents that came of it. */
interface TracedRun extends TracedReply {
  readonly received: number
}

type Block = Interleaved<Mode, TracedRun>

/**
 * Promise-all over 400 feeds of `wide`, interleaved, in each block by a fresh process for each mode, warmed up: one process differs from the
 * next by more than the modes do.
 */
export async function measureTracing(blocks: number, onBlock: (block: number) => void): Promise<TracingCost[]> {
  const scenario = readScenario('wide', [`world.items.count=${ITEMS}`])
  const server = await startWorld(scenario.world)
  const daemon = createSocket({ type: 'udp4', recvBufferSize: 8_000_000 })
  daemon.bind(0, '127.0.0.1')
  await once(daemon, 'listening')
  const all: Block[] = []
  try {
    for (let block = 1; block <= blocks; block++) {
      all.push(await runBlock(block, scenario, server, daemon))
      onBlock(block)
    }
  } finally {
    await server.stop()
    daemon.close()
  }
  return MODES.map((mode) => costOf(mode, all))
}

async function runBlock(block: number, scenario: Scenario, server: WorldProcess, daemon: Socket): Promise<Block> {
  const peers = new Map(MODES.map((mode) => [mode, startTraced(mode, daemon.address().port)]))
  let received = 0
  const count = () => received++
  daemon.on('message', count)
  const run = async (mode: Mode, iteration: number): Promise<TracedRun> => {
    await server.reset()
    received = 0
    const job = calendarJobOf(scenario, server.origin(), placeOf(iteration, block))
    const reply = await peers.get(mode)!.ask({ strategy: 'promise-all', job }, { withinMs: RUN_LIMIT_MS })
    if (reply.trace.lost !== undefined) throw new Error(`${mode} lost its trace: ${reply.trace.lost}`)
    await new Promise(setImmediate)
    return { ...reply, received }
  }
  try {
    return await interleave(MODES, run, { iterations: ITERATIONS, warmUps: WARM_UPS, block })
  } finally {
    await Promise.all(Array.from(peers.values(), (peer) => peer.stop()))
    daemon.off('message', count)
  }
}

function costOf(mode: Mode, blocks: readonly Block[]): TracingCost {
  const runs = blocks.flatMap((block) => block[mode])
  const middle = (of: (run: TracedRun) => number) => median(runs.map(of))
  const ratio = (of: (run: TracedRun) => number) =>
    ratioOverBlocks(
      blocks.map((block) => block[mode].map((run, index) => Math.log(of(run) / of(block.none[index]!)))),
      0.05,
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
function startTraced(mode: Mode, port: number): Peer<TracedRequest, TracedReply> {
  const env = {
    TRACE: mode,
    LAMBDA_TASK_ROOT: '/var/task',
    AWS_XRAY_DAEMON_ADDRESS: `127.0.0.1:${port}`,
    _X_AMZN_TRACE_ID: 'Root=1-67891233-abcdef012345678912345678;Parent=53995c3f42cd8ad8;Sampled=1',
  }
  return startPeer(new URL('../../../infra/traced.ts', import.meta.url), { called: `the run with TRACE=${mode}`, env })
}
