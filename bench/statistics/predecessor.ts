import type { Interval } from './interval.ts'
import { meanInterval } from './mean-interval.ts'

/** A run and its place in the order of its block: variants run alone, one after another, `position` 0 first in each iteration. */
export interface PlacedRun {
  readonly variant: string
  readonly block: number
  readonly iteration: number
  readonly position: number
  readonly makespanMs: number
}

/** What a variant does to whichever runs next. */
export interface PredecessorEffect extends Interval {
  /** The one that ran before. */
  readonly variant: string
  /** How many times as long a run takes right after it as right after another one. */
  readonly ratio: number
  /** That could show something of it. */
  readonly blocks: number
  readonly excludesOne: boolean
}

/** Below this a variant was followed so evenly in a block that its effect cannot be separated from those of variants and iterations. */
const MIN_INFORMATION = 1e-6

/**
 * Whether what ran just before a variant changes its time, one effect for each variant that ran before others, the largest first.
 * Each has an interval of 1 - `alpha` / number of variants, so that in 1 - `alpha` of benchmarks none misses. Before the first run of
 * an iteration came the last one of the iteration before; runs whose predecessor is not among `runs` are left out.
 * Within a block each variant has its own typical time, and an iteration its own delays, so both are fitted along with the effect by
 * least squares: subtracting their means alone would take part of the effect with them. One value per block, Student's t over
 * blocks. A block of one iteration shows nothing of this, and a variant of which fewer than 2 blocks show anything has no effect here.
 * Throws RangeError for `alpha` not inside 0..1 and for a makespan that is not positive and finite.
 * Source: Jones & Kenward, Design and Analysis of Cross-Over Trials (2014), ch. 1, for first-order carry-over; Frisch & Waugh,
 * Econometrica 1 (1933), for fitting one effect beside the others.
 */
export function predecessorEffects(runs: readonly PlacedRun[], alpha: number): PredecessorEffect[] {
  if (!(alpha > 0 && alpha < 1))
    throw new RangeError(`predecessorEffects: expected alpha between 0 and 1, both excluded, given ${alpha}`)
  const stray = runs.find(({ makespanMs }) => !(makespanMs > 0 && makespanMs < Infinity))
  if (stray)
    throw new RangeError(`predecessorEffects: expected positive and finite makespans, given ${stray.makespanMs}`)
  const variants = [...new Set(runs.map(({ variant }) => variant))]
  const blocks = [...Map.groupBy(runs, ({ block }) => block).values()].map((own) => followersOf(own, variants.length))
  return variants
    .flatMap((variant): PredecessorEffect | [] => {
      const logs = blocks.flatMap((followers) => effectIn(followers, variant) ?? [])
      if (logs.length < 2) return []
      const { mean, interval } = meanInterval(logs, alpha / variants.length)
      const [low, high] = [Math.exp(interval!.low), Math.exp(interval!.high)]
      return { variant, ratio: Math.exp(mean), low, high, blocks: logs.length, excludesOne: low > 1 || high < 1 }
    })
    .sort((a, b) => Math.abs(Math.log(b.ratio)) - Math.abs(Math.log(a.ratio)))
}

interface Follower extends PlacedRun {
  readonly after: string
}

/** The runs of one block of which it is known what ran just before, where an iteration is one run of each of `variants`. */
function followersOf(runs: readonly PlacedRun[], variants: number): Follower[] {
  const inOrder = runs.toSorted((a, b) => a.iteration - b.iteration || a.position - b.position)
  return inOrder.flatMap((run, index) => {
    const before = inOrder[index - 1]
    const isNext =
      before &&
      (run.position === 0
        ? before.iteration === run.iteration - 1 && before.position === variants - 1
        : before.iteration === run.iteration && before.position === run.position - 1)
    return isNext ? { ...run, after: before.variant } : []
  })
}

/** The effect of a variant on the logarithm of the next one's time, in one block; undefined where nothing shows it. */
function effectIn(followers: readonly Follower[], variant: string): number | undefined {
  const follows = withoutEffects(
    followers.map(({ after }) => (after === variant ? 1 : 0)),
    [followers.map((run) => run.variant), followers.map(({ iteration }) => iteration)],
  )
  const information = follows.reduce((sum, one) => sum + one ** 2, 0)
  if (information < MIN_INFORMATION) return undefined
  const product = follows.reduce((sum, one, index) => sum + one * Math.log(followers[index]!.makespanMs), 0)
  return product / information
}

const MAX_SWEEPS = 1000

/**
 * What is left of values once effects are taken out that all members of a group share, for several groupings at once:
 * the residuals of the additive model. `groupings`: for each grouping the group of each value, in the order of `values`.
 * Means are taken out of one grouping after another until none is left: at once where every group of one meets every group
 * of the other equally often, and soon where a few values are missing.
 * Source: Guimarães & Portugal, A Simple Feasible Procedure to Fit Models with High-Dimensional Fixed Effects, Stata
 * Journal 10 (2010).
 */
export function withoutEffects(values: readonly number[], groupings: readonly (readonly unknown[])[]): number[] {
  const indices = groupings.map((groupOf) => [...Map.groupBy(values.keys(), (index) => groupOf[index]).values()])
  const left = [...values]
  let largest = Infinity
  for (let sweep = 0; sweep < MAX_SWEEPS && largest > 1e-12; sweep++) {
    largest = 0
    for (const members of indices.flat()) {
      const mean = members.reduce((sum, index) => sum + left[index]!, 0) / members.length
      for (const index of members) left[index]! -= mean
      largest = Math.max(largest, Math.abs(mean))
    }
  }
  return left
}
