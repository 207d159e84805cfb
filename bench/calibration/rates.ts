import type { RatioEstimate } from '../statistics/fork-ratio.ts'
import type { Interval } from '../statistics/interval.ts'
import { median } from '../statistics/quantile.ts'
import { wilsonInterval } from '../statistics/wilson.ts'
import { judgeRatio } from '../verdict.ts'

/** A share of comparisons, with its interval of 95 %. */
export interface Rate {
  readonly count: number
  readonly of: number
  readonly interval: Interval
}

/** What a machine made of copies of one strategy. Intervals are at 5 %, of one comparison alone. */
export interface EqualRates {
  /** Intervals that exclude 1: 5 % would if nothing but chance were at work. */
  readonly toldApart: Rate
  /** Words that say a difference. */
  readonly falseWords: Rate
  readonly equivalent: Rate
  /** Half of an interval, as a share of the time: what is smaller than this is more often missed than found. */
  readonly noiseFloor: number
}

/** How often a copy that was made slower was found to be. */
export interface Power {
  readonly planted: number
  readonly found: Rate
  /** Of which it was said to be slower by more than the margin. */
  readonly slower: Rate
  readonly equivalent: Rate
  /** Must never be. */
  readonly faster: Rate
}

const isApart = ({ low, high }: Interval) => low > 1 || high < 1

function rateOf<T>(all: readonly T[], isMeant: (one: T) => boolean): Rate {
  const count = all.filter(isMeant).length
  return { count, of: all.length, interval: wilsonInterval(count, all.length) }
}

/** Of comparisons of equal copies; at least one of them. */
export function equalRates(estimates: readonly RatioEstimate[], margin: number): EqualRates {
  const words = estimates.map((estimate) => judgeRatio(estimate, margin, true).word)
  return {
    toldApart: rateOf(estimates, isApart),
    falseWords: rateOf(words, (word) => word !== 'equivalent' && word !== 'undecided'),
    equivalent: rateOf(words, (word) => word === 'equivalent'),
    noiseFloor: median(estimates.map(({ low, high }) => Math.sqrt(high / low) - 1)),
  }
}

/** Of comparisons with a copy that was made slower; at least one of them. */
export function powerOf(planted: number, estimates: readonly RatioEstimate[], margin: number): Power {
  const words = estimates.map((estimate) => judgeRatio(estimate, margin, true).word)
  return {
    planted,
    found: rateOf(estimates, ({ low }) => low > 1),
    slower: rateOf(words, (word) => word === 'slower'),
    equivalent: rateOf(words, (word) => word === 'equivalent'),
    faster: rateOf(words, (word) => word.startsWith('faster')),
  }
}

/** Intervals from all runs of the one and then all runs of the other: how many exclude 1, and how many lie wholly beyond the margin. */
export function blockedRates(
  intervals: readonly Interval[],
  margin: number,
): Pick<EqualRates, 'toldApart' | 'falseWords' | 'equivalent'> {
  return equalRates(
    intervals.map(({ low, high }) => ({ ratio: Math.sqrt(low * high), low, high, forks: 2, rounds: 2, alpha: 0.05 })),
    margin,
  )
}
