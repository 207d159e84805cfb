import type { Strategy } from '../../../strategies/job.ts'
import type { ClauseCode } from '../../io/contract-breach.ts'
import { problemOf, userErrorOf } from '../../io/user-error.ts'
import { startPeer } from '../local/process.ts'
import { contract } from './clauses.ts'
import type { ContractBreach, ContractReply, ContractRequest } from './child.ts'

/** How long loading, or one clause, may take; the longest is done in some seconds. */
const PATIENCE_MS = 90_000

export interface ContractOptions {
  /** A clause begins, the how-manieth of how many. */
  readonly beginning?: (clause: ClauseCode, number: number, of: number) => void
  /** Milliseconds for loading, and for each clause; 90 s by default. */
  readonly patienceMs?: number
}

/** `broken`: the clause that a strategy breaks, and how; absent where it keeps all. */
interface Held {
  readonly broken?: { readonly clause: ClauseCode; readonly breach: ContractBreach }
  /** The limits that apply to it, with their defaults. */
  readonly limits?: Strategy['limits']
}

/**
 * Holds a strategy to the contract that all of ours keep, in a process of its own, against mock worlds on loopback; one that hangs is
 * killed. `module`: the address of a module that exports it; rejects where it cannot be loaded.
 */
export async function holdToContract(
  module: string,
  { beginning, patienceMs = PATIENCE_MS }: ContractOptions = {},
): Promise<Held> {
  const called = { code: 'contract' } as const
  const peer = startPeer<ContractRequest, ContractReply>(new URL('./child.ts', import.meta.url), { called })
  const limit = { withinMs: patienceMs }
  try {
    const { unfit, limits } = await peer.ask<ContractReply & { is: 'opened' }>({ is: 'open', module }, limit)
    if (unfit !== undefined) throw userErrorOf(unfit)
    const clauses = Object.keys(contract) as ClauseCode[]
    for (const [index, clause] of clauses.entries()) {
      beginning?.(clause, index + 1, clauses.length)
      const { broken: breach } = await peer
        .ask<ContractReply & { is: 'kept' }>({ is: 'keep', clause }, limit)
        .catch((error: Error) => ({ broken: { code: 'failed', problem: problemOf(error) } as const }))
      if (breach !== undefined) return { broken: { clause, breach } }
    }
    return { limits }
  } finally {
    await peer.stop()
  }
}
