import type { Result, VariantResult } from '../../judge/comparison/judgement.ts'
import { isComparison, isUnspoken } from '../../judge/verdict.ts'
import { isSelectable } from '../../plan/schedule.ts'
import { type ColumnOf, tableOf } from '../build-table.ts'
import type { Row, Table } from '../document.ts'
import { formatCpuMs, formatMegabytes, formatPercent, formatSpeedUps } from '../format.ts'
import { UNKNOWN } from '../known-columns.ts'
import { formatNumber } from '../messages/formats.ts'
import type { Messages } from '../messages/messages.ts'
import { coloursOf } from '../palette.ts'
import { formatVerdictCode } from '../verdict-text.ts'

/** A variant, and the result that it is part of: there is one for each size of memory. */
interface Ranked {
  readonly result: Result
  readonly variant: VariantResult
}

/** The variants that can be recommended, fastest first, with what matters most about each; of several sizes of memory one after another. */
export function rankingTable(results: readonly Result[], messages: Messages): Table {
  const ranked = results.flatMap((result) =>
    bySpeed(result.variants)
      .filter(({ role }) => isSelectable(role))
      .map((variant): Ranked => ({ result, variant })),
  )
  const { comparison, lambda } = messages
  const columns: readonly ColumnOf<Ranked>[] = [
    { head: comparison.variantColumn, shortHead: '', cellOf: ({ variant: { variant } }) => variant },
    {
      head: comparison.memorySizeColumn,
      cellOf: ({ result }) => (results.length > 1 ? `${result.scenario.memoryMb} MB` : UNKNOWN),
    },
    { head: comparison.medianColumn, cellOf: ({ variant }) => milliseconds(variant.makespanMs.median) },
    { head: 'p90', cellOf: ({ variant }) => p90Of(variant), leftOut: 1 },
    {
      head: comparison.speedUpColumn,
      shortHead: comparison.speedUpShortColumn,
      isText: true,
      cellOf: ({ variant }) => comparedText(variant, messages),
    },
    { head: comparison.costColumn, cellOf: ({ result, variant }) => (isByCost(result) ? costOf(variant) : UNKNOWN) },
    { head: lambda.coldColumn, cellOf: coldOf, leftOut: 3 },
    { head: lambda.usdPerMillionColumn, cellOf: usdOf, leftOut: 2 },
    { head: 'CPU', cellOf: ({ variant }) => withUnit(formatCpuMs(variant), 'ms'), leftOut: 5 },
    { head: 'RSS', cellOf: ({ variant }) => withUnit(formatMegabytes(variant.peakRssBytes), 'MB'), leftOut: 4 },
  ]
  return tableOf(ranked, columns, {
    strips: { as: 'histogram', values: ranked.map(({ variant }) => variant.samplesMs), unit: 'ms' },
    lookOf: ({ result, variant }, place) => ({
      // What is slower may well be recommended then.
      ...(isByCost(result) && variant.verdict && isComparison(variant.verdict) ? {} : toneOf(variant)),
      colour: coloursOf(result.variants).get(variant.variant)!,
      ...markOf({ result, variant }, messages),
      isSetApart: place > 0 && ranked[place - 1]!.result !== result,
    }),
  })
}

/** What is recommended, and what does not differ from it significantly. */
function markOf({ result, variant: { variant } }: Ranked, messages: Messages): Pick<Row, 'mark' | 'isRecommended'> {
  const { recommendation } = result
  if (recommendation.code !== 'use') return {}
  if (recommendation.variant === variant) return { mark: messages.page.recommendedBadge, isRecommended: true }
  return recommendation.alike.includes(variant) ? { mark: messages.page.tiedBadge } : {}
}

/** The fastest first; those whose speed nothing may be said of after the others, and last the copies of the reference. */
export function bySpeed(variants: readonly VariantResult[]): VariantResult[] {
  const timeOf = ({ role, ratio }: VariantResult) => (role === 'reference' ? 1 : (ratio?.ratio ?? Infinity))
  const placeOf = ({ role, verdict }: VariantResult) => (isSelectable(role) ? Number(isUnspoken(verdict)) : 2)
  return variants.toSorted((a, b) => placeOf(a) - placeOf(b) || (placeOf(a) === 2 ? 0 : timeOf(a) - timeOf(b)))
}

/** The speed-up with its interval and the verdict; the verdict alone where nothing may be said of speed. */
export function comparedText(
  { role, ratio, verdict }: Pick<VariantResult, 'role' | 'ratio' | 'verdict'>,
  messages: Messages,
): string {
  if (role === 'reference' && (!verdict || isComparison(verdict))) return messages.verdicts.reference
  const text = verdict ? formatVerdictCode(verdict.code, messages) : messages.verdicts.notJudged
  return !ratio || (verdict && !isComparison(verdict))
    ? text
    : messages.comparison.speedUp(formatSpeedUps(ratio, messages).withInterval, text)
}

/** What a verdict is to whoever looks for something better. */
export function toneOf({ role, verdict }: VariantResult): Pick<Row, 'tone'> {
  if (role !== 'candidate' || !verdict) return {}
  if (verdict.code === 'faster') return { tone: 'good' }
  return ['slower', 'output-mismatch', 'unreliable'].includes(verdict.code) ? { tone: 'bad' } : {}
}

function p90Of({ tails }: VariantResult): string {
  const tail = tails.find(({ share }) => share === 0.9)
  return tail && 'value' in tail ? milliseconds(tail.value) : UNKNOWN
}

function coldOf({ result: { lambda }, variant: { variant } }: Ranked): string {
  const row = lambda?.cold.find((one) => one.variant === variant)
  return row ? milliseconds(row.makespanMs.median) : UNKNOWN
}

/** Whether cost has a part in what is recommended. */
function isByCost({ pick }: Result): boolean {
  return pick?.objective === 'cost' || (pick?.objective.startsWith('balanced') ?? false)
}

/** Of that of the reference. */
function costOf({ role, costRatio }: VariantResult): string {
  const ratio = role === 'reference' ? 1 : costRatio?.ratio
  return ratio === undefined ? UNKNOWN : formatPercent(ratio)
}

/** Only on AWS: in the lab nobody is billed. */
function usdOf({ result: { lambda, target }, variant: { variant } }: Ranked): string {
  if (target !== 'aws') return UNKNOWN
  return lambda?.warm.find((row) => row.variant === variant)?.usdPerMillion?.mean.toFixed(2) ?? UNKNOWN
}

function milliseconds(ms: number): string {
  return withUnit(formatNumber(ms), 'ms')
}

function withUnit(value: string, unit: string): string {
  return value === UNKNOWN ? UNKNOWN : `${value} ${unit}`
}
