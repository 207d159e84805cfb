import type { Interval } from './interval.ts'
import { meanInterval } from './mean-interval.ts'
import { extentOf } from './extent.ts'
import { median } from './quantile.ts'

/** A run and its place; the same place in every variant met the same delays. */
export interface TimedRun {
  readonly variant: string
  readonly block: number
  readonly iteration: number
  readonly makespanMs: number
}

/** Whether a variant went on getting faster or slower after its warm-up. */
export interface Steadiness extends Interval {
  readonly variant: string
  /** How many times as long the last iteration of a block takes as the first, beside what all variants share. */
  readonly ratio: number
  readonly blocks: number
  readonly excludesOne: boolean
}

/**
 * How steady each variant's times are from iteration to iteration, one row a variant in order of appearance, each with an interval of
 * 1 - `alpha` / number of variants. What an iteration has drawn is taken out by pairing with the reference, and for the reference with
 * the mean of the logarithms of all others: where the reference alone is unsteady, every variant shows the opposite.
 * Per block the Theil-Sen slope over iterations, since one slow run at either end would carry a least squares line away; Student's
 * t over blocks; reported for as many iterations as the longest block had. Iterations that lack a variant are left out, then blocks of fewer than
 * 2 iterations, then variants of fewer than 2 blocks.
 * Throws RangeError for `alpha` not inside 0..1, for a makespan that is not positive and finite, and where the reference is not
 * among the variants.
 */
export function steadiness(runs: readonly TimedRun[], reference: string, alpha: number): Steadiness[] {
  if (!(alpha > 0 && alpha < 1))
    throw new RangeError(`steadiness: expected alpha between 0 and 1, both excluded, given ${alpha}`)
  const stray = runs.find(({ makespanMs }) => !(makespanMs > 0 && makespanMs < Infinity))
  if (stray) throw new RangeError(`steadiness: expected positive and finite makespans, given ${stray.makespanMs}`)
  const variants = [...new Set(runs.map(({ variant }) => variant))]
  if (!variants.includes(reference))
    throw new RangeError(`steadiness: expected the reference among ${variants.join(', ')}, given ${reference}`)
  const blocks = [...Map.groupBy(runs, ({ block }) => block).values()].map((own) => wholeIterations(own, variants))
  const [, iterations] = extentOf(blocks.map(spanOf))
  return variants.flatMap((variant) => {
    const others = variant === reference ? variants.filter((other) => other !== variant) : [reference]
    if (others.length === 0) return []
    const slopes = blocks.flatMap((block) => slopeIn(block, variant, others) ?? [])
    if (slopes.length < 2) return []
    const { mean, interval } = meanInterval(slopes, alpha / variants.length)
    const [low, high] = [Math.exp(interval!.low * iterations), Math.exp(interval!.high * iterations)]
    return {
      variant,
      ratio: Math.exp(mean * iterations),
      low,
      high,
      blocks: slopes.length,
      excludesOne: low > 1 || high < 1,
    }
  })
}

interface Iteration {
  readonly iteration: number
  /** ln(time) by variant. */
  readonly logs: ReadonlyMap<string, number>
}

function wholeIterations(runs: readonly TimedRun[], variants: readonly string[]): Iteration[] {
  return [...Map.groupBy(runs, ({ iteration }) => iteration)]
    .map(([iteration, own]) => ({
      iteration,
      logs: new Map(own.map((run) => [run.variant, Math.log(run.makespanMs)])),
    }))
    .filter(({ logs }) => logs.size === variants.length)
}

function spanOf(iterations: readonly Iteration[]): number {
  const [first, last] = extentOf(iterations.map(({ iteration }) => iteration))
  return iterations.length > 0 ? last - first : 0
}

/** By how much the logarithm of a variant's time over that of the others rises from one iteration to the next. */
function slopeIn(iterations: readonly Iteration[], variant: string, others: readonly string[]): number | undefined {
  return theilSenSlope(
    iterations.map(({ iteration, logs }) => {
      const level = others.reduce((sum, other) => sum + logs.get(other)!, 0) / others.length
      return [iteration, logs.get(variant)! - level] as const
    }),
  )
}

/** Of more all slopes would be millions. */
const MAX_POINTS = 1000

/**
 * Slope of a straight line through points, in units of y per unit of x: the median of the slopes between any two points of
 * different x. One wild point cannot carry it away, not even at an end, where least squares lets it weigh most.
 * Takes n(n - 1) / 2 slopes; of more than a thousand points those between the ones half of them apart (Theil's incomplete method).
 * Undefined where no two points differ in x. Throws RangeError for a coordinate that is not finite.
 * Source: Theil, A Rank-Invariant Method of Linear and Polynomial Regression Analysis (1950); Sen, Estimates of the
 * Regression Coefficient Based on Kendall's Tau, JASA 63 (1968).
 */
export function theilSenSlope(points: readonly (readonly [x: number, y: number])[]): number | undefined {
  const stray = points.flat().find((coordinate) => !Number.isFinite(coordinate))
  if (stray !== undefined) throw new RangeError(`theilSenSlope: expected finite coordinates, given ${stray}`)
  const apart = points.length > MAX_POINTS ? Math.floor(points.length / 2) : 1
  const sorted = apart === 1 ? points : points.toSorted(([x], [otherX]) => x - otherX)
  const slopes = sorted.flatMap(([x, y], i) =>
    sorted
      .slice(i + apart, apart === 1 ? undefined : i + apart + 1)
      .flatMap(([otherX, otherY]) => (otherX === x ? [] : (otherY - y) / (otherX - x))),
  )
  return slopes.length > 0 ? median(slopes) : undefined
}
