/** Holds a strategy of somebody's own to the contract, clause by clause, in a process that may hang or die without harm. */
import type { Strategy } from '../../../strategies/job.ts'
import { loadStrategy } from '../../plan/candidate.ts'
import type { ClauseCode } from '../../io/contract-breach.ts'
import type { Problem, Problems } from '../../io/problems.ts'
import { problemOf } from '../../io/user-error.ts'
import { BrokenClause } from './broken-clause.ts'
import { contract, SUITE_WORLDS } from './clauses.ts'
import { type Leftovers, watchLeftovers } from './leftovers.ts'

export type ContractBreach = Problems['strategy-breaks-contract']['breach']

export type ContractRequest =
  | { readonly is: 'open'; readonly module: string }
  | { readonly is: 'keep'; readonly clause: ClauseCode }

/** `unfit`: why there is no strategy in the module; `broken`: how the strategy breaks the clause. */
export type ContractReply =
  | { readonly is: 'opened'; readonly unfit?: Problem; readonly limits?: Strategy['limits'] }
  | { readonly is: 'kept'; readonly broken?: ContractBreach }

/** Enough for each fault to be met; the suite of the strategies that are ours has more. */
const WORLDS = SUITE_WORLDS.slice(0, 60)

let strategy: Strategy | undefined
/** Since before the strategy was loaded. */
let leftovers: Leftovers | undefined

/** Whether the strategy has called the fetch of the process, whose requests no run would know of. */
let usesGlobalFetch = false

function refuseGlobalFetch(): void {
  globalThis.fetch = () => {
    usesGlobalFetch = true
    return Promise.reject(new Error('expected steps.fetch to be called, not the global fetch'))
  }
}

async function answer(request: ContractRequest): Promise<ContractReply> {
  if (request.is === 'open') {
    try {
      refuseGlobalFetch()
      const before = watchLeftovers()
      strategy = await loadStrategy(request.module)
      leftovers = before
      return { is: 'opened', limits: structuredClone(strategy.limits) }
    } catch (error) {
      return { is: 'opened', unfit: problemOf(error) }
    }
  }
  try {
    await contract[request.clause](strategy!, { worlds: WORLDS, leftovers })
    return { is: 'kept', ...(usesGlobalFetch && { broken: { code: 'global-fetch' } }) }
  } catch (error) {
    if (usesGlobalFetch) return { is: 'kept', broken: { code: 'global-fetch' } }
    const failed = () => ({ code: 'failed', problem: problemOf(error) }) as const
    return { is: 'kept', broken: error instanceof BrokenClause ? error.breach : failed() }
  }
}

process.on('message', async (request: ContractRequest) => {
  process.send!(await answer(request), undefined, undefined, () => {})
})
process.on('disconnect', () => process.exit(0))
