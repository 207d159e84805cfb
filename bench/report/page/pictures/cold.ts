import { coldSection } from '../../local-sections.ts'
import type { Result } from '../../../judge/comparison/judgement.ts'
import { coldSection as coldInvocations } from '../../sections.ts'
import type { TwoDotsRow } from '../drawing/drawing.ts'
import type { Look, Picture } from '../drawing/picture.ts'

/** First runs of fresh processes or containers beside the usual ones. */
export function cold(result: Result, { colours, messages }: Look): Picture | undefined {
  const { lambda } = result
  const rows = lambda ? lambda.cold : result.cold
  const shown = rows.flatMap((row): TwoDotsRow[] => {
    const variant = result.variants.find((one) => one.variant === row.variant)
    if (!variant || variant.samplesFailed > 0) return []
    const { interval, median } = row.makespanMs
    return [
      {
        name: row.variant,
        colour: colours.get(row.variant)!,
        hollow: variant.makespanMs.median,
        filled: median,
        low: interval?.low ?? median,
        high: interval?.high ?? median,
      },
    ]
  })
  if (shown.length === 0) return undefined
  return {
    id: 'cold',
    title: messages.charts.coldStartsTitle,
    description: lambda ? messages.charts.coldStartsContainers : messages.charts.coldStartsProcesses,
    drawing: { chart: 'two-dots', rows: shown, xLabel: messages.charts.makespanAxis },
    table: lambda ? coldInvocations(lambda, messages) : coldSection(result, messages),
  }
}
