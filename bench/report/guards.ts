import { GUARD, PLANTED } from '../schedule.ts'
import type { Trial } from '../trial.ts'
import { MOST_HELD_OVER_DRAWN } from './final-verdict.ts'
import type { Unit } from './format.ts'
import type { ArmResult, Result } from './result.ts'

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
  const trouble = troubleWith(guard)
  if (trouble) return { passed: false, sentence: `failed: of the second copy of the reference ${trouble}` }
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
  const trouble = troubleWith(planted)
  if (trouble) return { found: false, sentence: `MISSED: of the copy of the reference made 10 % slower ${trouble}` }
  const { ratio, low, high } = planted.ratio
  const found = low > 1
  const interval = `${ratio.toFixed(3)} (${low.toFixed(3)} to ${high.toFixed(3)})`
  return found
    ? { found, sentence: `found: a copy of the reference made 10 % slower came out as ${interval}` }
    : { found, sentence: `MISSED: a copy of the reference made 10 % slower came out as ${interval}` }
}

/** Why times of a copy tell nothing, as those of a candidate would not. */
function troubleWith({ failed, heldOverDrawn = 1 }: Guarded['arms'][number]): string | undefined {
  if (failed.trials > 0) return `${failed.trials} of ${failed.of} runs failed`
  return heldOverDrawn > MOST_HELD_OVER_DRAWN ? 'all runs were answered too late by the mock server' : undefined
}

/** Whether the machine is fit for the margin: otherwise only what lies wholly beyond it may be said. */
export function isFit({ guard, planted }: Pick<Result, 'guard' | 'planted'>): boolean {
  return guard.passed && planted.found !== false
}
