import { extentOf } from '../../../statistics/extent.ts'
import { median } from '../../../statistics/quantile.ts'
import { formatNumber, formatSummary } from '../../format.ts'
import type { Result } from '../../../judge/comparison/judgement.ts'
import type { Look, Picture } from '../drawing/picture.ts'

/** Every run there was: a hill where many took about the same time, and a tick for each. */
export function distributions(result: Result, { colours, messages }: Look): Picture | undefined {
  const { variants } = result
  const count = variants.reduce((sum, { samplesMs }) => sum + samplesMs.length, 0)
  const failed = variants.reduce((sum, { samplesFailed }) => sum + samplesFailed, 0)
  if (count === 0) return undefined
  return {
    id: 'distributions',
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
    table: {
      title: '',
      head: [
        messages.comparison.variantColumn,
        messages.charts.distributionsRunsColumn,
        messages.charts.distributionsMinColumn,
        messages.charts.distributionsMedianColumn,
        messages.charts.distributionsMaxColumn,
        ...(failed > 0 ? [messages.comparison.failedRunsColumn] : []),
      ],
      rows: variants.map(({ variant, samplesMs, samplesFailed }) => [
        variant,
        String(samplesMs.length),
        ...(samplesMs.length > 0
          ? [extentOf(samplesMs)[0], median(samplesMs), extentOf(samplesMs)[1]].map(formatNumber)
          : ['–', '–', '–']),
        ...(failed > 0 ? [String(samplesFailed)] : []),
      ]),
      isNumeric: true,
      notes: [],
    },
  }
}
