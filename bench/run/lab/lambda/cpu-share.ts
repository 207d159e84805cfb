import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { ONE_VCPU_MB } from '../../../model/cost.ts'
import type { CpuGroups } from './cpu-groups.ts'

/** The processors that Lambda gives to a size of memory; 1 is one vCPU. */
export function shareOf(memoryMb: number): number {
  return memoryMb / ONE_VCPU_MB
}

/** What containers of a size get of the processors of this machine. */
export interface CpuShare {
  /** What Lambda would give them. */
  readonly wanted: number
  /** What a busy process got under their limit; undefined where there can be no limit here. */
  readonly achieved: number | undefined
}

/** Many periods of a limit. */
const PROBE_MS = 300
const PROBE = fileURLToPath(new URL('./share-probe.mjs', import.meta.url))

/** Measures what a size gets, by keeping a process under its limit busy. */
export async function measureShare(memoryMb: number, groups: CpuGroups | undefined): Promise<CpuShare> {
  const wanted = shareOf(memoryMb)
  if (!groups) return { wanted, achieved: undefined }
  const group = groups.create()
  const probe = spawn(process.execPath, [PROBE, String(Math.ceil(wanted)), String(PROBE_MS)], {
    stdio: ['pipe', 'pipe', 'inherit'],
    // A group of its own: Ctrl-C is for us to answer.
    detached: true,
  })
  const ended = once(probe, 'exit')
  try {
    const lines = createInterface(probe.stdout)[Symbol.asyncIterator]()
    await lines.next()
    group.limit(wanted)
    group.add(probe.pid!)
    probe.stdin.end('go\n')
    const { value } = await lines.next()
    return { wanted, achieved: Number(value) }
  } finally {
    probe.kill('SIGKILL')
    await ended
    group.remove()
  }
}
