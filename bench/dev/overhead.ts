/**
 * What the harness itself adds to a run: a job without feeds, put between real ones in the same warm process, has nothing to do,
 * so that whatever it takes is the harness's. `npm run bench:overhead`
 */
import { addressesOf, type Place, WORLD_WINDOW } from '../../mock-server/world.ts'
import { strategies, type StrategyName } from '../../strategies/index.ts'
import type { ChildReply, ChildRequest } from '../run/local/messages.ts'
import { PATIENCE } from '../run/local/patience.ts'
import { startPeer } from '../run/local/process.ts'
import { startWorld } from '../run/local/world.ts'
import { readScenario } from '../scenario/file.ts'
import { quantile } from '../statistics/quantile.ts'

const WARM_UPS = 8
const ITERATIONS = 40

const { world, limits, check, client } = readScenario('demo')
const runLimit = { withinMs: client.runTimeoutMs + PATIENCE.graceMs }
const server = await startWorld(world)
console.log(
  `Medians of ${ITERATIONS} rounds of demo, each a real job, then an empty one; milliseconds (95th percentile).`,
)
for (const strategy of Object.keys(strategies) as StrategyName[]) {
  const child = startPeer<ChildRequest, ChildReply>(new URL('../run/local/child.ts', import.meta.url), {
    called: strategy,
  })
  const setup = { strategy, limits, check, ...client, dnsDelayMs: 0, manyHosts: false }
  await child.ask({ is: 'open', setup }, { withinMs: PATIENCE.startMs })
  const run = async (place: Place, feeds: number) => {
    const addresses = addressesOf(world, server.origin(), place)
    const list = addresses.feeds.slice(0, feeds).map((url, index) => ({ id: `feed ${index}`, url }))
    const job = { feeds: list, window: WORLD_WINDOW, slackUrl: addresses.slack }
    const { makespanMs } = await child.ask<ChildReply & { is: 'ran' }>({ is: 'run', job }, runLimit)
    return makespanMs
  }
  for (let warmUp = 1; warmUp <= WARM_UPS; warmUp++) await run(`f1/w${warmUp}`, world.feeds.count)
  const real: number[] = []
  const empty: number[] = []
  for (let iteration = 1; iteration <= ITERATIONS; iteration++) {
    real.push(await run(`f1/r${iteration}`, world.feeds.count))
    empty.push(await run(`f1/r${iteration}`, 0))
  }
  const [job, nothing] = [quantile(real, 0.5), quantile(empty, 0.5)]
  const share = ((nothing / job) * 100).toFixed(2)
  console.log(
    `${strategy.padEnd(15)} real job ${job.toFixed(1)}  empty job ${nothing.toFixed(3)} (${quantile(empty, 0.95).toFixed(3)}), ${share} % of the real one`,
  )
  await child.stop()
}
await server.stop()
