import { LOOKS, MIN_ENVIRONMENTS } from '../../plan/schedule.ts'
import type { Verdict } from '../verdict.ts'
import { isFit } from './controls.ts'
import type { Recommendation, Result, Selection, Unfit } from './judgement.ts'
import { unfitnessOf } from './remedies.ts'

type Judged = Omit<Result, 'recommendation' | 'unfit' | 'exitCode'>

/** What to do, made only of what the report shows; and why there is no finer verdict, where the machine was not fit. */
export function recommend(result: Judged): { readonly recommendation: Recommendation; readonly unfit?: Unfit } {
  const { look, pick } = result
  const hindrance = hindranceIn(result)
  if (hindrance) return { recommendation: { code: hindrance } }
  if (!look || !pick) return { recommendation: tooFewBlocks(result) }
  const unfit = unfitnessOf(result)
  return { recommendation: choose(result, pick), ...(unfit && { unfit }) }
}

/** Why nothing may be said of speed at all. */
function hindranceIn({ variants, deliveries, mock, tracing, scenario }: Judged) {
  if (!deliveries.same) return 'output-mismatch'
  if (variants.some(({ role, failed }) => role === 'reference' && failed.trials > 0)) return 'reference-failed'
  if (scenario.allowsNet) return 'network-allowed'
  if (mock.bound) return 'mock-server-saturated'
  return tracing?.crossCheck.isTooLittle ? 'insufficient-traces' : undefined
}

function tooFewBlocks({ scenario: { looks }, target }: Judged): Recommendation {
  if (target === 'local') return { code: 'too-few-blocks', isPlanned: true }
  const planned = looks?.[0]?.blocks
  return { code: 'too-few-blocks', needed: planned ?? MIN_ENVIRONMENTS, isPlanned: planned !== undefined }
}

function choose(result: Judged, pick: Selection): Recommendation {
  const { best, unclear, scored } = pick
  const [first, ...alike] = best
  if (first === undefined) return withoutBest(result, pick)
  const late = tooLateToJudge(result, pick, Math.min(...scored.map(({ ratio }) => ratio.ratio)))
  return late.length > 0 ? { code: 'wait', variants: late } : { code: 'use', variant: first, alike, unclear }
}

/**
 * Variants that could not be judged because the mock server was late, and that may take less than this share of what the reference takes: any
 * other recommendation could be wrong.
 */
function tooLateToJudge({ variants }: Judged, { objective }: Selection, share: number): string[] {
  return variants.flatMap(({ variant, role, verdict, ratio: speed, costRatio: cost }) => {
    const ratio = { speed, cost }[objective]
    return role === 'candidate' && verdict?.code === 'mock-server-saturated' && ratio && ratio.low < share
      ? [variant]
      : []
  })
}

function withoutBest(result: Judged, pick: Selection): Recommendation {
  const { variants, scenario } = result
  const { scored, excluded } = pick
  if (variants.every(({ role }) => role !== 'candidate'))
    return { code: 'no-candidates', hasBaseline: variants.some(({ role }) => role === 'baseline') }
  if (scored.length === 0) {
    const isByConstraint = ({ reason }: (typeof excluded)[number]) => reason.code === 'constraint'
    return {
      code: 'none-eligible',
      isReferenceOut: excluded.some((one) => one.variant === scenario.reference && isByConstraint(one)),
      isByConstraints: excluded.every(isByConstraint),
    }
  }
  const late = tooLateToJudge(result, pick, 1 / (1 + scenario.margin))
  if (late.length > 0) return { code: 'wait', variants: late }
  const { variant: closest } = scored.reduce((best, one) => (one.ratio.ratio < best.ratio.ratio ? one : best))
  if (scored.every(({ verdict }) => isNoBetter(verdict))) return { code: 'keep-reference', closest }
  const next = isFit(result) ? nextFor(result) : undefined
  return { code: 'inconclusive', closest, ...(next && { next }) }
}

/** Whether a verdict rules out that a variant is better than the reference by more than the margin. */
function isNoBetter({ code }: Verdict): boolean {
  return code === 'equivalent' || code === 'slower' || code === 'slower-size-unclear'
}

/** What to do where a run on this machine has left something undecided. */
function nextFor({ target, scenario: { quick }, look }: Judged) {
  if (target !== 'local') return undefined
  if (quick) return 'without-quick'
  return look?.last ? 'quieter-machine' : undefined
}

/** The variant that is recommended, where one is. */
export function recommendedIn({ recommendation }: Pick<Result, 'recommendation'>): string | undefined {
  return recommendation.code === 'use' ? recommendation.variant : undefined
}

/** How many blocks a comparison on this machine comes to at most. */
export const MAX_BLOCKS = LOOKS.at(-1)!.blocks
