import { hodgesLehmann } from '../statistics/hodges-lehmann.ts'
import { ratioOverForks } from '../statistics/fork-ratio.ts'
import { tukeyOutliers } from '../statistics/outliers.ts'
import { median } from '../statistics/quantile.ts'
import { summaryOf } from '../statistics/summary.ts'
import { wilsonInterval } from '../statistics/wilson.ts'
import { candidatesOf, GUARD } from '../schedule.ts'
import type { Trial } from '../trial.ts'
import { isComparison, judgeRatio, type Verdict, withheld } from '../verdict.ts'
import { adviseOn } from './advice.ts'
import { type Unit, unitOf } from './format.ts'
import { lambdaResult } from './lambda.ts'
import { countedRounds, lookOf, type Round, voidsOf } from './rounds.ts'
import { tracingResult } from './tracing.ts'
import { perUnit } from './units.ts'
import { type ArmResult, REPORT_SCHEMA, type Result } from './result.ts'

/** Held over drawn above this, or less than that many times the fastest client's rate to spare, is `server-bound`. */
const MOST_HELD_OVER_DRAWN = 1.15
const LEAST_CEILING = 1.25

/** Judges a run from its trials. Throws where trials cannot be compared: different scenarios, or no measured run at all. */
export function summarize(all: readonly Trial[]): Result {
  const [first] = all
  if (!first) throw new Error('expected at least one trial, got none')
  const other = all.find(({ scenario }) => scenario.digest !== first.scenario.digest)
  if (other)
    throw new Error(
      `expected trials of one scenario, got ${first.scenario.name} (${first.scenario.digest}) and ${other.scenario.name} (${other.scenario.digest})`,
    )
  const { scenario } = first
  const voidRounds = voidsOf(all)
  const rounds = countedRounds(all, voidRounds)
  const look = lookOf(rounds, voidRounds, scenario)
  const judged = look && new Set(look.which)
  const forks = judged ? rounds.filter(({ fork }) => judged.has(fork)) : rounds
  const counted = forks.flatMap(({ trials }) => trials)
  // What went wrong in a container's first run went wrong, though it is no part of any time.
  const which = new Set(forks.map(({ fork }) => fork))
  const cold = all.filter(
    ({ phase, fork, void: spoilt }) => phase === 'cold' && which.has(fork) && spoilt === undefined,
  )
  const told = [...counted, ...cold]
  const ledger = ledgerOf(told, scenario.reference)
  const mock = mockOf(all, counted, scenario.reference)
  const names = scenario.arms.filter((arm) => counted.some((trial) => trial.arm === arm))
  const candidates = candidatesOf(scenario).length
  const lambda = lambdaResult(all, scenario.arms)
  const tracing = tracingResult(all, { ...scenario, forks: which })
  const perArm = names.map((arm) =>
    armResult(arm, { rounds: forks, cold: cold.filter((trial) => trial.arm === arm), scenario, look, candidates }),
  )
  const guardArm = perArm.find(({ role }) => role === 'guard')
  const guard = guardOf(guardArm, scenario, look !== undefined, unitOf(first))
  const arms = perArm.map((arm) => ({
    ...arm,
    ...finalVerdict(arm, {
      guard: guard.passed,
      bound: mock.bound,
      untraced: tracing?.crossCheck.isTooLittle ?? false,
      digest: ledger.digest,
      told,
      scenario,
    }),
  }))
  const result: Omit<Result, 'advice' | 'exitCode'> = {
    schema: REPORT_SCHEMA,
    place: first.place,
    scenario,
    environment: all.at(-1)!.environment,
    feeds: all.reduce((most, { feeds }) => Math.max(most, feeds), 0),
    forks: new Set(forks.map(({ fork }) => fork)).size,
    roundsCounted: forks.length,
    trials: all.length,
    elapsedMs: Date.parse(all.at(-1)!.beganAt) + all.at(-1)!.makespanMs - Date.parse(first.beganAt),
    ...(look && { look: { forks: look.forks, alpha: look.alpha, last: look.last } }),
    arms,
    guard,
    ledger,
    mock,
    throttled: counted.reduce((sum, trial) => sum + trial.ledger.throttled, 0),
    ...(lambda && { lambda }),
    ...(tracing && { tracing }),
    voidRounds: [...voidRounds.values()],
  }
  return { ...result, advice: adviseOn(result), exitCode: exitCodeOf(result) }
}

interface Judged {
  readonly rounds: readonly Round[]
  /** First runs of the arm's containers. */
  readonly cold: readonly Trial[]
  readonly scenario: Trial['scenario']
  readonly look: Result['look']
  readonly candidates: number
}

