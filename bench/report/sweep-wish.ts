import { SPEED } from '../objective.ts'
import type { SweepResult } from '../sweep/result.ts'

/** What the best are picked by, to follow their name: `, picked for cost within the limits`; nothing where it is speed alone. */
export function pickedBy({ objective, bounds }: Pick<SweepResult, 'objective' | 'bounds'>): string {
  const wished = [
    ...(objective === SPEED.objective.for ? [] : [`picked for ${objective}`]),
    ...(Object.keys(bounds).length === 0 ? [] : ['within the limits']),
  ]
  return wished.length === 0 ? '' : `, ${wished.join(' ')}`
}
