import type { Trial } from '../trial.ts'
import type { Result } from './result.ts'

/** Where a machine was found not fit, and how far a race had come. */
export interface Unfit {
  readonly place: Trial['place']
  readonly quick: boolean
  readonly isLastLook: boolean
  /** Whether the A/A guard failed: no margin changes whether a planted arm is missed. */
  readonly isByMargin: boolean
}

/** What may help where copies of the reference came out too far apart, as things to do. */
export function remediesFor({ place, quick, isLastLook, isByMargin }: Unfit): string[] {
  if (place === 'aws') return ['ask for more containers', ...(isByMargin ? ['widen --margin'] : [])]
  if (place === 'lab') return ['close other programs', 'ask for more containers']
  // At the last look of a race that was not quick there are no more to be had.
  const more = quick ? ['let it run to more forks (without --quick)'] : isLastLook ? [] : ['let it run to more forks']
  return ['close other programs', ...more, ...(isByMargin ? ['widen --set plan.margin'] : [])]
}

const OR = new Intl.ListFormat('en', { type: 'disjunction' })

/** Things to do as one clause. */
export function orElse(ways: readonly string[]): string {
  return OR.format(ways)
}

/** What to do about a result that is not fit, as one clause. */
export function remedyFor({
  guard,
  planted,
  scenario,
  look,
  place,
}: Pick<Result, 'guard' | 'planted' | 'scenario' | 'look' | 'place'>): string {
  const trouble = guard.trouble ?? planted.trouble
  if (trouble === 'failed') return 'mend what made the copy of the reference fail'
  if (trouble === 'late') return orElse(['close other programs', 'take longer delays'])
  const isLastLook = look?.last ?? false
  return orElse(remediesFor({ place, quick: scenario.quick, isLastLook, isByMargin: !guard.passed }))
}
