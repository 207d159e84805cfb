import { isDecided } from './verdict.ts'
import type { Result } from './result.ts'

/** Whether a race may stop at a look: every word is decided, the planted arm found, and every ratio known as closely as was asked for. */
export function isSettled({ arms, look, pick, planted }: Result, precision = Infinity): boolean {
  // A planted arm is there to be found; by how much it is slower is no question.
  const judged = arms.filter(({ role }) => role !== 'planted')
  const verdicts = [...judged.map(({ verdict }) => verdict), ...(pick?.scored ?? []).map(({ verdict }) => verdict)]
  const isClose = arms.every(
    ({ role, ratio }) =>
      role !== 'candidate' || !ratio || Math.log(ratio.high / ratio.low) / 2 <= Math.log1p(precision),
  )
  // Another look may find it, unless its runs failed.
  const isFound = planted.found !== false || planted.trouble === 'failed'
  return look !== undefined && isClose && isFound && verdicts.every((verdict) => !verdict || isDecided(verdict))
}
