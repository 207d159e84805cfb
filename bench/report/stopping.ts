import { isDecided } from '../verdict.ts'
import type { Result } from './result.ts'

/** Whether a race may stop at a look: every word is decided, and every ratio known as closely as was asked for. */
export function isSettled({ arms, pick }: Result, precision = Infinity): boolean {
  const verdicts = [...arms.map(({ verdict }) => verdict), ...(pick?.scored ?? []).map(({ verdict }) => verdict)]
  const isClose = arms.every(
    ({ role, ratio }) =>
      role !== 'candidate' || !ratio || Math.log(ratio.high / ratio.low) / 2 <= Math.log1p(precision),
  )
  return isClose && verdicts.every((verdict) => !verdict || isDecided(verdict))
}
