import type { Block } from '../document.ts'
import { tableOf } from '../build-table.ts'
import { chartBlock, keysOf } from '../block.ts'
import type { Messages } from '../messages/messages.ts'
import { coloursOf } from '../palette.ts'
import { isSelectable } from '../../plan/schedule.ts'
import { formatNumber } from '../messages/formats.ts'
import type { VariantResult, Result } from '../../judge/comparison/judgement.ts'
import { dashOf } from './dashes.ts'

const SHARES = [0, 0.25, 0.5, 0.75, 1]

/** Which share of its runs had ended by when. */
export function ecdf(result: Result, messages: Messages): Block | undefined {
  const variants = result.variants.filter(({ role }) => isSelectable(role))
  if (variants.every(({ samplesMs }) => samplesMs.length === 0)) return undefined
  const colours = coloursOf(result.variants)
  const haveFailed = variants.some(({ samplesFailed }) => samplesFailed > 0)
  const lines = variants.map(({ variant, samplesMs, samplesFailed }, index) => ({
    name: variant,
    colour: colours.get(variant)!,
    dash: dashOf(index),
    samples: samplesMs,
    missing: samplesFailed,
  }))
  return chartBlock({
    id: 'ecdf',
    title: messages.charts.ecdfTitle,
    description: messages.sentences([
      messages.charts.ecdfDescription,
      ...(haveFailed ? [messages.charts.ecdfFailedRuns] : []),
    ]),
    drawing: {
      chart: 'shares',
      lines,
      xLabel: messages.charts.makespanAxis,
      yLabel: messages.charts.ecdfShareAxis,
    },
    keys: keysOf(lines),
    table: tableOf(variants, [
      { head: messages.comparison.variantColumn, cellOf: ({ variant }) => variant },
      ...SHARES.map((share) => ({
        head: messages.charts.ecdfPercentileColumn(share * 100),
        cellOf(variant: VariantResult) {
          const ms = endedBy(variant, share)
          return ms < Infinity ? formatNumber(ms) : messages.charts.ecdfNeverReached
        },
      })),
    ]),
  })
}

type Runs = Pick<VariantResult, 'samplesMs' | 'samplesFailed'>

/** When that share of the runs had ended, by rank; a run that failed never does. */
function endedBy({ samplesMs, samplesFailed }: Runs, share: number): number {
  const rank = Math.max(1, Math.ceil(share * (samplesMs.length + samplesFailed)))
  return samplesMs.toSorted((a, b) => a - b)[rank - 1] ?? Infinity
}
