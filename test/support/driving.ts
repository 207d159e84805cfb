import { drive, type Target, type Turn } from '../../bench/run/aws/drive.ts'
import type { Trial } from '../../bench/trial/trial.ts'
import { type anAbPlan, trialAt } from './comparisons.ts'

export type Plan = ReturnType<typeof anAbPlan>

export interface Recorded {
  /** Renewals and invocations in their order, in short. */
  readonly log: string[]
  readonly turns: Turn[]
  readonly ended: Trial[]
  readonly begun: number[]
  /** Blocks and variants whose containers were not new. */
  readonly old: string[]
  /** How long it was waited for new containers, in seconds. */
  readonly waits: number[]
}

/** Drives a plan over a target that answers at once, as configured. */
export async function driven(
  plan: Plan,
  answer: (turn: Turn, nth: number) => Trial | Promise<Trial> = (turn) => coldOrWarm(plan, turn),
  controller = new AbortController(),
  options: { readonly version?: string } = {},
): Promise<Recorded> {
  const recorded: Recorded = { log: [], turns: [], ended: [], begun: [], old: [], waits: [] }
  const target: Target = {
    async renew({ name }) {
      recorded.log.push(`renew ${name}`)
      const { version } = options
      return version === undefined ? {} : { version: { name, arn: name, version, marker: 'ours' } }
    },
    async retire({ version }) {
      if (version) recorded.log.push(`retire ${version.name}`)
    },
    async take(turn) {
      recorded.turns.push(turn)
      recorded.log.push(`${turn.variant.name} ${turn.block}/${turn.iteration}`)
      return await answer(turn, recorded.turns.length)
    },
  }
  const events = {
    beginning: async (block: number) => void recorded.begun.push(block),
    ended: (trial: Trial) => recorded.ended.push(trial),
    notNew: ({ block, variant }: Omit<Turn, 'iteration'>) => recorded.old.push(`${block} ${variant.name}`),
  }
  const pause = async (ms: number, signal?: AbortSignal) => {
    recorded.waits.push(ms / 1000)
    // As the real one: what is waited for ends with the signal.
    if (ms >= 3_600_000)
      await new Promise((_, reject) => signal?.addEventListener('abort', () => reject(signal.reason as Error)))
    signal?.throwIfAborted()
  }
  await drive(plan, target, events, { signal: controller.signal, pause })
  return recorded
}

export function coldOrWarm({ concurrency }: Plan, turn: Turn, changes: Partial<Trial> = {}): Trial {
  return trialAt(turn, { phase: turn.iteration < concurrency ? 'cold' : 'measured', ...changes })
}
