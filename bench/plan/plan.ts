import type { Scenario } from '../scenario/scenario.ts'
import { type Candidate, LOOKS, type Look, QUICK_LOOKS, type Variant, variantsOf } from './schedule.ts'

/** What will be run, decided before anything is. */
export interface Plan {
  readonly scenario: Scenario
  readonly quick: boolean
  readonly looks: readonly Look[]
  readonly variants: readonly Variant[]
  /** A run ends at the first look after this. */
  readonly budgetMs: number
  /** The number of the first block, 1 unless given: another one meets other delays in the same world. */
  readonly firstBlock?: number
}

export interface PlanOptions {
  readonly quick: boolean
  readonly budgetMs?: number
  readonly own?: readonly Candidate[]
}

export function planOf(scenario: Scenario, { quick, budgetMs = Infinity, own = [] }: PlanOptions): Plan {
  return { scenario, quick, looks: quick ? QUICK_LOOKS : LOOKS, variants: variantsOf(scenario, own), budgetMs }
}
