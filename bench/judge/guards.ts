import { ENGLISH } from '../report/messages/english.ts'
import type { Language } from '../report/messages/language.ts'
import { GUARD, PLANTED } from '../plan/schedule.ts'
import type { Trial } from '../trial/trial.ts'
import { isAlike, isSeenSlower } from './verdict.ts'
import { isLate } from './final-verdict.ts'
import { asPercent, type Unit } from '../report/format.ts'
import type { ArmResult, Result, Trouble } from './result.ts'

/** What the two copies of the reference are to be judged by. */
export interface Guarded {
  readonly arms: readonly Pick<ArmResult, 'role' | 'ratio' | 'verdict' | 'failed' | 'heldOverDrawn'>[]
  readonly scenario: Trial['scenario']
  /** Whether a look was reached. */
  readonly isJudged: boolean
  readonly unit: Unit
}

/** Whether two copies of the reference came out alike: where they did not, nearness proves nothing. */
export function guardOf(guarded: Guarded, language: Language = ENGLISH): Result['guard'] {
  const { say } = language
  const { arms, scenario, isJudged, unit } = guarded
  const guard = arms.find(({ role }) => role === 'guard')
  const margin = asPercent(scenario.margin)
  if (!scenario.arms.includes(GUARD))
    return {
      passed: false,
      sentence: say`none, since there is no second copy of the reference: nearness proves nothing`,
    }
  if (!guard?.ratio || !isJudged) return { passed: false, sentence: notYet(unit, language) }
  const spoilt = spoiltBy(guard, language)
  if (spoilt)
    return { passed: false, ...spoilt, sentence: say`failed: of the second copy of the reference ${spoilt.sentence}` }
  const { low, high } = guard.ratio
  const interval = say`${low.toFixed(3)} to ${high.toFixed(3)}`
  const passed = isAlike(guard.ratio, scenario.margin)
  if (!passed)
    return {
      passed,
      sentence: say`failed: two copies of the reference may differ by more than ${margin} (${interval})`,
    }
  const isMeasurable = low > 1 || high < 1
  return {
    passed,
    sentence: isMeasurable
      ? say`passed: two copies of the reference agree within ${margin} (${interval}, measurably different)`
      : say`passed: two copies of the reference agree within ${margin} (${interval})`,
  }
}

/** Whether a copy of the reference that was made slower was seen to be: a referee that misses it sees nothing of that size. */
export function plantedOf(guarded: Guarded, language: Language = ENGLISH): Result['planted'] {
  const { say } = language
  const { arms, scenario, isJudged, unit } = guarded
  const planted = arms.find(({ role }) => role === 'planted')
  if (!scenario.arms.includes(PLANTED)) return { sentence: say`none: these functions cannot be made slower` }
  if (!planted?.ratio || !isJudged) return { sentence: notYet(unit, language) }
  const spoilt = spoiltBy(planted, language)
  if (spoilt)
    return {
      found: false,
      ...spoilt,
      sentence: say`missed: of the copy of the reference made 10 % slower ${spoilt.sentence}`,
    }
  const { ratio, low, high } = planted.ratio
  const found = isSeenSlower(planted.ratio)
  const interval = say`${ratio.toFixed(3)} (${low.toFixed(3)} to ${high.toFixed(3)})`
  return found
    ? { found, sentence: say`found: a copy of the reference made 10 % slower came out as ${interval}` }
    : { found, sentence: say`missed: a copy of the reference made 10 % slower came out as ${interval}` }
}

function notYet(unit: Unit, { say }: Language): string {
  return unit === 'fork'
    ? say`not yet, it needs the forks of a whole look`
    : say`not yet, it needs the containers of a whole look`
}

/** Why times of a copy tell nothing, as those of a candidate would not. */
function spoiltBy(
  arm: Guarded['arms'][number],
  { say }: Language,
): { readonly trouble: Trouble; readonly sentence: string } | undefined {
  const { failed, heldOverDrawn = 1 } = arm
  if (failed.trials > 0) return { trouble: 'failed', sentence: say`${failed.trials} of ${failed.of} runs failed` }
  const percent = ((heldOverDrawn - 1) * 100).toFixed(0)
  return isLate(arm)
    ? { trouble: 'late', sentence: say`the waiting was ${percent} % longer than the mock server meant it to be` }
    : undefined
}

/** Whether the machine is fit for the margin: otherwise only what lies wholly beyond it may be said. */
export function isFit({ guard, planted }: Pick<Result, 'guard' | 'planted'>): boolean {
  return guard.passed && planted.found !== false
}
