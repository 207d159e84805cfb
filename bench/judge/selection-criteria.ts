import { UserError } from '../io/user-error.ts'

/** What a strategy is picked for. `speedWeight` in 0..1 is the part of speed, the rest is cost. */
export type Objective =
  | { readonly for: 'speed' }
  | { readonly for: 'cost' }
  | { readonly for: 'first-notification' }
  | { readonly for: 'balanced'; readonly speedWeight: number }

/** What no run of a strategy that is picked may exceed. */
export interface Constraints {
  readonly rssBytes?: number
  readonly eventLoopDelayMs?: number
  readonly inFlight?: number
  readonly failures?: number
}

/** What is wanted of the recommended strategy. */
export interface SelectionCriteria {
  readonly objective: Objective
  readonly constraints: Constraints
}

/** The fastest, whatever else it takes. */
export const SPEED: SelectionCriteria = { objective: { for: 'speed' }, constraints: {} }

/** How they are asked for; the weight is one of many. */
export const OBJECTIVES = ['speed', 'cost', 'first-notification', 'balanced=0.7'] as const

/** `speed`, `cost`, `first-notification` or `balanced=0.7`. Throws a UserError for anything else. */
export function parseObjective(text: string): Objective {
  if (text === 'speed' || text === 'cost' || text === 'first-notification') return { for: text }
  const [, weight] = /^balanced=(0(?:\.\d+)?|1(?:\.0+)?)$/.exec(text) ?? []
  if (weight !== undefined) return { for: 'balanced', speedWeight: Number(weight) }
  throw new UserError('not-an-objective', { given: text })
}

/** How an objective is called. */
export function nameOf(objective: Objective): string {
  return objective.for === 'balanced' ? `balanced=${objective.speedWeight}` : objective.for
}
