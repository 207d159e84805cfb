import { ENGLISH } from '../report/messages/english.ts'
import type { Language } from '../report/messages/language.ts'
import { nameOf, type Bounds, type SelectionCriteria } from './selection-criteria.ts'
import { isSelectable } from '../plan/schedule.ts'
import { type RatioEstimate, ratioOverBlocks } from '../statistics/block-ratio.ts'
import type { Trial } from '../trial/trial.ts'
import { isComparison, judgeRatio, type Verdict, withheld } from './verdict.ts'
import { wordIn } from '../report/format.ts'
import { rank } from './ranking.ts'
import type { VariantResult, Result } from './result.ts'
import type { Iteration } from './iterations.ts'
import { scoresOf } from './scores.ts'
import { simplestFirst } from './simplest-first.ts'
import { extentOf } from '../statistics/extent.ts'

/** A variant by what it is picked for, against the reference. */
interface Scored {
  readonly variant: string
  readonly ratio: RatioEstimate
  readonly verdict: Verdict
}

/** Which strategies are the best at what is wanted, and why others are not among them. */
export interface Pick {
  readonly objective: string
  /** Those that cannot be told apart from the best, the simplest first; empty where nothing is surely better than the reference. */
  readonly set: readonly string[]
  /** Not told apart from the best either, yet not surely better than the reference. */
  readonly unsure: readonly string[]
  readonly scored: readonly Scored[]
  /** Beyond a limit, or not to be judged. */
  readonly excluded: readonly { readonly variant: string; readonly because: string; readonly isLimit: boolean }[]
}

export interface Picking {
  readonly criteria: SelectionCriteria
  readonly iterations: readonly Iteration[]
  /** All runs that limits hold for, first runs of processes and containers among them. */
  readonly told: readonly Trial[]
  /** With their words on speed. */
  readonly variants: readonly VariantResult[]
  readonly scenario: Trial['scenario']
  readonly look: NonNullable<Result['look']>
  readonly isFit: boolean
}

/** A strategy is picked only where it is better than the reference by surely more than the margin; the simplest of those that are alike. */
export function pickFrom(
  { criteria, iterations, told: runs, variants, scenario, look, isFit }: Picking,
  language: Language = ENGLISH,
): Pick {
  const { reference, margin } = scenario
  const selectable = variants.filter(({ role }) => isSelectable(role))
  const scores = scoresOf(
    iterations,
    { variants: selectable.map(({ variant }) => variant), reference },
    criteria.objective,
  )
  const excluded = selectable.flatMap(({ variant, verdict }) => {
    if (verdict && !isComparison(verdict)) return [{ variant, because: wordIn(verdict.word, language), isLimit: false }]
    if (!scores.some(({ name }) => name === variant))
      return [{ variant, because: language.say`not every run told somebody`, isLimit: false }]
    const because = excess(
      limitsOf(criteria.bounds, language),
      runs.filter((trial) => trial.variant === variant),
    )
    return because === undefined ? [] : [{ variant, because, isLimit: true }]
  })
  const out = new Set(excluded.map(({ variant }) => variant))
  const unjudged = new Set(excluded.flatMap(({ variant, isLimit }) => (isLimit ? [] : variant)))
  const model = scores.find(({ name }) => name === reference)
  const candidates = model ? scores.filter(({ name }) => name !== reference && !out.has(name)) : []
  const alpha = look.alpha / Math.max(1, selectable.length - 1)
  const scored = candidates.map(({ name, blocks }): Scored => {
    const logRatios = blocks.map((own, block) => own.map((log, iteration) => log - model!.blocks[block]![iteration]!))
    const told = selectable.find(({ variant }) => variant === name)!
    // As the table of costs has it: the mean of logarithms would be a little low where runs are very unlike each other.
    const ratio = criteria.objective.for === 'cost' ? told.costRatio! : ratioOverBlocks(logRatios, alpha)
    const verdict = judgeRatio(ratio, margin, look.last)
    return { variant: name, ratio, verdict: isFit ? verdict : withheld(verdict) }
  })
  const better = scored.filter(({ verdict }) => verdict.word === 'faster').map(({ variant }) => variant)
  // A reference that is beyond a limit is no reason not to pick anything.
  const eligible = out.has(reference) ? candidates.map(({ name }) => name) : better
  // Among all that can be judged, as the letters are: among few, less would be enough to tell two apart.
  const ranking = rank(
    scores.filter(({ name }) => !unjudged.has(name)),
    { alpha: look.alpha, margin, isFit },
  )
  const best = (ranking?.order ?? eligible).find((variant) => eligible.includes(variant))
  const isAlike = (variant: string) => best !== undefined && (variant === best || !ranking?.areApart(best, variant))
  const set = new Set(eligible.filter(isAlike))
  const unsure = candidates.map(({ name }) => name).filter((variant) => !set.has(variant) && isAlike(variant))
  return {
    objective: nameOf(criteria.objective),
    set: simplestFirst(selectable.filter(({ variant }) => set.has(variant))).map(({ variant }) => variant),
    unsure,
    scored,
    excluded,
  }
}

interface Limit {
  readonly most: number | undefined
  readonly valueOf: (trial: Trial) => number | undefined
  /** A run had this much, and was allowed that much. */
  readonly tell: (largest: string, most: string) => string
  readonly unknown: string
  readonly format: (value: number) => string
}

const limitsOf = (bounds: Bounds, { say }: Language): readonly Limit[] => [
  {
    most: bounds.rssBytes,
    valueOf: ({ peakRssBytes }) => peakRssBytes,
    tell: (largest, most) => say`peak memory ${largest} in one run, over ${most}`,
    unknown: say`peak memory: not known`,
    format: (bytes) => `${toHundredths(bytes / 1e6)} MB`,
  },
  {
    most: bounds.eventLoopDelayMs,
    valueOf: ({ eventLoopDelayMs }) => eventLoopDelayMs,
    tell: (largest, most) => say`a stall of ${largest} in one run, over ${most}`,
    unknown: say`a stall of: not known`,
    format: (ms) => `${toHundredths(ms)} ms`,
  },
  {
    most: bounds.inFlight,
    valueOf: ({ peakFeedsInFlight }) => peakFeedsInFlight,
    tell: (largest, most) => say`feeds in flight ${largest} over ${most}`,
    unknown: say`feeds in flight: not known`,
    format: String,
  },
  {
    most: bounds.failures,
    valueOf: ({ failures }) => Object.values(failures).reduce((sum, count) => sum + count, 0),
    tell: (largest, most) => say`failures in a run ${largest} over ${most}`,
    unknown: say`failures in a run: not known`,
    format: String,
  },
]

/** Closer than people read it elsewhere: what is just over a limit is not to look like it. */
function toHundredths(value: number): number {
  return Number(value.toFixed(2))
}

/** Which limit a run exceeded, in words; undefined where none did. What is not known keeps no limit. */
function excess(limits: readonly Limit[], trials: readonly Trial[]): string | undefined {
  for (const { most, valueOf, tell, unknown, format } of limits) {
    if (most === undefined) continue
    const [, largest] = extentOf(trials.map((trial) => valueOf(trial) ?? Infinity))
    if (largest === Infinity) return unknown
    if (largest > most) return tell(format(largest), format(most))
  }
  return undefined
}
