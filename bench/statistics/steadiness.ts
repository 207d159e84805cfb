import type { Interval } from './interval.ts'
import { meanInterval } from './mean-interval.ts'
import { theilSenSlope } from './theil-sen.ts'
import { extentOf } from './extent.ts'

/** A run and its place; the same place in every arm met the same delays. */
export interface TimedRun {
  readonly arm: string
  readonly fork: number
  readonly round: number
  readonly makespanMs: number
}

/** Whether an arm went on getting faster or slower after its warm-up. */
export interface Steadiness extends Interval {
  readonly arm: string
  /** How many times as long the last round of a fork takes as the first, beside what all arms share. */
  readonly ratio: number
  readonly forks: number
  readonly excludesOne: boolean
}

/**
 * How steady each arm's times are from round to round, one row an arm in order of appearance, each with an interval of
 * 1 - `alpha` / number of arms. What a round has drawn is taken out by pairing with the reference, and for the reference with
 * the mean of the logarithms of all others: where the reference alone is unsteady, every arm shows the opposite.
 * Per fork the Theil-Sen slope over rounds, since one slow run at either end would carry a least squares line away; Student's
 * t over forks; told for as many rounds as the longest fork had. Rounds that lack an arm are left out, then forks of fewer than
 * 2 rounds, then arms of fewer than 2 forks.
 * Throws RangeError for `alpha` not inside 0..1, for a makespan that is not positive and finite, and where the reference is not
 * among the arms.
 */
export function steadiness(runs: readonly TimedRun[], reference: string, alpha: number): Steadiness[] {
  if (!(alpha > 0 && alpha < 1))
    throw new RangeError(`steadiness: expected alpha between 0 and 1, both excluded, given ${alpha}`)
  const stray = runs.find(({ makespanMs }) => !(makespanMs > 0 && makespanMs < Infinity))
  if (stray) throw new RangeError(`steadiness: expected positive and finite makespans, given ${stray.makespanMs}`)
  const arms = [...new Set(runs.map(({ arm }) => arm))]
  if (!arms.includes(reference))
    throw new RangeError(`steadiness: expected the reference among ${arms.join(', ')}, given ${reference}`)
  const forks = [...Map.groupBy(runs, ({ fork }) => fork).values()].map((own) => wholeRounds(own, arms))
  const [, rounds] = extentOf(forks.map(spanOf))
  return arms.flatMap((arm) => {
    const others = arm === reference ? arms.filter((other) => other !== arm) : [reference]
    if (others.length === 0) return []
    const slopes = forks.flatMap((fork) => slopeIn(fork, arm, others) ?? [])
    if (slopes.length < 2) return []
    const { mean, interval } = meanInterval(slopes, alpha / arms.length)
    const [low, high] = [Math.exp(interval!.low * rounds), Math.exp(interval!.high * rounds)]
    return { arm, ratio: Math.exp(mean * rounds), low, high, forks: slopes.length, excludesOne: low > 1 || high < 1 }
  })
}

interface Round {
  readonly round: number
  /** ln(time) by arm. */
  readonly logs: ReadonlyMap<string, number>
}

function wholeRounds(runs: readonly TimedRun[], arms: readonly string[]): Round[] {
  return [...Map.groupBy(runs, ({ round }) => round)]
    .map(([round, own]) => ({ round, logs: new Map(own.map((run) => [run.arm, Math.log(run.makespanMs)])) }))
    .filter(({ logs }) => logs.size === arms.length)
}

function spanOf(rounds: readonly Round[]): number {
  const [first, last] = extentOf(rounds.map(({ round }) => round))
  return rounds.length > 0 ? last - first : 0
}

/** By how much the logarithm of an arm's time over that of the others rises from one round to the next. */
function slopeIn(rounds: readonly Round[], arm: string, others: readonly string[]): number | undefined {
  return theilSenSlope(
    rounds.map(({ round, logs }) => {
      const level = others.reduce((sum, other) => sum + logs.get(other)!, 0) / others.length
      return [round, logs.get(arm)! - level] as const
    }),
  )
}
