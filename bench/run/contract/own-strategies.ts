import { existsSync } from 'node:fs'
import { basename, extname, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { strategies } from '../../../strategies/index.ts'
import type { Strategy } from '../../../strategies/job.ts'
import { resolveLimits } from '../../../strategies/limits.ts'
import { PATIENCE } from '../local/patience.ts'
import { createVirtualRuns } from '../local/virtual-runs.ts'
import type { Candidate } from '../../plan/schedule.ts'
import { problemOf, UserError, userErrorOf } from '../../io/user-error.ts'
import type { ClauseCode } from '../../io/contract-breach.ts'
import { startPeer } from '../local/process.ts'
import { contract } from './clauses.ts'
import type { ContractBreach, ContractReply, ContractRequest } from './child.ts'
import { moduleBeside } from '../../../strategies/module-beside.ts'

/** What no other variant is called, and what tables and files of any kind can hold. */
const NAME = /^[\p{L}\p{M}\p{N}._-]+$/u

/**
 * Strategies from files of the user's, each called as its file is, that keep the contract of ours. Throws a UserError for a file that
 * is not there, exports none or takes a name that is taken, and for a strategy that breaks the contract, saying how.
 */
export async function readOwnStrategies(files: readonly string[], options: ContractOptions = {}): Promise<Candidate[]> {
  const selectable: Candidate[] = []
  for (const file of files) {
    const strategy = basename(file, extname(file))
    if (!existsSync(file)) throw new UserError('strategy-file-missing', { file })
    if (!NAME.test(strategy)) throw new UserError('strategy-file-name', { file })
    if (Object.hasOwn(strategies, strategy) || selectable.some((one) => one.strategy === strategy))
      throw new UserError('strategy-taken', { file, strategy })
    const module = pathToFileURL(resolve(file)).href
    const { broken, limits } = await loaded(file, holdToContract(module, options))
    if (broken !== undefined) throw new UserError('strategy-breaks-contract', { strategy, ...broken })
    const candidate = { strategy, module, order: placeholderFor(strategy, limits) }
    await checkWaits(candidate, options)
    selectable.push(candidate)
  }
  return selectable
}

/** Stands for a strategy of the user's, with its limits: it is run in processes of its own alone, since it may hang or end its process. */
function placeholderFor(strategy: string, limits: Strategy['limits']): Strategy {
  const order: Strategy = () => Promise.reject(new Error(`expected ${strategy} to be run in a process of its own`))
  return limits ? Object.assign(order, { limits }) : order
}

async function loaded<T>(file: string, loading: Promise<T>): Promise<T> {
  try {
    return await loading
  } catch (error) {
    throw new UserError('strategy-unloadable', { file, problem: problemOf(error) }, { cause: error })
  }
}

/** Enough for whatever is done only every so many feeds to be done. */
const WAITS = Array.from({ length: 100 }, () => ({ fetchMs: 1, notifyMs: 1 }))

/** Each run is compared with what its order takes by waiting alone, computed without waiting, which knows of no wait but those of steps. */
async function checkWaits(
  candidate: Candidate,
  { patienceMs = PATIENCE.startMs }: Pick<ContractOptions, 'patienceMs'>,
): Promise<void> {
  const virtualRuns = createVirtualRuns({ withinMs: patienceMs })
  try {
    await virtualRuns.idealMs(candidate, resolveLimits(candidate.order), WAITS)
  } catch (error) {
    throw new UserError('strategy-waits', { strategy: candidate.strategy, problem: problemOf(error) }, { cause: error })
  } finally {
    await virtualRuns.stop()
  }
}

/** How long loading, or one clause, may take; the longest is done in some seconds. */
const PATIENCE_MS = 90_000

interface ContractOptions {
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
async function holdToContract(
  module: string,
  { beginning, patienceMs = PATIENCE_MS }: ContractOptions = {},
): Promise<Held> {
  const called = { code: 'contract' } as const
  const peer = startPeer<ContractRequest, ContractReply>(moduleBeside('./child', import.meta.url), { called })
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
