import { ENGLISH } from '../messages/en.ts'
import type { Messages } from '../messages/messages.ts'
import { SPEED } from '../../judge/selection-criteria.ts'
import type { SweepResult } from '../../judge/sweep/judgement.ts'

/** What the best are picked by, to follow their name: `, picked for cost within the limits`; nothing where it is speed alone. */
export function pickedBy(
  { objective, constraints }: Pick<SweepResult, 'objective' | 'constraints'>,
  messages: Messages = ENGLISH,
): string {
  const isLimited = Object.keys(constraints).length > 0
  if (objective === SPEED.objective.for) return isLimited ? messages.sweep.criteriaConstraints : ''
  return isLimited
    ? messages.sweep.criteriaObjectiveConstraints(objective)
    : messages.sweep.criteriaObjective(objective)
}
