import type { Variant } from '../../plan/schedule.ts'
import type { Fault } from '../../io/trial-reasons.ts'
import { PeerTimeout } from './process.ts'

/** Once may be an accident of the machine. */
const MAX_KILLS = 2

/** Which variants of a comparison hung and were killed: each such run takes as long as a run may take at most. */
export interface Kills {
  /** Counts an error of a variant, if it is that of a process that was killed for giving no answer. */
  readonly note: (variant: Variant, error: unknown) => void
  /** Why a variant is not run any more; undefined while it is. */
  readonly why: (variant: Variant) => NotRun | undefined
}

/** In the place of the result of a run that was not begun any more. */
export class NotRun extends Error {
  readonly fault: Fault

  constructor(fault: Fault) {
    super(fault.code)
    this.fault = fault
  }
}

/** A variant is not run any more after its second kill, or after its first once `isOverBudget`: it would not end with the others. */
export function countKills(isOverBudget: () => boolean = () => false): Kills {
  const killed = new Map<string, { readonly times: number; readonly last: PeerTimeout }>()
  return {
    note({ name }, error) {
      const { times, last } = killed.get(name) ?? { times: 0 }
      // Whatever is asked of a process that was killed is answered by the same error.
      if (error instanceof PeerTimeout && error !== last) killed.set(name, { times: times + 1, last: error })
    },
    why({ name }) {
      const { times, last } = killed.get(name) ?? { times: 0 }
      if (!last || (times < MAX_KILLS && !isOverBudget())) return undefined
      return new NotRun({ code: 'not-run', variant: name, kills: times, withinMs: last.withinMs })
    },
  }
}
