import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { servableBytes, worldSchema } from '../../../mock-server/world-schema.ts'
import { moduleBeside } from '../../../strategies/module-beside.ts'
import { atExit } from '../../io/at-exit.ts'
import { RECORD_VARIABLE } from '../../recorder/exchanges.cjs'
import { prepareRecording } from '../../recorder/prepare-recording.ts'
import type { ExchangeOverhead, TypicalExchanges } from '../../scenario/learn/exchange-overhead.ts'
import type { SourceExchange } from '../../scenario/learn/observations.ts'
import { readRecording } from '../../scenario/learn/recording.ts'
import type { ScenarioWorld } from '../../scenario/scenario.ts'
import { median } from '../../statistics/quantile.ts'
import type { RepeatedJob } from './exchange-overhead-child.ts'
import { startWorld } from './world.ts'

/** Items of a run, and runs: the first is a warm-up. */
const ITEMS = 24
const RUNS = 6
/** Longer delays change nothing: both sides sleep already. */
const MAX_DELAY_MS = 20
/** More than ten times as long as it takes. */
const PATIENCE_MS = 60_000

const CHILD = moduleBeside('./exchange-overhead-child', import.meta.url)
const PRELOAD = new URL('../../recorder/preload.cjs', import.meta.url)

/**
 * Measures how much longer exchanges take on this machine than their delays: a process does a job, one item at a time, against a mock server of
 * known delays, and the recorder observes it. Takes 2 to 4 s. Rejects if one of these fails.
 */
export async function measureExchangeOverhead(
  { hosts, delayMs, postDelayMs, bytes }: TypicalExchanges,
  signal?: AbortSignal,
): Promise<ExchangeOverhead> {
  const [fetchMs, postMs] = [Math.min(delayMs, MAX_DELAY_MS), Math.min(postDelayMs, MAX_DELAY_MS)]
  const world = worldSchema.parse({
    seed: 1,
    items: { count: ITEMS, bytes: Math.round(servableBytes(bytes)), dueShare: 0.5 },
    fetchDelay: { model: 'constant', ms: fetchMs },
    notifyDelay: { model: 'constant', ms: postMs },
    hosts,
  })
  const recorded = await record(world, signal)
  const fetches = recorded.filter(({ to }) => to === 'fetch')
  const posts = recorded.filter(({ to }) => to === 'notify')
  const warm = fetches.slice(ITEMS)
  return {
    answerMs: medianOr0(warm.map((one) => one.delayMs - fetchMs)),
    bodyMs: medianOr0(warm.map(({ bodyMs = 0 }) => bodyMs)),
    connectMs: medianOr0(fetches.flatMap(({ connectMs }) => connectMs ?? [])),
    postMs: medianOr0(posts.map((one) => one.delayMs - postMs)),
  }
}

/** At least zero: no exchange is quicker than its delay. */
function medianOr0(values: readonly number[]): number {
  return values.length === 0 ? 0 : Math.max(0, median(values))
}

async function record(world: ScenarioWorld, signal: AbortSignal | undefined): Promise<readonly SourceExchange[]> {
  const folder = mkdtempSync(join(tmpdir(), 'utakata-exchanges-'))
  const remove = () => rmSync(folder, { recursive: true, force: true })
  const callOff = atExit(remove)
  const file = join(folder, 'recording.jsonl')
  const server = await startWorld(world, { ...(signal && { signal }) })
  try {
    prepareRecording(file)
    const job: RepeatedJob = { world, origin: server.origin(), firstRun: 1, runs: RUNS }
    const args = ['--require', fileURLToPath(PRELOAD), fileURLToPath(CHILD), JSON.stringify(job)]
    const env = { ...process.env, [RECORD_VARIABLE]: file }
    await promisify(execFile)(process.execPath, args, {
      env,
      timeout: PATIENCE_MS,
      killSignal: 'SIGKILL',
      ...(signal && { signal }),
    })
    const recorded: SourceExchange[] = []
    readRecording(file, { add: (one) => recorded.push(one), addLoop() {}, leaveOut() {} })
    return recorded
  } finally {
    await server.stop()
    remove()
    callOff()
  }
}
