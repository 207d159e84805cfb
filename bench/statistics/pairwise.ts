import { hodgesLehmann } from './hodges-lehmann.ts'
import { studentCdf } from './student.ts'

/** The times of one variant: ln(time) by block and iteration, each place being the same block and iteration in every variant. */
export interface TimedVariant {
  readonly name: string
  readonly blocks: readonly (readonly number[])[]
}

/** Two variants, in the order in which they were given. */
export interface Pair {
  readonly one: string
  readonly other: string
  /** How many times as long the other takes. */
  readonly ratio: number
  /** Of this pair alone. */
  readonly p: number
  /** Of this pair as one of all: see `holmAdjusted`. */
  readonly adjustedP: number
  /** Whether they differ significantly at the level of the whole family. */
  readonly differ: boolean
}

/**
 * Compares every variant with every other one, such that with a probability of `alpha` at most any two equal ones are found
 * different. Each pair is judged as `ratioOverBlocks` does: a Hodges-Lehmann value of the paired iterations per block, Student's t
 * over blocks; then Holm's correction. One pair for each two variants, in the order of the variants.
 * Throws RangeError for `alpha` not inside 0..1, fewer than 2 blocks, a block without iterations, variants that do not have the
 * same blocks and iterations, and a log time that is not finite.
 */
export function pairwise(variants: readonly TimedVariant[], alpha: number): Pair[] {
  if (!(alpha > 0 && alpha < 1))
    throw new RangeError(`pairwise: expected alpha between 0 and 1, both excluded, given ${alpha}`)
  const raw = variants.flatMap((one, index) => variants.slice(index + 1).map((other) => compare(one, other)))
  const adjusted = holmAdjusted(raw.map(({ p }) => p))
  return raw.map((pair, index) => ({ ...pair, adjustedP: adjusted[index]!, differ: adjusted[index]! <= alpha }))
}

function compare(one: TimedVariant, other: TimedVariant): Pick<Pair, 'one' | 'other' | 'ratio' | 'p'> {
  if (one.blocks.length !== other.blocks.length) throw notPaired(one, other)
  const typical = one.blocks.map((iterations, block) => {
    const otherIterations = other.blocks[block]!
    if (iterations.length !== otherIterations.length) throw notPaired(one, other)
    return hodgesLehmann(iterations.map((log, iteration) => otherIterations[iteration]! - log))
  })
  const p = meanTest(typical)
  const mean = typical.reduce((sum, value) => sum + value, 0) / typical.length
  return { one: one.name, other: other.name, ratio: Math.exp(mean), p }
}

function notPaired(one: TimedVariant, other: TimedVariant): RangeError {
  const shape = ({ name, blocks }: TimedVariant) => `${name} [${blocks.map(({ length }) => length).join(', ')}]`
  return new RangeError(
    `pairwise: expected the same blocks and iterations in every variant, given iterations per block of ${shape(one)} and ${shape(other)}`,
  )
}

/**
 * p-values of one family, adjusted so that calling everything at or below alpha different is wrong about anything at all
 * with a probability of alpha at most, however the tests depend on each other. In the order given, at most 1 each.
 * Throws RangeError for a p-value outside 0..1.
 * Source: Holm, A Simple Sequentially Rejective Multiple Test Procedure, Scandinavian Journal of Statistics 6 (1979);
 * Wright, Adjusted P-Values for Simultaneous Inference, Biometrics 48 (1992), for the adjusted form.
 */
export function holmAdjusted(pValues: readonly number[]): number[] {
  const stray = pValues.find((p) => !(p >= 0 && p <= 1))
  if (stray !== undefined) throw new RangeError(`holmAdjusted: expected p-values in 0..1, given ${stray}`)
  const count = pValues.length
  const ascending = [...pValues.keys()].sort((a, b) => pValues[a]! - pValues[b]!)
  const adjusted: number[] = Array.from({ length: count })
  let largest = 0
  for (const [rank, index] of ascending.entries()) {
    // Never below a smaller one's: who stops at that one does not come to this one.
    largest = Math.max(largest, Math.min(1, (count - rank) * pValues[index]!))
    adjusted[index] = largest
  }
  return adjusted
}

/**
 * Two-sided p-value of Student's t test that the mean is 0: how often chance alone would put it at least as far away.
 * It is below alpha exactly when `meanInterval` at that alpha excludes 0. Values that are all 0 give 1, values that are
 * all the same and not 0 give 0. Throws RangeError for fewer than 2 values and for one that is not finite.
 * Source: Student, The Probable Error of a Mean, Biometrika 6 (1908).
 */
export function meanTest(values: readonly number[]): number {
  const count = values.length
  if (count < 2) throw new RangeError(`meanTest: expected at least 2 values, given ${count}`)
  const stray = values.find((value) => !Number.isFinite(value))
  if (stray !== undefined) throw new RangeError(`meanTest: expected finite values, given ${stray}`)
  const mean = values.reduce((sum, value) => sum + value, 0) / count
  // Without it, what is nothing over nothing would be no number.
  if (mean === 0) return 1
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (count - 1)
  return 2 * studentCdf(-Math.abs(mean) / Math.sqrt(variance / count), count - 1)
}
