import type { PredictedTable } from './tables.ts'

/** Who gets ahead of whom along an axis, among the fastest. */
export interface LeadChange {
  readonly winners: readonly string[]
  readonly losers: readonly string[]
  /** Values between which it comes about, as placed. */
  readonly from: number
  readonly to: number
  /** Whether the losers were ahead before, instead of as fast as far as can be said. */
  readonly isOvertaking: boolean
}

interface Change {
  readonly winner: string
  readonly loser: string
  /** The places of the rows between which it comes about. */
  readonly from: number
  readonly to: number
  readonly isOvertaking: boolean
}

/** The changes that are decisive, in the order of the axis: one for all that gain the lead, or lose it, in the same way at the same place. */
export function leadChangesIn({
  rows,
  crossovers,
  leads,
}: Pick<PredictedTable, 'rows' | 'crossovers' | 'leads'>): LeadChange[] {
  const placeOf = (value: number) => rows.findIndex((row) => row.value === value)
  const changes: Change[] = [
    ...crossovers
      .filter(({ isDecisive }) => isDecisive)
      .map(({ overtaking, overtaken, bracket: [from, to] }) => ({
        winner: overtaking,
        loser: overtaken,
        from: placeOf(from),
        to: placeOf(to),
        isOvertaking: true,
      })),
    ...leads
      .filter(({ isDecisive }) => isDecisive)
      .map(({ ahead, behind, from }) => ({
        winner: ahead,
        loser: behind,
        from: placeOf(from) - 1,
        to: placeOf(from),
        isOvertaking: false,
      })),
  ]
  const byWinner = Map.groupBy(changes, ({ loser: _loser, ...gain }) => JSON.stringify(gain)).values()
  const gains = Array.from(byWinner, (alike) => ({ ...alike[0]!, losers: alike.map(({ loser }) => loser) }))
  const byLosers = Map.groupBy(gains, ({ losers, from, to, isOvertaking }) =>
    JSON.stringify([losers, from, to, isOvertaking]),
  ).values()
  return Array.from(byLosers)
    .toSorted(([one], [other]) => one!.to - other!.to)
    .map((alike) => {
      const { losers, from, to, isOvertaking } = alike[0]!
      const winners = alike.map(({ winner }) => winner)
      return { winners, losers, from: rows[from]!.placed, to: rows[to]!.placed, isOvertaking }
    })
}
