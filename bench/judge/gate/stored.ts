import type { BaselineRefusal } from '../../io/baseline-refusal.ts'
import { isScheduled } from '../load/blocks.ts'
import { isLate } from '../comparison/final-verdict.ts'
import { isFit } from '../comparison/controls.ts'
import type { Result } from '../comparison/judgement.ts'
import { countedIterations, lookOf, type Iteration, discardedOf } from '../comparison/iterations.ts'
import { isOutputMismatch, summarize } from '../comparison/summarize.ts'
import { digestOf, isOtherJob, isStrategy, programsOf, type Scenario } from '../../scenario/scenario.ts'
import { isSelectable } from '../../plan/schedule.ts'
import type { Trial } from '../../trial/trial.ts'
import { checksOf, unfitFor } from './checks.ts'
import type { Condition } from './condition.ts'
import { type Machine, mixedIn, otherMachine, otherTarget } from './origin.ts'

/** A result that was kept, to hold another one against. */
export interface Stored {
  /** As it was named. */
  readonly name: string
  readonly revision: string
  readonly reference: string
  readonly candidates: readonly string[]
  /** The variants for which the mock server was too late: their times mean nothing. */
  readonly late: readonly string[]
  /** Those of its last look. */
  readonly iterations: readonly Iteration[]
  /** Of what every run sent. */
  readonly deliveriesDigest: string
}

/** What is about to be measured, and where. */
export interface Present {
  readonly scenario: Scenario
  /** All that are measured for themselves, by name. */
  readonly selectable: readonly string[]
  readonly environment: Machine
  /** By what the gate judges, whose limits the checks of the kept result are held to as well. */
  readonly conditions: readonly Condition[]
}

/** Trials as a baseline for a benchmark, or else every reason why they cannot be one. */
export function storedFrom(
  name: string,
  trials: readonly [Trial, ...Trial[]],
  present: Present,
): Stored | { readonly refusals: readonly BaselineRefusal[] } {
  // How a job on a schedule ended is no iteration of a benchmark, so that nothing else about it matters.
  if (trials.some(isScheduled)) return { refusals: [{ code: 'scheduled' }] }
  // What is of several benchmarks has no one machine or scenario to go by.
  const mixed = mixedIn(trials)
  if (mixed.length > 0) return { refusals: mixed }
  const discarded = discardedOf(trials)
  const iterations = countedIterations(trials, discarded)
  const look = lookOf(iterations, discarded, trials[0].scenario)
  const judged = look && iterations.filter(({ block }) => look.which.includes(block))
  const result = look && summarize(trials)
  const refusals: BaselineRefusal[] = [
    ...otherTarget(trials[0]),
    ...otherMachine(trials[0].environment, present.environment),
    ...otherScenario(trials, present),
    ...(result && judged ? unsound(result, judged, present.conditions) : [{ code: 'before-first-look' } as const]),
  ]
  if (refusals.length > 0 || !judged || !result) return { refusals }
  const [{ scenario, environment }] = trials
  return {
    name,
    revision: environment.revision,
    reference: scenario.reference,
    candidates: namesIn(trials).filter((variant) => variant !== scenario.reference),
    late: result.variants.filter(isLate).map(({ variant }) => variant),
    iterations: judged,
    deliveriesDigest: iterations[0]!.trials[0]!.deliveries.digest,
  }
}

function otherScenario(trials: readonly Trial[], { scenario, selectable }: Present): BaselineRefusal[] {
  const then = trials[0]!.scenario
  const known = namesIn(trials)
  const lacking = selectable.filter((name) => !known.includes(name))
  const { name, digest, reference } = then
  const now = { name: scenario.name, digest: digestOf(scenario) }
  return [
    ...(isOtherJob(scenario.codeDigest, then.codeDigest)
      ? [{ code: 'other-job' } as const]
      : isSameButStrategies(scenario, then, known)
        ? []
        : [{ code: 'other-scenario', was: { name, digest }, now } as const]),
    ...(reference === scenario.reference
      ? []
      : [{ code: 'other-reference', was: reference, now: scenario.reference } as const]),
    ...(lacking.length === 0 ? [] : [{ code: 'variants-missing', variants: lacking } as const]),
  ]
}

function namesIn(trials: readonly Trial[]): string[] {
  const own = new Set(trials.flatMap(({ variant, role }) => (isSelectable(role) ? variant : [])))
  return trials[0]!.scenario.variants.filter((variant) => own.has(variant))
}

/** A digest covers the variants, too, which may differ: so what would it be of this scenario with those of the other? */
function isSameButStrategies(scenario: Scenario, then: Trial['scenario'], variants: readonly string[]): boolean {
  const programs = programsOf(scenario)
  // Of a program what it was is not stored: it has to be as it is now.
  const writtenAs = (name: string): Scenario['variants'] =>
    isStrategy(name) ? [name] : programs.filter((program) => program.name === name)
  const { reference } = then
  const [first] = writtenAs(reference)
  if (first === undefined) return false
  const others = variants.filter((name) => name !== reference).flatMap(writtenAs)
  // Where the scenario had named its reference is not stored: the variants begin with it in any case.
  return [
    scenario.variants,
    ...others.keys().map((place) => others.toSpliced(place, 0, first)),
    [...others, first],
  ].some((listed) => digestOf({ ...scenario, reference, variants: [...listed] }) === then.digest)
}

/** What keeps a result from being any measure. */
function unsound(
  result: Result,
  iterations: readonly Iteration[],
  conditions: readonly Condition[],
): BaselineRefusal[] {
  const { variants, mock } = result
  const failing = variants.filter(({ failed }) => failed.trials > 0)
  const unfit = conditions
    .map((condition) => checksOf(condition, { result, iterations }))
    .find((checks) => checks.aaCheck.code !== 'not-judged' && !isFit(checks))
  return [
    ...(result.scenario.allowsNet ? [{ code: 'network-allowed' } as const] : []),
    ...(isOutputMismatch(result) ? [{ code: 'output-mismatch' } as const] : []),
    ...failing.map(
      ({ variant, failed }) => ({ code: 'runs-failed', variant, failed: failed.trials, of: failed.of }) as const,
    ),
    ...(mock.bound ? [{ code: 'mock-server-saturated' } as const] : []),
    ...(unfit ? [{ code: 'unfit', ...unfitFor(unfit, result) } as const] : []),
  ]
}
