import type { Result } from '../comparison/judgement.ts'

/**
 * The strategies that do not differ significantly from the best of a cell, the simplest first. Where nothing is significantly better than the
 * reference, it is one of them, beside whatever is not significantly worse; none where nothing at all is decided, or keeps to the limits.
 */
export function bestOf({
  variants,
  pick,
  scenario,
}: Pick<Result, 'variants' | 'pick' | 'scenario'>): readonly string[] {
  if (!pick) return []
  if (pick.best.length > 0) return pick.best
  const { reference } = scenario
  if (pick.excluded.some(({ variant }) => variant === reference)) return []
  const beyond = new Set(pick.excluded.flatMap(({ variant, reason }) => (reason.code === 'constraint' ? variant : [])))
  const isAlone = variants.every(({ variant, role }) => role !== 'candidate' || beyond.has(variant))
  const isDecided = pick.scored.some(({ verdict }) => verdict.code !== 'inconclusive')
  if (!isDecided && !isAlone) return []
  const notWorse = pick.scored.filter(({ verdict }) => !verdict.code.startsWith('slower'))
  return [reference, ...notWorse.map(({ variant }) => variant)]
}

/** Predicted over measured time of each strategy in a cell that was measured. */
export type Errors = ReadonlyMap<string, number>

/** By how much the predicted ratio of two strategies may be off, as a log ratio. */
export type ErrorOfRatio = (one: string, other: string) => number

/** By as much as it was off in any cell that was measured. */
export function errorSeenIn(offBy: readonly Errors[]): ErrorOfRatio {
  const logOf = (errors: Errors, name: string) => Math.log(errors.get(name) ?? Infinity)
  return (one, other) => Math.max(...offBy.map((errors) => Math.abs(logOf(errors, one) - logOf(errors, other))))
}

/** The fastest by prediction, and those that are no further from it than the predicted ratio of the two may be off. */
export function fastestPredicted(makespansMs: ReadonlyMap<string, number>, errorOf: ErrorOfRatio): string[] {
  const [fastest, leastMs] = [...makespansMs].reduce((a, b) => (b[1] < a[1] ? b : a))
  return [...makespansMs].flatMap(([name, ms]) =>
    name !== fastest && Math.log(ms / leastMs) > errorOf(name, fastest) ? [] : [name],
  )
}

/** The same as the best of a cell: none where nothing differs significantly. */
export function bestPredicted(makespansMs: ReadonlyMap<string, number>, errorOf: ErrorOfRatio): string[] {
  const best = fastestPredicted(makespansMs, errorOf)
  return best.length < makespansMs.size || makespansMs.size === 1 ? best : []
}
