/**
 * Runs the gate for CI many times on a machine that another process keeps busy, in turn over code that is as it was and over code of which one
 * strategy was made slower by 30%: does it fail where nothing has changed, does it pass where something has, and how often can it not judge,
 * why? The world is that of the demo with delays five times as long, which a mock server can keep beside a busy process. `npm run bench:gate -- [--runs N] [--first N] [--minutes N] [--strategies A,B] [--idle] [--quick] [--set path=value]`; exit code 3: a
 * target is missed.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { planFor } from '../judge/gate/checks.ts'
import { DEFAULT_CONDITION, formatCondition } from '../judge/gate/condition.ts'
import { type Gate, isSettled, type JudgedGate } from '../judge/gate/gate.ts'
import { judgeGate } from '../judge/gate/judge-gate.ts'
import { outcomeOf } from '../judge/gate/outcome.ts'
import { summarize } from '../judge/comparison/summarize.ts'
import { raceTrials } from '../run/local/race.ts'
import { withOldVariants } from '../run/local/revisions/old-variants.ts'
import { closingText } from '../report/sentences/gate-outcome.ts'
import { ENGLISH } from '../report/messages/en.ts'
import { formatDuration } from '../report/format.ts'
import { setting } from '../cli/options.ts'
import { isSelectable } from '../plan/schedule.ts'
import { type Plan, planOf } from '../plan/plan.ts'
import { estimateBlockMs } from '../run/local/estimate.ts'
import { readScenario } from '../scenario/file.ts'
import { wilsonInterval } from '../statistics/wilson.ts'
import { atExit } from '../io/at-exit.ts'
import { checkTargets, runTool, wholeNumber } from './harness/harness.ts'

const SLOWED_BY = 0.3
const LONGER_DELAYS = ['world.fetchDelay.medianMs=15', 'world.notifyDelay.medianMs=10']
/** Of all gates, at most this share may end with "cannot judge": 4 of 40. */
const MAX_UNJUDGED = 0.1
/** How often a gate may be red by chance; what is left of it over many gates. */
const ALPHA = 0.05
/** What the variants that stand for the code before the change are marked by. */
const BEFORE = 'before'

const GATE: Gate = {
  against: { is: 'revision', revision: BEFORE, unknown: [] },
  conditions: [DEFAULT_CONDITION],
}

interface GateOptions {
  readonly runs: number
  readonly first: number
  readonly minutes?: number
  readonly strategies: string
  readonly idle?: boolean
  readonly quick?: boolean
  readonly set?: readonly string[]
}

async function runGates({ runs, first, minutes = Infinity, ...options }: GateOptions): Promise<void> {
  const { strategies, idle = false, quick = false, set = [] } = options
  const scenarioFor = (run: number) =>
    readScenario('demo', [
      `variants=[${strategies}]`,
      `reference=${strategies.split(',')[0]!.trim()}`,
      `world.seed=${100 + run}`,
      ...LONGER_DELAYS,
      ...set,
    ])
  const planOfRun = (run: number) => withBefore(planFor(planOf(scenarioFor(run), { quick }), GATE.conditions))
  const slower = planOfRun(first).variants.findLast(({ role }) => isSelectable(role))!.strategy
  await describe(planOfRun(first), runs, { slower, idle })

  const clean: JudgedGate[] = []
  const slowed: JudgedGate[] = []
  const untilMs = performance.now() + minutes * 60_000
  for (let run = first; run < first + runs && performance.now() < untilMs; run++) {
    slowed.push(await judge(`${run}, ${slower} slowed`, slowedDown(planOfRun(run), slower), idle))
    clean.push(await judge(`${run}, clean`, planOfRun(run), idle))
  }
  const all = [...clean, ...slowed]
  for (const [cause, count] of causesOf(all)) console.log(`Could not judge: ${count} of ${all.length}, ${cause}`)
  const outcomes = (judged: readonly JudgedGate[], wanted: string) =>
    judged.filter((one) => outcomeOf(one) === wanted).length
  const falseAlarms = outcomes(clean, 'regression')
  console.log(
    `Clean: ${outcomes(clean, 'pass')} of ${clean.length} passed. Slowed: ${outcomes(slowed, 'regression')} of ${slowed.length} failed.`,
  )
  checkTargets([
    {
      what: `of clean gates red (${falseAlarms} of ${clean.length}; lower end of the 95% Wilson interval)`,
      measured: wilsonInterval(falseAlarms, clean.length).low,
      atMost: ALPHA,
    },
    { what: 'slowed gates passed', measured: outcomes(slowed, 'pass'), atMost: 0 },
    {
      what: `of ${all.length} gates could not judge`,
      measured: outcomes(all, 'cannot-judge'),
      atMost: Math.ceil(MAX_UNJUDGED * all.length),
    },
  ])
}

