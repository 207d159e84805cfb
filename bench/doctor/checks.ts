import { isPackage } from '../io/installation.ts'
import type { Finding, Mark } from '../io/findings.ts'
import type { Facts } from './facts.ts'
import { finding, markAbove, markBelow } from './finding.ts'

/** In the order of the table: what every measurement rests on, then what only some commands need. */
const CHECKS: readonly ((facts: Facts) => Finding)[] = [
  checkNode,
  checkNodeBinary,
  checkCores,
  checkLoad,
  checkMemory,
  checkFrequency,
  checkSteal,
  checkTimer,
  checkClock,
  checkDescriptors,
  checkThreadPool,
  checkPriority,
  checkUdp,
  checkCpuGroups,
  checkCredentials,
  checkRegion,
  checkWebhook,
]

/** A finding for each thing that matters to a measurement here. */
export function checkMachine(facts: Facts): Finding[] {
  return CHECKS.map((check) => check(facts))
}

/** The line of Node that Lambda runs, and that is bundled. */
const NODE_LINE = 24

function checkNode({ node }: Facts): Finding {
  const line = Number(/^v(\d+)/.exec(node.version)?.[1])
  // A package runs on older ones too, only as no function does.
  const mark = line === NODE_LINE ? 'ok' : line < NODE_LINE && !isPackage ? 'bad' : 'look'
  return finding('node', mark, { ...node, line: NODE_LINE })
}

/** Everything runs on it, and only whoever has a network can say whose it is. */
function checkNodeBinary({ node }: Facts): Finding {
  return finding('node-binary', node.sha256 === undefined ? 'ok' : 'look', node)
}

/** One for the mock server, one for the strategy. */
const WANTED_PROCESSORS = 2
/** A quota that is used up now and then stops whatever is being measured. */
const THROTTLED = { look: 0.01, bad: 0.2 }

function checkCores(facts: Facts): Finding {
  const { quota, throttledShare = 0 } = facts.processors
  const few = markBelow(processorsOf(facts), { look: WANTED_PROCESSORS, bad: 1 })
  const held = quota === undefined ? 'ok' : markAbove(throttledShare, THROTTLED)
  const isFew = few !== 'ok'
  const mark = [few, held].includes('bad') ? 'bad' : isFew ? few : held
  return finding('cores', mark, { ...facts.processors, isFew })
}

/** What this process may use. */
function processorsOf({ processors: { cores, quota = Infinity } }: Facts): number {
  return Math.min(cores, quota)
}

/** Of the processors, the share that is busy already. */
const BUSY = { look: 0.25, bad: 1 }

function checkLoad(facts: Facts): Finding {
  const { load } = facts
  if (load === undefined) return finding('load', 'look', {})
  const share = load / processorsOf(facts)
  return finding('load', markAbove(share, BUSY), { load, share })
}

/** Seven variants of 130 to 210 MB and the mock server, as measured with demo. */
const MEMORY_BYTES = { look: 1.5e9, bad: 0.7e9 }

function checkMemory({ memory }: Facts): Finding {
  return finding('memory', markBelow(memory.availableBytes, MEMORY_BYTES), memory)
}

function checkFrequency({ frequency }: Facts): Finding {
  const { governors, heatThrottles = 0 } = frequency
  const isSteady = governors.length > 0 && governors.every((name) => name === 'performance')
  return finding('frequency', isSteady && heatThrottles === 0 ? 'ok' : 'look', { ...frequency, isSteady })
}

const STEAL = { look: 0.005, bad: 0.05 }

function checkSteal({ stealShare: share }: Facts): Finding {
  return share === undefined ? finding('steal', 'look', {}) : finding('steal', markAbove(share, STEAL), { share })
}

/** Node's own timers, which know whole milliseconds, are up to one late on a quiet machine. */
const MEDIAN_MS = { look: 1.5, bad: 5 }
const WORST_MS = { look: 10, bad: 100 }

function checkTimer({ timer }: Facts): Finding {
  const mark = worse(markAbove(timer.medianLateMs, MEDIAN_MS), markAbove(timer.worstLateMs, WORST_MS))
  return finding('timer', mark, timer)
}

/** The shortest makespans are of some milliseconds, and steps of them of tens of microseconds. */
const STEP_MS = { look: 0.001, bad: 0.1 }

function checkClock({ clock }: Facts): Finding {
  const isSlow = clock.source === 'hpet' || clock.source === 'acpi_pm'
  return finding('clock', worse(markAbove(clock.stepMs, STEP_MS), isSlow ? 'look' : 'ok'), { ...clock, isSlow })
}

function worse(one: Mark, other: Mark): Mark {
  return [one, other].includes('bad') ? 'bad' : one === 'ok' ? other : one
}

/** A connection for each of the 1000 feeds of wide, and what a process has open anyway. */
const DESCRIPTORS = { look: 1100, bad: 256 }

function checkDescriptors({ descriptors }: Facts): Finding {
  if (descriptors === undefined) return finding('descriptors', 'look', {})
  const { soft } = descriptors
  return finding('descriptors', markBelow(soft === 'unlimited' ? Infinity : soft, DESCRIPTORS), descriptors)
}

/** What the launcher sets. */
const THREADS = 64

function checkThreadPool({ threadPool: threads }: Facts): Finding {
  const isEnough = threads !== undefined && threads >= THREADS
  return finding('thread-pool', isEnough ? 'ok' : 'look', {
    wanted: THREADS,
    ...(threads !== undefined && { threads }),
  })
}

/** What the lab's X-Ray asks for. */
const BUFFER_BYTES = 4 * 1024 * 1024

function checkUdp({ udp }: Facts): Finding {
  const isEnough = udp.grantedBytes !== undefined && udp.grantedBytes >= BUFFER_BYTES
  return finding('udp', isEnough ? 'ok' : 'look', { ...udp, wantedBytes: BUFFER_BYTES })
}

function checkPriority({ mayRaisePriority: mayRaise }: Facts): Finding {
  return finding('priority', mayRaise ? 'ok' : 'look', { mayRaise })
}

function checkCpuGroups({ mayLimitProcessors: mayLimit }: Facts): Finding {
  return finding('cpu-groups', mayLimit ? 'ok' : 'look', { mayLimit })
}

function checkCredentials({ aws }: Facts): Finding {
  return finding('credentials', aws.credentials.length > 0 ? 'ok' : 'look', aws)
}

function checkRegion({ aws }: Facts): Finding {
  return finding('region', aws.hasRegion ? 'ok' : 'look', aws)
}

function checkWebhook({ webhook }: Facts): Finding {
  return finding('webhook', webhook === 'an address' ? 'ok' : 'look', { webhook })
}
