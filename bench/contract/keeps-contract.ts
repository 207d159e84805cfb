import { setTimeout as sleep } from 'node:timers/promises'
import { startPeer } from '../local/process.ts'
import { contract } from './clauses.ts'
import type { ContractReply, ContractRequest } from './child.ts'

/** How long loading, or one clause, may take; the longest is done in some seconds. */
const PATIENCE_MS = 90_000

export interface ContractEvents {
  /** A clause begins, the how-manieth of how many. */
  readonly beginning?: (clause: string, number: number, of: number) => void
}

/**
 * How a strategy breaks the contract that all of ours keep, in a sentence; undefined where it keeps it. It is run in a process of its
 * own, against mock worlds on loopback. `module`: the address of a module that exports it; rejects where it cannot be loaded.
 */
export async function breachOf(module: string, { beginning }: ContractEvents = {}): Promise<string | undefined> {
  const called = 'the process of the strategy'
  const peer = startPeer<ContractRequest, ContractReply>(new URL('./child.ts', import.meta.url), { called })
  try {
    const unfit = await inTime(
      peer.ask<ContractReply & { is: 'opened' }>({ is: 'open', module }).then((reply) => reply.unfit),
    )
    if (unfit !== undefined) throw new Error(unfit)
    const clauses = Object.keys(contract)
    for (const [index, clause] of clauses.entries()) {
      beginning?.(clause, index + 1, clauses.length)
      const broken = await inTime(
        peer.ask<ContractReply & { is: 'kept' }>({ is: 'keep', clause }).then((reply) => reply.broken),
      )
      if (broken !== undefined) return `it ought to be one that ${clause}: ${broken}`
    }
    return undefined
  } finally {
    await peer.stop()
  }
}

/** What went wrong, as the process tells of it or because it ended or took too long. */
async function inTime(answer: Promise<string | undefined>): Promise<string | undefined> {
  const controller = new AbortController()
  const late = sleep(PATIENCE_MS, `it was not done within ${PATIENCE_MS / 1000} s`, {
    signal: controller.signal,
  }).catch(() => undefined)
  try {
    return await Promise.race([answer.catch((error: Error) => error.message), late])
  } finally {
    controller.abort()
  }
}
