/**
 * Whether a strategy that is truly slower by a known share is found to be, in whole benchmarks with all their looks: `npm run bench:power --
 * [benchmarks]`. Each has the reference, a copy of it that was made slower and stands as a candidate, and the two controls that every
 * benchmark has. Exit code 3: a target missed.
 */
import { aaCheckText, sensitivityCheckText } from '../report/messages/controls.ts'
import { strategies } from '../../strategies/index.ts'
import { type Bar, barsOf, type EndedBenchmark, HELD_EFFECTS, MAX_FOUND_MS } from '../judge/calibration/power-bars.ts'
import { raceTrials } from '../run/local/race.ts'
import { type Plan, planOf } from '../plan/plan.ts'
import { formatDuration, formatRatio } from '../report/format.ts'
import { isSettled } from '../judge/comparison/stopping.ts'
import { summarize } from '../judge/comparison/summarize.ts'
import { readScenario } from '../scenario/file.ts'
import { slowedName } from '../plan/schedule.ts'
import { median } from '../statistics/quantile.ts'
import { expectMet, runTool, wholeNumber } from './harness/harness.ts'

const COPY = 'a copy'

async function measureEffects(count: number): Promise<void> {
  for (const share of HELD_EFFECTS) {
    const ended: EndedBenchmark[] = []
    for (let number = 1; number <= count; number++)
      ended.push(await benchmark(share, number, `${slowedName(share)}, benchmark ${number} of ${count}`))
    const counts = Array.from(
      Map.groupBy(ended, ({ verdict }) => verdict),
      ([verdict, all]) => `${verdict} ${all.length}`,
    )
    const times = ended.map(({ tookMs }) => tookMs)
    console.log(
      `${slowedName(share)}: of ${count} benchmarks ${counts.join(', ')}; ${formatDuration(median(times))} each (median), ${formatDuration(Math.max(...times))} at most.`,
    )
    for (const bar of barsOf(share, ended)) {
      console.log(`${slowedName(share)} ${describeBar(bar)}`)
      expectMet(bar.isMet)
    }
  }
}

function describeBar({ code, count, of, interval: { low, high }, wanted, isMet }: Bar): string {
  const what = {
    'found-in-time': `found within ${MAX_FOUND_MS / 1000} s`,
    'size-left-open': 'ends as "slower, size unsure" or "undecided"',
    'called-equivalent': 'called equivalent',
    'called-faster': 'called faster',
  }[code]
  const interval = `Wilson 95%: ${percent(low)} to ${percent(high)}`
  return `${what}: ${count} of ${of} benchmarks (${interval}; wanted: ${describeWanted(code, wanted)}): ${isMet ? 'met' : 'missed'}.`
}

function describeWanted(code: Bar['code'], wanted: Bar['wanted']): string {
  if ('most' in wanted) return wanted.most === 0 ? 'none' : `at most ${percent(wanted.most)}`
  const least = `at least ${percent(wanted.least)}`
  return code === 'size-left-open' ? `${least}, those called equivalent among them` : least
}

function percent(share: number): string {
  return `${(share * 100).toFixed(0)}%`
}

async function benchmark(share: number, seed: number, what: string): Promise<EndedBenchmark> {
  const beganMs = performance.now()
  const trials = await raceTrials(planFor(share, seed), { goOn: (soFar) => !isSettled(summarize(soFar)) })
  const tookMs = performance.now() - beganMs
  const result = summarize(trials)
  const { variants, blocks } = result
  const copy = variants.find(({ variant }) => variant === COPY)!
  const verdict = copy.verdict?.code ?? 'inconclusive'
  console.error(
    `${what}: ${verdict} at ${blocks} processes, ${formatRatio(copy)}, ${formatDuration(tookMs)}; A/A check ${aaCheckText(result)}; sensitivity check ${sensitivityCheckText(result)}`,
  )
  return { verdict, tookMs }
}

function planFor(share: number, seed: number): Plan {
  const plan = planOf(readScenario('demo', ['variants=[sequential]', `world.seed=${seed}`]), { quick: false })
  const [reference, ...controls] = plan.variants
  const copy = { name: COPY, strategy: 'sequential', order: strategies.sequential, slowedBy: share } as const
  return { ...plan, variants: [reference!, { ...copy, role: 'candidate' }, ...controls] }
}

await runTool('bench:power', 'How often a known slowdown is found, in whole benchmarks with all their looks', (tool) =>
  tool.argument('[benchmarks]', 'benchmarks of each slowdown', wholeNumber('[benchmarks]'), 20).action(measureEffects),
)
