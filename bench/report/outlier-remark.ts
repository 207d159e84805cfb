import { ENGLISH } from './messages/english.ts'
import type { Language } from './messages/language.ts'
import { isComparison, withheld, type Word } from '../judge/verdict.ts'
import { wordIn } from './format.ts'
import { isFit } from '../judge/guards.ts'
import type { ArmResult, Result } from '../judge/result.ts'

/** How many runs stand out, which are part of what was measured, and whether a word hangs on them; nothing where none does. */
export function outlierRemark(result: Result, language: Language = ENGLISH): string[] {
  const { say, beside } = language
  const { arms, look } = result
  const outliers = arms.reduce((sum, arm) => sum + arm.outliers.length, 0)
  if (outliers === 0) return []
  const whose = beside(arms.flatMap(({ arm, outliers: own }) => (own.length > 0 ? [`${arm} ${own.length}`] : [])))
  const runs = arms.reduce((sum, { samplesMs, samplesFailed }) => sum + samplesMs.length + samplesFailed, 0)
  const counted =
    outliers === 1
      ? say`Outliers: 1 of ${runs} runs stands out (${whose}), and is counted`
      : say`Outliers: ${outliers} of ${runs} runs stand out (${whose}), and are counted`
  if (!look) return [say`${counted}.`]
  const swayed = arms.flatMap((arm) => {
    const word = otherWordOf(arm, isFit(result))
    return word ? [say`${arm.arm} would be "${wordIn(word, language)}"`] : []
  })
  if (swayed.length === 0)
    return [
      outliers === 1
        ? say`${counted}; no word on speed would be another without it.`
        : say`${counted}; no word on speed would be another without them.`,
    ]
  return [
    outliers === 1 ? say`${counted}; without it ${beside(swayed)}.` : say`${counted}; without them ${beside(swayed)}.`,
  ]
}

/** What may not be said of an arm may not be said without its outliers either. */
function otherWordOf({ role, verdict, wordWithoutOutliers: word }: ArmResult, fit: boolean): Word | undefined {
  if (!word || !verdict || !isComparison(verdict)) return undefined
  // Of the guard itself it tells whether the machine would have been found fit.
  const other = fit || role === 'guard' ? word : withheld({ word }).word
  return other === verdict.word ? undefined : other
}
