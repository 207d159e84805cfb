import { strategies, type StrategyName } from '../../../strategies/index.ts'
import { EXIT } from '../../cli/exit-code.ts'
import { isScheduled } from '../load/rate-forks.ts'
import { isLate } from '../final-verdict.ts'
import { isFit } from '../guards.ts'
import type { Result } from '../result.ts'
import { countedRounds, lookOf, type Round, voidsOf } from '../rounds.ts'
import { summarize } from '../summarize.ts'
import { digestOf, type Scenario } from '../../scenario/scenario.ts'
import { isContestant } from '../../plan/schedule.ts'
import type { Trial } from '../../trial/trial.ts'
import { type Machine, mixedIn, otherMachine, otherPlace } from './origin.ts'

/** A result that was kept, to hold another one against. */
export interface Stored {
  /** As it was named. */
  readonly name: string
  readonly revision: string
  readonly reference: string
  readonly candidates: readonly string[]
  /** The arms for which the mock server was too late: their times tell nothing. */
  readonly late: readonly string[]
  /** Those of its last look. */
  readonly rounds: readonly Round[]
  /** Of what every run told people. */
  readonly ledgerDigest: string
}

/** What is about to be measured, and where. */
export interface Present {
  readonly scenario: Scenario
  /** All that race for themselves, by name. */
  readonly contestants: readonly string[]
  readonly environment: Machine
}

/** Trials as a baseline for a race, or else every reason why they cannot be one. */
export function storedFrom(
  name: string,
  trials: readonly [Trial, ...Trial[]],
  present: Present,
): Stored | { readonly refusals: readonly string[] } {
  // How a job on a schedule ended is no round of a race, so that nothing else about it matters.
  if (trials.some(isScheduled)) return { refusals: ['it is of jobs on a schedule, as utakata rate starts them'] }
  // What is of several races has no one machine or scenario to go by.
  const mixed = mixedIn(trials)
  if (mixed.length > 0) return { refusals: mixed }
  const voids = voidsOf(trials)
  const rounds = countedRounds(trials, voids)
  const look = lookOf(rounds, voids, trials[0].scenario)
  const result = look && summarize(trials)
  const refusals = [
    ...otherPlace(trials[0]),
    ...otherMachine(trials[0].environment, present.environment),
    ...otherScenario(trials, present),
    ...(result ? unsound(result) : ['it was stopped before its first look, so that nothing can be judged by it']),
  ]
  if (refusals.length > 0 || !look || !result) return { refusals }
  const judged = new Set(look.which)
  const [{ scenario, environment }] = trials
  return {
    name,
    revision: environment.revision,
    reference: scenario.reference,
    candidates: namesIn(trials).filter((arm) => arm !== scenario.reference),
    late: result.arms.filter(isLate).map(({ arm }) => arm),
    rounds: rounds.filter(({ fork }) => judged.has(fork)),
    ledgerDigest: rounds[0]!.trials[0]!.ledger.digest,
  }
}

function otherScenario(trials: readonly Trial[], { scenario, contestants }: Present): string[] {
  const then = trials[0]!.scenario
  const known = namesIn(trials)
  const lacking = contestants.filter((name) => !known.includes(name))
  return [
    ...(isSameButStrategies(scenario, then, known)
      ? []
      : [
          `it is of another scenario: ${then.name} (${then.digest}), where this one is ${scenario.name} (${digestOf(scenario)})`,
        ]),
    ...(then.reference === scenario.reference
      ? []
      : [`its ratios are to ${then.reference}, and those of this race would be to ${scenario.reference}`]),
    ...(lacking.length === 0 ? [] : [`it lacks ${lacking.join(' and ')}, which would be raced now`]),
  ]
}

function namesIn(trials: readonly Trial[]): string[] {
  const own = new Set(trials.flatMap(({ arm, role }) => (isContestant(role) ? arm : [])))
  return trials[0]!.scenario.arms.filter((arm) => own.has(arm))
}

/** A digest covers the arms, too, which may differ: so what would it be of this scenario with those of the other? */
function isSameButStrategies(scenario: Scenario, then: Trial['scenario'], arms: readonly string[]): boolean {
  const isOurs = (name: string): name is StrategyName => Object.hasOwn(strategies, name)
  const { reference } = then
  if (!isOurs(reference)) return false
  const others = arms.filter(isOurs).filter((name) => name !== reference)
  // Where the scenario had named its reference is not told: the arms begin with it in any case.
  return [
    scenario.strategies,
    ...others.keys().map((place) => others.toSpliced(place, 0, reference)),
    [...others, reference],
  ].some((listed) => digestOf({ ...scenario, reference, strategies: [...listed] }) === then.digest)
}

/** What keeps a result from being any measure. */
function unsound({ arms, mock, guard, planted, exitCode }: Result): string[] {
  const failed = arms.filter((arm) => arm.failed.trials > 0)
  return [
    ...(exitCode === EXIT.wrongOutput ? ['its strategies did not tell people the same'] : []),
    ...failed.map((arm) => `${arm.failed.trials} of ${arm.failed.of} runs of its ${arm.arm} failed`),
    ...(mock.bound ? ['the mock server limited it'] : []),
    ...(isFit({ guard, planted })
      ? []
      : [`its machine was too noisy (${guard.passed ? planted.sentence : guard.sentence})`]),
  ]
}
