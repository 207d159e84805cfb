import type { Finding } from '../io/findings.ts'
import type { Facts } from './facts.ts'
import { finding, markAbove, markBelow } from './finding.ts'

/** The line of Node that Lambda runs, and that is bundled. */
const NODE_LINE = 24

export function checkNode({ node }: Facts): Finding {
  const line = Number(/^v(\d+)/.exec(node.version)?.[1])
  const mark = line < NODE_LINE ? 'bad' : line === NODE_LINE ? 'ok' : 'look'
  return finding('node', mark, { ...node, line: NODE_LINE })
}

/** Everything runs on it, and only whoever has a network can say whose it is. */
export function checkNodeBinary({ node }: Facts): Finding {
  return finding('node-binary', node.sha256 === undefined ? 'ok' : 'look', node)
}

/** One for the mock server, one for the strategy. */
const WANTED_PROCESSORS = 2
/** A quota that is used up now and then stops whatever is being measured. */
const THROTTLED = { look: 0.01, bad: 0.2 }

export function checkCores(facts: Facts): Finding {
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

export function checkLoad(facts: Facts): Finding {
  const { load } = facts
  if (load === undefined) return finding('load', 'look', {})
  const share = load / processorsOf(facts)
  return finding('load', markAbove(share, BUSY), { load, share })
}

/** Seven variants of 130 to 210 MB and the mock server, as measured with demo. */
const MEMORY_BYTES = { look: 1.5e9, bad: 0.7e9 }

export function checkMemory({ memory }: Facts): Finding {
  return finding('memory', markBelow(memory.availableBytes, MEMORY_BYTES), memory)
}

export function checkFrequency({ frequency }: Facts): Finding {
  const { governors, heatThrottles = 0 } = frequency
  const isSteady = governors.length > 0 && governors.every((name) => name === 'performance')
  return finding('frequency', isSteady && heatThrottles === 0 ? 'ok' : 'look', { ...frequency, isSteady })
}

const STEAL = { look: 0.005, bad: 0.05 }

export function checkSteal({ stealShare: share }: Facts): Finding {
  return share === undefined ? finding('steal', 'look', {}) : finding('steal', markAbove(share, STEAL), { share })
}
