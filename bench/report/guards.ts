import { GUARD, PLANTED } from '../schedule.ts'
import type { Trial } from '../trial.ts'
import { isLate } from './final-verdict.ts'
import type { Unit } from './format.ts'
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
export function guardOf({ arms, scenario, isJudged, unit }: Guarded): Result['guard'] {
  const guard = arms.find(({ role }) => role === 'guard')
  const percent = `${+(scenario.margin * 100).toFixed(1)} %`
  if (!scenario.arms.includes(GUARD))
    return { passed: false, sentence: 'none, since there is no second copy of the reference: nearness proves nothing' }
  if (!guard?.ratio || !isJudged) return { passed: false, sentence: `not yet, it needs the ${unit}s of a whole look` }
  const spoilt = spoiltBy(guard)
  if (spoilt)
    return { passed: false, ...spoilt, sentence: `failed: of the second copy of the reference ${spoilt.sentence}` }
  const { low, high } = guard.ratio
  const interval = `${low.toFixed(3)} to ${high.toFixed(3)}`
  const passed = guard.verdict?.word === 'equivalent'
  if (!passed)
    return { passed, sentence: `failed: two copies of the reference may differ by more than ${percent} (${interval})` }
  const measurably = low > 1 || high < 1 ? ', measurably different' : ''
  return { passed, sentence: `passed: two copies of the reference agree within ${percent} (${interval}${measurably})` }
}

/** Whether a copy of the reference that was made slower was seen to be: a referee that misses it sees nothing of that size. */
export function plantedOf({ arms, scenario, isJudged, unit }: Guarded): Result['planted'] {
  const planted = arms.find(({ role }) => role === 'planted')
  if (!scenario.arms.includes(PLANTED)) return { sentence: 'none: these functions cannot be made slower' }
  if (!planted?.ratio || !isJudged) return { sentence: `not yet, it needs the ${unit}s of a whole look` }
  const spoilt = spoiltBy(planted)
  if (spoilt)
    return {
      found: false,
      ...spoilt,
      sentence: `MISSED: of the copy of the reference made 10 % slower ${spoilt.sentence}`,
    }
  const { ratio, low, high } = planted.ratio
  const found = low > 1
  const interval = `${ratio.toFixed(3)} (${low.toFixed(3)} to ${high.toFixed(3)})`
  return found
    ? { found, sentence: `found: a copy of the reference made 10 % slower came out as ${interval}` }
    : { found, sentence: `MISSED: a copy of the reference made 10 % slower came out as ${interval}` }
}

/** Why times of a copy tell nothing, as those of a candidate would not. */
function spoiltBy(arm: Guarded['arms'][number]): { readonly trouble: Trouble; readonly sentence: string } | undefined {
  const { failed, heldOverDrawn = 1 } = arm
  if (failed.trials > 0) return { trouble: 'failed', sentence: `${failed.trials} of ${failed.of} runs failed` }
  const percent = ((heldOverDrawn - 1) * 100).toFixed(0)
  return isLate(arm)
    ? { trouble: 'late', sentence: `the waiting was ${percent} % longer than the mock server meant it to be` }
    : undefined
}

/** Whether the machine is fit for the margin: otherwise only what lies wholly beyond it may be said. */
export function isFit({ guard, planted }: Pick<Result, 'guard' | 'planted'>): boolean {
  return guard.passed && planted.found !== false
}
