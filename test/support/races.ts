import { type Plan, planOf } from '../../bench/plan/plan.ts'
import { raceTrials } from '../../bench/run/local/race.ts'
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

/** A benchmark of milliseconds, one block by default, with `settings` as of --set. */
export function aTinyPlan(settings: readonly string[] = [], blocks = 1): Plan {
  const plan = planOf(parseScenario(TINY, 'tiny.yaml', settings), { quick: true })
  return { ...plan, looks: [{ blocks, alpha: 0.05 }] }
}

/** The measured runs of one strategy, without the copies of it that check a benchmark. */
export async function runsOf(strategy: string, settings: readonly string[]): Promise<Trial[]> {
  const plan = aTinyPlan([`variants=[${strategy}]`, `reference=${strategy}`, ...settings])
  const trials = await raceTrials({ ...plan, variants: plan.variants.filter(({ role }) => role === 'reference') })
  return trials.filter(({ phase }) => phase === 'measured')
}

/** The processes of variants that this one has. */
export const children = () => childrenWith('bench/run/local/child.ts')

/** Its mock servers. */
export const servers = () => childrenWith('mock-server/main.ts')

export const noneLeft = () => expect([...children(), ...servers()]).toEqual([])
