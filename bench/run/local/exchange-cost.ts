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
import type { ExchangeCost, TypicalExchanges } from '../../scenario/learn/exchange-cost.ts'
import type { SourceExchange } from '../../scenario/learn/observations.ts'
import { readRecording } from '../../scenario/learn/recording.ts'
import type { ScenarioWorld } from '../../scenario/scenario.ts'
import { median } from '../../statistics/quantile.ts'
import type { RepeatedJob } from './exchange-cost-child.ts'
import { startWorld } from './world.ts'

/** Items of a run, and runs: the first is a warm-up. */
const ITEMS = 24
const RUNS = 6
/** Longer delays cost time and change nothing: by then both sides sleep. */
const MAX_DELAY_MS = 20
/** Some ten times what it takes. */
const PATIENCE_MS = 60_000

const CHILD = moduleBeside('./exchange-cost-child', import.meta.url)
const PRELOAD = new URL('../../recorder/preload.cjs', import.meta.url)

/**
 * Measures what an exchange takes on this machine beside its delay: a process does a job one item at a time against a mock server whose delays
 * are known, under the recorder. Takes some 3 s. Rejects where that does not work.
 */
export async function measureExchangeCost(typical: TypicalExchanges, signal?: AbortSignal): Promise<ExchangeCost> {
  const world = worldLike(typical)
  const recorded = await record(world, signal)
  const [fetches, posts] = ['fetch', 'notify'].map((to) => recorded.filter((one) => one.to === to && !one.failed))
  const overMs = (of: readonly SourceExchange[], delay: ScenarioWorld['fetchDelay']) =>
    medianOr0(of.map(({ delayMs }) => delayMs - (delay.model === 'constant' ? delay.ms : 0)))
  return {
    answerMs: overMs(fetches!.slice(ITEMS), world.fetchDelay),
    bodyMs: medianOr0(fetches!.slice(ITEMS).map(({ bodyMs = 0 }) => bodyMs)),
    connectMs: medianOr0(fetches!.flatMap(({ connectMs }) => connectMs ?? [])),
    postMs: overMs(posts!, world.notifyDelay),
  }
}

function worldLike({ hosts, delayMs, postDelayMs, bytes }: TypicalExchanges): ScenarioWorld {
  const constant = (ms: number) => ({ model: 'constant' as const, ms: Math.min(ms, MAX_DELAY_MS) })
  return worldSchema.parse({
    seed: 1,
    items: { count: ITEMS, bytes: Math.round(servableBytes(bytes)), dueShare: 0.5 },
    fetchDelay: constant(delayMs),
    notifyDelay: constant(postDelayMs),
    hosts,
  })
}

/** Never below zero: a cost is not a gain. */
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
