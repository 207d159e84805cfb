import { UsageError } from '../io/usage-error.ts'

/** Which runs are meant; whatever is left out, all of it. */
export interface Choice {
  readonly arm?: string
  readonly fork?: number
  readonly round?: number
}

/** The runs that are meant, or the timelines of such, at least one: a UsageError says which there are otherwise. */
export function chosen<Run extends Required<Choice>>(
  runs: readonly Run[],
  choice: Choice,
  called: 'runs' | 'timelines' = 'runs',
): Run[] {
  const { arm, fork, round } = choice
  if (runs.length === 0) throw new UsageError('expected runs to export, got none that count')
  const arms = [...new Set(runs.map((run) => run.arm))]
  if (arm !== undefined && !arms.includes(arm))
    throw new UsageError(`--arm: expected ${arms.map((name) => `"${name}"`).join(', ')}, got "${arm}"`)
  const meant = runs.filter(
    (run) =>
      (arm === undefined || run.arm === arm) &&
      (fork === undefined || run.fork === fork) &&
      (round === undefined || run.round === round),
  )
  if (meant.length > 0) return meant
  const given = Object.entries({ fork, round }).flatMap(([name, value]) =>
    value === undefined ? [] : `${name} ${value}`,
  )
  const most = (pick: (run: Run) => number) => runs.reduce((highest, run) => Math.max(highest, pick(run)), 0)
  const there =
    called === 'runs'
      ? `forks go to ${most((run) => run.fork)}, rounds to ${most((run) => run.round)}`
      : `they are kept of fork 1 alone, whose rounds go to ${most((run) => run.round)}`
  throw new UsageError(
    `expected ${called} of ${given.join(', ')}${arm === undefined ? '' : ` of ${arm}`}, of which there are none; ${there}`,
  )
}
