import type { Place } from '../../../mock-server/world.ts'
import { orderOf } from '../../plan/schedule.ts'
import { type Summary, summaryOf } from '../../statistics/summary.ts'

/** The values of each variant, in the order of the iterations; those at one index are of one iteration and make a pair. */
export type Interleaved<N extends string, V> = Readonly<Record<N, readonly V[]>>

interface Interleaving<N extends string, V> {
  readonly iterations: number
  /** Iterations before the first one that counts. */
  readonly warmUps?: number
  /** Decides the order, with the number of the iteration. */
  readonly block?: number
  /** Called after each iteration, with all values so far, while nothing is measured. */
  readonly onIteration?: (iteration: number, values: Interleaved<N, V>) => void
}

const SEED = 1

/**
 * Measures every variant once in each iteration, one after another in a fresh random order: a drift of the machine and what each leaves
 * behind in caches are spread over all alike. Iterations count from 1; the warm-ups are 0, -1, ...
 */
export async function interleave<N extends string, V>(
  variants: readonly N[],
  measure: (variant: N, iteration: number) => V | Promise<V>,
  { iterations, warmUps = 0, block = 1, onIteration }: Interleaving<N, V>,
): Promise<Interleaved<N, V>> {
  const named = variants.map((name) => ({ name }))
  const values = Object.fromEntries(variants.map((name): [string, V[]] => [name, []])) as Record<N, V[]>
  for (let iteration = 1 - warmUps; iteration <= iterations; iteration++) {
    for (const { name } of orderOf(named, SEED, block, iteration)) {
      const value = await measure(name, iteration)
      if (iteration >= 1) values[name].push(value)
    }
    if (iteration >= 1) onIteration?.(iteration, values)
  }
  return values
}

/** The milliseconds that each takes, interleaved. */
export function interleaveTimes<N extends string>(
  variants: Readonly<Record<N, () => unknown>>,
  options: Interleaving<N, number>,
): Promise<Interleaved<N, number>> {
  return interleave(Object.keys(variants) as N[], (name) => timeMs(variants[name]), options)
}

/** Where in the mock world an iteration's runs are. */
export function placeOf(iteration: number, block = 1): Place {
  return iteration >= 1 ? `f${block}/r${iteration}` : `f${block}/w${1 - iteration}`
}

/** How many milliseconds `work` takes. */
export async function timeMs(work: () => unknown): Promise<number> {
  const beganMs = performance.now()
  const result = work()
  // What ends at once is not made to wait for a turn of the event loop.
  if (result instanceof Promise) await result
  return performance.now() - beganMs
}

/** How many times as much as in the reference's, typically: the median of the ratios of the pairs, with its interval of 95% from six pairs on. */
export function pairedRatio(candidate: readonly number[], reference: readonly number[]): Summary {
  return summaryOf(candidate.map((value, index) => value / reference[index]!))!
}
