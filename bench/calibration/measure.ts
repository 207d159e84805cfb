import { race } from '../local/race.ts'
import { type Plan, planOf } from '../plan.ts'
import { voidsOf } from '../report/rounds.ts'
import type { Scenario } from '../scenario.ts'
import { QUICK_LOOKS } from '../schedule.ts'
import { type RatioEstimate, ratioOverForks } from '../statistics/fork-ratio.ts'
import type { Interval } from '../statistics/interval.ts'
import { welchRatio } from '../statistics/welch.ts'
import type { Trial } from '../trial.ts'
import { type Batch, batchOf, EQUAL_PAIRS } from './arms.ts'

const ALPHA = 0.05

/** Far from the forks of shuffled rounds, whose delays these runs are not to meet again. */
const ALONE_FROM_FORK = 1000

/** What one batch of copies came to. */
export interface BatchOutcome {
  readonly estimates: readonly (Batch['pairs'][number] & { readonly estimate: RatioEstimate })[]
  /** Of equal copies, each of whose runs were all made in a row. */
  readonly blocked: readonly Interval[]
}

export interface BatchOptions {
  readonly scenario: Scenario
  /** Other delays and orders for each batch. */
  readonly number: number
  /** A fork begins, or the runs one after the other do. */
  readonly beginning?: (part: string) => void
  readonly ended?: (trial: Trial) => void
  readonly signal: AbortSignal
}

/** The plan of a batch: one quick look at copies of the scenario's reference. */
export function planOfBatch(scenario: Scenario, number: number): Plan & Batch {
  const seeded = withSeed(scenario, number)
  const batch = batchOf(scenario.reference)
  return { ...planOf(seeded, { quick: true }), ...batch, looks: QUICK_LOOKS }
}

/**
 * Races a batch of copies as every race is run, then makes as many runs of the equal ones in the usual order: all of the one, all of the
 * next. Undefined once `signal` is aborted. Rejects where a run failed: then the machine cannot be told anything about.
 */
export async function measureBatch({
  scenario,
  number,
  beginning,
  ended,
  signal,
}: BatchOptions): Promise<BatchOutcome | undefined> {
  const plan = planOfBatch(scenario, number)
  const trials = await raced(plan, signal, {
    ended,
    warming: (fork) => beginning?.(`fork ${fork} of ${plan.looks[0]!.forks}`),
  })
  if (signal.aborted) return undefined
  const blocked: Trial[][] = []
  beginning?.('copies one after the other')
  const runs = QUICK_LOOKS[0]!.forks * scenario.plan.rounds
  const { scenario: seeded } = plan
  const long = planOf({ ...seeded, plan: { ...seeded.plan, rounds: runs } }, { quick: true })
  const inARow = { ...long, looks: [{ forks: 1, alpha: ALPHA }] }
  for (const [index, arm] of plan.arms.slice(0, 2 * EQUAL_PAIRS).entries()) {
    if (signal.aborted) return undefined
    // Who runs benchmarks one after another meets other delays each time, in the same world.
    const firstFork = ALONE_FROM_FORK + index
    blocked.push(await raced({ ...inARow, arms: [arm], firstFork }, signal, { ended }))
  }
  if (signal.aborted) return undefined
  const timesOf = (own: readonly Trial[]) => own.flatMap((one) => (one.phase === 'measured' ? one.makespanMs : []))
  return {
    estimates: plan.pairs.map((pair) => ({ ...pair, estimate: estimateOf(trials, pair) })),
    blocked: Array.from({ length: EQUAL_PAIRS }, (_, pair) =>
      welchRatio(timesOf(blocked[2 * pair]!), timesOf(blocked[2 * pair + 1]!), ALPHA),
    ),
  }
}

function withSeed(scenario: Scenario, number: number): Scenario {
  return { ...scenario, world: { ...scenario.world, seed: scenario.world.seed + number } }
}

interface Watched {
  readonly warming?: (fork: number) => void
  readonly ended?: ((trial: Trial) => void) | undefined
}

async function raced(plan: Plan, signal: AbortSignal, { warming, ended }: Watched): Promise<Trial[]> {
  const trials: Trial[] = []
  await race(
    plan,
    {
      ...(warming && { warming }),
      ended(trial) {
        trials.push(trial)
        ended?.(trial)
      },
      goOn: () => false,
    },
    signal,
  )
  const broken = trials.find(({ faults, void: spoilt }) => faults.length > 0 && spoilt === undefined)
  if (broken) throw new Error(`a run failed: ${broken.faults[0]}`)
  const voids = voidsOf(trials)
  return trials.filter(({ fork, round }) => !voids.has(`${fork} ${round}`))
}

function estimateOf(trials: readonly Trial[], { one, other }: Batch['pairs'][number]): RatioEstimate {
  const own = trials.filter(({ phase, arm }) => phase === 'measured' && (arm === one || arm === other))
  const forks = Array.from(Map.groupBy(own, ({ fork }) => fork).values(), (members) =>
    Array.from(Map.groupBy(members, ({ round }) => round).values(), (pair) => {
      const timeOf = (name: string) => pair.find(({ arm }) => arm === name)!.makespanMs
      return Math.log(timeOf(other) / timeOf(one))
    }),
  )
  return ratioOverForks(forks, ALPHA)
}
