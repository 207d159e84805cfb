import { ENGLISH } from '../report/messages/english.ts'
import type { Language } from '../report/messages/language.ts'
import { AA_CHECK, SENSITIVITY_CHECK } from '../plan/schedule.ts'
import type { Trial } from '../trial/trial.ts'
import { isAlike, isSeenSlower } from './verdict.ts'
import { isLate } from './final-verdict.ts'
import { asPercent, type Unit } from '../report/format.ts'
import type { VariantResult, Result, Trouble } from './result.ts'

/** What the two copies of the reference are to be judged by. */
export interface Controls {
  readonly variants: readonly Pick<VariantResult, 'role' | 'ratio' | 'verdict' | 'failed' | 'mockServerLag'>[]
  readonly scenario: Trial['scenario']
  /** Whether a look was reached. */
  readonly isJudged: boolean
  readonly unit: Unit
}

/** Whether two copies of the reference came out alike: where they did not, nearness proves nothing. */
export function aaCheckOf(controlled: Controls, language: Language = ENGLISH): Result['aaCheck'] {
  const { say } = language
  const { variants, scenario, isJudged, unit } = controlled
  const aaCheck = variants.find(({ role }) => role === 'aa-check')
  const margin = asPercent(scenario.margin)
  if (!scenario.variants.includes(AA_CHECK))
    return {
      passed: false,
      sentence: say`none, since there is no second copy of the reference: nearness proves nothing`,
    }
  if (!aaCheck?.ratio || !isJudged) return { passed: false, sentence: notYet(unit, language) }
  const discarded = troubleOf(aaCheck, language)
  if (discarded)
    return {
      passed: false,
      ...discarded,
      sentence: say`failed: of the second copy of the reference ${discarded.sentence}`,
    }
  const { low, high } = aaCheck.ratio
  const interval = say`${low.toFixed(3)} to ${high.toFixed(3)}`
  const passed = isAlike(aaCheck.ratio, scenario.margin)
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
export function sensitivityCheckOf(controlled: Controls, language: Language = ENGLISH): Result['sensitivityCheck'] {
  const { say } = language
  const { variants, scenario, isJudged, unit } = controlled
  const sensitivityCheck = variants.find(({ role }) => role === 'sensitivity-check')
  if (!scenario.variants.includes(SENSITIVITY_CHECK))
    return { sentence: say`none: these functions cannot be made slower` }
  if (!sensitivityCheck?.ratio || !isJudged) return { sentence: notYet(unit, language) }
  const discarded = troubleOf(sensitivityCheck, language)
  if (discarded)
    return {
      found: false,
      ...discarded,
      sentence: say`missed: of the copy of the reference made 10 % slower ${discarded.sentence}`,
    }
  const { ratio, low, high } = sensitivityCheck.ratio
  const found = isSeenSlower(sensitivityCheck.ratio)
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
function troubleOf(
  variant: Controls['variants'][number],
  { say }: Language,
): { readonly trouble: Trouble; readonly sentence: string } | undefined {
  const { failed, mockServerLag = 1 } = variant
  if (failed.trials > 0) return { trouble: 'failed', sentence: say`${failed.trials} of ${failed.of} runs failed` }
  const percent = ((mockServerLag - 1) * 100).toFixed(0)
  return isLate(variant)
    ? { trouble: 'late', sentence: say`the waiting was ${percent} % longer than the mock server meant it to be` }
    : undefined
}

/** Whether the machine is fit for the margin: otherwise only what lies wholly beyond it may be said. */
export function isFit({ aaCheck, sensitivityCheck }: Pick<Result, 'aaCheck' | 'sensitivityCheck'>): boolean {
  return aaCheck.passed && sensitivityCheck.found !== false
}
