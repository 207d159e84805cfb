/**
 * Whether a quick benchmark of each example of an own job can be trusted on this machine: how often its A/A check is equivalent, its slowed copy
 * is found, and all variants send the same. `npm run bench:examples -- [benchmarks] [examples...]`. Exit code 3: a target is missed.
 */
import { join } from 'node:path'
import { summarize } from '../judge/comparison/summarize.ts'
import { recommendedIn } from '../judge/comparison/recommendation.ts'
import { aaCheckText, sensitivityCheckText } from '../report/messages/controls.ts'
import { formatDuration } from '../report/format.ts'
import { raceTrials } from '../run/local/race.ts'
import { planOf } from '../plan/plan.ts'
import { readScenario } from '../scenario/file.ts'
import { median } from '../statistics/quantile.ts'
import { expectMet, runTool, untilInterrupted, wholeNumber } from './harness/harness.ts'

const EXAMPLES = ['orders', 'parcels']
/** Of all benchmarks of an example: 19 of 20. */
const MIN_SHARE = 0.95
/** What a quick benchmark may take. */
const MAX_MS = 180_000

interface Ended {
  readonly isEquivalent: boolean
  readonly isFound: boolean
  readonly isSame: boolean
  readonly recommended: string
  readonly tookMs: number
}

async function measureExample(name: string, count: number, signal: AbortSignal): Promise<void> {
  const ended: Ended[] = []
  for (let seed = 1; seed <= count; seed++) {
    const one = await benchmark(name, seed, signal)
    if (!one) return
    ended.push(one)
  }
  const shares = {
    'A/A check equivalent': ended.filter(({ isEquivalent }) => isEquivalent).length,
    'slowed copy found': ended.filter(({ isFound }) => isFound).length,
    'all variants send the same': ended.filter(({ isSame }) => isSame).length,
  }
  for (const [what, found] of Object.entries(shares)) {
    const isMet = found >= MIN_SHARE * count
    expectMet(isMet)
    console.log(`${name}: ${what} in ${found} of ${count} benchmarks: ${isMet ? 'met' : 'missed'}.`)
  }
  const times = ended.map(({ tookMs }) => tookMs)
  const isQuick = median(times) <= MAX_MS
  expectMet(isQuick)
  console.log(
    `${name}: ${formatDuration(median(times))} each (median), ${formatDuration(Math.max(...times))} at most: ${isQuick ? 'met' : 'missed'}.`,
  )
  const winners = Map.groupBy(ended, ({ recommended }) => recommended)
  console.log(`${name}: recommended ${Array.from(winners, ([one, all]) => `${one} ${all.length}`).join(', ')}.`)
}

async function benchmark(name: string, seed: number, signal: AbortSignal): Promise<Ended | undefined> {
  const file = join(import.meta.dirname, '../../examples', name, `${name}.yaml`)
  const beganMs = performance.now()
  const trials = await raceTrials(planOf(readScenario(file, [`world.seed=${seed}`]), { quick: true }), { signal })
  if (signal.aborted) return undefined
  const tookMs = performance.now() - beganMs
  const result = summarize(trials)
  const recommended = recommendedIn(result) ?? result.recommendation.code
  console.error(
    `${name}, seed ${seed}: ${recommended}, ${formatDuration(tookMs)}; A/A check ${aaCheckText(result)}; sensitivity check ${sensitivityCheckText(result)}`,
  )
  return {
    isEquivalent: result.aaCheck.code === 'passed',
    isFound: result.sensitivityCheck.code === 'found',
    isSame: result.deliveries.same,
    recommended,
    tookMs,
  }
}

await runTool('bench:examples', 'Whether quick benchmarks of the examples can be trusted on this machine', (tool) =>
  tool
    .argument('[benchmarks]', 'benchmarks of each example', wholeNumber('[benchmarks]'), 20)
    .argument('[examples...]', 'which of them', EXAMPLES)
    .action((count: number, examples: readonly string[]) =>
      untilInterrupted('Stopping: what is unfinished is not counted.', async (signal) => {
        for (const name of examples) if (!signal.aborted) await measureExample(name, count, signal)
      }),
    ),
)
