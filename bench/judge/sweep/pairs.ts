import { ratioOverBlocks } from '../../statistics/block-ratio.ts'
import type { TimedVariant } from '../../statistics/pairwise.ts'
import { type Axis, type Coordinates, isNumeric } from '../../scenario/axes.ts'
import type { Point } from './crossover.ts'

/** A cell, measured or predicted, as far as its variants can be compared. */
export interface ComparedCell {
  readonly at: Coordinates
  /** Those that may be compared. */
  readonly variants: readonly string[]
  /** By time; none where something else is the objective, since what changes places by time need not be what to use. */
  readonly best: readonly string[]
  /** The log of the one's time over the other's, with its interval. */
  readonly compare: (one: string, other: string) => Omit<Point, 'x'>
}

/** What was measured of a cell. */
export interface TimedCell extends Pick<ComparedCell, 'at' | 'best'> {
  /** The logs of times of those variants that may be compared, by the same blocks and iterations. */
  readonly times: readonly TimedVariant[]
  /** Of the look that it came to. */
  readonly alpha: number
  /** What intervals are made wider by to either side, as a log ratio: more than 0 on a machine that is not fit. */
  readonly slack: number
}

/** Two strategies along a numeric axis, the other axes standing still. */
export interface PairAlong {
  /** Its path. */
  readonly axis: string
  /** The values of the other axes. */
  readonly where: Coordinates
  readonly one: string
  readonly other: string
  /** Of the one's time over the other's, in the order of the cells. */
  readonly points: readonly Point[]
  /** The best at a value of which there is a point. */
  readonly bestAt: (x: number) => readonly string[]
}

/**
 * A measured cell with the intervals of its ratios: paired within iterations, a block being one observation. `comparisons`: how many
 * intervals are to hold together, each of them at the alpha of its cell over that: the alphas of all looks being 0.05 together, they hold
 * at 95% whichever look ends a cell.
 */
export function comparedByTimes({ at, best, times, alpha, slack }: TimedCell, comparisons: number): ComparedCell {
  const blocksOf = (wanted: string) => times.find(({ name }) => name === wanted)!.blocks
  return {
    at,
    best,
    variants: times.map(({ name }) => name),
    compare(one, other) {
      const others = blocksOf(other)
      const logRatios = blocksOf(one).map((iterations, block) =>
        iterations.map((log, iteration) => log - others[block]![iteration]!),
      )
      const { ratio, low, high } = ratioOverBlocks(logRatios, alpha / comparisons)
      return { logRatio: Math.log(ratio), low: Math.log(low) - slack, high: Math.log(high) + slack }
    },
  }
}

/** Every two strategies along every numeric axis. */
export function pairsAlong(axes: readonly Axis[], cells: readonly ComparedCell[]): PairAlong[] {
  return axes.filter(isNumeric).flatMap(({ path: axis }) =>
    linesAlong(axis, cells).flatMap(({ where, members }) =>
      pairsOf(members).map(([one, other]) => {
        const both = members.filter(({ variants }) => variants.includes(one) && variants.includes(other))
        const points = both.map(({ at, compare }) => ({ x: at[axis] as number, ...compare(one, other) }))
        const bestAt = (x: number) => both.find(({ at }) => at[axis] === x)!.best
        return { axis, where, one, other, points, bestAt }
      }),
    ),
  )
}

/** Whether one of the best below falls behind one of the best above; not where the two share that place on both sides. */
export function changesBest(
  { bestAt }: PairAlong,
  [below, above]: readonly [number, number],
  { ahead, behind }: { readonly ahead: string; readonly behind: string },
): boolean {
  const [before, after] = [bestAt(below), bestAt(above)]
  const isShared = before.includes(ahead) && after.includes(behind)
  return before.includes(behind) && after.includes(ahead) && !isShared
}

interface Line {
  readonly where: Coordinates
  readonly members: readonly ComparedCell[]
}

/** The cells that differ in one axis alone. */
function linesAlong(path: string, cells: readonly ComparedCell[]): Line[] {
  const others = (at: Coordinates) => Object.entries(at).filter(([key]) => key !== path)
  return Map.groupBy(cells, ({ at }) => JSON.stringify(others(at)))
    .values()
    .map((members) => ({ where: Object.fromEntries(others(members[0]!.at)), members }))
    .toArray()
}

function pairsOf(cells: readonly ComparedCell[]): [string, string][] {
  const variants = [...new Set(cells.flatMap((cell) => cell.variants))]
  return variants.flatMap((one, index) => variants.slice(index + 1).map((other): [string, string] => [one, other]))
}
