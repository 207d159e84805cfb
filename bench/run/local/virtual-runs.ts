import type { Problem } from '../../io/problems.ts'
import { userErrorOf } from '../../io/user-error.ts'
import type { Limits } from '../../../strategies/job.ts'
import type { Candidate } from '../../plan/schedule.ts'
import { idealMs, type Wait } from '../../model/virtual-clock.ts'
import { type Peer, PeerTimeout, startPeer } from './process.ts'
import type { VirtualReply, VirtualRequest } from './virtual-child.ts'
import { moduleBeside } from '../../../strategies/module-beside.ts'

/** Runs strategies on the virtual clock: ours in this process, each one of the user's in a process of its own. */
export interface VirtualRuns {
  /** As `idealMs` of the virtual clock. Rejects, too, where the user's strategy loops for ever or ends its process. */
  readonly idealMs: (candidate: Candidate, limits: Limits, waits: readonly Wait[]) => Promise<number>
  readonly stop: () => Promise<void>
}

type VirtualPeer = Peer<VirtualRequest, VirtualReply>

interface VirtualRunsOptions {
  /** How long one may take, with the loading of the strategy. */
  readonly withinMs: number
  /** Ends the processes at once. */
  readonly signal?: AbortSignal
}

/**
 * Starts a process when the first strategy of the user's is asked about. One that ended is started again once, since that may be an
 * accident of the machine; one that hung is not, since it would cost as much time again.
 */
export function createVirtualRuns({ withinMs, signal }: VirtualRunsOptions): VirtualRuns {
  const peers = new Map<string, VirtualPeer>()
  const replaced = new Set<string>()
  let isStopped = false
  // A peer takes one question at a time.
  let last: Promise<unknown> = Promise.resolve()

  const peerFor = (strategy: string, module: string) => {
    const called = { code: 'virtual-clock', strategy } as const
    const peer = peers.get(module) ?? startPeer(moduleBeside('./virtual-child', import.meta.url), { called })
    peers.set(module, peer)
    return peer
  }
  const ask = async (strategy: string, request: VirtualRequest): Promise<number> => {
    const { module } = request
    let reply: VirtualReply
    try {
      reply = await peerFor(strategy, module).ask(request, { withinMs })
    } catch (error) {
      if (error instanceof PeerTimeout || replaced.has(module) || isStopped) throw error
      replaced.add(module)
      peers.delete(module)
      return await ask(strategy, request)
    }
    if ('failed' in reply) throw errorOf(reply.failed)
    return reply.idealMs
  }

  const stop = async (patienceMs?: number) => {
    isStopped = true
    signal?.removeEventListener('abort', stopAtOnce)
    await Promise.all(Array.from(peers.values(), (peer) => peer.stop(patienceMs)))
  }
  const stopAtOnce = () => void stop(0)
  signal?.addEventListener('abort', stopAtOnce, { once: true })

  return {
    async idealMs({ strategy, order, module }, limits, waits) {
      if (module === undefined) return await idealMs(order, limits, waits)
      const answer = last.then(() => ask(strategy, { module, limits, waits }))
      last = answer.catch(() => {})
      return await answer
    },
    stop: () => stop(),
  }
}

/** What a strategy of the user's threw keeps its own message. */
function errorOf(problem: Problem): Error {
  return problem.code === 'system' ? new Error(problem.parameters.message) : userErrorOf(problem)
}
