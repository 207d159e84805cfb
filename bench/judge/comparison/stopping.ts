import { isDecided } from '../verdict.ts'
import { isMissed } from './controls.ts'
import type { Result } from './judgement.ts'

/** Whether a benchmark may stop at a look: every verdict is decided, the sensitivity check found, and every ratio known as closely as was requested. */
export function isSettled({ variants, look, pick, sensitivityCheck }: Result, precision = Infinity): boolean {
  // A sensitivity check is there to be found; by how much it is slower is no question.
  const judged = variants.filter(({ role }) => role !== 'sensitivity-check')
  const verdicts = [...judged.map(({ verdict }) => verdict), ...(pick?.scored ?? []).map(({ verdict }) => verdict)]
  const isClose = variants.every(
    ({ role, ratio }) =>
      role !== 'candidate' || !ratio || Math.log(ratio.high / ratio.low) / 2 <= Math.log1p(precision),
  )
  // Another look may find it, unless its runs failed.
  const isFound = !isMissed(sensitivityCheck) || sensitivityCheck.code === 'runs-failed'
  return look !== undefined && isClose && isFound && verdicts.every((verdict) => !verdict || isDecided(verdict))
}
