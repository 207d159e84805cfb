import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { servableBytes, worldSchema } from '../../../mock-server/world-schema.ts'
import { moduleBeside } from '../../../strategies/module-beside.ts'
import { atExit } from '../../io/at-exit.ts'
import { prepareRecording } from '../../recorder/prepare-recording.ts'
import type { ExchangeOverhead, TypicalExchanges } from '../../scenario/learn/exchange-overhead.ts'
import type { SourceExchange } from '../../scenario/learn/observations.ts'
import { readRecording } from '../../scenario/learn/recording.ts'
import type { ScenarioWorld } from '../../scenario/scenario.ts'
import { median } from '../../statistics/quantile.ts'
import type { OverheadReply, OverheadRequest } from './overhead-child.ts'
import { startPeer } from './process.ts'
import { startWorld } from './world.ts'

const ITEMS = 24
/** The first is a warm-up. */
const RUNS = 6
/** Longer delays change nothing, since both sides sleep already. */
const MAX_DELAY_MS = 20
/** Larger bodies would take minutes. */
const MAX_BYTES = 200_000
/** More than ten times as long as it takes. */
const PATIENCE_MS = 60_000

/**
 * Measures how much longer exchanges take on this machine than their delays: a process does a job, one item at a time, against a mock server of
 * known delays, and the recorder observes it. Takes 2 to 6 s. Rejects if one of these fails, or a request for an item does.
 */
export async function measureOverhead(
  { hosts, delayMs, postDelayMs, bytes }: TypicalExchanges,
  signal?: AbortSignal,
): Promise<ExchangeOverhead> {
  const [fetchMs, postMs] = [Math.min(delayMs, MAX_DELAY_MS), Math.min(postDelayMs, MAX_DELAY_MS)]
  const world = worldSchema.parse({
    seed: 1,
    items: { count: ITEMS, bytes: Math.round(servableBytes(Math.min(bytes, MAX_BYTES))), dueShare: 0.5 },
    fetchDelay: { model: 'constant', ms: fetchMs },
    notifyDelay: { model: 'constant', ms: postMs },
    hosts,
  })
  const recorded = await record(world, signal)
  const fetches = recorded.filter(({ to }) => to === 'fetch')
  const posts = recorded.filter(({ to }) => to === 'notify')
  if (fetches.length !== ITEMS * RUNS || posts.length === 0)
    throw new Error(`expected ${ITEMS * RUNS} requests and some posts, got ${fetches.length} and ${posts.length}`)
  const warm = fetches.slice(ITEMS)
  return {
    answerMs: medianOf(warm.map((one) => one.delayMs - fetchMs)),
    bodyMs: medianOf(warm.map(({ bodyMs = 0 }) => bodyMs)),
    // One a run, where hosts keep their connection.
    connectMs: medianOf((hosts === 'many' ? warm : fetches).flatMap(({ connectMs }) => connectMs ?? [])),
    postMs: medianOf(posts.map((one) => one.delayMs - postMs)),
  }
}

/** At least zero: no exchange is quicker than its delay. */
function medianOf(values: readonly number[]): number {
  return Math.max(0, median(values))
}

/** Those that went well. */
async function record(world: ScenarioWorld, signal = NEVER): Promise<readonly SourceExchange[]> {
  const folder = mkdtempSync(join(tmpdir(), 'utakata-overhead-'))
  const remove = () => rmSync(folder, { recursive: true, force: true })
  const callOff = atExit(remove)
  try {
    const recording = join(folder, 'recording.jsonl')
    prepareRecording(recording)
    await repeatRecorded(world, recording, signal)
    const recorded: SourceExchange[] = []
    readRecording(recording, { add: (one) => recorded.push(one), addLoop() {}, leaveOut() {} })
    return recorded.filter(({ status }) => status === 200)
  } finally {
    remove()
    callOff()
  }
}

const NEVER = new AbortController().signal

async function repeatRecorded(world: ScenarioWorld, recording: string, signal: AbortSignal): Promise<void> {
  const server = await startWorld(world, { signal })
  try {
    const job = { world, origin: server.origin(), firstRun: 1, runs: RUNS }
    await inChild({ recording, job }, signal)
  } finally {
    await server.stop()
  }
}

async function inChild(request: OverheadRequest, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted()
  const child = startPeer<OverheadRequest, OverheadReply>(moduleBeside('./overhead-child', import.meta.url), {
    called: { code: 'overhead' },
  })
  const stopAtOnce = () => void child.stop(0)
  signal.addEventListener('abort', stopAtOnce, { once: true })
  try {
    await child.ask(request, { withinMs: PATIENCE_MS })
    signal.throwIfAborted()
  } finally {
    signal.removeEventListener('abort', stopAtOnce)
    await child.stop(0)
  }
}
