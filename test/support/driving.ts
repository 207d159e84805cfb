import { drive, type Target, type Turn } from '../../bench/run/aws/drive.ts'
import type { Trial } from '../../bench/trial/trial.ts'
import { type anAbPlan, trialAt } from './comparisons.ts'

export type Plan = ReturnType<typeof anAbPlan>

export interface Told {
  /** Renewals and invocations in their order, in short. */
  readonly log: string[]
  readonly turns: Turn[]
  readonly ended: Trial[]
  readonly begun: number[]
  /** Blocks and variants whose containers were not new. */
  readonly old: string[]
}

/** Drives a plan over a target that answers at once, as configured. */
export async function driven(
  plan: Plan,
  answer: (turn: Turn, nth: number) => Trial | Promise<Trial> = (turn) => coldOrWarm(plan, turn),
  controller = new AbortController(),
): Promise<Told> {
  const told: Told = { log: [], turns: [], ended: [], begun: [], old: [] }
  const target: Target = {
    async renew({ name }) {
      told.log.push(`renew ${name}`)
    },
    async take(turn) {
      told.turns.push(turn)
      told.log.push(`${turn.variant.name} ${turn.block}/${turn.iteration}`)
      return await answer(turn, told.turns.length)
    },
  }
  const events = {
    beginning: async (block: number) => void told.begun.push(block),
    ended: (trial: Trial) => told.ended.push(trial),
    notNew: ({ block, variant }: Omit<Turn, 'iteration'>) => told.old.push(`${block} ${variant.name}`),
  }
  await drive(plan, target, events, controller.signal)
  return told
}

export function coldOrWarm({ concurrency }: Plan, turn: Turn, changes: Partial<Trial> = {}): Trial {
  return trialAt(turn, { phase: turn.iteration < concurrency ? 'cold' : 'measured', ...changes })
}
