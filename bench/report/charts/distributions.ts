import type { Block } from '../document.ts'
import { tableOf } from '../build-table.ts'
import { chartBlock } from '../block.ts'
import type { Messages } from '../messages/messages.ts'
import { isSelectable } from '../../plan/schedule.ts'
import { coloursOf } from '../palette.ts'
import { UNKNOWN } from '../known-columns.ts'
import { extentOf } from '../../statistics/extent.ts'
import { median } from '../../statistics/quantile.ts'
import { formatSummary } from '../format.ts'
import { formatNumber } from '../messages/formats.ts'
import type { Result, VariantResult } from '../../judge/comparison/judgement.ts'

/** Every run there was: a hill where many took about the same time, and a tick for each. */
export function distributions(result: Result, messages: Messages): Block | undefined {
  const colours = coloursOf(result.variants)
  const variants = result.variants.filter(({ role }) => isSelectable(role))
  const count = variants.reduce((sum, { samplesMs }) => sum + samplesMs.length, 0)
  const failed = variants.reduce((sum, { samplesFailed }) => sum + samplesFailed, 0)
  if (count === 0) return undefined
  return chartBlock({
    id: 'distributions',
    detail: 'summary',
    title: messages.charts.distributionsTitle,
    description: messages.sentences([
      messages.charts.distributionsDescription(count),
      ...(failed > 0 ? [messages.charts.distributionsFailedRuns(failed)] : []),
      messages.charts.distributionsLogScale,
    ]),
    drawing: {
      chart: 'densities',
      rows: variants.map(({ variant, samplesMs, makespanMs }) => ({
        name: variant,
        colour: colours.get(variant)!,
        samples: samplesMs,
        label: formatSummary(makespanMs, messages),
      })),
      xLabel: messages.charts.makespanAxis,
    },
    table: tableOf(variants, [
      { head: messages.comparison.variantColumn, cellOf: ({ variant }) => variant },
      { head: messages.charts.distributionsRunsColumn, cellOf: ({ samplesMs }) => String(samplesMs.length) },
      { head: messages.charts.distributionsMinColumn, cellOf: numberOf((samples) => extentOf(samples)[0]) },
      { head: messages.charts.distributionsMedianColumn, cellOf: numberOf(median) },
      { head: messages.charts.distributionsMaxColumn, cellOf: numberOf((samples) => extentOf(samples)[1]) },
      {
        head: messages.comparison.failedRunsColumn,
        cellOf: ({ samplesFailed }) => (failed > 0 ? String(samplesFailed) : UNKNOWN),
      },
    ]),
  })
}

function numberOf(measure: (samples: readonly number[]) => number): (variant: VariantResult) => string {
  return ({ samplesMs }) => (samplesMs.length > 0 ? formatNumber(measure(samplesMs)) : UNKNOWN)
}
