import type { Block } from '../document.ts'
import { tableOf } from '../build-table.ts'
import { chartBlock, keysOf } from '../block.ts'
import type { Messages } from '../messages/messages.ts'
import { coloursOf } from '../palette.ts'
import type { LoadResult } from '../../judge/load/judgement.ts'
import { isSelectable } from '../../plan/schedule.ts'
import { dashOf } from './dashes.ts'

/** How many further jobs were due when one began, from the first to the last: what climbs falls behind. */
export function backlog(result: LoadResult, messages: Messages): Block {
  const colours = coloursOf(result.variants)
  const variants = result.variants.filter(({ role }) => isSelectable(role))
  const lines = variants.map(({ variant, backlog: { byJob } }, index) => ({
    name: variant,
    colour: colours.get(variant)!,
    dash: dashOf(index),
    values: byJob,
  }))
  return chartBlock({
    id: 'backlog',
    detail: 'summary',
    title: messages.charts.backlogTitle,
    description: messages.charts.backlogDescription,
    drawing: {
      chart: 'lines',
      lines,
      xLabel: messages.charts.backlogJobAxis,
      yLabel: messages.charts.backlogDueAxis,
    },
    keys: keysOf(lines),
    table: tableOf(variants, [
      { head: messages.comparison.variantColumn, cellOf: ({ variant }) => variant },
      { head: messages.load.largestBacklogColumn, cellOf: (variant) => String(variant.backlog.largest) },
    ]),
  })
}