function armResult(arm: string, { rounds, cold, scenario, look, candidates }: Judged): ArmResult {
  const trials = rounds.flatMap((round) => round.trials.filter((trial) => trial.arm === arm))
  const [{ strategy, role, limits }] = trials as [Trial, ...Trial[]]
  const of = (pick: (trial: Trial) => number | undefined) => summaryOf(perUnit(trials, pick))
  const samplesMs = trials.map(({ makespanMs }) => makespanMs)
  const told = [...trials, ...cold]
  const failed = told.filter(({ faults }) => faults.length > 0)
  const firstNotificationMs = of((trial) => trial.firstNotificationMs)
  const medianNotificationMs = of((trial) => trial.medianNotificationMs)
  const overStructural = of(({ makespanMs, structuralMs = 0 }) =>
    structuralMs > 0 ? makespanMs / structuralMs : undefined,
  )
  // An invocation is as warm as its container, which has had one.
  const firstRoundCpu = trials.some(({ invocation }) => invocation) ? undefined : firstRoundCpuOf(trials)
  return {
    arm,
    strategy,
    role,
    limits,
    makespanMs: of(({ makespanMs }) => makespanMs)!,
    samplesMs,
    ...(role !== 'reference' && comparison(arm, rounds, scenario, look, role === 'guard' ? 1 : candidates)),
    ...(overStructural && { overStructural }),
    ...(firstNotificationMs && { firstNotificationMs }),
    ...(medianNotificationMs && { medianNotificationMs }),
    stallMs: of(({ stallMs }) => stallMs)!,
    cpuMs: of(({ cpuMs }) => cpuMs)!,
    peakRssBytes: of(({ peakRssBytes }) => peakRssBytes)!,
    ...knownLateness(trials),
    ...knownSockets(trials),
    failed: {
      trials: failed.length,
      of: told.length,
      rate: wilsonInterval(failed.length, told.length),
      reasons: [...new Set(failed.flatMap(({ faults }) => faults))].slice(0, 3),
    },
    ...(firstRoundCpu !== undefined && { firstRoundCpu }),
    outliers: tukeyOutliers(samplesMs).length,
  }
}

function knownLateness(trials: readonly Trial[]): Pick<ArmResult, 'heldOverDrawn'> {
  return trials.some(({ structuralDrawnMs }) => structuralDrawnMs !== undefined)
    ? { heldOverDrawn: heldOverDrawn(trials) }
    : {}
}

function knownSockets(trials: readonly Trial[]): Pick<ArmResult, 'peakConnections'> {
  const known = trials.flatMap(({ peakConnections }) => peakConnections ?? [])
  return known.length > 0 ? { peakConnections: Math.max(...known) } : {}
}

function comparison(
  arm: string,
  rounds: readonly Round[],
  scenario: Trial['scenario'],
  look: Result['look'],
  parts: number,
): Pick<ArmResult, 'ratio' | 'verdict'> {
  const logRatio = ({ trials }: Round) => {
    const timeOf = (name: string) => trials.find((trial) => trial.arm === name)!.makespanMs
    return Math.log(timeOf(arm) / timeOf(scenario.reference))
  }
  const forks = Map.groupBy(rounds, ({ fork }) => fork)
    .values()
    .map((members) => members.map(logRatio))
    .toArray()
  if (forks.length < 2) return {}
  // Before the first look the interval is shown for what it is, at 5 %, and no word is said.
  const ratio = ratioOverForks(forks, look ? look.alpha / Math.max(1, parts) : 0.05)
  return { ratio, verdict: look ? judgeRatio(ratio, scenario.margin, look.last) : { word: 'undecided' } }
}

interface Gate {
  readonly guard: boolean
  readonly bound: boolean
  /** Too few invocations have a trace that says the same as they do. */
  readonly untraced: boolean
  /** Of a run of the reference that did not fail. */
  readonly digest: string
  /** Cold runs too. */
  readonly told: readonly Trial[]
  readonly scenario: Trial['scenario']
}

/** What stands before any word on speed, in this order: a right output, no failed run, a server that keeps up, a passed guard. */
function finalVerdict(
  { arm, failed, heldOverDrawn: held = 1, verdict }: ArmResult,
  { guard, bound, untraced, digest, told, scenario }: Gate,
): { verdict?: Verdict } {
  const wrong = told.filter(
    ({ arm: name, faults, ledger }) =>
      name === arm &&
      faults.length === 0 &&
      ((digest !== NO_DIGEST && ledger.digest !== digest) || ledger.duplicates > 0),
  )
  if (wrong.length > 0)
    return {
      verdict: { word: 'wrong output', because: `${wrong.length} of ${failed.of} runs told people something else` },
    }
  if (failed.trials > 0) return { verdict: { word: 'unreliable', because: `${failed.trials} of ${failed.of} failed` } }
  if (!verdict) return {}
  if (told.some((trial) => trial.arm === scenario.reference && trial.faults.length > 0)) {
    return { verdict: { word: 'unreliable', because: 'the reference failed' } }
  }
  if (untraced) return { verdict: { word: 'untraced' } }
  if (bound || held > MOST_HELD_OVER_DRAWN) return { verdict: { word: 'server-bound' } }
  return { verdict: guard ? verdict : withheld(verdict) }
}

