import { type RatioEstimate, ratioOverForks } from '../statistics/fork-ratio.ts'
import { tukeyOutliers } from '../statistics/outliers.ts'
import { ratioOfMeans } from '../statistics/ratio-of-means.ts'
import { ratioWithoutOutliers } from '../statistics/without-outliers.ts'
import type { Trial } from '../trial/trial.ts'
import { judgeRatio, type Verdict, type Word } from './verdict.ts'
import type { Result } from './result.ts'
import type { Round } from './rounds.ts'
import { costIn, trialIn } from './scores.ts'

export interface Compared {
  readonly rounds: readonly Round[]
  readonly scenario: Trial['scenario']
  readonly look: Result['look']
  /** How many comparisons share the level. */
  readonly parts: number
}

/** An arm against the reference. */
export interface Comparison {
  /** Of typical times. */
  readonly ratio: RatioEstimate
  /** Absent before the first look. */
  readonly verdict?: Verdict
  /** Of mean costs, whose interval is the wider one. */
  readonly costRatio: RatioEstimate
  /** The word that would be said without the rounds that stand out, where it is another one. */
  readonly wordWithoutOutliers?: Word
}

/** Undefined below two forks. Before the first look the intervals are shown for what they are, at 5 %, and no word is said. */
export function compareWithReference(arm: string, { rounds, scenario, look, parts }: Compared): Comparison | undefined {
  const { reference, margin } = scenario
  const forks = [...Map.groupBy(rounds, ({ fork }) => fork).values()]
  if (forks.length < 2) return undefined
  const alpha = look ? look.alpha / Math.max(1, parts) : 0.05
  const logRatio = (round: Round) => Math.log(trialIn(round, arm).makespanMs / trialIn(round, reference).makespanMs)
  const costOf = costIn(rounds)
  const costs = (fork: readonly Round[], name: string) => fork.map((round) => costOf(trialIn(round, name)))
  const ratio = ratioOverForks(
    forks.map((fork) => fork.map(logRatio)),
    alpha,
  )
  const costRatio = ratioOfMeans(
    forks.map((fork) => ({ candidate: costs(fork, arm), reference: costs(fork, reference) })),
    alpha,
  )
  if (!look) return { ratio, costRatio }
  const verdict = judgeRatio(ratio, margin, look.last)
  const isOutlier = outliersIn(rounds, [arm, reference])
  const without = ratioWithoutOutliers(
    forks.map((fork) => fork.map((round) => ({ logRatio: logRatio(round), isOutlier: isOutlier(round) }))),
    alpha,
  )
  const word = without && judgeRatio(without, margin, look.last).word
  return {
    ratio,
    costRatio,
    verdict,
    ...(word !== undefined && word !== verdict.word && { wordWithoutOutliers: word }),
  }
}

/** Whether a round has a run of one of these arms that stands out among that arm's runs. */
function outliersIn(rounds: readonly Round[], arms: readonly string[]): (round: Round) => boolean {
  const marked = new Set(
    arms.flatMap((arm) =>
      tukeyOutliers(rounds.map((round) => trialIn(round, arm).makespanMs)).map((at) => rounds[at]!),
    ),
  )
  return (round) => marked.has(round)
}
