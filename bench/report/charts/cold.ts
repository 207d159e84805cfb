import type { Block } from '../document.ts'
import { block, chartBlock } from '../block.ts'
import type { Messages } from '../messages/messages.ts'
import { coloursOf } from '../palette.ts'
import { coldProcessesTable } from '../tables/costs.ts'
import type { Result } from '../../judge/comparison/judgement.ts'
import { coldContainersTable } from '../tables/invocations.ts'
import type { TwoDotsRow } from '../drawing.ts'

/** First runs of fresh processes or containers beside the usual ones. */
export function cold(result: Result, messages: Messages): Block | undefined {
  const { lambda } = result
  const colours = coloursOf(result.variants)
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
  const table = lambda ? coldContainersTable(lambda, messages) : coldProcessesTable(result, messages)
  const title = lambda ? messages.lambda.coldTitle : messages.comparison.coldProcessesTitle
  if (rows.length + (lambda?.coldFailed.length ?? 0) === 0) return undefined
  // Of variants that failed there are numbers, but nothing to draw beside each other.
  if (shown.length === 0) return block('cold', title, table)
  return chartBlock({
    id: 'cold',
    title,
    description: lambda ? messages.charts.coldStartsContainers : messages.charts.coldStartsProcesses,
    drawing: { chart: 'two-dots', rows: shown, xLabel: messages.charts.makespanAxis },
    table,
  })
}
