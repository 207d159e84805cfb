/** Runs a strategy of the user's on the virtual clock, in a process that may hang or die without harm. */
import type { Limits } from '../../../strategies/job.ts'
import type { Problem } from '../../io/problems.ts'
import { problemOf } from '../../io/user-error.ts'
import { loadStrategy } from '../../plan/candidate.ts'
import { idealMs, type Wait } from '../../model/virtual-clock.ts'

export interface VirtualRequest {
  /** The address of a module that exports the strategy. */
  readonly module: string
  readonly limits: Limits
  readonly waits: readonly Wait[]
}

/** `failed`: why there is no such time. */
export type VirtualReply = { readonly idealMs: number } | { readonly failed: Problem }

async function answer({ module, limits, waits }: VirtualRequest): Promise<VirtualReply> {
  try {
    return { idealMs: await idealMs(await loadStrategy(module), limits, waits) }
  } catch (error) {
    return { failed: problemOf(error) }
  }
}

process.on('message', async (request: VirtualRequest) => {
  // Whoever asked may have gone meanwhile: that is no error, and the disconnect ends this process.
  process.send!(await answer(request), undefined, undefined, () => {})
})
process.on('disconnect', () => process.exit(0))
