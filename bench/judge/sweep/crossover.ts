import type { Interval } from '../../statistics/interval.ts'

/** What was measured of two variants at one value of an axis: the log of the one's time over the other's, and its interval. */
export interface Point extends Interval {
  readonly x: number
  readonly logRatio: number
}

/** Where two variants change places along an axis, in its unit. */
export interface Crossing extends Interval {
  /** `low` <= `at` <= `high`. */
  readonly at: number
  /** Whether the log ratio goes up through 0 there: the first variant was faster below. */
  readonly isRising: boolean
  /** The nearest measured values at which it is sure who is faster; between them the two do change places, whatever the curve. */
  readonly bracket: readonly [number, number]
}

/**
 * Where the log ratio of two variants goes through 0, in ascending order: between two values at which it differs significantly from 0, the one
 * below and the other above, with no significant one in between. Empty where there is no such pair: what lies
 * beyond the measured values is not guessed at. The place is where straight lines from point to point meet 0, its interval
 * where such lines through the ends of their intervals do; the axis is logarithmic when all its values are above 0. If the
 * points' intervals hold together with some confidence and the truth is straight between them, the interval holds with it:
 * the truth lies between the lines, so that they enclose where it is 0.
 * `points`: in any order; throws RangeError for one that is not finite, an interval without its ratio, or a value twice.
 */
export function crossingsOf(points: readonly Point[]): Crossing[] {
  refuseMistakes(points)
  const sorted = points.toSorted((a, b) => a.x - b.x)
  const scale = points.every(({ x }) => x > 0) ? LOGARITHMIC : LINEAR
  const sure = [...sorted.keys()].filter((index) => signOf(sorted[index]!) !== 0)
  return sure.flatMap((from, place) => {
    const until = sure[place - 1]
    return until === undefined || signOf(sorted[until]!) === signOf(sorted[from]!)
      ? []
      : crossing(sorted.slice(until, from + 1), scale)
  })
}

interface Scale {
  readonly to: (x: number) => number
  readonly from: (u: number) => number
}

const LOGARITHMIC: Scale = { to: Math.log, from: Math.exp }
const LINEAR: Scale = { to: (x) => x, from: (u) => u }

/** 1 where the log ratio is significantly above 0, -1 where significantly below, 0 where neither. */
export function signOf({ low, high }: Point): -1 | 0 | 1 {
  return low > 0 ? 1 : high < 0 ? -1 : 0
}

/** The one between the first and the last of these points, of which only these two are sure. */
function crossing(points: readonly Point[], { to, from }: Scale): Crossing {
  const [first, last] = [points[0]!, points.at(-1)!]
  const isRising = signOf(first) < 0
  const zeros = (pick: (point: Point) => number) =>
    zerosOf(points.map((point) => ({ u: to(point.x), value: pick(point) })))
  const middle = zeros(({ logRatio }) => logRatio)
  const [lows, highs] = [zeros(({ low }) => low), zeros(({ high }) => high)]
  // The line that is the nearer to 0 at the beginning meets it first.
  const [early, late] = isRising ? [highs, lows] : [lows, highs]
  return {
    // Lines that meet 0 more than once do so an odd number of times.
    at: from(middle[(middle.length - 1) / 2]!),
    low: from(early[0]!),
    high: from(late.at(-1)!),
    isRising,
    bracket: [first.x, last.x],
  }
}

/** Where lines from point to point change sign; 0 counts as below. */
function zerosOf(points: readonly { readonly u: number; readonly value: number }[]): number[] {
  return points.slice(1).flatMap((b, index) => {
    const a = points[index]!
    return a.value > 0 === b.value > 0 ? [] : a.u + ((b.u - a.u) * a.value) / (a.value - b.value)
  })
}

function refuseMistakes(points: readonly Point[]): void {
  const wrong = points.find(
    ({ x, logRatio, low, high }) =>
      !(Number.isFinite(x) && low <= logRatio && logRatio <= high && high - low < Infinity),
  )
  if (wrong)
    throw new RangeError(
      `crossingsOf: expected finite values with low <= logRatio <= high, given ${JSON.stringify(wrong)}`,
    )
  const twice = points.find(({ x }, index) => points.slice(0, index).some((other) => other.x === x))
  if (twice) throw new RangeError(`crossingsOf: expected each value once, given ${twice.x} twice`)
}
