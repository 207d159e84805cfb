import { ratioOverForks } from '../statistics/fork-ratio.ts'
import type { TimedArm } from '../statistics/pairwise.ts'
import type { Axis, Coordinates } from './axes.ts'
import { type Crossing, crossingsOf, type Point } from './crossover.ts'

/** Where one strategy overtakes another along an axis, the other axes standing still. */
export interface Crossover extends Omit<Crossing, 'isRising'> {
  readonly axis: string
  /** The values of the other axes. */
  readonly where: Coordinates
  /** The faster one above. */
  readonly overtaking: string
  readonly overtaken: string
  /** Whether the one overtaken is among the best below, and the one overtaking above: what to ship changes there. Only by time. */
  readonly isDecisive: boolean
  /** About the size of a feed there, where the axis is one that sizes depend on. */
  readonly kilobytes?: number
}

/** What was measured of a cell, as far as it can be spoken of. */
export interface TimedCell {
  readonly at: Coordinates
  /** The logs of times of those arms that may be compared, by the same forks and rounds. */
  readonly times: readonly TimedArm[]
  /** By time; none where something else is wished for, since what changes places by time need not be what to ship. */
  readonly best: readonly string[]
  /** Of the look that it came to. */
  readonly alpha: number
  /** What intervals are made wider by to either side, as a log ratio: more than 0 on a machine that is not fit. */
  readonly slack: number
}

/** Axes that have an order and an in-between. */
export function isNumeric({ values }: Axis): boolean {
  return values.every((value) => typeof value === 'number')
}

/**
 * Every crossover of two strategies along every numeric axis. `comparisons`: how many intervals are to hold together, each of them at
 * the alpha of its cell over that: the alphas of all looks being 0.05 together, they hold at 95 % whichever look ends a cell.
 */
export function crossoversOf(axes: readonly Axis[], cells: readonly TimedCell[], comparisons: number): Crossover[] {
  return axes.filter(isNumeric).flatMap(({ path }) =>
    linesAlong(path, cells).flatMap(({ where, members }) =>
      pairsOf(members).flatMap(([one, other]) => {
        const both = members.filter(({ times }) => [one, other].every((arm) => times.some(({ name }) => name === arm)))
        const points = both.map((cell) => pointOf(cell, path, [one, other], cell.alpha / comparisons))
        return crossingsOf(points).map(({ isRising, ...crossing }): Crossover => {
          const [overtaking, overtaken] = isRising ? [other, one] : [one, other]
          const bestAt = (x: number) => both.find(({ at }) => at[path] === x)!.best
          const [below, above] = crossing.surelyBetween
          const isDecisive = bestAt(below).includes(overtaken) && bestAt(above).includes(overtaking)
          return { axis: path, where, overtaking, overtaken, ...crossing, isDecisive }
        })
      }),
    ),
  )
}

interface Line {
  readonly where: Coordinates
  readonly members: readonly TimedCell[]
}

/** The cells that differ in one axis alone. */
function linesAlong(path: string, cells: readonly TimedCell[]): Line[] {
  const others = (at: Coordinates) => Object.entries(at).filter(([key]) => key !== path)
  return Map.groupBy(cells, ({ at }) => JSON.stringify(others(at)))
    .values()
    .map((members) => ({ where: Object.fromEntries(others(members[0]!.at)), members }))
    .toArray()
}

function pairsOf(cells: readonly TimedCell[]): [string, string][] {
  const arms = [...new Set(cells.flatMap(({ times }) => times.map(({ name }) => name)))]
  return arms.flatMap((one, index) => arms.slice(index + 1).map((other): [string, string] => [one, other]))
}

/** The log of the one's time over the other's: paired within rounds, a fork being one observation. */
function pointOf({ at, times, slack }: TimedCell, path: string, [one, other]: [string, string], alpha: number): Point {
  const forksOf = (wanted: string) => times.find(({ name }) => name === wanted)!.forks
  const others = forksOf(other)
  const logRatios = forksOf(one).map((rounds, fork) => rounds.map((log, round) => log - others[fork]![round]!))
  const { ratio, low, high } = ratioOverForks(logRatios, alpha)
  return {
    x: at[path] as number,
    logRatio: Math.log(ratio),
    low: Math.log(low) - slack,
    high: Math.log(high) + slack,
  }
}