function guardOf(
  guard: ArmResult | undefined,
  { arms, margin }: Trial['scenario'],
  looked: boolean,
  unit: Unit,
): Result['guard'] {
  const percent = `${+(margin * 100).toFixed(1)} %`
  if (!arms.includes(GUARD))
    return { passed: false, sentence: 'none, since there is no second copy of the reference: nearness proves nothing' }
  if (!guard?.ratio || !looked) return { passed: false, sentence: `not yet, it needs the ${unit}s of a whole look` }
  const { low, high } = guard.ratio
  const interval = `${low.toFixed(3)} to ${high.toFixed(3)}`
  const passed = guard.verdict?.word === 'equivalent'
  if (!passed)
    return { passed, sentence: `failed: two copies of the reference may differ by more than ${percent} (${interval})` }
  const measurably = low > 1 || high < 1 ? ', measurably different' : ''
  return { passed, sentence: `passed: two copies of the reference agree within ${percent} (${interval}${measurably})` }
}

/** Where no run of the reference was sound. */
const NO_DIGEST = 'none'

function ledgerOf(told: readonly Trial[], reference: string): Result['ledger'] {
  // A run that failed by its own account is unreliable, not wrong.
  const sound = told.filter(({ faults }) => faults.length === 0)
  const model = sound.find(({ arm }) => arm === reference)
  const duplicates = told.reduce((sum, trial) => sum + trial.ledger.duplicates, 0)
  if (!model) return { same: true, digest: NO_DIGEST, accepted: 0, duplicates }
  const same = sound.every(({ ledger }) => ledger.digest === model.ledger.digest)
  const { digest, accepted, by } = model.ledger
  return { ...(by !== undefined && { by }), same, digest, accepted, duplicates }
}

function heldOverDrawn(trials: readonly Trial[]): number {
  const drawnMs = trials.reduce((sum, { structuralDrawnMs = 0 }) => sum + structuralDrawnMs, 0)
  return drawnMs > 0 ? trials.reduce((sum, { structuralMs = 0 }) => sum + structuralMs, 0) / drawnMs : 1
}

function mockOf(all: readonly Trial[], counted: readonly Trial[], reference: string): Result['mock'] {
  const late = heldOverDrawn(counted.filter(({ arm }) => arm === reference)) > MOST_HELD_OVER_DRAWN
  // Warm-ups without delays show what an answer costs the server; while it waits for the end of a delay it also looks at the clock.
  const plain = all.flatMap(({ phase, round, mock }) =>
    phase === 'warmup' && round > 0 && mock && mock.requests > 0 ? mock : [],
  )
  const rates = counted.map(({ mock, makespanMs }) => (mock?.requests ?? 0) / makespanMs)
  if (plain.length === 0 || rates.length === 0) return { bound: late, isKnown: all.some(({ mock }) => mock) }
  const costMs = median(plain.map(({ cpuMs, requests }) => cpuMs / requests))
  const ceiling = 1 / costMs / Math.max(...medianByArm(counted, rates))
  return { ceiling, bound: late || ceiling < LEAST_CEILING, isKnown: true }
}

function medianByArm(trials: readonly Trial[], values: readonly number[]): number[] {
  const byArm = Map.groupBy(values.keys(), (index) => trials[index]!.arm)
  return Array.from(byArm.values(), (indices) => median(indices.map((index) => values[index]!)))
}

function firstRoundCpuOf(trials: readonly Trial[]): number | undefined {
  const ratios = Map.groupBy(trials, ({ fork }) => fork)
    .values()
    .filter((members) => members.length > 1)
    .map(([first, ...later]) => first!.cpuMs / median(later.map(({ cpuMs }) => cpuMs)))
    .filter(Number.isFinite)
    .toArray()
  return ratios.length > 0 ? hodgesLehmann(ratios) : undefined
}

function exitCodeOf({ arms, ledger }: Omit<Result, 'advice' | 'exitCode'>): Result['exitCode'] {
  if (!ledger.same || arms.some(({ verdict }) => verdict?.word === 'wrong output')) return 2
  const candidates = arms.filter(({ role }) => role === 'candidate')
  const said = candidates.filter(({ verdict }) => verdict && isComparison(verdict) && verdict.word !== 'undecided')
  return said.length > 0 || candidates.length === 0 ? 0 : 5
}
