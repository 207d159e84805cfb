import type { Interval } from '../../statistics/interval.ts'
import { median } from '../../statistics/quantile.ts'
import { wilsonInterval } from '../../statistics/wilson.ts'
import { judgeRatio, type VerdictCode } from '../verdict.ts'

/** A share of comparisons, with its interval of 95%. */
export interface Rate {
  readonly count: number
  readonly of: number
  readonly interval: Interval
}

/** What a machine made of copies of one strategy. Intervals are at 5%, of one comparison alone. */
export interface EqualRates {
  /** Intervals that exclude 1: 5% would if nothing but chance were at work. */
  readonly significant: Rate
  /** Verdicts that say a difference. */
  readonly wrongVerdicts: Rate
  readonly equivalent: Rate
  /** Half of an interval, as a share of the time: what is smaller than this is more often missed than found. */
  readonly noiseFloor: number
}

/** How often a copy that was made slower was found to be. */
export interface Power {
  readonly slowedBy: number
  readonly found: Rate
  /** Of which it was said to be slower by more than the margin. */
  readonly slower: Rate
  readonly equivalent: Rate
  /** With its size or without; must never be. */
  readonly faster: Rate
}

/** Of intervals for the ratio of equal copies; at least one of them. */
export function equalRates(intervals: readonly Interval[], margin: number): EqualRates {
  const verdicts = intervals.map((interval) => verdictOf(interval, margin))
  return {
    significant: rateOf(intervals, ({ low, high }) => low > 1 || high < 1),
    wrongVerdicts: rateOf(verdicts, (verdict) => verdict !== 'equivalent' && verdict !== 'inconclusive'),
    equivalent: rateOf(verdicts, (verdict) => verdict === 'equivalent'),
    noiseFloor: median(intervals.map(({ low, high }) => Math.sqrt(high / low) - 1)),
  }
}

/** Of intervals for the ratio of a copy that was made slower to one that was not; at least one of them. */
export function powerOf(slowedBy: number, intervals: readonly Interval[], margin: number): Power {
  const verdicts = intervals.map((interval) => verdictOf(interval, margin))
  return {
    slowedBy,
    found: rateOf(intervals, ({ low }) => low > 1),
    slower: rateOf(verdicts, (verdict) => verdict === 'slower'),
    equivalent: rateOf(verdicts, (verdict) => verdict === 'equivalent'),
    faster: rateOf(verdicts, (verdict) => verdict.startsWith('faster')),
  }
}

/** As at a last look. Its ends alone decide the verdict; the rest of an estimate is for forecasts. */
function verdictOf({ low, high }: Interval, margin: number): VerdictCode {
  const rest = { ratio: Math.sqrt(low * high), blocks: 2, iterations: 2, alpha: 0.05 }
  return judgeRatio({ low, high, ...rest }, margin, true).code
}

/** How many of at least one are as meant. */
export function rateOf<T>(all: readonly T[], isMeant: (one: T) => boolean): Rate {
  const count = all.filter(isMeant).length
  return { count, of: all.length, interval: wilsonInterval(count, all.length) }
}
