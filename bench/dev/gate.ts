/**
 * Holds the gate for CI many times on this machine, in turn over code that is as it was and over code of which one strategy was made
 * slower by 20 %: how often is it red where it should be, and green where it should be? `npm run bench:gate -- [runs] [strategies]
 * [--quick] [--set path=value]`
 */
import { parseArgs } from 'node:util'
import { EXIT } from '../cli/exit-code.ts'
import { DEFAULT_CONDITION, formatCondition } from '../judge/gate/condition.ts'
import { type Gate, isSettled, type JudgedGate } from '../judge/gate/gate.ts'
import { judgeGate } from '../judge/gate/judge-gate.ts'
import { withOldVariants } from '../run/local/revisions/old-variants.ts'
import { closingSentence, outcomeOf } from '../judge/gate/outcome.ts'
import { race } from '../run/local/race.ts'
import { estimateBlockMs, type Plan, planOf } from '../plan/plan.ts'
import { formatDuration } from '../report/format.ts'
import { readScenario } from '../scenario/file.ts'
import { wilsonInterval } from '../statistics/wilson.ts'
import type { Trial } from '../trial/trial.ts'

const SENSITIVITY_CHECK = 0.2
/** Of 20: the least that is to be red with so much planted, and green without. */
const MIN_RED = 18 / 20
const MIN_GREEN = 19 / 20
/** What the variants that stand for the code before the change are marked by. */
const BEFORE = 'before'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { quick: { type: 'boolean' }, set: { type: 'string', multiple: true } },
})
const [wanted = '20', names = 'sequential,pipelined'] = positionals
const runs = Number(wanted)
const { quick = false, set = [] } = values
if (!(Number.isInteger(runs) && runs > 0)) {
  console.error(
    `expected [runs] [strategies] [--quick] [--set path=value], got ${process.argv.slice(2).join(' ')}; such as: npm run bench:gate -- 20 sequential,pipelined`,
  )
  process.exit(EXIT.usage)
}

const gate: Gate = {
  against: { is: 'revision', revision: BEFORE, unknown: [] },
  conditions: [DEFAULT_CONDITION],
}
const slower = planFor(0).variants.find(({ role }) => role === 'candidate')!.name
await describe()

const red: boolean[] = []
const green: boolean[] = []
for (let run = 1; run <= runs; run++) {
  const changed = await hold(planFor(run, SENSITIVITY_CHECK))
  // The others are as they were, and must not be taken for slower.
  red.push(changed.changes.every(({ strategy, outcome }) => (outcome === 'regression') === (strategy === slower)))
  tellRun(run, `${slower} ${SENSITIVITY_CHECK * 100} % slower`, changed, red.at(-1)! ? 'red' : 'NOT RED')
  const same = await hold(planFor(run))
  green.push(outcomeOf(same) === 'pass')
  tellRun(run, 'nothing changed', same, green.at(-1)! ? 'green' : 'NOT GREEN')
}

tellShare(`Red with ${SENSITIVITY_CHECK * 100} % planted`, red, MIN_RED)
tellShare('Green with nothing changed', green, MIN_GREEN)

/** Both codes are this one: what is planted is then all that differs. */
function planFor(run: number, slowedBy = 0): Plan {
  const plan = planOf(readScenario('demo', [`strategies=[${names}]`, `world.seed=${100 + run}`, ...set]), { quick })
  const known = plan.variants.map(({ strategy }) => strategy)
  const { variants } = withOldVariants(plan, { revision: BEFORE, strategies: known })
  return {
    ...plan,
    variants:
      slowedBy === 0
        ? variants
        : variants.map((variant) => (variant.name === slower ? { ...variant, slowedBy } : variant)),
  }
}

async function hold(plan: Plan): Promise<JudgedGate> {
  const trials: Trial[] = []
  const events = {
    ended: (trial: Trial) => trials.push(trial),
    goOn: () => !isSettled(judgeGate(trials, gate)),
  }
  await race(plan, events, new AbortController().signal)
  return judgeGate(trials, gate)
}

async function describe(): Promise<void> {
  const plan = planFor(0)
  const [least, most] = [plan.looks[0]!.blocks, plan.looks.at(-1)!.blocks]
  const blockMs = await estimateBlockMs(plan)
  console.log(
    `${runs} gates with ${SENSITIVITY_CHECK * 100} % planted in ${slower} and ${runs} without, on "${formatCondition(DEFAULT_CONDITION)}"; each ${plan.variants.length} arms of demo, ${least === most ? least : `${least} to ${most}`} forks: about ${formatDuration(2 * runs * least * blockMs)}${least === most ? '' : ` to ${formatDuration(2 * runs * most * blockMs)}`} in all.`,
  )
}

function tellRun(run: number, what: string, judged: JudgedGate, word: string): void {
  const { blocks } = judged.changes.find(({ change }) => change)?.change ?? { blocks: 0 }
  console.log(`${run}, ${what}: ${word} at ${blocks} forks. ${closingSentence(judged)}`)
}

function tellShare(what: string, hits: readonly boolean[], least: number): void {
  const count = hits.filter(Boolean).length
  const { low, high } = wilsonInterval(count, hits.length)
  const percent = (share: number) => `${(share * 100).toFixed(0)} %`
  console.log(
    `${what}: ${count} of ${hits.length} (Wilson 95 %: ${percent(low)} to ${percent(high)}; wanted: ${percent(least)}).`,
  )
  if (count / hits.length < least) process.exitCode = EXIT.thresholdFailed
}
