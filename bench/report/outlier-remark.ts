import { isComparison, withheld, type Word } from '../verdict.ts'
import { isFit } from './guards.ts'
import type { ArmResult, Result } from './result.ts'

/** How many runs stand out, which are part of what was measured, and whether a word hangs on them; nothing where none does. */
export function outlierRemark(result: Result): string[] {
  const { arms, look } = result
  const outliers = arms.reduce((sum, arm) => sum + arm.outliers.length, 0)
  if (outliers === 0) return []
  const whose = arms.flatMap(({ arm, outliers: own }) => (own.length > 0 ? [`${arm} ${own.length}`] : [])).join(', ')
  const runs = arms.reduce((sum, { samplesMs }) => sum + samplesMs.length, 0)
  const [stands, counted, them] =
    outliers === 1 ? ['stands out', 'is counted', 'it'] : ['stand out', 'are counted', 'them']
  const swayed = arms.flatMap((arm) => {
    const word = otherWordOf(arm, isFit(result))
    return word ? [`${arm.arm} would be "${word}"`] : []
  })
  const words = look
    ? `; ${swayed.length > 0 ? `without ${them} ${swayed.join(', ')}` : `no word on speed would be another without ${them}`}`
    : ''
  return [`Outliers: ${outliers} of ${runs} runs ${stands} (${whose}), and ${counted}${words}.`]
}

/** What may not be said of an arm may not be said without its outliers either. */
function otherWordOf({ role, verdict, wordWithoutOutliers: word }: ArmResult, fit: boolean): Word | undefined {
  if (!word || !verdict || !isComparison(verdict)) return undefined
  // Of the guard itself it tells whether the machine would have been found fit.
  const other = fit || role === 'guard' ? word : withheld({ word }).word
  return other === verdict.word ? undefined : other
}
