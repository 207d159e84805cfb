import { ENGLISH } from '../messages/en.ts'
import type { Check } from '../document.ts'
import { variantInSentence } from '../messages/controls.ts'
import type { Messages } from '../messages/messages.ts'
import { isComparison, withheldCode, type VerdictCode } from '../../judge/verdict.ts'
import { formatVerdictCode } from '../verdict-text.ts'
import { isFit } from '../../judge/comparison/controls.ts'
import type { VariantResult, Result } from '../../judge/comparison/judgement.ts'

/** How many runs are outliers, which are counted like all others, and whether a verdict depends on them; nothing where there is none. */
export function outlierCheck(result: Result, messages: Messages = ENGLISH): Check[] {
  const { variants, look } = result
  const { checks } = messages
  const outliers = variants.reduce((sum, variant) => sum + variant.outliers.length, 0)
  if (outliers === 0) return []
  const whose = messages.beside(
    variants.flatMap(({ variant, outliers: own }) =>
      own.length > 0 ? [checks.outliersOf(variantInSentence(variant, messages), own.length)] : [],
    ),
  )
  const runs = variants.reduce((sum, { samplesMs, samplesFailed }) => sum + samplesMs.length + samplesFailed, 0)
  const counted = checks.outliersCounted({ outliers, runs, breakdown: whose })
  const check = (text: string, detail: Check['detail']): Check => ({
    tone: detail === 'full' ? 'good' : 'plain',
    name: checks.outliersName,
    text,
    detail,
  })
  if (!look) return [check(counted, 'full')]
  const swayed = variants.flatMap((variant) => {
    const changed = changedVerdictOf(variant, isFit(result))
    return changed ? [changeText(variant, changed, messages)] : []
  })
  return swayed.length === 0
    ? [check(checks.outliersWithoutEffect(counted), 'full')]
    : [check(checks.outliersChangeVerdicts(counted, messages.beside(swayed)), 'summary')]
}

function changeText({ role, variant }: VariantResult, changed: VerdictCode, messages: Messages): string {
  const { checks } = messages
  if (role === 'aa-check') return checks.noiseWithoutOutliers(changed === 'equivalent' ? checks.passed : checks.failed)
  return checks.verdictWithoutOutliers(variantInSentence(variant, messages), formatVerdictCode(changed, messages))
}

/** What may not be said of a variant may not be said without its outliers either. */
function changedVerdictOf(
  { role, verdict, verdictWithoutOutliers: without }: VariantResult,
  fit: boolean,
): VerdictCode | undefined {
  if (!without || !verdict || !isComparison(verdict)) return undefined
  // Of the A/A check it only matters whether it passes, and with it whether the machine would have been found fit.
  if (role === 'aa-check') return (without === 'equivalent') === (verdict.code === 'equivalent') ? undefined : without
  const other = fit ? without : withheldCode(without)
  return other === verdict.code ? undefined : other
}
