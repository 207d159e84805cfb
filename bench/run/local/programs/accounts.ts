/** What Linux has counted of other processes: their CPU time and their memory. Source: proc_pid_stat(5), proc_pid_status(5). */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'

/** Of the processes of a tree at one instant, by process id. */
export type Accounts = ReadonlyMap<number, Account>

interface Account {
  /** Since ids are given out again. */
  readonly startedAt: string
  /** Of the threads that are there, exactly. */
  readonly threadsCpuMs: number
  /** Of all threads that have ever been there, in whole ticks. */
  readonly cpuMs: number
  /** Of the children that have ended and were waited for, in whole ticks. */
  readonly childrenCpuMs: number
}

/** `USER_HZ` is 100 on every architecture that Node has binaries for. */
const TICK_MS = 10

/** User and system time are cut to ticks, each by itself. */
const MAX_TICK_ERROR_MS = 2 * TICK_MS

/** A process and what descends from it, in no order; without those that have ended. */
export function treeBelow(root: number, most = Infinity): number[] {
  const tree = [root]
  for (const pid of tree) {
    if (tree.length > most) break
    for (const thread of entries(`/proc/${pid}/task`))
      tree.push(...wordsOf(`/proc/${pid}/task/${thread}/children`).map(Number))
  }
  return tree
}

export function readAccounts(pids: readonly number[]): Accounts {
  return new Map(
    pids.flatMap((pid) => {
      const account = accountOf(pid)
      return account ? [[pid, account]] : []
    }),
  )
}

function accountOf(pid: number): Account | undefined {
  const stat = textOf(`/proc/${pid}/stat`)
  if (stat === undefined) return undefined
  // A name may hold spaces and parentheses; fields are counted from the last one.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  const ticksMs = (...places: readonly number[]) =>
    places.reduce((sum, place) => sum + Number(fields[place]) * TICK_MS, 0)
  const threadsNs = entries(`/proc/${pid}/task`).reduce(
    (sum, thread) => sum + Number(wordsOf(`/proc/${pid}/task/${thread}/schedstat`)[0] ?? 0),
    0,
  )
  return {
    startedAt: fields[19]!,
    threadsCpuMs: threadsNs / 1e6,
    cpuMs: ticksMs(11, 12),
    childrenCpuMs: ticksMs(13, 14),
  }
}

/** The CPU time of a tree between two instants, in milliseconds, with children that began or ended in between. */
export function cpuBetween(before: Accounts, after: Accounts): number {
  let cpuMs = 0
  const still = new Set<number>()
  for (const [pid, account] of after) {
    const earlier = before.get(pid)
    const was = earlier?.startedAt === account.startedAt ? earlier : undefined
    if (was) still.add(pid)
    const exactMs = account.threadsCpuMs - (was?.threadsCpuMs ?? 0)
    const tickedMs = account.cpuMs - (was?.cpuMs ?? 0)
    // Threads that ended in between have taken what they had counted along.
    cpuMs += Math.abs(exactMs - tickedMs) > MAX_TICK_ERROR_MS ? tickedMs : exactMs
    cpuMs += account.childrenCpuMs - (was?.childrenCpuMs ?? 0)
  }
  // What a child had counted by then comes back with its parent's.
  for (const [pid, { threadsCpuMs, childrenCpuMs }] of before)
    if (!still.has(pid)) cpuMs -= threadsCpuMs + childrenCpuMs
  return Math.max(0, cpuMs)
}

/** Sets the high-water marks of processes' memory back to what they use now, where the system can. */
export function resetPeaks(pids: readonly number[]): void {
  for (const pid of pids)
    try {
      writeFileSync(`/proc/${pid}/clear_refs`, '5')
    } catch {
      // The mark is then that of the process's whole life, which errs on the safe side.
    }
}

/** The high-water marks of the resident memory of processes that are still there, added up, in bytes. */
export function peakRssBytes(pids: readonly number[]): number {
  return pids.reduce((sum, pid) => {
    const [, kilobytes = 0] = /^VmHWM:\s+(\d+) kB$/m.exec(textOf(`/proc/${pid}/status`) ?? '') ?? []
    return sum + Number(kilobytes) * 1024
  }, 0)
}

function entries(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}

function wordsOf(file: string): string[] {
  return (textOf(file) ?? '').split(/\s+/).filter(Boolean)
}

function textOf(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return undefined
  }
}
