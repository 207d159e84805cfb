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
  const { recommendation, unfit, exitCode } = result
  if (recommendation.code !== 'use') throw new UserError('nothing-recommended', { code: recommendation.code })
  if (unfit || exitCode !== 0) throw new UserError('checks-failed', {})
  const { variant } = recommendation
  const invocation = trials.find((trial) => trial.variant === variant && trial.invocation)?.invocation
  if (!invocation) throw new UserError('not-of-functions', {})
  return { variant, function: invocation.function, memoryMb: invocation.memoryMb }
}
