import { type RatioEstimate, ratioOverBlocks } from '../../statistics/block-ratio.ts'
import { tukeyOutliers } from '../../statistics/outliers.ts'
import { ratioOfMeans } from '../../statistics/ratio-of-means.ts'
import { ratioWithoutOutliers } from '../../statistics/without-outliers.ts'
import type { Trial } from '../../trial/trial.ts'
import { judgeRatio, type Verdict, type VerdictCode } from '../verdict.ts'
import type { Result } from './judgement.ts'
import type { Iteration } from './iterations.ts'
import { costIn, trialIn } from './scores.ts'

export interface Compared {
  readonly iterations: readonly Iteration[]
  readonly scenario: Trial['scenario']
  readonly look: Result['look']
  /** How many comparisons share the level. */
  readonly parts: number
}

/** A variant against the reference. */
export interface Comparison {
  /** Of typical times. */
  readonly ratio: RatioEstimate
  /** Absent before the first look. */
  readonly verdict?: Verdict
  /** Of mean costs, whose interval is the wider one. */
  readonly costRatio: RatioEstimate
  /** The verdict without the iterations that stand out, where it is another one. */
  readonly verdictWithoutOutliers?: VerdictCode
}

/** Undefined below two blocks. Before the first look the intervals are shown for what they are, at 5%, and there is no verdict. */
export function compareWithReference(
  variant: string,
  { iterations, scenario, look, parts }: Compared,
): Comparison | undefined {
  const { reference, margin } = scenario
  const blocks = [...Map.groupBy(iterations, ({ block }) => block).values()]
  if (blocks.length < 2) return undefined
  const alpha = look ? look.alpha / Math.max(1, parts) : 0.05
  const logRatio = (iteration: Iteration) =>
    Math.log(trialIn(iteration, variant).makespanMs / trialIn(iteration, reference).makespanMs)
  const costOf = costIn(iterations)
  const costs = (block: readonly Iteration[], name: string) =>
    block.map((iteration) => costOf(trialIn(iteration, name)))
  const ratio = ratioOverBlocks(
    blocks.map((block) => block.map(logRatio)),
    alpha,
  )
  const costRatio = ratioOfMeans(
    blocks.map((block) => ({ candidate: costs(block, variant), reference: costs(block, reference) })),
    alpha,
  )
  if (!look) return { ratio, costRatio }
  const verdict = judgeRatio(ratio, margin, look.last)
  const isOutlier = outliersIn(iterations, [variant, reference])
  const without = ratioWithoutOutliers(
    blocks.map((block) =>
      block.map((iteration) => ({ logRatio: logRatio(iteration), isOutlier: isOutlier(iteration) })),
    ),
    alpha,
  )
  const code = without && judgeRatio(without, margin, look.last).code
  return {
    ratio,
    costRatio,
    verdict,
    ...(code !== undefined && code !== verdict.code && { verdictWithoutOutliers: code }),
  }
}

/** Whether an iteration has a run of one of these variants that stands out among that variant's runs. */
function outliersIn(iterations: readonly Iteration[], variants: readonly string[]): (iteration: Iteration) => boolean {
  const marked = new Set(
    variants.flatMap((variant) =>
      tukeyOutliers(iterations.map((iteration) => trialIn(iteration, variant).makespanMs)).map((at) => iterations[at]!),
    ),
  )
  return (iteration) => marked.has(iteration)
}
