import { LOOKS, QUICK_LOOKS } from '../../plan/schedule.ts'
import type { Trial } from '../../trial/trial.ts'
import type { Result } from './judgement.ts'

/** Whether there is anything to judge: an iteration in which every variant ran, and that was not discarded. */
export function hasWholeIteration(trials: readonly Trial[]): boolean {
  return [...Map.groupBy(trials, ({ scenario }) => scenario.digest).values()].some(
    (own) => countedIterations(own, discardedOf(own)).length > 0,
  )
}

/** An iteration in which every variant ran. */
export interface Iteration {
  readonly block: number
  readonly iteration: number
  readonly trials: readonly Trial[]
}

const placeOf = ({ block, iteration }: Trial) => `${block} ${iteration}`

/** Iterations that are discarded for a fault of the harness, for every variant, by place. */
export type Discarded = ReadonlyMap<string, Result['discardedIterations'][number]>

export function discardedOf(trials: readonly Trial[]): Discarded {
  const bad = trials.filter((trial) => trial.phase === 'measured' && trial.discarded !== undefined)
  return new Map(
    bad.map((trial) => {
      const { block, iteration, discarded } = trial
      return [placeOf(trial), { block, iteration, reason: discarded! }]
    }),
  )
}

/** Whole iterations, every variant in them, in order. An interrupted iteration shows nothing of a pair. */
export function countedIterations(trials: readonly Trial[], discarded: Discarded): Iteration[] {
  const measured = trials.filter((trial) => trial.phase === 'measured' && !discarded.has(placeOf(trial)))
  const variants = new Set(trials[0]!.scenario.variants)
  return Map.groupBy(measured, placeOf)
    .values()
    .filter(
      (members) =>
        members.length === variants.size && new Set(members.map(({ variant }) => variant)).size === variants.size,
    )
    .map((members) => ({ block: members[0]!.block, iteration: members[0]!.iteration, trials: members }))
    .toArray()
    .sort((a, b) => a.block - b.block || a.iteration - b.iteration)
}

/** The last look that was reached, and its blocks: only they count, so that stopping in between cannot cheat. */
export function lookOf(
  iterations: readonly Iteration[],
  discarded: Discarded,
  { quick, iterations: perBlock, looks: own }: Trial['scenario'],
): (NonNullable<Result['look']> & { readonly which: readonly number[] }) | undefined {
  // A block that lost iterations to the harness still counts; one that was cut short does not.
  const lost = Map.groupBy(discarded.keys(), (place) => Number.parseInt(place, 10))
  const complete = Map.groupBy(iterations, ({ block }) => block)
    .entries()
    .filter(([block, members]) => members.length + (lost.get(block)?.length ?? 0) === perBlock)
    .map(([block]) => block)
    .toArray()
  const looks = own ?? (quick ? QUICK_LOOKS : LOOKS)
  const look = looks.findLast(({ blocks }) => complete.length >= blocks)
  return look && { ...look, last: look === looks.at(-1), which: complete.slice(0, look.blocks) }
}
