import { UserError } from '../io/user-error.ts'
import type { Unit } from '../report/format.ts'

/** Which runs are meant; whatever is left out, all of it. */
export interface Choice {
  readonly variant?: string
  readonly block?: number
  readonly iteration?: number
}

/** The runs that are meant, or the timelines of such, at least one: a UserError says which there are otherwise. */
export function chosen<Run extends Required<Choice>>(
  runs: readonly Run[],
  choice: Choice,
  { of, unit }: { readonly of: 'runs' | 'timelines'; readonly unit: Unit },
): Run[] {
  const { variant, block, iteration } = choice
  if (runs.length === 0) throw new UserError('no-runs', {})
  const variants = [...new Set(runs.map((run) => run.variant))]
  if (variant !== undefined && !variants.includes(variant))
    throw new UserError('unknown-variant', { known: variants, given: variant })
  const meant = runs.filter(
    (run) =>
      (variant === undefined || run.variant === variant) &&
      (block === undefined || run.block === block) &&
      (iteration === undefined || run.iteration === iteration),
  )
  if (meant.length > 0) return meant
  const most = (pick: (run: Run) => number) => runs.reduce((highest, run) => Math.max(highest, pick(run)), 0)
  throw new UserError('no-such-runs', {
    of,
    unit,
    ...(block !== undefined && { block }),
    ...(iteration !== undefined && { iteration }),
    ...(variant !== undefined && { variant }),
    blocks: most((run) => run.block),
    iterations: most((run) => run.iteration),
  })
}
