import type { Trial } from '../../trial/trial.ts'
import { UserError } from '../../io/user-error.ts'
import type { Result } from './judgement.ts'

/** The function that a comparison recommends, and the memory that it had there. */
export interface Applicable {
  readonly variant: string
  readonly function: string
  readonly memoryMb: number
}

/**
 * What of a comparison of functions may be applied. Throws a UserError where it recommends nothing, where its checks did not pass, or where it is of
 * several sizes that were each compared by themselves.
 */
export function applicableIn(results: readonly Result[], trials: readonly Trial[]): Applicable {
  const [result, ...others] = results
  if (!result || others.length > 0) throw new UserError('not-one-comparison', {})
  const { recommendation, unfit, exitCode, pick, lambda } = result
  if (recommendation.code !== 'use') throw new UserError('nothing-recommended', { code: recommendation.code })
  if (unfit || exitCode !== 0) throw new UserError('checks-failed', {})
  const { variant } = recommendation
  // Beside a reference that exceeds a constraint even what is not significantly better is recommended.
  const verdict = pick?.scored.find((one) => one.variant === variant)?.verdict
  if (verdict?.code !== 'faster') throw new UserError('nothing-recommended', { code: verdict?.code ?? 'none' })
  const row = lambda?.warm.find((one) => one.variant === variant)
  const measured = trials.filter((trial) => trial.variant === variant && trial.phase === 'measured')
  const invocations = measured.flatMap(({ invocation }) => invocation ?? [])
  const names = new Set(invocations.map((invocation) => invocation.function))
  const sizes = new Set(invocations.map(({ memoryMb }) => memoryMb))
  const [name] = names
  if (!row || name === undefined || names.size > 1 || sizes.size > 1) throw new UserError('not-of-functions', {})
  return { variant, function: name, memoryMb: row.memoryMb }
}

/** As `applicableIn`; undefined where nothing may be applied. */
export function findApplicable(results: readonly Result[], trials: readonly Trial[]): Applicable | undefined {
  try {
    return applicableIn(results, trials)
  } catch (error) {
    if (error instanceof UserError) return undefined
    throw error
  }
}
