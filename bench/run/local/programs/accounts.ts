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

export interface CpuMeter {
  /** The CPU time of a run between two instants, in milliseconds, with children that began or ended in between. */
  readonly runMs: (before: Accounts, after: Accounts) => number
}

/**
 * For the runs of one program. Its time is exact where its threads stay. What threads that ended took is only known in ticks, cut off at both ends of a
 * run: it is taken to be the same in each run, which makes it the better known the more runs there were. Children that ended are counted in ticks.
 */
export function createCpuMeter(): CpuMeter {
  let runs = 0
  let endedMs = 0
  let haveEnded = false
  let firstGapMs: number | undefined
  return {
    runMs(before, after) {
      firstGapMs ??= gapMsOf(before)
      const { exactMs, tickedMs, childrenMs, hasEnded } = between(before, after)
      runs++
      endedMs += tickedMs - exactMs
      // Threads that came and went within a run were never listed: they show once their time is more than ticks can be off.
      haveEnded ||= hasEnded || gapMsOf(after) - firstGapMs > MAX_TICK_ERROR_MS * Math.max(before.size, after.size)
      return Math.max(0, exactMs + childrenMs + (haveEnded ? Math.max(0, endedMs / runs) : 0))
    },
  }
}

function between(before: Accounts, after: Accounts) {
  let [exactMs, tickedMs, childrenMs] = [0, 0, 0]
  let hasEnded = false
  const still = new Set<number>()
  for (const [pid, account] of after) {
    const earlier = before.get(pid)
    const was = earlier?.startedAt === account.startedAt ? earlier : undefined
    if (was) still.add(pid)
    for (const [thread, ms] of account.threadsCpuMs) exactMs += ms - (was?.threadsCpuMs.get(thread) ?? 0)
    tickedMs += account.cpuMs - (was?.cpuMs ?? 0)
    childrenMs += account.childrenCpuMs - (was?.childrenCpuMs ?? 0)
    hasEnded ||= was?.threadsCpuMs.keys().some((thread) => !account.threadsCpuMs.has(thread)) ?? false
  }
  // The time of an ended child is now in its parent's, including what it had used before.
  for (const [pid, { cpuMs, childrenCpuMs }] of before) if (!still.has(pid)) childrenMs -= cpuMs + childrenCpuMs
  return { exactMs, tickedMs, childrenMs, hasEnded }
}

/** How much more some processes have used, in ticks, than their threads that are still there: the time of those that ended, give or take ticks. */
function gapMsOf(accounts: Accounts): number {
  return accounts.values().reduce((sum, { cpuMs, threadsCpuMs }) => sum + cpuMs - sumOf(threadsCpuMs), 0)
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
