import type { TimedVariant } from '../../../bench/statistics/pairwise.ts'
import type { PlacedRun } from '../../../bench/statistics/predecessor.ts'

/** A benchmark that was never run: variants one after another, in a fresh order each iteration. Spreads are of log times. */
export interface RacePlan {
  /** The variants and how many times as long each typically takes as a variant of 1. */
  readonly variants: Readonly<Record<string, number>>
  readonly blocks: number
  readonly iterations: number
  /** Spread from block to block, of each variant on its own. */
  readonly blockSd: number
  /** Spread from run to run, of each variant on its own. */
  readonly runSd: number
  /** The machine slows down by a third in the course of the benchmark, and up and down on the way. */
  readonly isDrifting?: boolean
  /** The share of runs that something else makes 1.3 to 4.3 times as long. */
  readonly spikes?: number
  /** How many times as long a run takes right after this variant. */
  readonly after?: Readonly<Record<string, number>>
  /** How many times as long the last iteration of a block takes this variant as the first. */
  readonly rise?: Readonly<Record<string, number>>
}

/** Numbers uniform in 0..1, both excluded. Source: Steele, Lea & Flood, Fast Splittable Pseudorandom Number Generators, OOPSLA 2014. */
export function uniformNumbers(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x9e3779b9) | 0
    let mixed = Math.imul(state ^ (state >>> 16), 0x85ebca6b)
    mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35)
    return (((mixed ^ (mixed >>> 16)) >>> 0) + 0.5) / 2 ** 32
  }
}

/** The runs of such a benchmark, in the order in which they ended. */
export function simulatedRace(plan: RacePlan, uniform: () => number): PlacedRun[] {
  const { variants, blocks, iterations, blockSd, runSd, isDrifting = false, spikes = 0, after = {}, rise = {} } = plan
  // Source: Box & Muller (1958).
  const normal = () => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform())
  const names = Object.keys(variants)
  const count = blocks * iterations * names.length
  const phase = 2 * Math.PI * uniform()
  const runs: PlacedRun[] = []
  for (let block = 1; block <= blocks; block++) {
    const own = new Map(names.map((variant) => [variant, Math.log(variants[variant]!) + blockSd * normal()]))
    let before: string | undefined
    for (let iteration = 1; iteration <= iterations; iteration++) {
      const delay = 0.1 * normal()
      for (const [position, variant] of shuffled(names, uniform).entries()) {
        let log = Math.log(60) + own.get(variant)! + delay + runSd * normal()
        if (isDrifting) log += (0.3 * runs.length) / count + 0.15 * Math.sin(runs.length / 7 + phase)
        if (uniform() < spikes) log += Math.log(1.3 + 3 * uniform())
        if (before !== undefined) log += Math.log(after[before] ?? 1)
        if (iterations > 1) log += (Math.log(rise[variant] ?? 1) * (iteration - 1)) / (iterations - 1)
        runs.push({ variant, block, iteration, position, makespanMs: Math.exp(log) })
        before = variant
      }
    }
  }
  return runs
}

/** Source: Fisher & Yates; Knuth, The Art of Computer Programming 2, 3.4.2, algorithm P. */
function shuffled(names: readonly string[], uniform: () => number): string[] {
  const order = [...names]
  for (let last = order.length - 1; last > 0; last--) {
    const other = Math.floor(uniform() * (last + 1))
    ;[order[last], order[other]] = [order[other]!, order[last]!]
  }
  return order
}

/** The same runs by variant, block and iteration. */
export function timedVariants(runs: readonly PlacedRun[]): TimedVariant[] {
  return Map.groupBy(runs, ({ variant }) => variant)
    .entries()
    .map(([name, own]) => ({
      name,
      blocks: [...Map.groupBy(own, ({ block }) => block).values()].map((iterations) =>
        iterations.map(({ makespanMs }) => Math.log(makespanMs)),
      ),
    }))
    .toArray()
    .sort((a, b) => (a.name < b.name ? -1 : 1))
}
