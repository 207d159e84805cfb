/**
 * Runs the gate for CI many times on this machine, in turn over code that is as it was and over code of which one strategy was made slower
 * by 20%: how often does it fail where it should, and pass where it should? `npm run bench:gate -- [runs] [strategies] [--quick]
 * [--set path=value]`; exit code 3: less often than it has to.
 */
import { DEFAULT_CONDITION, formatCondition } from '../judge/gate/condition.ts'
import { type Gate, isSettled, type JudgedGate } from '../judge/gate/gate.ts'
import { judgeGate } from '../judge/gate/judge-gate.ts'
import { raceTrials } from '../run/local/race.ts'
import { withOldVariants } from '../run/local/revisions/old-variants.ts'
import { outcomeOf } from '../judge/gate/outcome.ts'
import { closingText } from '../report/sentences/gate-outcome.ts'
import { ENGLISH } from '../report/messages/en.ts'
import { setting } from '../cli/options.ts'
import { type Plan, planOf } from '../plan/plan.ts'
import { estimateBlockMs } from '../run/local/estimate.ts'
import { formatDuration } from '../report/format.ts'
import { asPercent } from '../report/messages/formats.ts'
import { readScenario } from '../scenario/file.ts'
import { wilsonInterval } from '../statistics/wilson.ts'
import { expectMet, runTool, wholeNumber } from './harness/harness.ts'

const SENSITIVITY_CHECK = 0.2
/** Of 20: the least that has to fail with one variant slowed by so much, and to pass without. */
const MIN_FAILED = 18 / 20
const MIN_PASSED = 19 / 20
/** What the variants that stand for the code before the change are marked by. */
const BEFORE = 'before'

const GATE: Gate = {
  against: { is: 'revision', revision: BEFORE, unknown: [] },
  conditions: [DEFAULT_CONDITION],
}

interface GateOptions {
  readonly quick?: boolean
  readonly set: readonly string[]
}

async function runGates(runs: number, names: string, { quick = false, set }: GateOptions): Promise<void> {
  const scenarioFor = (run: number) => readScenario('demo', [`variants=[${names}]`, `world.seed=${100 + run}`, ...set])
  const planFor = (run: number) => withBefore(planOf(scenarioFor(run), { quick }))
  const slower = planFor(0).variants.find(({ role }) => role === 'candidate')!.name
  const slowedBy = `${SENSITIVITY_CHECK * 100}%`
  await describe(planFor(0), runs, `${slower} made ${slowedBy} slower`)

  const failed: boolean[] = []
  const passed: boolean[] = []
  for (let run = 1; run <= runs; run++) {
    const changed = await judge(slowedDown(planFor(run), slower))
    // The others are as they were, and must not be taken for slower.
    failed.push(changed.changes.every(({ strategy, outcome }) => (outcome === 'regression') === (strategy === slower)))
    printRun(`${run}, ${slower} ${slowedBy} slower: ${failed.at(-1)! ? 'red' : 'NOT RED'}`, changed)
    const same = await judge(planFor(run))
    passed.push(outcomeOf(same) === 'pass')
    printRun(`${run}, nothing changed: ${passed.at(-1)! ? 'green' : 'NOT GREEN'}`, same)
  }

  printShare(`Red with one ${slowedBy} slower`, failed, MIN_FAILED)
  printShare('Green with nothing changed', passed, MIN_PASSED)
}

/** Both codes are this one: the slow-down is then all that differs. */
function withBefore(plan: Plan): Plan {
  return withOldVariants(plan, { revision: BEFORE, strategies: plan.variants.map(({ strategy }) => strategy) })
}

function slowedDown(plan: Plan, name: string): Plan {
  return {
    ...plan,
    variants: plan.variants.map((variant) =>
      variant.name === name ? { ...variant, slowedBy: SENSITIVITY_CHECK } : variant,
    ),
  }
}

async function judge(plan: Plan): Promise<JudgedGate> {
  return judgeGate(await raceTrials(plan, { goOn: (trials) => !isSettled(judgeGate(trials, GATE)) }), GATE)
}

async function describe(plan: Plan, runs: number, slowedBy: string): Promise<void> {
  const looks = [...new Set([plan.looks[0]!.blocks, plan.looks.at(-1)!.blocks])]
  const blockMs = await estimateBlockMs(plan)
  const took = looks.map((blocks) => formatDuration(2 * runs * blocks * blockMs))
  console.log(
    `${runs} gates with ${slowedBy} and ${runs} without, on "${formatCondition(DEFAULT_CONDITION)}"; each ${plan.variants.length} variants of demo, ${looks.join(' to ')} processes of each: about ${took.join(' to ')} in all.`,
  )
}

function printRun(what: string, judged: JudgedGate): void {
  const { blocks } = judged.changes.find(({ change }) => change)?.change ?? { blocks: 0 }
  console.log(`${what} at ${blocks} processes. ${closingText(judged, ENGLISH)}`)
}

function printShare(what: string, hits: readonly boolean[], least: number): void {
  const count = hits.filter(Boolean).length
  const { low, high } = wilsonInterval(count, hits.length)
  console.log(
    `${what}: ${count} of ${hits.length} (Wilson 95%: ${asPercent(low)} to ${asPercent(high)}; wanted: ${asPercent(least)}).`,
  )
  expectMet(count / hits.length >= least)
}

await runTool('bench:gate', 'How often the gate for CI fails where it should, and passes where it should', (tool) =>
  tool
    .argument('[runs]', 'gates with the slowdown, and as many without', wholeNumber('[runs]'), 20)
    .argument(
      '[strategies]',
      'the reference and its candidates, the first of which is slowed down',
      'sequential,pipelined',
    )
    .option('--quick', 'one interim analysis, at 6 processes, instead of up to three at 6, 12 and 24')
    .addOption(setting())
    .action(runGates),
)
