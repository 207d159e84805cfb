import type { Finding } from '../io/findings.ts'
import type { Facts } from './facts.ts'
import { finding, markBelow } from './finding.ts'

/** A connection for each of the 1000 feeds of wide, and what a process has open anyway. */
const DESCRIPTORS = { look: 1100, bad: 256 }

export function checkDescriptors({ descriptors }: Facts): Finding {
  if (descriptors === undefined) return finding('descriptors', 'look', {})
  const { soft } = descriptors
  return finding('descriptors', markBelow(soft === 'unlimited' ? Infinity : soft, DESCRIPTORS), descriptors)
}

/** What the launcher sets. */
const THREADS = 64

export function checkThreadPool({ threadPool: threads }: Facts): Finding {
  const isEnough = threads !== undefined && threads >= THREADS
  return finding('thread-pool', isEnough ? 'ok' : 'look', {
    wanted: THREADS,
    ...(threads !== undefined && { threads }),
  })
}

/** What the lab's X-Ray asks for. */
const BUFFER_BYTES = 4 * 1024 * 1024

export function checkUdp({ udp }: Facts): Finding {
  const isEnough = udp.grantedBytes !== undefined && udp.grantedBytes >= BUFFER_BYTES
  return finding('udp', isEnough ? 'ok' : 'look', { ...udp, wantedBytes: BUFFER_BYTES })
}

export function checkPriority({ mayRaisePriority: mayRaise }: Facts): Finding {
  return finding('priority', mayRaise ? 'ok' : 'look', { mayRaise })
}

export function checkCpuGroups({ mayLimitProcessors: mayLimit }: Facts): Finding {
  return finding('cpu-groups', mayLimit ? 'ok' : 'look', { mayLimit })
}
