import type { LoadResult, LoadVariant } from '../../judge/load/judgement.ts'
import { tableOf } from '../build-table.ts'
import type { Row, Table } from '../document.ts'
import { formatNumber, formatRatio, formatSummary } from '../format.ts'
import { formatVerdict } from '../verdict-text.ts'
import type { Messages } from '../messages/messages.ts'
import { coloursOf } from '../palette.ts'
import { formatPace } from '../sentences/load-words.ts'

/** What became of each variant on a schedule, a row each. */
export function loadVariantsTable({ variants, scenario }: LoadResult, messages: Messages): Table {
  const { comparison, load } = messages
  const colours = coloursOf(variants)
  return tableOf(
    variants,
    [
      { head: comparison.variantColumn, shortHead: '', cellOf: ({ variant }) => variant },
      {
        head: comparison.verdictColumn,
        isText: true,
        cellOf: (variant) => formatVerdict(variant, scenario.margin, { messages }),
      },
      { head: load.latencyRatioColumn(scenario.reference), cellOf: (variant) => formatRatio(variant, messages) },
      { head: load.latencyMsColumn, cellOf: ({ latencyMs }) => formatSummary(latencyMs, messages) },
      { head: load.paceColumn, isText: true, cellOf: (variant) => formatPace(variant, messages) },
      { head: load.serviceTimeMsColumn, cellOf: ({ serviceMs }) => formatNumber(serviceMs.median) },
      { head: load.loadColumn, cellOf: ({ load: { mean } }) => mean.toFixed(2) },
      {
        head: comparison.failedRunsColumn,
        cellOf: ({ failed: { trials, of } }) => comparison.failedOfRuns(trials, of),
      },
    ],
    { lookOf: (variant) => ({ ...toneOf(variant), colour: colours.get(variant.variant)! }) },
  )
}

function toneOf({ role, verdict, pace }: LoadVariant): Pick<Row, 'tone'> {
  if (role !== 'candidate' && role !== 'reference') return {}
  if (pace?.code === 'falls-behind' || verdict?.code === 'output-mismatch' || verdict?.code === 'unreliable')
    return { tone: 'bad' }
  return verdict?.code === 'faster' && pace?.code === 'keeps-up' ? { tone: 'good' } : {}
}
