import { candidatesOf, isSelectable } from '../../plan/schedule.ts'
import { type ContainerPhases, comparePhases } from '../../statistics/phases.ts'
import type { TimeBreakdown, Trial } from '../../trial/trial.ts'
import type { Iteration } from './iterations.ts'
import type { MeanTimeBreakdown } from './judgement.ts'

/** The names of the parts, as they are reported. */
export const PARTS = { waitingMs: 'waiting', cpuMs: 'CPU', queueingMs: 'queueing', startUpMs: 'start-up' } as const

type Part = keyof typeof PARTS

/** Where there is no look, and nothing is said that could be stopped for. */
const ALPHA = 0.05

/** Of those variants that are there for themselves and whose runs were all recorded; gaps at the level of the look, shared by the candidates. */
export function timeBreakdownsOf(
  iterations: readonly Iteration[],
  scenario: Trial['scenario'],
  alpha = ALPHA,
): MeanTimeBreakdown[] {
  const trialsBy = Map.groupBy(
    iterations.flatMap(({ trials }) => trials),
    ({ variant }) => variant,
  )
  const known = scenario.variants.flatMap((variant) => {
    const split = recordedIn((trialsBy.get(variant) ?? []).filter(({ role }) => isSelectable(role)))
    return split ? [{ variant, split }] : []
  })
  const reference = known.find(({ variant }) => variant === scenario.reference)
  const level = alpha / Math.max(1, candidatesOf(scenario).length)
  return known.map(({ variant, split }) => {
    const mean = (pick: (one: (typeof split)[number]) => number) =>
      split.reduce((sum, one) => sum + pick(one), 0) / split.length
    const gap =
      reference && variant !== scenario.reference && new Set(split.map(({ block }) => block)).size > 1
        ? comparePhases(blocksOf(reference.split), blocksOf(split), level)
        : undefined
    return {
      variant,
      totalMs: mean(({ totalMs }) => totalMs),
      waitingMs: mean(({ waitingMs }) => waitingMs),
      cpuMs: mean(({ cpuMs }) => cpuMs),
      queueingMs: mean(({ queueingMs }) => queueingMs),
      startUpMs: mean(({ startUpMs }) => startUpMs),
      path: {
        fetch: mean(({ path }) => path.fetch),
        check: mean(({ path }) => path.check),
        notify: mean(({ path }) => path.notify),
      },
      meanConcurrency: mean(({ meanConcurrency }) => meanConcurrency),
      ...(gap && { gap }),
    }
  })
}

type Split = TimeBreakdown & { readonly block: number; readonly totalMs: number }

/** Where the time of each run went; undefined where there are none, or where some were not recorded. */
export function recordedIn(trials: readonly Trial[]): Split[] | undefined {
  const split = trials.flatMap((trial) =>
    trial.timeBreakdown ? [{ ...trial.timeBreakdown, block: trial.block, totalMs: trial.makespanMs }] : [],
  )
  return split.length === trials.length && split.length > 0 ? split : undefined
}

/** Means over the runs of each block. */
export function blocksOf(split: readonly Split[]): ContainerPhases[] {
  return Array.from(
    Map.groupBy(split, ({ block }) => block),
    ([pair, own]) => {
      const mean = (pick: (one: Split) => number) => own.reduce((sum, one) => sum + pick(one), 0) / own.length
      const parts = (Object.keys(PARTS) as Part[]).map((part) => [PARTS[part], mean((one) => one[part])] as const)
      return { pair, phases: Object.fromEntries(parts), totalMs: mean(({ totalMs }) => totalMs) }
    },
  )
}
