import type { LoggedInvocation } from '../../run/aws/logs/logged-invocations.ts'
import { median } from '../../statistics/quantile.ts'
import { summaryOf } from '../../statistics/summary.ts'
import { tailsOf } from '../../statistics/tails.ts'
import { wilsonInterval } from '../../statistics/wilson.ts'
import type { LoggedVariant } from './judgement.ts'

/** The invocations of one container in a span of time, at least one, in the order in which they ended. */
export type ContainerLog = readonly LoggedInvocation[]

/** Its invocations by what may be compared with what; failed ones are in `others` alone, since a failure takes a time of its own. */
interface Sorted {
  readonly cold: readonly LoggedInvocation[]
  readonly firstSeen: readonly LoggedInvocation[]
  readonly warm: readonly LoggedInvocation[]
}

/** Lambda reports hundredths of a millisecond; 0 has no logarithm. */
const FINEST_MS = 0.01

export function isCold({ initMs, restoreMs }: LoggedInvocation): boolean {
  return initMs !== undefined || restoreMs !== undefined
}

export function succeeded({ outcome }: LoggedInvocation): boolean {
  return outcome === 'success'
}

/** The geometric mean of a container's warm durations; undefined where none succeeded. */
export function warmMsOf(log: ContainerLog): number | undefined {
  const durations = sortedOf(log).warm.filter(succeeded)
  if (durations.length === 0) return undefined
  const logs = durations.map(({ durationMs }) => Math.log(Math.max(FINEST_MS, durationMs)))
  return Math.exp(logs.reduce((sum, one) => sum + one, 0) / logs.length)
}

/** Of a container that was there before the span, or was initialized in advance, nobody knows whether its first invocation was a cold one. */
function sortedOf(log: ContainerLog): Sorted {
  const [first] = log
  const firstSeen = first && !isCold(first) ? [first] : []
  const rest = log.slice(firstSeen.length)
  return { cold: rest.filter(isCold), firstSeen, warm: rest.filter((one) => !isCold(one)) }
}

type Known = 'name' | 'functionName' | 'part' | 'span' | 'failedStarts'

/** Sums up one variant, whose containers all have the same memory size; at least one. */
export function summarizeVariant(
  about: Pick<LoggedVariant, Known>,
  containers: readonly ContainerLog[],
): LoggedVariant {
  const all = containers.flat()
  const sorted = containers.map(sortedOf)
  const ofKind = (kind: keyof Sorted) => sorted.flatMap((one) => one[kind])
  const [cold, firstSeen, warm] = [ofKind('cold'), ofKind('firstSeen'), ofKind('warm')]
  const failed = all.filter((one) => !succeeded(one)).length
  const billedMs = sumOf(all.map((one) => one.billedMs))
  const { memoryMb } = all[0]!
  const maxUsedMb = mostOf(all)
  const durations = (some: readonly LoggedInvocation[]) => some.filter(succeeded).map(({ durationMs }) => durationMs)
  const warmDurations = durations(warm)
  const warmMs = summaryOf(containers.flatMap((log) => warmMsOf(log) ?? []))
  const initMs = summaryOf(cold.flatMap((one) => one.initMs ?? []))
  const restoreMs = summaryOf(cold.flatMap((one) => one.restoreMs ?? []))
  const coldMs = summaryOf(durations(cold))
  const firstSeenMs = summaryOf(durations(firstSeen))
  return {
    ...about,
    versions: unique(all.map(({ version }) => version)),
    memoryMb,
    formats: unique(all.map(({ format }) => format)),
    invocations: { count: all.length, cold: cold.length, firstSeen: firstSeen.length, warm: warm.length },
    containers: containers.length,
    ...(warmMs && { warmMs }),
    ...(warmDurations.length > 0 && {
      warmInvocationMs: {
        median: median(warmDurations),
        count: warmDurations.length,
        // Their intervals would take the invocations of a container for independent of each other.
        tails: tailsOf(warmDurations).map((tail) =>
          'value' in tail
            ? { share: tail.share, value: tail.value }
            : { share: tail.share, valuesNeeded: tail.valuesNeeded },
        ),
      },
    }),
    cold: {
      ...(initMs && { initMs }),
      ...(restoreMs && { restoreMs }),
      ...(coldMs && { durationMs: coldMs }),
    },
    ...(firstSeenMs && { firstSeenMs }),
    billed: { ms: billedMs, meanMs: billedMs / all.length, gbSeconds: (billedMs / 1000) * (memoryMb / 1024) },
    memory: { maxUsedMb, ofSize: maxUsedMb / memoryMb },
    failed: { count: failed, of: all.length, ...wilsonInterval(failed, all.length) },
    timedOut: all.filter(({ outcome }) => outcome === 'timeout').length,
    perContainer: containers.map(summarizeContainer),
  }
}

function summarizeContainer(log: ContainerLog): LoggedVariant['perContainer'][number] {
  const [first] = log as readonly [LoggedInvocation]
  const warmMs = warmMsOf(log)
  const { initMs } = first
  const instant = ({ endedMs }: LoggedInvocation) => new Date(endedMs).toISOString()
  return {
    container: first.container,
    version: first.version,
    invocations: log.length,
    begin: isCold(first) ? 'cold' : 'first-seen',
    ...(initMs !== undefined && { initMs }),
    warm: sortedOf(log).warm.filter(succeeded).length,
    ...(warmMs !== undefined && { warmMs }),
    billedMs: sumOf(log.map(({ billedMs }) => billedMs)),
    maxMemoryMb: mostOf(log),
    failed: log.filter((one) => !succeeded(one)).length,
    firstAt: instant(first),
    lastAt: instant(log.at(-1)!),
  }
}

function mostOf(some: readonly LoggedInvocation[]): number {
  return some.reduce((most, { maxMemoryMb }) => Math.max(most, maxMemoryMb), 0)
}

function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0)
}

function unique<T extends string>(values: readonly T[]): T[] {
  return [...new Set(values)].sort((a, b) => a.localeCompare(b, 'en', { numeric: true }))
}
