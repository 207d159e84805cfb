import type { Result } from '../../judge/comparison/judgement.ts'
import { tableOf } from '../build-table.ts'
import type { Table } from '../document.ts'
import { formatPercent } from '../format.ts'
import type { Messages } from '../messages/messages.ts'
import { faultText } from '../messages/trial-reasons.ts'

/** Runs that failed, of the variants that had some. */
export function failedRunsTable({ variants }: Result, messages: Messages): Table {
  const { comparison, units } = messages
  return tableOf(
    variants.filter(({ failed }) => failed.trials > 0),
    [
      { head: '', cellOf: ({ variant }) => variant },
      {
        head: comparison.failedRunsColumn,
        cellOf: ({ failed: { trials, of } }) => comparison.failedOfRuns(trials, of),
      },
      {
        head: comparison.failureRateColumn,
        cellOf: ({ failed: { trials, of, rate } }) =>
          units.withInterval({
            estimate: formatPercent(trials / of),
            low: formatPercent(rate.low),
            high: formatPercent(rate.high),
          }),
      },
      {
        head: comparison.failureReasonsColumn,
        isText: true,
        cellOf: ({ failed }) => messages.clauses(failed.reasons.map((reason) => faultText(reason, messages))),
      },
    ],
  )
}

/** What went wrong within runs that ended well, as a world with faults has it. */
export function failuresTable({ variants }: Result, { comparison }: Messages): Table {
  const kinds = [...new Set(variants.flatMap(({ failures }) => Object.keys(failures)))].toSorted()
  return tableOf(
    variants,
    [
      { head: '', cellOf: ({ variant }) => variant },
      ...kinds.map((kind) => ({
        head: kind,
        cellOf: ({ failures }: Result['variants'][number]) => (failures[kind] ?? 0).toFixed(2),
      })),
    ],
    { notes: [comparison.injectedFaults] },
  )
}
