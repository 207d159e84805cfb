import type { Interval } from './interval.ts'
import { meanInterval } from './mean-interval.ts'
import { withoutEffects } from './without-effects.ts'

/** A run and its place in the order of its fork: arms run alone, one after another, `position` 0 first in each round. */
export interface PlacedRun {
  readonly arm: string
  readonly fork: number
  readonly round: number
  readonly position: number
  readonly makespanMs: number
}

/** What an arm does to whichever runs next. */
export interface PredecessorEffect extends Interval {
  /** The one that ran before. */
  readonly arm: string
  /** How many times as long a run takes right after it as right after another one. */
  readonly ratio: number
  /** That could tell something of it. */
  readonly forks: number
  readonly excludesOne: boolean
}

/** Below this an arm was followed so evenly in a fork that nothing tells its effect from those of arms and rounds. */
const MIN_INFORMATION = 1e-6

/**
 * Whether what ran just before an arm changes its time, one effect for each arm that ran before others, the largest first.
 * Each has an interval of 1 - `alpha` / number of arms, so that in 1 - `alpha` of races none misses. Before the first run of
 * a round came the last one of the round before; runs whose predecessor is not among `runs` are left out.
 * Within a fork each arm has its own typical time, and a round its own delays, so both are fitted along with the effect by
 * least squares: subtracting their means alone would take part of the effect with them. One value per fork, Student's t over
 * forks. A fork of one round tells nothing of this, and an arm that fewer than 2 forks tell of has no effect here.
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
  const arms = [...new Set(runs.map(({ arm }) => arm))]
  const forks = [...Map.groupBy(runs, ({ fork }) => fork).values()].map((own) => followersOf(own, arms.length))
  return arms
    .flatMap((arm): PredecessorEffect | [] => {
      const logs = forks.flatMap((followers) => effectIn(followers, arm) ?? [])
      if (logs.length < 2) return []
      const { mean, interval } = meanInterval(logs, alpha / arms.length)
      const [low, high] = [Math.exp(interval!.low), Math.exp(interval!.high)]
      return { arm, ratio: Math.exp(mean), low, high, forks: logs.length, excludesOne: low > 1 || high < 1 }
    })
    .sort((a, b) => Math.abs(Math.log(b.ratio)) - Math.abs(Math.log(a.ratio)))
}

interface Follower extends PlacedRun {
  readonly after: string
}

/** The runs of one fork of which it is known what ran just before, where a round is one run of each of `arms`. */
function followersOf(runs: readonly PlacedRun[], arms: number): Follower[] {
  const inOrder = runs.toSorted((a, b) => a.round - b.round || a.position - b.position)
  return inOrder.flatMap((run, index) => {
    const before = inOrder[index - 1]
    const isNext =
      before &&
      (run.position === 0
        ? before.round === run.round - 1 && before.position === arms - 1
        : before.round === run.round && before.position === run.position - 1)
    return isNext ? { ...run, after: before.arm } : []
  })
}

/** The effect of an arm on the logarithm of the next one's time, in one fork; undefined where nothing tells it. */
function effectIn(followers: readonly Follower[], arm: string): number | undefined {
  const follows = withoutEffects(
    followers.map(({ after }) => (after === arm ? 1 : 0)),
    [followers.map((run) => run.arm), followers.map(({ round }) => round)],
  )
  const information = follows.reduce((sum, one) => sum + one ** 2, 0)
  if (information < MIN_INFORMATION) return undefined
  const product = follows.reduce((sum, one, index) => sum + one * Math.log(followers[index]!.makespanMs), 0)
  return product / information
}
