/** What one strategy takes at a value of the axis, in milliseconds, by its name. */
export interface AxisRow {
  readonly label: string
  readonly ms: Readonly<Record<string, number>>
}

/** Two predictions closer than this are the same to whoever reads them. */
export const ALIKE = 0.01

/**
 * Where the lead changes, in words: of each pair in which one was the fastest before or after. A pair as good as alike at first
 * counts from where it no longer is.
 */
export function crossoversIn(rows: readonly AxisRow[], unit: string): string[] {
  const names = Object.keys(rows[0]?.ms ?? {})
  const changes = names.flatMap((a, index) => names.slice(index + 1).flatMap((b) => changesOf(rows, a, b)))
  return Map.groupBy(changes, ({ from, to, winner }) => `${to} ${from} ${winner}`)
    .values()
    .toArray()
    .sort(([one], [other]) => one!.to - other!.to)
    .map((alike) => {
      const { from, to, winner } = alike[0]!
      const losers = alike.map(({ loser }) => loser).join(', ')
      return `${winner} overtakes ${losers} between ${rows[from]!.label} and ${rows[to]!.label}${unit}`
    })
}

interface Change {
  readonly winner: string
  readonly loser: string
  /** Rows between which it came about. */
  readonly from: number
  readonly to: number
}

function changesOf(rows: readonly AxisRow[], a: string, b: string): Change[] {
  const changes: Change[] = []
  let leader: string | undefined
  let from = 0
  for (const [to, row] of rows.entries()) {
    const now = leaderOf(row, a, b)
    const isFastest = [rows[from]!, row].some(({ ms }) => [a, b].some((name) => ms[name] === leastOf(ms)))
    if (now !== undefined && now !== leader && to > 0 && isFastest)
      changes.push({ winner: now, loser: now === a ? b : a, from, to })
    leader = now ?? leader
    if (now !== undefined || leader === undefined) from = to
  }
  return changes
}

function leaderOf({ ms }: AxisRow, a: string, b: string): string | undefined {
  const [first, second] = [ms[a]!, ms[b]!]
  if (Math.abs(first - second) <= ALIKE * Math.min(first, second)) return undefined
  return first < second ? a : b
}

function leastOf(ms: AxisRow['ms']): number {
  return Math.min(...Object.values(ms))
}
