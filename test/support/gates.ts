import type { Condition } from '../../bench/judge/gate/condition.ts'
import type { Gate, JudgedGate } from '../../bench/judge/gate/gate.ts'
import { parseScenario } from '../../bench/scenario/file.ts'
import { digestOf, type Scenario } from '../../bench/scenario/scenario.ts'
import { oldName } from '../../bench/plan/schedule.ts'
import { type Trial, writeTrials } from '../../bench/trial/trial.ts'
import { changed, type Simulation, trialsOf } from './trials.ts'
import { join } from 'node:path'
import { describeEnvironment } from '../../bench/trial/environment.ts'
import { aFolder } from './folders.ts'

/** The revision that simulated benchmarks are compared with. */
export const OLD = '1a2b3c4'

export const TIME: Condition = { metric: 'time', limit: 0.1 }

/** A gate against the old variants of a simulated benchmark. */
export function aGate(...conditions: readonly Condition[]): Gate {
  return {
    against: { is: 'revision', revision: OLD, unknown: [] },
    conditions: conditions.length > 0 ? conditions : [TIME],
  }
}

export interface ChangeSimulation extends Omit<Simulation, 'candidates'> {
  /** How many times as long each strategy takes now as it did; those of `ratios` take as long where it says nothing. */
  readonly growth?: Readonly<Record<string, number>>
  /** What each strategy took, as a ratio to the reference as it was. */
  readonly ratios?: Readonly<Record<string, number>>
}

/** A simulated benchmark in which every strategy has an old variant beside it. */
export function gatedTrials({
  growth = {},
  ratios = { pipelined: 0.5 },
  ...simulation
}: ChangeSimulation = {}): Trial[] {
  const { reference = 'sequential' } = simulation
  const grown = growth[reference] ?? 1
  // Simulated ratios are to the reference as it is now.
  const candidates = Object.fromEntries([
    [oldName(reference, OLD), 1 / grown],
    ...Object.entries(ratios).flatMap(([name, ratio]) => [
      [name, (ratio * (growth[name] ?? 1)) / grown],
      [oldName(name, OLD), ratio / grown],
    ]),
  ]) as Record<string, number>
  const { referenceMs = 60 } = simulation
  return changed(
    trialsOf({ ...simulation, referenceMs: referenceMs * grown, candidates }),
    ({ variant }) => variant.endsWith(`@${OLD}`),
    ({ variant }) => ({ role: 'baseline', strategy: variant.split('@')[0]! }),
  )
}

/** The scenario of benchmarks that were kept, as a file; where it is truly run, it takes milliseconds. */
export const SCENARIO_YAML = `name: paper
world:
  items: { count: 4, events: 2, descriptionBytes: 20, dueShare: 0.5 }
  fetchDelay: { model: constant, ms: 0.2 }
  notifyDelay: { model: constant, ms: 0.2 }
variants: [sequential, pipelined]
plan: { warmUps: 1 }
`

export const A_SCENARIO: Scenario = parseScenario(SCENARIO_YAML, 'paper.yaml')

/** A simulated benchmark of that scenario, as it would have been kept. */
export function storedTrials(simulation: Simulation = {}, scenario = A_SCENARIO): [Trial, ...Trial[]] {
  return changed(
    trialsOf(simulation),
    () => true,
    (trial) => ({ scenario: { ...trial.scenario, digest: digestOf(scenario) } }),
  ) as [Trial, ...Trial[]]
}

/** `pipelined time: regression` for each change. */
export const outcomesOf = ({ changes }: JudgedGate) =>
  changes.map(({ strategy, condition, outcome, kind = outcome }) => `${strategy} ${condition.metric}: ${kind}`)

/** The same of the times of both strategies, in their order. */
export const timeOutcomes = (...outcomes: readonly string[]) =>
  ['sequential', 'pipelined'].map((strategy, index) => `${strategy} time: ${outcomes[index]}`)

/** A run that sent other notifications. */
export const other = (trial: Trial): Partial<Trial> => ({
  deliveries: { ...trial.deliveries, digest: 'something else' },
})

export const everywhere = (trials: readonly Trial[], change: Partial<Trial>) =>
  changed(
    trials,
    () => true,
    () => change,
  )

/** A baseline as if it had been measured on this machine. */
export function aKeptResult(): string {
  const folder = aFolder()
  const { node, cpu, cores } = describeEnvironment()
  const environment = { node, cpu, cores, revision: 'abcdef0', load: 0.5 }
  writeTrials(join(folder, 'trials.jsonl'), everywhere(storedTrials(), { environment }))
  return folder
}
