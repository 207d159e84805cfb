import { drive, type Ground, type Turn } from '../../bench/run/aws/drive.ts'
import type { Trial } from '../../bench/trial/trial.ts'
import { type anAbPlan, trialAt } from './comparisons.ts'

export type Plan = ReturnType<typeof anAbPlan>

export interface Told {
  /** Renewals and invocations in their order, in short. */
  readonly log: string[]
  readonly turns: Turn[]
  readonly ended: Trial[]
  readonly begun: number[]
  /** Forks and arms whose containers were not new. */
  readonly old: string[]
}

/** Drives a plan over a ground that answers at once, as told. */
export async function driven(
  plan: Plan,
  answer: (turn: Turn, nth: number) => Trial | Promise<Trial> = (turn) => coldOrWarm(plan, turn),
  controller = new AbortController(),
): Promise<Told> {
  const told: Told = { log: [], turns: [], ended: [], begun: [], old: [] }
  const ground: Ground = {
    async renew({ name }) {
      told.log.push(`renew ${name}`)
    },
    async take(turn) {
      told.turns.push(turn)
      told.log.push(`${turn.arm.name} ${turn.fork}/${turn.round}`)
      return await answer(turn, told.turns.length)
    },
  }
  const events = {
    beginning: async (fork: number) => void told.begun.push(fork),
    ended: (trial: Trial) => told.ended.push(trial),
    notNew: ({ fork, arm }: Omit<Turn, 'round'>) => told.old.push(`${fork} ${arm.name}`),
  }
  await drive(plan, ground, events, controller.signal)
  return told
}

export function coldOrWarm({ concurrency }: Plan, turn: Turn, changes: Partial<Trial> = {}): Trial {
  return trialAt(turn, { phase: turn.round < concurrency ? 'cold' : 'measured', ...changes })
}
