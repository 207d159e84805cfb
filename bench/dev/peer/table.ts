import { EXIT } from '../../cli/exit-code.ts'
import type { Result, VariantResult } from '../../judge/comparison/judgement.ts'
import { isSelectable } from '../../plan/schedule.ts'
import { formatNumber } from '../../report/messages/formats.ts'
import type { Row } from './rows.ts'

/** `unsure`: the interval of the ratio has the target in it. */
type Rating = 'met' | 'met, unsure' | 'missed' | 'missed, unsure' | 'not judged' | ''

export const HEAD = [
  '',
  'variant',
  'over',
  'time (interval)',
  'at most',
  '',
  'verdict',
  'CPU ms',
  'reference',
  'RSS MB',
  'reference',
]
export const NUMERIC = [4, 7, 8, 9, 10]

export interface RatedRow {
  readonly cells: readonly (readonly string[])[]
  readonly exitCode: number
}

/** One line for each variant of a row, with its target where it has one. */
export function rateRow({ name, atMost }: Row, { variants, scenario, aaCheck, deliveries }: Result): RatedRow {
  const reference = variants.find(({ variant }) => variant === scenario.reference)!
  const others = variants.filter(({ role }) => isSelectable(role) && role !== 'reference')
  const best = others.toSorted((a, b) => (a.ratio?.ratio ?? Infinity) - (b.ratio?.ratio ?? Infinity))[0]
  const targetOf = (one: VariantResult): number | undefined =>
    'best' in atMost ? (one === best ? atMost.best : undefined) : (atMost as Record<string, number>)[one.variant]
  const isFit = aaCheck.code === 'passed' && deliveries.same
  const rated = others.map((one) => {
    const target = targetOf(one)
    return { one, target, rating: target === undefined ? '' : isFit ? rate(one, target) : ('not judged' as const) }
  })
  return {
    cells: rated.map(({ one, target, rating }) => [
      name,
      one.variant,
      scenario.reference,
      one.ratio ? `${one.ratio.ratio.toFixed(3)} (${one.ratio.low.toFixed(3)} to ${one.ratio.high.toFixed(3)})` : '–',
      target === undefined ? '' : String(target),
      rating,
      one.verdict?.code ?? '',
      ...[one, reference].map(({ cpuMs }) => formatNumber(cpuMs.median)),
      ...[one, reference].map(({ peakRssBytes }) => String(Math.round(peakRssBytes.median / 1e6))),
    ]),
    exitCode: exitCodeOf(
      rated.map(({ rating }) => rating),
      deliveries.same,
    ),
  }
}

function rate({ ratio }: VariantResult, target: number): Rating {
  if (!ratio) return 'not judged'
  const isMet = ratio.ratio <= target
  const isSure = isMet ? ratio.high <= target : ratio.low > target
  return `${isMet ? 'met' : 'missed'}${isSure ? '' : ', unsure'}`
}

function exitCodeOf(ratings: readonly Rating[], isSame: boolean): number {
  if (!isSame) return EXIT.wrongOutput
  if (ratings.some((rating) => rating.startsWith('missed'))) return EXIT.thresholdFailed
  return ratings.includes('not judged') ? EXIT.cannotJudge : EXIT.done
}
