/**
 * What measuring itself adds to a run: a job without feeds, interleaved with real ones in the same warm process, has nothing to do,
 * so that all it takes is overhead. `npm run bench:overhead`
 */
import { strategies } from '../../strategies/index.ts'
import type { ChildReply, ChildRequest } from '../run/local/messages.ts'
import { PATIENCE } from '../run/local/patience.ts'
import { startPeer } from '../run/local/process.ts'
import { jobOf } from '../run/local/jobs.ts'
import { setupOf } from '../run/local/variant-process.ts'
import { startWorld } from '../run/local/world.ts'
import { readScenario } from '../scenario/file.ts'
import { type Variant, variantsOf, isSelectable } from '../plan/schedule.ts'
import { median, quantile } from '../statistics/quantile.ts'
import { printTable, runTool } from './harness/harness.ts'
import { type Interleaved, interleave, placeOf } from './harness/interleave.ts'

const WARM_UPS = 8
const ITERATIONS = 40

const SCENARIO = readScenario('demo', [`variants=[${Object.keys(strategies).join()}]`])

async function measureAll(): Promise<void> {
  const server = await startWorld(SCENARIO.world)
  const rows: string[][] = []
  for (const variant of variantsOf(SCENARIO).filter(({ role }) => isSelectable(role))) {
    const { real, empty } = await measure(variant, server.origin())
    const share = median(empty) / median(real)
    rows.push([
      variant.name,
      median(real).toFixed(1),
      median(empty).toFixed(3),
      quantile(empty, 0.95).toFixed(3),
      `${(share * 100).toFixed(2)}%`,
    ])
  }
  await server.stop()
  console.log(`${ITERATIONS} iterations of demo, each with a real job and an empty one; medians in milliseconds.`)
  printTable(['strategy', 'real job', 'empty job', '95th percentile', 'empty/real'], rows, [1, 2, 3, 4])
}

async function measure(variant: Variant, origin: string): Promise<Interleaved<'real' | 'empty', number>> {
  const child = startPeer<ChildRequest, ChildReply>(new URL('../run/local/child.ts', import.meta.url), {
    called: variant.name,
    isMeasured: true,
  })
  const limit = { withinMs: SCENARIO.client.runTimeoutMs + PATIENCE.graceMs }
  const run = async (kind: 'real' | 'empty', iteration: number) => {
    const job = jobOf(SCENARIO, origin, placeOf(iteration))
    const request = { is: 'run', job: kind === 'real' ? job : { ...job, feeds: [] } } as const
    return (await child.ask<ChildReply & { is: 'ran' }>(request, limit)).makespanMs
  }
  try {
    await child.ask({ is: 'open', setup: setupOf(SCENARIO, variant) }, { withinMs: PATIENCE.startMs })
    return await interleave(['real', 'empty'], run, { iterations: ITERATIONS, warmUps: WARM_UPS })
  } finally {
    await child.stop()
  }
}

await runTool('bench:overhead', 'What measuring itself adds to a run', (tool) => tool.action(measureAll))
