import { ENGLISH } from '../report/messages/english.ts'
import type { Language } from '../report/messages/language.ts'
import { type Wish, SPEED } from './objective.ts'
import { isContestant } from '../plan/schedule.ts'
import { coldTable } from '../statistics/cold-table.ts'
import { median } from '../statistics/quantile.ts'
import type { Trial } from '../trial/trial.ts'
import { isComparison, type Verdict } from './verdict.ts'
import { adviseOn } from './advice.ts'
import { armResult, heldOverDrawn } from './arm-result.ts'
import { finalVerdict, isLate, NO_DIGEST } from './final-verdict.ts'
import { unitOf } from '../report/format.ts'
import { guardOf, isFit, plantedOf } from './guards.ts'
import { lambdaResult } from './lambda.ts'
import { orderChecksOf } from './order-checks.ts'
import { type Pick as Picked, pickFrom } from './pick.ts'
import { rank } from './ranking.ts'
import { REPORT_SCHEMA, type Result } from './result.ts'
import { countedRounds, lookOf, type Round, voidsOf } from './rounds.ts'
import { isBilled, scoresOf } from './scores.ts'
import { tracingResult } from './tracing.ts'
import { whereaboutsOf } from './whereabouts.ts'

/** With less than this many times the fastest client's rate to spare, the server is `server-bound`. */
const MIN_CEILING = 1.25

/** Judges a run from its trials, and picks what is wished for; its sentences are in the language that is given. Throws where trials cannot be compared: different scenarios, or no measured run at all. */
export function summarize(all: readonly Trial[], wish: Wish = SPEED, language: Language = ENGLISH): Result {
  const [first] = all
  if (!first) throw new Error('expected at least one trial, got none')
  const other = all.find(({ scenario }) => scenario.digest !== first.scenario.digest)
  if (other)
    throw new Error(
      `expected trials of one scenario, got ${first.scenario.name} (${first.scenario.digest}) and ${other.scenario.name} (${other.scenario.digest})`,
    )
  const { scenario } = first
  const voidRounds = voidsOf(all, language)
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
  const lambda = lambdaResult(all, scenario.arms)
  const tracing = tracingResult(all, { ...scenario, forks: which }, language)
  const perArm = names.map((arm) =>
    armResult(arm, { rounds: forks, cold: cold.filter((trial) => trial.arm === arm), scenario, look }),
  )
  const guarded = { arms: perArm, scenario, isJudged: look !== undefined, unit: unitOf(first) }
  const guard = guardOf(guarded, language)
  const planted = plantedOf(guarded, language)
  const contestants = perArm.flatMap(({ arm, role }) => (isContestant(role) ? arm : []))
  const fit = isFit({ guard, planted })
  const untraced = tracing?.crossCheck.isTooLittle ?? false
  const gate = { isFit: fit, bound: mock.bound, untraced, digest: ledger.digest, told, scenario }
  const elapsedMs = Date.parse(all.at(-1)!.beganAt) + all.at(-1)!.makespanMs - Date.parse(first.beganAt)
  const forkMs = elapsedMs / new Set(all.map(({ fork }) => fork)).size
  const judgedArms = perArm.map((arm) => ({ ...arm, ...withForecast(finalVerdict(arm, gate, language), forkMs) }))
  // A rank is a word on speed too.
  const ranked = judgedArms.flatMap(({ arm, role, verdict }) =>
    isContestant(role) && (!verdict || isComparison(verdict)) ? arm : [],
  )
  const letters =
    look &&
    lettersOf(forks, { arms: ranked, reference: scenario.reference }, { ...look, margin: scenario.margin, isFit: fit })
  const arms = judgedArms.map((arm) => ({
    ...arm,
    ...(letters?.has(arm.arm) && { letters: letters.get(arm.arm)! }),
  }))
  const order = orderChecksOf(forks, scenario)
  const result: Omit<Result, 'advice' | 'advised' | 'exitCode'> = {
    schema: REPORT_SCHEMA,
    place: first.place,
    scenario,
    environment: all.at(-1)!.environment,
    feeds: all.reduce((most, { feeds }) => Math.max(most, feeds), 0),
    forks: new Set(forks.map(({ fork }) => fork)).size,
    roundsCounted: forks.length,
    trials: all.length,
    elapsedMs,
    beganAt: all.reduce((earliest, { beganAt }) => (beganAt < earliest ? beganAt : earliest), first.beganAt),
    ...(look && { look: { forks: look.forks, alpha: look.alpha, last: look.last } }),
    arms,
    guard,
    planted,
    ledger,
    mock,
    cold: lambda ? [] : coldRows(cold, counted, contestants),
    whereabouts: whereaboutsOf(forks, scenario, look?.alpha),
    ...(order && { order }),
    ...(look && {
      pick: withForecasts(pickFrom({ wish, rounds: forks, told, arms, scenario, look, isFit: fit }, language), forkMs),
    }),
    throttled: counted.reduce((sum, trial) => sum + trial.ledger.throttled, 0),
    isBilled: isBilled(forks),
    ...(lambda && { lambda }),
    ...(tracing && { tracing }),
    voidRounds: [...voidRounds.values()],
  }
  return { ...result, ...adviseOn(result, language), exitCode: exitCodeOf(result) }
}

