import { ENGLISH } from '../report/messages/english.ts'
import type { Language } from '../report/messages/language.ts'
import { SPEED } from './selection-criteria.ts'
import type { SweepResult } from './sweep/result.ts'

/** What the best are picked by, to follow their name: `, picked for cost within the limits`; nothing where it is speed alone. */
export function pickedBy(
  { objective, bounds }: Pick<SweepResult, 'objective' | 'bounds'>,
  { say }: Language = ENGLISH,
): string {
  const isLimited = Object.keys(bounds).length > 0
  if (objective === SPEED.objective.for) return isLimited ? say`, within the limits` : ''
  return isLimited ? say`, picked for ${objective} within the limits` : say`, picked for ${objective}`
}
