import { ENGLISH } from '../messages/en.ts'
import type { Messages } from '../messages/messages.ts'
import { isComparison, withheldCode, type VerdictCode } from '../../judge/verdict.ts'
import { formatVerdictCode } from '../verdict-text.ts'
import { isFit } from '../../judge/comparison/controls.ts'
import type { VariantResult, Result } from '../../judge/comparison/judgement.ts'

/** How many runs stand out, which are part of what was measured, and whether a word hangs on them; nothing where none does. */
export function outlierNote(result: Result, messages: Messages = ENGLISH): string[] {
  const { variants, look } = result
  const outliers = variants.reduce((sum, variant) => sum + variant.outliers.length, 0)
  if (outliers === 0) return []
  const whose = messages.beside(
    variants.flatMap(({ variant, outliers: own }) => (own.length > 0 ? [`${variant} ${own.length}`] : [])),
  )
  const runs = variants.reduce((sum, { samplesMs, samplesFailed }) => sum + samplesMs.length + samplesFailed, 0)
  const counted =
    outliers === 1
      ? messages.notes.outliersCountedOne(runs, whose)
      : messages.notes.outliersCountedMany({ outliers, runs, breakdown: whose })
  if (!look) return [messages.units.sentence(counted)]
  const swayed = variants.flatMap((variant) => {
    const changed = changedVerdictOf(variant, isFit(result))
    return changed ? [messages.notes.verdictWithoutOutliers(variant.variant, formatVerdictCode(changed, messages))] : []
  })
  if (swayed.length === 0)
    return [
      outliers === 1
        ? messages.notes.outliersWithoutEffectOne(counted)
        : messages.notes.outliersWithoutEffectMany(counted),
    ]
  return [
    outliers === 1
      ? messages.notes.outliersChangeVerdictsOne(counted, messages.beside(swayed))
      : messages.notes.outliersChangeVerdictsMany(counted, messages.beside(swayed)),
  ]
}

/** What may not be said of a variant may not be said without its outliers either. */
function changedVerdictOf(
  { role, verdict, verdictWithoutOutliers: without }: VariantResult,
  fit: boolean,
): VerdictCode | undefined {
  if (!without || !verdict || !isComparison(verdict)) return undefined
  // For the A/A check itself it says whether the machine would have been found fit.
  const other = fit || role === 'aa-check' ? without : withheldCode(without)
  return other === verdict.code ? undefined : other
}
