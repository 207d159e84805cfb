import type { Scenario } from '../scenario/scenario.ts'
import { ALPHA, type Candidate, LOOKS, type Look, QUICK_LOOKS, type Variant, variantsOf } from './schedule.ts'

/** What will be run, decided before anything is. */
export interface Plan {
  readonly scenario: Scenario
  readonly quick: boolean
  readonly looks: readonly Look[]
  readonly variants: readonly Variant[]
  /** A run ends at the first look after this. */
  readonly budgetMs: number
  /** How many blocks were asked for: then there is one look, after the last of them. */
  readonly processes?: number
  /** The number of the first block, 1 unless given: another one meets other delays in the same world. */
  readonly firstBlock?: number
}

export interface PlanOptions {
  readonly quick: boolean
  /** Instead of the usual looks. */
  readonly processes?: number | undefined
  readonly budgetMs?: number
  readonly own?: readonly Candidate[]
  /** Of the scenario's programs, by name. */
  readonly digests?: ReadonlyMap<string, string>
}

export function planOf(scenario: Scenario, { quick, processes, budgetMs = Infinity, own, digests }: PlanOptions): Plan {
  const plan = { scenario, quick, variants: variantsOf(scenario, own, digests), budgetMs }
  return processes === undefined
    ? { ...plan, looks: quick ? QUICK_LOOKS : LOOKS }
    : { ...plan, looks: [{ blocks: processes, alpha: ALPHA }], processes }
}