/** The same of words on what is picked by. */
function withForecasts(pick: Picked, forkMs: number): Picked {
  return { ...pick, scored: pick.scored.map((one) => ({ ...one, ...withForecast(one, forkMs) })) }
}

/** With how long the forks that are missing would take. */
function withForecast<Said extends { readonly verdict?: Verdict }>(said: Said, forkMs: number): Said {
  const { verdict } = said
  return verdict?.moreForks === undefined
    ? said
    : { ...said, verdict: { ...verdict, moreMs: verdict.moreForks * forkMs } }
}

function lettersOf(
  rounds: readonly Round[],
  contestants: Parameters<typeof scoresOf>[1],
  options: Parameters<typeof rank>[1],
): ReadonlyMap<string, string> | undefined {
  return rank(scoresOf(rounds, contestants, { for: 'speed' }), options)?.letters
}

/** First runs of fresh processes that ended well, against the later ones of the same process. */
function coldRows(cold: readonly Trial[], warm: readonly Trial[], arms: readonly string[]): Result['cold'] {
  const sound = cold.filter(({ faults }) => faults.length === 0)
  const warmMs = Map.groupBy(warm, ({ arm, fork }) => `${arm} ${fork}`)
  return coldTable(
    arms.map((arm) => ({
      arm,
      cold: sound
        .filter((trial) => trial.arm === arm)
        .map(({ makespanMs, fork }) => {
          const own = warmMs.get(`${arm} ${fork}`) ?? []
          const warmMakespanMs = own.reduce((sum, one) => sum + one.makespanMs, 0) / own.length
          return { makespanMs, ...(own.length > 0 && { warmMakespanMs }) }
        }),
    })),
  )
}

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

function mockOf(all: readonly Trial[], counted: readonly Trial[], reference: string): Result['mock'] {
  const late = isLate({ heldOverDrawn: heldOverDrawn(counted.filter(({ arm }) => arm === reference)) })
  // Warm-ups without delays show what an answer costs the server; while it waits for the end of a delay it also looks at the clock.
  const plain = all.flatMap(({ phase, round, mock }) =>
    phase === 'warmup' && round > 0 && mock && mock.requests > 0 ? mock : [],
  )
  const rates = counted.map(({ mock, makespanMs }) => (mock?.requests ?? 0) / makespanMs)
  if (plain.length === 0 || rates.length === 0) return { bound: late, isKnown: all.some(({ mock }) => mock) }
  const costMs = median(plain.map(({ cpuMs, requests }) => cpuMs / requests))
  const ceiling = 1 / costMs / Math.max(...medianByArm(counted, rates))
  return { ceiling, bound: late || ceiling < MIN_CEILING, isKnown: true }
}

function medianByArm(trials: readonly Trial[], values: readonly number[]): number[] {
  const byArm = Map.groupBy(values.keys(), (index) => trials[index]!.arm)
  return Array.from(byArm.values(), (indices) => median(indices.map((index) => values[index]!)))
}

function exitCodeOf({ arms, ledger }: Pick<Result, 'arms' | 'ledger'>): Result['exitCode'] {
  if (!ledger.same || arms.some(({ verdict }) => verdict?.word === 'wrong output')) return 2
  const candidates = arms.filter(({ role }) => role === 'candidate')
  const said = candidates.filter(({ verdict }) => verdict && isComparison(verdict) && verdict.word !== 'undecided')
  return said.length > 0 || candidates.length === 0 ? 0 : 5
}
