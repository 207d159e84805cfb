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

/** The names of all objectives. */
export const OBJECTIVES = ['speed', 'cost', 'first-notification', 'balanced'] as const satisfies Objective['for'][]

/** `speedWeight`, a number from 0 to 1, belongs to `balanced` and to nothing else; 0.5 where it is left out. Throws a UserError for anything else. */
export function parseObjective(name: string, speedWeight?: string): Objective {
  if (name === 'balanced') {
    const given = speedWeight ?? '0.5'
    if (!/^(0(\.\d+)?|1(\.0+)?)$/.test(given)) throw new UserError('not-a-speed-weight', { given })
    return { for: 'balanced', speedWeight: Number(given) }
  }
  if (name !== 'speed' && name !== 'cost' && name !== 'first-notification')
    throw new UserError('not-an-objective', { known: OBJECTIVES, given: name })
  if (speedWeight !== undefined) throw new UserError('speed-weight-without-balanced', { objective: name })
  return { for: name }
}

/** How an objective is called. */
export function nameOf(objective: Objective): string {
  return objective.for === 'balanced' ? `balanced=${objective.speedWeight}` : objective.for
}

/** The objective of a name that `nameOf` gave. Throws a UserError for another. */
export function objectiveOf(called: string): Objective {
  const [name, speedWeight] = called.split('=')
  return parseObjective(name!, speedWeight)
}
