import { judgeLogs, type LoggedSubject, type LogsOptions } from '../../bench/judge/logs/judge-logs.ts'
import type { LogsJudgement } from '../../bench/judge/logs/judgement.ts'
import type { LoggedInvocation } from '../../bench/run/aws/logs/logged-invocations.ts'
import { normalNumbers } from '../bench/statistics/simulated-blocks.ts'

export const LOGGED_FROM_MS = Date.parse('2026-01-15T09:00:00Z')
const HOUR_MS = 3_600_000

export function aLogged(more: Partial<LoggedInvocation> = {}): LoggedInvocation {
  return {
    functionName: 'orders',
    version: '$LATEST',
    container: 'container-1',
    endedMs: LOGGED_FROM_MS,
    durationMs: 100,
    billedMs: 100,
    memoryMb: 512,
    maxMemoryMb: 66,
    outcome: 'success',
    format: 'json',
    ...more,
  }
}

interface Traffic {
  readonly functionName?: string
  readonly version?: string
  readonly containers?: number
  /** Of each container at the least, and up to twice as many. */
  readonly invocations?: number
  /** Of warm durations and of initializations, how many times as long as 100 and 300 ms they are. */
  readonly times?: number
  readonly initTimes?: number
  readonly memoryMb?: number
  /** By how much containers differ, on the scale of logarithms. */
  readonly spread?: number
  /** Every n-th invocation of a container fails, from the second on; 0 for none. */
  readonly failEvery?: number
  /** Every n-th container was there before; 0 for none. */
  readonly oldEvery?: number
  readonly format?: LoggedInvocation['format']
  readonly normal?: () => number
}

/** Traffic as functions see it: containers that differ, unequally many invocations in each, and durations with a long tail. */
export function traffic({
  functionName = 'orders',
  version = '$LATEST',
  containers = 20,
  invocations = 5,
  times = 1,
  initTimes = times,
  memoryMb = 512,
  spread = 0.05,
  failEvery = 0,
  oldEvery = 0,
  format = 'json',
  normal = normalNumbers(1),
}: Traffic = {}): LoggedInvocation[] {
  return Array.from({ length: containers }, (_, container) => {
    const own = spread * normal()
    const isOld = oldEvery > 0 && container % oldEvery === 0
    const count = 1 + invocations + Math.min(invocations, Math.floor(Math.abs(normal()) * invocations))
    return Array.from({ length: count }, (_, nth) => {
      const isCold = nth === 0 && !isOld
      const durationMs = 100 * times * Math.exp(own + 0.3 * normal()) * (isCold ? 2 : 1)
      const initMs = isCold ? 300 * initTimes * Math.exp(0.1 * normal()) : undefined
      return aLogged({
        functionName,
        version,
        container: `${functionName}-${version.replace('$', '')}-${memoryMb}-${container}`,
        endedMs: LOGGED_FROM_MS + container * 1000 + nth * 60_000,
        durationMs,
        billedMs: Math.ceil(durationMs + (initMs ?? 0)),
        memoryMb,
        maxMemoryMb: 60 + (container % 7),
        ...(initMs !== undefined && { initMs }),
        outcome: failEvery > 0 && nth % failEvery === 1 ? 'error' : 'success',
        format,
      })
    })
  }).flat()
}

export function aSubject(more: Partial<LoggedSubject> = {}): LoggedSubject {
  const { functionName = 'orders' } = more
  return {
    functionName,
    fromMs: LOGGED_FROM_MS,
    untilMs: LOGGED_FROM_MS + HOUR_MS,
    invocations: traffic({ functionName }),
    failedStarts: 0,
    ...more,
  }
}

const NO_ODDITIES = { torn: 0, printed: 0, overlapping: 0 }

export function judged(subjects: readonly LoggedSubject[], options: Partial<LogsOptions> = {}): LogsJudgement {
  return judgeLogs(subjects, { target: 'aws', margin: 0.05, oddities: NO_ODDITIES, ...options })
}
