/** What Linux has counted of other processes: their CPU time and their memory. Source: proc_pid_stat(5), proc_pid_status(5). */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'

/** Of some processes at one instant, by process id. */
export type Accounts = ReadonlyMap<number, Account>

interface Account {
  /** Since ids are given out again. */
  readonly startedAt: string
  /** Of the threads that are there, by thread id, exactly. */
  readonly threadsCpuMs: ReadonlyMap<string, number>
  /** Of all threads that have ever been there, in whole ticks. */
  readonly cpuMs: number
  /** Of the children that have ended and were waited for, in whole ticks. */
  readonly childrenCpuMs: number
}

/** `USER_HZ` is 100 on every architecture that Node has binaries for. */
const TICK_MS = 10

/** User and system time are cut to ticks, each by itself. */
const MAX_TICK_ERROR_MS = 2 * TICK_MS

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
  const threads = threadsOf(pid).map((thread): [string, number] => {
    const [runNs = '0'] = (textOf(`/proc/${pid}/task/${thread}/schedstat`) ?? '').split(' ')
    return [thread, Number(runNs) / 1e6]
  })
  return {
    startedAt: fields[19]!,
    threadsCpuMs: new Map(threads),
    cpuMs: ticksMs(11, 12),
    childrenCpuMs: ticksMs(13, 14),
  }
}

/**
 * The CPU time of processes between two instants, in milliseconds, with children that began or ended in between. It is exact where the threads
 * of a process are the same at both; otherwise it may be off by 20 ms either way, as may be each child that ended.
 */
export function cpuBetween(before: Accounts, after: Accounts): number {
  let cpuMs = 0
  const still = new Set<number>()
  for (const [pid, account] of after) {
    const earlier = before.get(pid)
    const was = earlier?.startedAt === account.startedAt ? earlier : undefined
    if (was) still.add(pid)
    cpuMs += ownBetween(was, account)
    cpuMs += account.childrenCpuMs - (was?.childrenCpuMs ?? 0)
  }
  // The time of an ended child is now in its parent's, including what it had used before.
  for (const [pid, { cpuMs: ownMs, childrenCpuMs }] of before) if (!still.has(pid)) cpuMs -= ownMs + childrenCpuMs
  return Math.max(0, cpuMs)
}

function ownBetween(was: Account | undefined, is: Account): number {
  const tickedMs = is.cpuMs - (was?.cpuMs ?? 0)
  const exactMs = sumOf(is.threadsCpuMs) - (was ? sumOf(was.threadsCpuMs) : 0)
  // A thread that ended is no longer listed, and its time with it.
  const hasEnded = was?.threadsCpuMs.keys().some((thread) => !is.threadsCpuMs.has(thread)) ?? false
  return hasEnded || Math.abs(exactMs - tickedMs) > MAX_TICK_ERROR_MS ? tickedMs : exactMs
}

function sumOf(values: ReadonlyMap<string, number>): number {
  return values.values().reduce((sum, one) => sum + one, 0)
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

/** The high-water mark of the resident memory of a process, in bytes; 0 where it has ended. */
export function peakRssBytes(pid: number): number {
  const [, kilobytes = 0] = /^VmHWM:\s+(\d+) kB$/m.exec(textOf(`/proc/${pid}/status`) ?? '') ?? []
  return Number(kilobytes) * 1024
}

/** A process and what descends from it, by the lists of children that Linux has: quick, but it may miss one while others end. */
export function seenBelow(root: number, most: number): number[] {
  const seen = [root]
  for (const pid of seen) {
    if (seen.length > most) break
    for (const thread of threadsOf(pid)) {
      const children = textOf(`/proc/${pid}/task/${thread}/children`) ?? ''
      seen.push(...children.split(' ').filter(Boolean).map(Number))
    }
  }
  return seen
}

function threadsOf(pid: number): string[] {
  try {
    return readdirSync(`/proc/${pid}/task`)
  } catch {
    return []
  }
}

function textOf(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return undefined
  }
}
