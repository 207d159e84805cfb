import { ENGLISH } from './messages/english.ts'
import type { Language } from './messages/language.ts'
import { SPEED } from '../judge/selection-criteria.ts'
import type { SweepResult } from '../judge/sweep/judgement.ts'

/** What the best are picked by, to follow their name: `, picked for cost within the limits`; nothing where it is speed alone. */
export function pickedBy(
  { objective, constraints }: Pick<SweepResult, 'objective' | 'constraints'>,
  { say }: Language = ENGLISH,
): string {
  const isLimited = Object.keys(constraints).length > 0
  if (objective === SPEED.objective.for) return isLimited ? say`, within the limits` : ''
  return isLimited ? say`, picked for ${objective} within the limits` : say`, picked for ${objective}`
}
