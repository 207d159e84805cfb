/**
 * What a fresh process of each strategy takes until it is ready, and in its first run, of 12 feeds. `npm run bench:footprint -- [processes]`;
 * exit code 3: a target missed.
 */
import { strategies } from '../../strategies/index.ts'
import { isSelectable, variantsOf } from '../plan/schedule.ts'
import { jobOf } from '../run/local/jobs.ts'
import type { ChildReply, ChildRequest } from '../run/local/messages.ts'
import { PATIENCE } from '../run/local/patience.ts'
import { startPeer } from '../run/local/process.ts'
import { setupOf } from '../run/local/variant-process.ts'
import { startWorld, type WorldProcess } from '../run/local/world.ts'
import { readScenario } from '../scenario/file.ts'
import { type Summary, summaryOf } from '../statistics/summary.ts'
import { formatSummary } from '../report/format.ts'
import { checkTargets, printTable, runTool, wholeNumber } from './harness/harness.ts'
import { interleave, placeOf, timeMs } from './harness/interleave.ts'

const SCENARIO = readScenario('demo', [`variants=[${Object.keys(strategies).join()}]`])
const VARIANTS = variantsOf(SCENARIO).filter(({ role }) => isSelectable(role))

/** What one process took. */
interface FirstRun {
  readonly readyMs: number
  readonly makespanMs: number
  readonly cpuMs: number
  readonly peakRssBytes: number
}

async function firstRunOf(name: string, number: number, server: WorldProcess): Promise<FirstRun> {
  const variant = VARIANTS.find((one) => one.name === name)!
  const child = startPeer<ChildRequest, ChildReply>(new URL('../run/local/child.ts', import.meta.url), {
    called: name,
    isMeasured: true,
  })
  try {
    const open = { is: 'open', setup: setupOf(SCENARIO, variant) } as const
    const readyMs = await timeMs(() => child.ask(open, { withinMs: PATIENCE.startMs }))
    const place = placeOf(1, number)
    await server.reset(place)
    const run = { is: 'run', job: jobOf(SCENARIO, server.origin(), place) } as const
    const limit = { withinMs: SCENARIO.client.runTimeoutMs + PATIENCE.graceMs }
    return { readyMs, ...(await child.ask<ChildReply & { is: 'ran' }>(run, limit)) }
  } finally {
    await child.stop()
  }
}

async function measureAll(processes: number): Promise<void> {
  const server = await startWorld(SCENARIO.world)
  const firstRuns = await interleave(
    VARIANTS.map(({ name }) => name),
    (name, iteration) => firstRunOf(name, Math.max(1, iteration), server),
    // The first ones fill the system's cache of files, and that of compiled code.
    { iterations: processes, warmUps: 1 },
  ).finally(() => server.stop())
  const summary = (name: string, figure: (run: FirstRun) => number): Summary => summaryOf(firstRuns[name]!.map(figure))!
  const rssMb = ({ peakRssBytes }: FirstRun) => peakRssBytes / 1e6
  console.log(`${processes} fresh processes of each strategy, interleaved; medians and their intervals of 95%.`)
  printTable(
    ['strategy', 'ready after ms', 'first run ms', 'its CPU ms', 'peak RSS MB'],
    VARIANTS.map(({ name }) => [
      name,
      ...[
        ({ readyMs }: FirstRun) => readyMs,
        ({ makespanMs }: FirstRun) => makespanMs,
        ({ cpuMs }: FirstRun) => cpuMs,
        rssMb,
      ].map((figure) => formatSummary(summary(name, figure))),
    ]),
    [1, 2, 3, 4],
  )
  checkTargets([
    { what: 'MB of peak memory, pipelined', measured: summary('pipelined', rssMb), atMost: 100 },
    {
      what: 'ms of the first run, worker-threads',
      measured: summary('worker-threads', ({ makespanMs }) => makespanMs),
      atMost: 200,
    },
  ])
}

await runTool('bench:footprint', 'What a fresh process takes, and its first run', (tool) =>
  tool
    .argument('[processes]', 'fresh processes of each strategy', wholeNumber('[processes]', 6), 20)
    .action(measureAll),
)
