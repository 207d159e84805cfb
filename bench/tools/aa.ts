/**
 * Compares identical strategies with each other, many times, on this machine: how often are they called different? The
 * honest answer to whether the verdicts of the other benchmarks can be believed. `npm run bench:aa -- [comparisons] [strategy]`
 */
import { strategies, type StrategyName } from '../../strategies/index.ts'
import { race } from '../local/race.ts'
import { planOf } from '../plan.ts'
import { readScenario } from '../scenario-file.ts'
import type { Arm } from '../schedule.ts'
import { ratioOverForks } from '../statistics/fork-ratio.ts'
import { median } from '../statistics/quantile.ts'
import { wilsonInterval } from '../statistics/wilson.ts'
import type { Trial } from '../trial.ts'
import { judgeRatio } from '../verdict.ts'

const PAIRS = 10
const FORKS = 6
const ALPHA = 0.05
const MARGIN = 0.05

const [wanted = '100', name = 'pipelined'] = process.argv.slice(2)
const comparisons = Math.ceil(Number(wanted) / PAIRS) * PAIRS
if (!(comparisons > 0) || !(name in strategies)) {
  console.error(
    `expected [comparisons] [strategy], got ${process.argv.slice(2).join(' ')}; such as: npm run bench:aa -- 100 pipelined`,
  )
  process.exit(1)
}
const strategy = name as StrategyName
const arms = Array.from({ length: 2 * PAIRS }, (_, index): Arm => ({
  name: `copy ${index}`,
  strategy,
  role: 'candidate',
}))

let different = 0
let equivalent = 0
const halfWidths: number[] = []
console.log(
  `${comparisons} comparisons of ${strategy} with itself: ${PAIRS} pairs at a time, ${FORKS} forks of 6 rounds of demo, 95 % intervals.`,
)
for (let done = 0; done < comparisons; done += PAIRS) {
  const scenario = readScenario('demo', [`world.seed=${100 + done}`, `reference=${strategy}`])
  const trials: Trial[] = []
  const plan = { ...planOf(scenario, { quick: true }), arms, looks: [{ forks: FORKS, alpha: ALPHA }] }
  await race(plan, { ended: (trial) => trials.push(trial), goOn: () => false }, new AbortController().signal)
  const broken = trials.find(({ faults }) => faults.length > 0)
  if (broken) throw new Error(`a run failed: ${broken.faults[0]}`)
  for (let pair = 0; pair < PAIRS; pair++) {
    const estimate = ratioOverForks(logRatios(trials, `copy ${2 * pair}`, `copy ${2 * pair + 1}`), ALPHA)
    if (estimate.low > 1 || estimate.high < 1) different++
    if (judgeRatio(estimate, MARGIN, true).word === 'equivalent') equivalent++
    halfWidths.push(Math.log(estimate.high / estimate.low) / 2)
  }
  console.error(`${done + PAIRS} of ${comparisons}: ${different} called different so far`)
}
const { low, high } = wilsonInterval(different, comparisons)
console.log(`Called different: ${different} of ${comparisons} (${percent(different / comparisons)}; Wilson 95 %: ${percent(low)} to ${percent(high)}; nominal 5 %).
Called equivalent within 5 %: ${equivalent} of ${comparisons}. Median half-width of the intervals: ${percent(median(halfWidths))}.`)
if (low > ALPHA) {
  console.log('Identical strategies are called different too often: do not believe small differences on this machine.')
  process.exitCode = 5
}

function logRatios(trials: readonly Trial[], reference: string, candidate: string): number[][] {
  const measured = trials.filter(({ phase, arm }) => phase === 'measured' && (arm === reference || arm === candidate))
  return Array.from(Map.groupBy(measured, ({ fork }) => fork).values(), (members) =>
    Array.from(Map.groupBy(members, ({ round }) => round).values(), (pair) => {
      const timeOf = (arm: string) => pair.find((trial) => trial.arm === arm)!.makespanMs
      return Math.log(timeOf(candidate) / timeOf(reference))
    }),
  )
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`
}
