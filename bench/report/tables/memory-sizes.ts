import type { Messages } from '../messages/messages.ts'
import { isSelectable } from '../../plan/schedule.ts'
import { formatNumber } from '../messages/formats.ts'
import { UNKNOWN } from '../known-columns.ts'
import type { Result } from '../../judge/comparison/judgement.ts'
import { tableOf } from '../build-table.ts'
import type { Table } from '../document.ts'

/** What each variant takes and costs at each size of memory, beside each other. */
export function memorySizesTable(results: readonly Result[], messages: Messages): Table {
  const variants = new Set(
    results.flatMap((result) => result.variants.flatMap(({ variant, role }) => (isSelectable(role) ? variant : []))),
  )
  const sizeOf = ({ scenario }: Result) => `${scenario.memoryMb} MB`
  return tableOf(
    [...variants],
    [
      { head: '', cellOf: (variant) => variant },
      ...results.map((one) => ({ head: sizeOf(one), cellOf: (variant: string) => makespanOf(one, variant) })),
      ...results.map((one) => ({
        head: messages.lambda.usdAtSizeColumn(sizeOf(one)),
        cellOf: (variant: string) => usdOf(one, variant),
      })),
    ],
    { notes: [messages.lambda.memorySizesNote] },
  )
}

function makespanOf({ variants }: Result, name: string): string {
  const variant = variants.find((one) => one.variant === name)
  return variant ? formatNumber(variant.makespanMs.median) : UNKNOWN
}

function usdOf({ lambda }: Result, name: string): string {
  return lambda?.warm.find((row) => row.variant === name)?.usdPerMillion?.mean.toFixed(2) ?? UNKNOWN
}
