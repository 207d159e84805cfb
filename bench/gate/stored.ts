import { strategies, type StrategyName } from '../../strategies/index.ts'
import { isScheduled } from '../rate/rate-forks.ts'
import { countedRounds, lookOf, type Round, voidsOf } from '../report/rounds.ts'
import { summarize } from '../report/summarize.ts'
import { isFit } from '../report/guards.ts'
import { digestOf, type Scenario } from '../scenario.ts'
import { isContestant } from '../schedule.ts'
import type { Trial } from '../trial.ts'

/** A result that was kept, to hold another one against. */
export interface Stored {
  /** As it was named. */
  readonly name: string
  readonly revision: string
  readonly reference: string
  readonly candidates: readonly string[]
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
  readonly environment: Pick<Trial['environment'], 'node' | 'cpu' | 'cores'>
}

/** Trials as a baseline for a race, or else every reason why they cannot be one. */
export function storedFrom(
  name: string,
  trials: readonly [Trial, ...Trial[]],
  present: Present,
): Stored | { readonly refusals: readonly string[] } {
  // How a job on a schedule ended is no round of a race, so that nothing else about it matters.
  if (trials.some(isScheduled)) return { refusals: ['it is of jobs on a schedule, as utakata rate starts them'] }
  const voids = voidsOf(trials)
  const rounds = countedRounds(trials, voids)
  const look = lookOf(rounds, voids, trials[0].scenario)
  const refusals = [
    ...otherPlace(trials[0]),
    ...otherMachine(trials[0].environment, present.environment),
    ...otherScenario(trials, present),
    ...(look ? unsound(trials) : ['it was stopped before its first look, so that nothing can be judged by it']),
  ]
  if (refusals.length > 0 || !look) return { refusals }
  const judged = new Set(look.which)
  const [{ scenario, environment }] = trials
  return {
    name,
    revision: environment.revision,
    reference: scenario.reference,
    candidates: namesIn(trials).filter((arm) => arm !== scenario.reference),
    rounds: rounds.filter(({ fork }) => judged.has(fork)),
    ledgerDigest: rounds[0]!.trials[0]!.ledger.digest,
  }
}

function otherPlace({ place }: Trial): string[] {
  const where = { local: 'on a machine itself', lab: 'in the lab', aws: 'on AWS' }[place]
  return place === 'local' ? [] : [`it was measured ${where}, and this race is run on this machine itself`]
}

function otherMachine(then: Present['environment'], now: Present['environment']): string[] {
  const majorOf = (version: string) => /^v?(\d+)/.exec(version)?.[1] ?? version
  return [
    ...(then.cpu === now.cpu
      ? []
      : [`it is of another machine, with the processor "${then.cpu}"; this one is "${now.cpu}"`]),
    ...(then.cores === now.cores ? [] : [`it is of a machine with ${then.cores} cores; this one has ${now.cores}`]),
    ...(majorOf(then.node) === majorOf(now.node) ? [] : [`it is of Node ${then.node}; this is ${now.node}`]),
  ]
}

function otherScenario(trials: readonly Trial[], { scenario, contestants }: Present): string[] {
  const then = trials[0]!.scenario
  const known = namesIn(trials)
  const digests = new Set(trials.map(({ scenario: { digest } }) => digest))
  const lacking = contestants.filter((name) => !known.includes(name))
  return [
    ...(digests.size === 1 && isSameButStrategies(scenario, then, known)
      ? []
      : [
          `it is of another scenario: ${then.name} (${[...digests].join(', ')}), where this one is ${scenario.name} (${digestOf(scenario)})`,
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
function unsound(trials: readonly Trial[]): string[] {
  const { arms, ledger, mock, guard, planted } = summarize(trials)
  const failed = arms.filter((arm) => arm.failed.trials > 0)
  return [
    ...(ledger.same ? [] : ['its strategies did not tell people the same']),
    ...failed.map((arm) => `${arm.failed.trials} of ${arm.failed.of} runs of its ${arm.arm} failed`),
    ...(mock.bound ? ['the mock server limited it'] : []),
    ...(isFit({ guard, planted })
      ? []
      : [`its machine was too noisy (${guard.passed ? planted.sentence : guard.sentence})`]),
  ]
}
