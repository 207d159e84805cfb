import { race } from '../../bench/run/local/race.ts'
import type { Patience } from '../../bench/run/local/patience.ts'
import { type Plan, planOf } from '../../bench/plan/plan.ts'
import { parseScenario } from '../../bench/scenario/file.ts'
import type { Trial } from '../../bench/trial/trial.ts'
import { expect } from 'vitest'
import { childrenWith } from './processes.ts'

const TINY = `name: tiny
world:
  items: { count: 4, events: 2, descriptionBytes: 20, dueShare: 0.5 }
  fetchDelay: { model: constant, ms: 0.2 }
  notifyDelay: { model: constant, ms: 0.2 }
variants: [sequential, pipelined]
plan: { warmUps: 1, iterations: 2 }
`

/** A race of milliseconds, one block unless told otherwise, with `settings` as of --set. */
export function aTinyPlan(settings: readonly string[] = [], blocks = 1): Plan {
  const plan = planOf(parseScenario(TINY, 'tiny.yaml', settings), { quick: true })
  return { ...plan, looks: [{ blocks, alpha: 0.05 }] }
}

export interface Watched {
  /** Told after each trial, with all of them so far. */
  readonly ended?: (trials: readonly Trial[]) => void
  readonly warming?: () => void
  readonly signal?: AbortSignal
  readonly patience?: Patience
}

/** Runs a plan to its end and gives its trials in the order in which they were told. */
export async function raced(plan: Plan, watched: Watched = {}): Promise<Trial[]> {
  const { ended, warming, signal = new AbortController().signal, patience } = watched
  const trials: Trial[] = []
  await race(
    plan,
    {
      ...(warming && { warming }),
      ended(trial) {
        trials.push(trial)
        ended?.(trials)
      },
      goOn: () => false,
    },
    signal,
    patience,
  )
  return trials
}

/** The processes of variants that this one has. */
export const children = () => childrenWith('bench/run/local/child.ts')

/** Its mock servers. */
export const servers = () => childrenWith('mock-server/main.ts')

export const noneLeft = () => expect([...children(), ...servers()]).toEqual([])
