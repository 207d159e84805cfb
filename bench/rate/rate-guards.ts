import type { Trial } from '../trial.ts'
import type { RateArm, RateResult } from './rate-result.ts'

/** Whether two copies of the reference came out alike on the schedule: where they did not, nearness proves nothing. */
export function guardOf(
  arms: readonly RateArm[],
  { margin }: Trial['scenario'],
  look: RateResult['look'],
): RateResult['guard'] {
  const guard = arms.find(({ role }) => role === 'guard')
  if (!guard?.ratio || !look) return { passed: false, sentence: 'not yet, it needs all forks' }
  const { low, high } = guard.ratio
  const interval = `${low.toFixed(3)} to ${high.toFixed(3)}`
  const percent = `${+(margin * 100).toFixed(1)} %`
  return guard.verdict?.word === 'equivalent'
    ? { passed: true, sentence: `passed: two copies of the reference agree within ${percent} (${interval})` }
    : {
        passed: false,
        sentence: `failed: two copies of the reference may differ by more than ${percent} (${interval})`,
      }
}

/** Whether a copy of the reference that was made slower was seen to be. */
export function plantedOf(arms: readonly RateArm[], look: RateResult['look']): RateResult['planted'] {
  const planted = arms.find(({ role }) => role === 'planted')
  if (!planted?.ratio || !look) return { sentence: 'not yet, it needs all forks' }
  const { ratio, low, high } = planted.ratio
  const found = low > 1
  const came = `a copy of the reference made 10 % slower came out as ${ratio.toFixed(3)} (${low.toFixed(3)} to ${high.toFixed(3)})`
  return { found, sentence: `${found ? 'found' : 'MISSED'}: ${came}` }
}
