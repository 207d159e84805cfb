import { ENGLISH } from '../report/messages/english.ts'
import type { Language } from '../report/messages/language.ts'
import type { Trial } from '../trial/trial.ts'
import type { Result } from './result.ts'

/** Where a machine was found not fit, and how far a race had come. */
export interface Unfit {
  readonly place: Trial['place']
  readonly quick: boolean
  readonly isLastLook: boolean
  /** Whether the A/A check failed: no margin changes whether a sensitivity check is missed. */
  readonly isByMargin: boolean
}

/** What may help where copies of the reference came out too far apart, as things to do. */
export function remediesFor({ place, quick, isLastLook, isByMargin }: Unfit, { say }: Language = ENGLISH): string[] {
  if (place === 'aws') return [say`ask for more containers`, ...(isByMargin ? [say`widen --margin`] : [])]
  if (place === 'lab') return [say`close other programs`, say`ask for more containers`]
  // At the last look of a race that was not quick there are no more to be had.
  const more = quick
    ? [say`let it run to more forks (without --quick)`]
    : isLastLook
      ? []
      : [say`let it run to more forks`]
  return [say`close other programs`, ...more, ...(isByMargin ? [say`widen --set plan.margin`] : [])]
}

/** What to do about a result that is not fit, as one clause. */
export function remedyFor(
  {
    aaCheck,
    sensitivityCheck,
    scenario,
    look,
    place,
  }: Pick<Result, 'aaCheck' | 'sensitivityCheck' | 'scenario' | 'look' | 'place'>,
  language: Language = ENGLISH,
): string {
  const { say, either } = language
  const trouble = aaCheck.trouble ?? sensitivityCheck.trouble
  if (trouble === 'failed') return say`mend what made the copy of the reference fail`
  if (trouble === 'late') return either([say`close other programs`, say`take longer delays`])
  const isLastLook = look?.last ?? false
  return either(remediesFor({ place, quick: scenario.quick, isLastLook, isByMargin: !aaCheck.passed }, language))
}
