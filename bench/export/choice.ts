import { UsageError } from '../io/usage-error.ts'

/** Which runs are meant; whatever is left out, all of it. */
export interface Choice {
  readonly variant?: string
  readonly block?: number
  readonly iteration?: number
}

/** The runs that are meant, or the timelines of such, at least one: a UsageError says which there are otherwise. */
export function chosen<Run extends Required<Choice>>(
  runs: readonly Run[],
  choice: Choice,
  called: 'runs' | 'timelines' = 'runs',
): Run[] {
  const { variant, block, iteration } = choice
  if (runs.length === 0) throw new UsageError('expected runs to export, got none that count')
  const variants = [...new Set(runs.map((run) => run.variant))]
  if (variant !== undefined && !variants.includes(variant))
    throw new UsageError(`--arm: expected ${variants.map((name) => `"${name}"`).join(', ')}, got "${variant}"`)
  const meant = runs.filter(
    (run) =>
      (variant === undefined || run.variant === variant) &&
      (block === undefined || run.block === block) &&
      (iteration === undefined || run.iteration === iteration),
  )
  if (meant.length > 0) return meant
  const given = Object.entries({ fork: block, round: iteration }).flatMap(([name, value]) =>
    value === undefined ? [] : `${name} ${value}`,
  )
  const most = (pick: (run: Run) => number) => runs.reduce((highest, run) => Math.max(highest, pick(run)), 0)
  const there =
    called === 'runs'
      ? `forks go to ${most((run) => run.block)}, rounds to ${most((run) => run.iteration)}`
      : `they are kept of fork 1 alone, whose rounds go to ${most((run) => run.iteration)}`
  throw new UsageError(
    `expected ${called} of ${given.join(', ')}${variant === undefined ? '' : ` of ${variant}`}, of which there are none; ${there}`,
  )
}
