import { lambdaUsd } from '../../model/cost.ts'
import type { Objective } from '../selection-criteria.ts'
import { hodgesLehmann } from '../../statistics/hodges-lehmann.ts'
import type { TimedVariant } from '../../statistics/pairwise.ts'
import type { Trial } from '../../trial/trial.ts'
import type { Iteration } from './iterations.ts'

/**
 * The logarithms of what variants are compared by, by block and iteration, less being better: times, or one value a block where money counts,
 * which follows the mean; balanced ones are over the reference's. A variant that never sent anything has none for `first-notification`, and is left out.
 */
export function scoresOf(
  iterations: readonly Iteration[],
  { variants, reference }: { readonly variants: readonly string[]; readonly reference: string },
  objective: Objective,
): TimedVariant[] {
  // Dollars and milliseconds have no ratio: of invocations whose cost is not known nothing is said by cost.
  const isCostUnknown = isCounted(objective) && hasInvocations(iterations) && !isBilled(iterations)
  if (isCostUnknown) return []
  const costOf = costIn(iterations)
  const blocks = [...Map.groupBy(iterations, ({ block }) => block).values()]
  const of = (
    name: string,
    scoreOf: (block: readonly Iteration[], variant: string) => number[] | undefined,
  ): TimedVariant[] => {
    const scores = blocks.map((block) => scoreOf(block, name))
    return scores.every((score) => score !== undefined) ? [{ name, blocks: scores }] : []
  }
  switch (objective.for) {
    case 'speed':
      return variants.flatMap((variant) =>
        of(variant, (block, name) => logsOf(block, name, ({ makespanMs }) => makespanMs)),
      )
    case 'first-notification':
      return variants.flatMap((variant) =>
        of(variant, (block, name) => logsOf(block, name, (trial) => trial.firstNotificationMs)),
      )
    case 'cost':
      return variants.flatMap((variant) => of(variant, (block, name) => [logMeanCost(block, name, costOf)]))
    case 'balanced': {
      const { speedWeight } = objective
      const speed = (block: readonly Iteration[], name: string) =>
        hodgesLehmann(
          block.map((iteration) =>
            Math.log(trialIn(iteration, name).makespanMs / trialIn(iteration, reference).makespanMs),
          ),
        )
      const cost = (block: readonly Iteration[], name: string) =>
        logMeanCost(block, name, costOf) - logMeanCost(block, reference, costOf)
      return variants.flatMap((variant) =>
        of(variant, (block, name) => [speedWeight * speed(block, name) + (1 - speedWeight) * cost(block, name)]),
      )
    }
  }
}

/** Whether money counts in it. */
function isCounted({ for: what }: Objective): boolean {
  return what === 'cost' || what === 'balanced'
}

function hasInvocations(iterations: readonly Iteration[]): boolean {
  return iterations.some(({ trials }) => trials.some(({ invocation }) => invocation !== undefined))
}

/** Whether it is known of all runs what was billed of them: where a single one has no price, dollars would stand beside milliseconds. */
export function isBilled(iterations: readonly Iteration[]): boolean {
  return iterations.every(({ trials }) => trials.every((trial) => usdOf(trial) !== undefined))
}

/** What a run of these iterations costs: US dollars where all of them were billed, else its time. */
export function costIn(iterations: readonly Iteration[]): (trial: Trial) => number {
  return isBilled(iterations) ? (trial) => usdOf(trial)! : ({ makespanMs }) => makespanMs
}

/**
 * What an invocation cost in US dollars; undefined where it is not known what was billed, of how much memory (traces alone say 0), or
 * on which architecture, whose prices differ.
 */
export function usdOf({ invocation }: Trial): number | undefined {
  const { billedMs, memoryMb = 0, architecture } = invocation ?? {}
  return billedMs === undefined || memoryMb === 0 || architecture === undefined
    ? undefined
    : lambdaUsd({ billedMs, memoryMb, invocations: 1, architecture })
}

/** The trial of a variant in an iteration that counts, which has one of each. */
export function trialIn({ trials }: Iteration, variant: string): Trial {
  return trials.find((trial) => trial.variant === variant)!
}

function logsOf(
  block: readonly Iteration[],
  variant: string,
  pick: (trial: Trial) => number | undefined,
): number[] | undefined {
  const values = block.map((iteration) => pick(trialIn(iteration, variant)))
  return values.every((value) => value !== undefined) ? values.map(Math.log) : undefined
}

function logMeanCost(block: readonly Iteration[], variant: string, costOf: (trial: Trial) => number): number {
  return Math.log(block.reduce((sum, iteration) => sum + costOf(trialIn(iteration, variant)), 0) / block.length)
}
