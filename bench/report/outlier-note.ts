import { ENGLISH } from './messages/english.ts'
import type { Language } from './messages/language.ts'
import { isComparison, withheldCode, type VerdictCode } from '../judge/verdict.ts'
import { wordIn } from './format.ts'
import { isFit } from '../judge/comparison/controls.ts'
import type { VariantResult, Result } from '../judge/comparison/judgement.ts'

/** How many runs stand out, which are part of what was measured, and whether a word hangs on them; nothing where none does. */
export function outlierNote(result: Result, language: Language = ENGLISH): string[] {
  const { say, beside } = language
  const { variants, look } = result
  const outliers = variants.reduce((sum, variant) => sum + variant.outliers.length, 0)
  if (outliers === 0) return []
  const whose = beside(
    variants.flatMap(({ variant, outliers: own }) => (own.length > 0 ? [`${variant} ${own.length}`] : [])),
  )
  const runs = variants.reduce((sum, { samplesMs, samplesFailed }) => sum + samplesMs.length + samplesFailed, 0)
  const counted =
    outliers === 1
      ? say`Outliers: 1 of ${runs} runs stands out (${whose}), and is counted`
      : say`Outliers: ${outliers} of ${runs} runs stand out (${whose}), and are counted`
  if (!look) return [say`${counted}.`]
  const swayed = variants.flatMap((variant) => {
    const word = otherWordOf(variant, isFit(result))
    return word ? [say`${variant.variant} would be "${wordIn(word, language)}"`] : []
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

/** What may not be said of a variant may not be said without its outliers either. */
function otherWordOf(
  { role, verdict, verdictWithoutOutliers: word }: VariantResult,
  fit: boolean,
): VerdictCode | undefined {
  if (!word || !verdict || !isComparison(verdict)) return undefined
  // Of the guard itself it tells whether the machine would have been found fit.
  const other = fit || role === 'aa-check' ? word : withheldCode(word)
  return other === verdict.code ? undefined : other
}
