import { EXIT } from '../../cli/exit-code.ts'
import type { Target } from '../harness/harness.ts'
import type { Result, VariantResult } from '../../judge/comparison/judgement.ts'
import { isSelectable } from '../../plan/schedule.ts'
import { formatNumber } from '../../report/messages/formats.ts'
import { median } from '../../statistics/quantile.ts'
import { isUnspoken } from '../../judge/verdict.ts'
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
  'runs',
]
export const NUMERIC = [4, 7, 8, 9, 10]

export interface RatedRow {
  readonly cells: readonly (readonly string[])[]
  readonly targets: readonly Target[]
  readonly exitCode: number
}

/**
 * One line for each variant of a row, with its target where it has one: that of its median run of those that are fit to be judged and whose
 * verdict on it speaks of speed. Where there is none, that of the median of all, which is not rated. `results`: one of each run, at least one.
 */
export function rateRow({ name, atMost, bestAtMost, resources }: Row, results: readonly Result[]): RatedRow {
  const isSame = results.every(({ deliveries }) => deliveries.same)
  const fit = results.filter(({ aaCheck, deliveries }) => aaCheck.code === 'passed' && deliveries.same)
  const [{ scenario }] = results as [Result]
  const medians = namesIn(results[0]!).map((variant) => {
    const judged = fit.filter((result) => !isUnspoken(runIn(result, variant).one.verdict))
    return { ...medianRun(judged.length > 0 ? judged : results, variant), count: judged.length }
  })
  const best = medians.toSorted((a, b) => ratioOf(a.one) - ratioOf(b.one))[0]
  const rated = medians.map((median) => {
    const { variant } = median.one
    const limits = [atMost[variant], median === best ? bestAtMost : undefined].filter((limit) => limit !== undefined)
    if (limits.length === 0) return { ...median, target: undefined, rating: '' as const }
    const target = Math.min(...limits)
    return { ...median, target, rating: median.count > 0 ? rate(median.one, target) : ('not judged' as const) }
  })
  return {
    targets: resources && fit.length > 0 ? resourceTargets(name, resources, fit) : [],
    cells: rated.map(({ one, reference, target, rating, count }) => [
      name,
      one.variant,
      scenario.reference,
      one.ratio ? `${one.ratio.ratio.toFixed(3)} (${one.ratio.low.toFixed(3)} to ${one.ratio.high.toFixed(3)})` : '–',
      target === undefined ? '' : String(target),
      rating,
      one.verdict?.code ?? '',
      ...[one, reference].map(({ cpuMs }) => formatNumber(cpuMs.median)),
      ...[one, reference].map(({ peakRssBytes }) => String(Math.round(peakRssBytes.median / 1e6))),
      `${count} of ${results.length}`,
    ]),
    exitCode: exitCodeOf(
      rated.map(({ rating }) => rating),
      isSame,
    ),
  }
}

/** Of each the median of the runs. */
function resourceTargets(
  name: string,
  { variant, cpuShare, rssBytes }: NonNullable<Row['resources']>,
  results: readonly Result[],
): Target[] {
  const runs = results.map((result) => runIn(result, variant))
  const reference = results[0]!.scenario.reference
  return [
    {
      what: `times the CPU of ${reference}, ${name} ${variant}`,
      measured: median(runs.map((run) => run.one.cpuMs.median / run.reference.cpuMs.median)),
      atMost: cpuShare,
    },
    {
      what: `MB of peak memory, ${name} ${variant}`,
      measured: median(runs.map(({ one }) => one.peakRssBytes.median / 1e6)),
      atMost: rssBytes / 1e6,
    },
  ]
}

/** A variant in one run, with the reference in it. */
interface Run {
  readonly one: VariantResult
  readonly reference: VariantResult
}

function namesIn({ variants }: Result): string[] {
  return variants.flatMap(({ variant, role }) => (isSelectable(role) && role !== 'reference' ? variant : []))
}

function runIn({ variants, scenario }: Result, variant: string): Run {
  const named = (name: string) => variants.find((one) => one.variant === name)!
  return { one: named(variant), reference: named(scenario.reference) }
}

/** The run of the median ratio of a variant, the lower one of an even number. */
function medianRun(results: readonly Result[], variant: string): Run {
  const runs = results.map((result) => runIn(result, variant))
  return runs.toSorted((a, b) => ratioOf(a.one) - ratioOf(b.one))[Math.floor((runs.length - 1) / 2)]!
}

function ratioOf({ ratio }: VariantResult): number {
  return ratio?.ratio ?? Infinity
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
