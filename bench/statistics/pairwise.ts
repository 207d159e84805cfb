import { hodgesLehmann } from './hodges-lehmann.ts'
import { holmAdjusted } from './holm.ts'
import { meanTest } from './mean-test.ts'

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
