import type { TimedArm } from '../../../bench/statistics/pairwise.ts'
import type { PlacedRun } from '../../../bench/statistics/predecessor.ts'

/** A race that was never run: arms one after another, in a fresh order each round. Spreads are of log times. */
export interface RacePlan {
  /** The arms and how many times as long each typically takes as an arm of 1. */
  readonly arms: Readonly<Record<string, number>>
  readonly forks: number
  readonly rounds: number
  /** Spread from fork to fork, of each arm on its own. */
  readonly forkSd: number
  /** Spread from run to run, of each arm on its own. */
  readonly runSd: number
  /** The machine slows down by a third in the course of the race, and up and down on the way. */
  readonly isDrifting?: boolean
  /** The share of runs that something else makes 1.3 to 4.3 times as long. */
  readonly spikes?: number
  /** How many times as long a run takes right after this arm. */
  readonly after?: Readonly<Record<string, number>>
  /** How many times as long the last round of a fork takes this arm as the first. */
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

/** The runs of such a race, in the order in which they ended. */
export function simulatedRace(plan: RacePlan, uniform: () => number): PlacedRun[] {
  const { arms, forks, rounds, forkSd, runSd, isDrifting = false, spikes = 0, after = {}, rise = {} } = plan
  // Source: Box & Muller (1958).
  const normal = () => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform())
  const names = Object.keys(arms)
  const count = forks * rounds * names.length
  const phase = 2 * Math.PI * uniform()
  const runs: PlacedRun[] = []
  for (let fork = 1; fork <= forks; fork++) {
    const own = new Map(names.map((arm) => [arm, Math.log(arms[arm]!) + forkSd * normal()]))
    let before: string | undefined
    for (let round = 1; round <= rounds; round++) {
      const delay = 0.1 * normal()
      for (const [position, arm] of shuffled(names, uniform).entries()) {
        let log = Math.log(60) + own.get(arm)! + delay + runSd * normal()
        if (isDrifting) log += (0.3 * runs.length) / count + 0.15 * Math.sin(runs.length / 7 + phase)
        if (uniform() < spikes) log += Math.log(1.3 + 3 * uniform())
        if (before !== undefined) log += Math.log(after[before] ?? 1)
        if (rounds > 1) log += (Math.log(rise[arm] ?? 1) * (round - 1)) / (rounds - 1)
        runs.push({ arm, fork, round, position, makespanMs: Math.exp(log) })
        before = arm
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

/** The same runs by arm, fork and round. */
export function timedArms(runs: readonly PlacedRun[]): TimedArm[] {
  return Map.groupBy(runs, ({ arm }) => arm)
    .entries()
    .map(([name, own]) => ({
      name,
      forks: [...Map.groupBy(own, ({ fork }) => fork).values()].map((rounds) =>
        rounds.map(({ makespanMs }) => Math.log(makespanMs)),
      ),
    }))
    .toArray()
    .sort((a, b) => (a.name < b.name ? -1 : 1))
}
