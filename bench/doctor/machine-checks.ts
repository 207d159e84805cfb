import { formatNumber } from '../report/format.ts'
import type { Facts } from './facts.ts'
import { type Finding, finding, markAbove, markBelow, percent, unknown } from './finding.ts'

/** The line of Node that Lambda runs, and that is bundled. */
const NODE_LINE = 24

export function checkNode({ node }: Facts): Finding {
  const { version, platform, arch, origin, bundledVersion } = node
  const line = Number(/^v(\d+)/.exec(version)?.[1])
  const which = origin === 'bundled' ? 'bundled' : "this machine's own"
  const beside = origin === 'host' && bundledVersion !== undefined ? `; bundled: ${bundledVersion}` : ''
  return finding('Node', line < NODE_LINE ? 'bad' : line === NODE_LINE ? 'ok' : 'look', {
    found: `${version} (${which}${beside}), ${platform} ${arch}`,
    advice:
      bundledVersion === undefined
        ? `Lambda runs Node ${NODE_LINE}: nvm install ${NODE_LINE}, or on Linux npm ci without --omit=optional`
        : `Lambda runs Node ${NODE_LINE}: UTAKATA_NODE=bundled npx utakata takes the bundled one`,
  })
}

/** How the bundled Node is compared with that of Node's own project; nothing that it would have to run itself. */
const VERIFY = 'sh bench/doctor/verify-node.sh'

/** Everything runs on it, and only whoever has a network can say whose it is. */
export function checkNodeBinary({ node }: Facts): Finding {
  const { sha256, bundledVersion, platform, arch } = node
  if (sha256 === undefined) return { of: 'Node binary', mark: 'ok', found: "this machine's own, not a copy from npm" }
  const name = `node-${platform === 'win32' ? 'win' : platform}-${arch}`
  return {
    of: 'Node binary',
    mark: 'look',
    found: `${bundledVersion} as a third party publishes it (npm: ${name}), not verified here; sha256 ${sha256}`,
    advice: `verify it: ${VERIFY}, once for each version (docs/supply-chain.md)`,
  }
}

/** One for the mock server, one for the strategy. */
const WANTED_PROCESSORS = 2
/** A quota that is used up now and then stops whatever is being measured. */
const THROTTLED = { look: 0.01, bad: 0.2 }

export function checkCores(facts: Facts): Finding {
  const { cores, model, quota, throttledShare = 0 } = facts.processors
  const many = cores === 1 ? '1 core' : `${cores} cores`
  const throttled = throttledShare > 0 ? `, used up in ${percent(throttledShare)} of its periods` : ''
  const limit = quota === undefined ? '' : `, a quota of ${formatNumber(quota)}${throttled}`
  const few = markBelow(processorsOf(facts), { look: WANTED_PROCESSORS, bad: 1 })
  const held = quota === undefined ? 'ok' : markAbove(throttledShare, THROTTLED)
  const isFew = few !== 'ok'
  return finding('cores', [few, held].includes('bad') ? 'bad' : isFew ? few : held, {
    found: `${many}${limit} (${model})`,
    advice: isFew
      ? 'the mock server and the strategy share them: expect "server-bound"; give it 2, or use longer delays'
      : 'give this container a larger quota of processors, or none',
  })
}

/** What this process may use. */
function processorsOf({ processors: { cores, quota = Infinity } }: Facts): number {
  return Math.min(cores, quota)
}

/** Of the processors, the share that is busy already. */
const BUSY = { look: 0.25, bad: 1 }

export function checkLoad(facts: Facts): Finding {
  const { load } = facts
  if (load === undefined) return unknown('load', 'this system tells none', 'see that nothing else runs')
  const share = load / processorsOf(facts)
  return finding('load', markAbove(share, BUSY), {
    found: `${load.toFixed(2)} in the last minute, ${Math.round(share * 100)} % of the processors`,
    advice: 'close what else runs; what has just ended is forgotten in a few minutes',
  })
}

/** Seven variants of 130 to 210 MB and the mock server, as measured with demo. */
const MEMORY_BYTES = { look: 1.5e9, bad: 0.7e9 }

export function checkMemory({ memory: { availableBytes, totalBytes } }: Facts): Finding {
  const gigabytes = (bytes: number) => (bytes / 1e9).toFixed(1)
  return finding('memory', markBelow(availableBytes, MEMORY_BYTES), {
    found: `${gigabytes(availableBytes)} of ${gigabytes(totalBytes)} GB available`,
    advice: 'a process an arm takes up to 0.2 GB: close what else runs, or race fewer --strategies',
  })
}

const TURBO = { true: ', turbo on', false: ', turbo off', undefined: '' }

export function checkFrequency({ frequency }: Facts): Finding {
  const { governors, isTurbo, heatThrottles = 0 } = frequency
  const heat = heatThrottles > 0 ? `, slowed by heat ${heatThrottles} times since boot` : ''
  const beside = `${TURBO[`${isTurbo}`]}${heat}`
  if (governors.length === 0)
    return unknown(
      'CPU governor',
      `not told here, as in most virtual machines${beside}`,
      'nothing: whatever it does is in the A/A interval',
    )
  const isSteady = governors.every((name) => name === 'performance')
  return finding('CPU governor', isSteady && heatThrottles === 0 ? 'ok' : 'look', {
    found: `${governors.join(', ')}${beside}`,
    advice: isSteady
      ? 'let it cool down, and keep it on mains'
      : 'while you measure: sudo cpupower frequency-set -g performance',
  })
}

const STEAL = { look: 0.005, bad: 0.05 }

export function checkSteal({ stealShare }: Facts): Finding {
  if (stealShare === undefined)
    return unknown('steal', 'this system does not tell it', 'nothing: what is stolen is in the A/A interval')
  return finding('steal', markAbove(stealShare, STEAL), {
    found: `${(stealShare * 100).toFixed(2)} % of processor time since boot`,
    advice: 'others on this host take it: use a larger or dedicated instance, or another hour',
  })
}
