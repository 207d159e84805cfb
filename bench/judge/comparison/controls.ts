import type { AaCheck, Checks, SensitivityCheck } from '../../io/controls.ts'
import { AA_CHECK, slowdownIn } from '../../plan/schedule.ts'
import type { Trial } from '../../trial/trial.ts'
import { isAlike, isSeenSlower } from '../verdict.ts'
import { isLate } from './final-verdict.ts'
import type { VariantResult } from './judgement.ts'

/** What the two copies of the reference are to be judged by. */
export interface Controls {
  readonly variants: readonly Pick<VariantResult, 'role' | 'ratio' | 'failed' | 'mockServerLag'>[]
  readonly scenario: Trial['scenario']
  /** Whether a look was reached. */
  readonly isJudged: boolean
}

/** Whether two copies of the reference came out alike: where they did not, nearness proves nothing. */
export function aaCheckOf({ variants, scenario, isJudged }: Controls): AaCheck {
  if (!scenario.variants.includes(AA_CHECK)) return { code: 'absent' }
  const copy = variants.find(({ role }) => role === 'aa-check')
  if (!copy?.ratio || !isJudged) return { code: 'not-judged' }
  const { ratio, low, high } = copy.ratio
  return troubleOf(copy) ?? { code: isAlike(copy.ratio, scenario.margin) ? 'passed' : 'failed', ratio, low, high }
}

/** Whether a copy of the reference that was made slower was seen to be: a referee that misses it sees nothing of that size. */
export function sensitivityCheckOf({ variants, scenario, isJudged }: Controls): SensitivityCheck {
  if (slowdownIn(scenario.variants) === undefined) return { code: 'absent' }
  const copy = variants.find(({ role }) => role === 'sensitivity-check')
  if (!copy?.ratio || !isJudged) return { code: 'not-judged' }
  const { ratio, low, high } = copy.ratio
  return troubleOf(copy) ?? { code: isSeenSlower(copy.ratio) ? 'found' : 'missed', ratio, low, high }
}

/** Why times of a copy prove nothing, as those of a candidate would not. */
function troubleOf({ failed, mockServerLag = 1 }: Controls['variants'][number]) {
  if (failed.trials > 0) return { code: 'runs-failed', failed: failed.trials, of: failed.of } as const
  return isLate({ mockServerLag }) ? ({ code: 'late', mockServerLag } as const) : undefined
}

/** Whether the machine is fit for the margin: otherwise only what lies wholly beyond it may be said. */
export function isFit({ aaCheck, sensitivityCheck }: Checks): boolean {
  return aaCheck.code === 'passed' && !isMissed(sensitivityCheck)
}

/** Whether a copy that is slower was compared, and not seen to be. */
export function isMissed({ code }: SensitivityCheck): boolean {
  return code === 'missed' || isTrouble(code)
}

/** What keeps a copy from proving anything, the A/A check's first. */
export function troubleIn({ aaCheck, sensitivityCheck }: Checks): 'runs-failed' | 'late' | undefined {
  return [aaCheck.code, sensitivityCheck.code].find(isTrouble)
}

function isTrouble(code: AaCheck['code'] | SensitivityCheck['code']): code is 'runs-failed' | 'late' {
  return code === 'runs-failed' || code === 'late'
}
