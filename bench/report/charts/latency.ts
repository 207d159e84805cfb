import type { Block } from '../document.ts'
import { chartBlock } from '../block.ts'
import type { Messages } from '../messages/messages.ts'
import { type Colour, coloursOf } from '../palette.ts'
import type { LoadVariant, LoadResult } from '../../judge/load/judgement.ts'
import { isSelectable } from '../../plan/schedule.ts'
import { latencyTable } from '../tables/load.ts'
import type { TwoDotsRow } from '../drawing.ts'

/** From when a job was due to its end, beside what the job itself takes. */
export function latency(result: LoadResult, messages: Messages): Block {
  const colours = coloursOf(result.variants)
  const rows = result.variants.filter(({ role }) => isSelectable(role)).map((variant) => rowOf(variant, colours))
  return chartBlock({
    id: 'latency',
    title: messages.load.latencyTitle,
    description: messages.charts.latencyDescription,
    drawing: { chart: 'two-dots', rows, xLabel: 'ms' },
    table: latencyTable(result, messages),
  })
}

function rowOf(
  { variant, latencyMs, serviceMs, tails }: LoadVariant,
  colours: ReadonlyMap<string, Colour>,
): TwoDotsRow {
  const { median } = latencyMs
  const known = tails.flatMap((tail) => ('value' in tail ? tail.value : []))
  return {
    name: variant,
    colour: colours.get(variant)!,
    hollow: serviceMs.median,
    filled: median,
    low: median,
    high: known.at(-1) ?? median,
  }
}
