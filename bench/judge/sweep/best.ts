import type { Result } from '../comparison/judgement.ts'

/**
 * The strategies that cannot be told apart from the best of a cell, the simplest first. Where nothing is surely better than the
 * reference, it is one of them, beside whatever is not surely worse; none where nothing at all is decided, or keeps to the limits.
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

/**
 * The fastest, and those that are no further from it than the predicted ratio of the two was off in any cell that was measured; none
 * where nothing can be told apart by that.
 */
export function bestPredicted(makespansMs: ReadonlyMap<string, number>, offBy: readonly Errors[]): string[] {
  const [fastest, leastMs] = [...makespansMs].reduce((a, b) => (b[1] < a[1] ? b : a))
  const mostOff = (name: string) =>
    Math.max(
      ...offBy.map((errors) => Math.abs(Math.log((errors.get(name) ?? Infinity) / (errors.get(fastest) ?? Infinity)))),
    )
  const best = [...makespansMs.keys()].filter((name) => !(Math.log(makespansMs.get(name)! / leastMs) > mostOff(name)))
  return best.length < makespansMs.size || makespansMs.size === 1 ? best : []
}
