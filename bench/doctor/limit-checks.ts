import type { Facts } from './facts.ts'
import { type Finding, finding, markBelow, unknown } from './finding.ts'

/** A connection for each of the 1000 feeds of wide, and what a process has open anyway. */
const DESCRIPTORS = { look: 1100, bad: 256 }

export function checkDescriptors({ descriptors }: Facts): Finding {
  if (descriptors === undefined)
    return unknown('descriptors', 'this system does not tell the limit', 'see that ulimit -n says 1100 or more')
  const { soft, hard } = descriptors
  const told = (limit: number | 'unlimited') => (limit === 'unlimited' ? limit : limit.toLocaleString('en-US'))
  return finding('descriptors', markBelow(soft === 'unlimited' ? Infinity : soft, DESCRIPTORS), {
    found: soft === hard ? `${told(soft)} open files` : `${told(soft)} open files (hard limit ${told(hard)})`,
    // Node has raised the soft limit to the hard one already.
    advice: 'promise-all in wide needs 1,100: raise the hard limit (nofile in /etc/security/limits.conf)',
  })
}

/** What the launcher sets. */
const THREADS = 64

export function checkThreadPool({ threadPool }: Facts): Finding {
  const isEnough = threadPool !== undefined && threadPool >= THREADS
  return finding('thread pool', isEnough ? 'ok' : 'look', {
    found: threadPool === undefined ? "4 threads, Node's own default" : `${threadPool} threads (UV_THREADPOOL_SIZE)`,
    advice: `lookups of many hosts wait for each other: ${threadPool === undefined ? 'start it as npx utakata' : 'unset UV_THREADPOOL_SIZE'}, for ${THREADS}`,
  })
}

/** What the lab's X-Ray asks for. */
const BUFFER_BYTES = 4 * 1024 * 1024

export function checkUdp({ udp: { grantedBytes, usualBytes, mostBytes } }: Facts): Finding {
  if (grantedBytes === undefined)
    return unknown('UDP buffer', 'no socket could be opened', 'only utakata lab needs one, on 127.0.0.1')
  const mebibytes = (bytes: number) => +(bytes / 1024 / 1024).toFixed(1)
  const setting = [
    ...(usualBytes === undefined ? [] : [`default ${mebibytes(usualBytes)}`]),
    ...(mostBytes === undefined ? [] : [`most ${mebibytes(mostBytes)}`]),
  ]
  return finding('UDP buffer', grantedBytes >= BUFFER_BYTES ? 'ok' : 'look', {
    found: `${mebibytes(grantedBytes)} MiB granted of ${mebibytes(BUFFER_BYTES)}${setting.length > 0 ? ` (${setting.join(', ')})` : ''}`,
    advice: `utakata lab may lose traces in bursts: ${mostBytes === undefined ? "raise the system's limit to 4 MiB" : `sudo sysctl -w net.core.rmem_max=${BUFFER_BYTES}`}`,
  })
}

export function checkPriority({ mayRaisePriority }: Facts): Finding {
  return finding('priority', mayRaisePriority ? 'ok' : 'look', {
    found: mayRaisePriority ? 'the mock server may go first' : 'the mock server may not go before the strategies',
    advice: 'reports tell how late it was; allow it with nice -10 in /etc/security/limits.conf, or run as root',
  })
}

export function checkCpuGroups({ mayLimitProcessors }: Facts): Finding {
  return finding('CPU shares', mayLimitProcessors ? 'ok' : 'look', {
    found: mayLimitProcessors ? 'control groups can be made for the lab' : 'no control groups can be made here',
    advice:
      'only in utakata lab, where memory sizes are mere labels then: systemd-run --user --scope -p Delegate=yes npx utakata lab',
  })
}
