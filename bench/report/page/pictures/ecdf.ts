import { isSelectable } from '../../../plan/schedule.ts'
import { formatNumber } from '../../format.ts'
import type { VariantResult, Result } from '../../../judge/comparison/judgement.ts'
import type { Look, Picture } from '../drawing/picture.ts'
import { dashOf } from '../drawing/dashes.ts'

const SHARES = [0, 0.25, 0.5, 0.75, 1]

/** Which share of its runs had ended by when. */
export function ecdf(result: Result, { colours, messages }: Look): Picture | undefined {
  const variants = result.variants.filter(({ role }) => isSelectable(role))
  if (variants.every(({ samplesMs }) => samplesMs.length === 0)) return undefined
  const haveFailed = variants.some(({ samplesFailed }) => samplesFailed > 0)
  return {
    id: 'ecdf',
    title: messages.charts.ecdfTitle,
    description: messages.sentences([
      messages.charts.ecdfDescription,
      ...(haveFailed ? [messages.charts.ecdfFailedRuns] : []),
    ]),
    drawing: {
      chart: 'shares',
      lines: variants.map(({ variant, samplesMs, samplesFailed }, index) => ({
        name: variant,
        colour: colours.get(variant)!,
        dash: dashOf(index),
        samples: samplesMs,
        missing: samplesFailed,
      })),
      xLabel: messages.charts.makespanAxis,
      yLabel: messages.charts.ecdfShareAxis,
    },
    keys: variants.map(({ variant }, index) => ({
      label: variant,
      colour: colours.get(variant)!,
      mark: 'line',
      dash: dashOf(index),
    })),
    table: {
      title: '',
      head: [
        messages.comparison.variantColumn,
        ...SHARES.map((share) => messages.charts.ecdfPercentileColumn(share * 100)),
      ],
      rows: variants.map((one) => [
        one.variant,
        ...SHARES.map((share) => {
          const ms = endedBy(one, share)
          return ms < Infinity ? formatNumber(ms) : messages.charts.ecdfNeverReached
        }),
      ]),
      isNumeric: true,
      notes: [],
    },
  }
}

type Runs = Pick<VariantResult, 'samplesMs' | 'samplesFailed'>

/** When that share of the runs had ended, by rank; a run that failed never does. */
function endedBy({ samplesMs, samplesFailed }: Runs, share: number): number {
  const rank = Math.max(1, Math.ceil(share * (samplesMs.length + samplesFailed)))
  return samplesMs.toSorted((a, b) => a - b)[rank - 1] ?? Infinity
}