/** Both codes are this one: the slow-down is then all that differs. */
function withBefore(plan: Plan): Plan {
  return withOldVariants(plan, { revision: BEFORE, strategies: plan.variants.map(({ strategy }) => strategy) })
}

/** A change of a strategy: every variant that runs its code of today, copies of the reference too, takes so much longer. */
function slowedDown(plan: Plan, changed: string): Plan {
  return {
    ...plan,
    variants: plan.variants.map((variant) => {
      const { strategy, role, slowedBy = 0 } = variant
      if (strategy !== changed || role === 'baseline') return variant
      return { ...variant, slowedBy: (1 + slowedBy) * (1 + SLOWED_BY) - 1 }
    }),
  }
}

async function judge(what: string, plan: Plan, idle: boolean): Promise<JudgedGate> {
  const beganMs = performance.now()
  const measure = () => raceTrials(plan, { goOn: (soFar) => !isSettled(judgeGate(soFar, GATE)) })
  const trials = idle ? await measure() : await besideBusyProcess(measure)
  const judged = judgeGate(trials, GATE)
  const took = formatDuration(performance.now() - beganMs)
  const lag = Math.max(...summarize(trials).variants.map(({ mockServerLag = 1 }) => mockServerLag))
  console.log(
    `${what}: ${outcomeOf(judged)} at ${judged.blocks ?? 0} processes, ${took}, mock-server lag up to ${lag.toFixed(2)}. ${closingText(judged, ENGLISH)}`,
  )
  return judged
}

/** No gate takes longer; the process ends then by itself, whatever becomes of this one. */
const MAX_BUSY_MS = 30 * 60_000

/** Does work beside another process that wants a processor all the time, until the work is done or this process has gone. */
async function besideBusyProcess<T>(work: () => Promise<T>): Promise<T> {
  const script = `const end = Date.now() + ${MAX_BUSY_MS}; while (Date.now() < end && process.ppid === ${process.pid});`
  const busy = spawn(process.execPath, ['--eval', script], { stdio: 'ignore' })
  const ended = once(busy, 'exit')
  const callOff = atExit(() => busy.kill('SIGKILL'))
  try {
    return await work()
  } finally {
    callOff()
    busy.kill('SIGKILL')
    await ended
  }
}

async function describe(
  plan: Plan,
  runs: number,
  { slower, idle }: { readonly slower: string; readonly idle: boolean },
): Promise<void> {
  const looks = [...new Set([plan.looks[0]!.blocks, plan.looks.at(-1)!.blocks])]
  const blockMs = await estimateBlockMs(plan)
  const took = looks.map((blocks) => formatDuration(2 * runs * blocks * blockMs))
  console.log(
    `${runs} gates with ${slower} slowed by ${SLOWED_BY * 100}% and ${runs} without, on "${formatCondition(DEFAULT_CONDITION)}"${idle ? '' : ', on a machine that another process keeps busy'}; each ${plan.variants.length} variants of ${plan.scenario.name}, ${looks.join(' to ')} processes of each: about ${took.join(' to ')} in all.`,
  )
}

/** Why gates could not judge, and how many of them; a gate with two causes counts for its first one. */
function causesOf(all: readonly JudgedGate[]): Map<string, number> {
  const causes = all.flatMap((judged) => {
    if (outcomeOf(judged) !== 'cannot-judge') return []
    const { reason, change } = judged.changes.find(({ outcome }) => outcome === 'cannot-judge')!
    const check = reason && 'check' in reason ? `, ${Object.keys(reason.check)[0]}` : ''
    return `${reason?.code}${check}${change ? '' : ', nothing measured'}`
  })
  return new Map(
    Array.from(
      Map.groupBy(causes, (cause) => cause),
      ([cause, own]) => [cause, own.length],
    ),
  )
}

await runTool('bench:gate', 'How often the gate for CI is right on a busy machine', (tool) =>
  tool
    .option('--runs <number>', 'gates with the slowdown, and as many without', wholeNumber('--runs'), 20)
    .option('--first <number>', 'the number of the first, so that others can follow later', wholeNumber('--first'), 1)
    .option('--minutes <number>', 'begin no further gate after so long', wholeNumber('--minutes'))
    .option('--strategies <names>', 'the reference and its candidates, the last of which is slowed down', 'pipelined')
    .option('--idle', 'without another process that keeps the machine busy')
    .option('--quick', 'one interim analysis, at 6 processes, instead of up to three at 6, 12 and 24')
    .addOption(setting())
    .action(runGates),
)
