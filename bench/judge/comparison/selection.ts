import { extentOf } from '../../statistics/extent.ts'
import { ratioOverBlocks } from '../../statistics/block-ratio.ts'
import { isSelectable } from '../../plan/schedule.ts'
import type { Trial } from '../../trial/trial.ts'
import { type Constraints, nameOf, type SelectionCriteria } from '../selection-criteria.ts'
import { isComparison, judgeRatio, withheld } from '../verdict.ts'
import type { Iteration } from './iterations.ts'
import type { Exclusion, Result, Selection, VariantResult } from './judgement.ts'
import { rank } from './ranking.ts'
import { scoresOf } from './scores.ts'
import { simplestFirst } from './simplest-first.ts'

export interface Picking {
  readonly criteria: SelectionCriteria
  readonly iterations: readonly Iteration[]
  /** All runs that constraints hold for, first runs of processes and containers among them. */
  readonly runs: readonly Trial[]
  /** With their verdicts on speed. */
  readonly variants: readonly VariantResult[]
  readonly scenario: Trial['scenario']
  readonly look: NonNullable<Result['look']>
  readonly isFit: boolean
}

/**
 * Which variants are the best by the criteria, and why others are not among them. A variant is picked only where it is significantly
 * better than the reference by more than the margin; the simplest of those that are alike.
 */
export function selectFrom({ criteria, iterations, runs, variants, scenario, look, isFit }: Picking): Selection {
  const { reference, margin } = scenario
  const selectable = variants.filter(({ role }) => isSelectable(role))
  const scores = scoresOf(
    iterations,
    { variants: selectable.map(({ variant }) => variant), reference },
    criteria.objective,
  )
  const isByCost = criteria.objective.for !== 'first-notification'
  const excluded = selectable.flatMap(({ variant, verdict }): Exclusion[] => {
    if (verdict && !isComparison(verdict)) return [{ variant, reason: { code: 'verdict', verdict: verdict.code } }]
    if (!scores.some(({ name }) => name === variant))
      return [{ variant, reason: { code: isByCost ? 'no-cost' : 'no-notification' } }]
    const reason = excess(
      criteria.constraints,
      runs.filter((trial) => trial.variant === variant),
    )
    return reason ? [{ variant, reason }] : []
  })
  const out = new Set(excluded.map(({ variant }) => variant))
  const unjudged = new Set(excluded.flatMap(({ variant, reason }) => (reason.code === 'constraint' ? [] : variant)))
  const model = scores.find(({ name }) => name === reference)
  const candidates = model ? scores.filter(({ name }) => name !== reference && !out.has(name)) : []
  const alpha = look.alpha / Math.max(1, selectable.length - 1)
  const scored = candidates.map(({ name, blocks }) => {
    const logRatios = blocks.map((own, block) => own.map((log, iteration) => log - model!.blocks[block]![iteration]!))
    const own = selectable.find(({ variant }) => variant === name)!
    // As the table of costs has it: the mean of logarithms would be a little low where runs are very unlike each other.
    const ratio = criteria.objective.for === 'cost' ? own.costRatio! : ratioOverBlocks(logRatios, alpha)
    const verdict = judgeRatio(ratio, margin, look.last)
    return { variant: name, ratio, verdict: isFit ? verdict : withheld(verdict) }
  })
  const better = scored.filter(({ verdict }) => verdict.code === 'faster').map(({ variant }) => variant)
  // A reference that is beyond a constraint is no reason not to pick anything.
  const eligible = out.has(reference) ? candidates.map(({ name }) => name) : better
  // Among all that can be judged, as the letters are: among few, less would be enough to distinguish two.
  const ranking = rank(
    scores.filter(({ name }) => !unjudged.has(name)),
    { alpha: look.alpha, margin, isFit },
  )
  const first = (ranking?.order ?? eligible).find((variant) => eligible.includes(variant))
  const isAlike = (variant: string) => first !== undefined && (variant === first || !ranking?.areApart(first, variant))
  const best = new Set(eligible.filter(isAlike))
  const unclear = candidates.map(({ name }) => name).filter((variant) => !best.has(variant) && isAlike(variant))
  return {
    objective: nameOf(criteria.objective),
    constraints: criteria.constraints,
    best: simplestFirst(selectable.filter(({ variant }) => best.has(variant))).map(({ variant }) => variant),
    unclear,
    scored,
    excluded,
  }
}

/** What each constraint holds for; undefined of a run that does not report it. */
const CONSTRAINED: Readonly<Record<keyof Constraints, (trial: Trial) => number | undefined>> = {
  rssBytes: ({ peakRssBytes }) => peakRssBytes,
  eventLoopDelayMs: ({ eventLoopDelayMs }) => eventLoopDelayMs,
  inFlight: ({ peakItemsInFlight }) => peakItemsInFlight,
  failures: ({ failures, program }) =>
    program && !program.reportsFailures ? undefined : Object.values(failures).reduce((sum, count) => sum + count, 0),
}

/** The first constraint that a run exceeds; undefined where none does. What is not known keeps no constraint. */
function excess(constraints: Constraints, trials: readonly Trial[]): Exclusion['reason'] | undefined {
  for (const [name, valueOf] of Object.entries(CONSTRAINED) as [
    keyof Constraints,
    (typeof CONSTRAINED)['rssBytes'],
  ][]) {
    const limit = constraints[name]
    if (limit === undefined) continue
    const [, largest] = extentOf(trials.map((trial) => valueOf(trial) ?? Infinity))
    const reason = { code: 'constraint', constraint: name, limit } as const
    if (largest === Infinity) return reason
    if (largest > limit) return { ...reason, largest }
  }
  return undefined
}
