/** What each strategy takes at a value of the axis, in milliseconds, by its name. */
export interface AxisRow {
  readonly value: number
  readonly ms: Readonly<Record<string, number>>
}

/** How far apart two times must be to be told apart: a share of the shorter one. */
export type Resolution = (a: string, b: string) => number

/** Some strategies that come to lead over others between two rows of a table. */
export interface LeadChange {
  readonly winners: readonly string[]
  readonly losers: readonly string[]
  /** Values between which it comes about. */
  readonly from: number
  readonly to: number
  /** Whether the losers were ahead before, and not only as good as alike. */
  readonly isOvertaking: boolean
}

/**
 * Where the lead changes: who cannot be told apart from the fastest at first, and can be later on, was overtaken, or left
 * behind where the two could not be told apart before.
 */
export function leadChangesIn(rows: readonly AxisRow[], resolution: Resolution): LeadChange[] {
  const names = Object.keys(rows[0]?.ms ?? {})
  const leads = rows.map((row) => leadIn(row, resolution))
  const changes = names
    .flatMap((a, index) => names.slice(index + 1).flatMap((b) => changesOf(rows, [a, b], resolution(a, b))))
    .filter(({ winner, loser, from, to }) => leads[to]!.has(winner) && leads[from]!.has(loser))
  const byWinner = Map.groupBy(changes, ({ from, to, isOvertaking, winner }) =>
    [to, from, isOvertaking, winner].join(' '),
  )
    .values()
    .map((own) => ({ ...own[0]!, losers: own.map(({ loser }) => loser) }))
  return Map.groupBy(byWinner, ({ from, to, isOvertaking, losers }) =>
    [to, from, isOvertaking, losers.join(' ')].join(' '),
  )
    .values()
    .toArray()
    .sort(([one], [other]) => one!.to - other!.to)
    .map((alike) => {
      const { from, to, losers, isOvertaking } = alike[0]!
      const winners = alike.map(({ winner }) => winner)
      return { winners, losers, from: rows[from]!.value, to: rows[to]!.value, isOvertaking }
    })
}

interface Change {
  readonly winner: string
  readonly loser: string
  /** Rows between which it came about. */
  readonly from: number
  readonly to: number
  /** Whether the loser was ahead before, and not only as good as alike. */
  readonly isOvertaking: boolean
}

function changesOf(rows: readonly AxisRow[], [a, b]: readonly [string, string], resolution: number): Change[] {
  const changes: Change[] = []
  let leader: string | undefined
  let from = 0
  for (const [to, { ms }] of rows.entries()) {
    const isApart = areApart(ms[a]!, ms[b]!, resolution)
    const now = isApart ? (ms[a]! < ms[b]! ? a : b) : undefined
    if (now !== undefined && now !== leader && to > 0)
      changes.push({ winner: now, loser: now === a ? b : a, from, to, isOvertaking: leader !== undefined })
    leader = now ?? leader
    if (now !== undefined || leader === undefined) from = to
  }
  return changes
}

/** The fastest of a row, and those that cannot be told apart from it. */
export function leadIn({ ms }: Pick<AxisRow, 'ms'>, resolution: Resolution): ReadonlySet<string> {
  const all = Object.entries(ms)
  const [fastest, leastMs] = all.reduce((a, b) => (b[1] < a[1] ? b : a))
  return new Set(
    all.flatMap(([name, one]) =>
      name === fastest || !areApart(one, leastMs, resolution(name, fastest)) ? [name] : [],
    ),
  )
}

function areApart(first: number, second: number, resolution: number): boolean {
  return Math.abs(first - second) > resolution * Math.min(first, second)
}
