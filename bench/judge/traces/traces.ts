import { slowedName } from '../../plan/schedule.ts'
import type { TracedInvocation } from '../../run/aws/traces/segments.ts'
import { median } from '../../statistics/quantile.ts'
import { type Summary, summaryOf } from '../../statistics/summary.ts'

/** Where times come from: Lambda's own documents, or spans that its handler's instrumentation sent. */
export type TracesSource = 'x-ray' | 'spans'

/** What traces have of any functions, compared or not: by name, in alphabetical order. */
export interface TracesJudgement {
  readonly by: TracesSource
  /** Of how many functions: one stands in several rows where its memory was changed, or runs of it were slowed. */
  readonly functionCount: number
  readonly functions: readonly TracedFunction[]
}

/** The invocations of one function, or of one strategy at one slowdown, and at one size of memory where there are several; times in the service Lambda, from the request to the answer, or by spans in the handler. */
export interface TracedFunction {
  readonly name: string
  readonly warm: TracedTimes
  readonly cold: TracedTimes
  readonly initMs?: Summary
  /** First invocations of containers that were initialised before: in no other figure but `failed`. */
  readonly initializedAhead: number
  readonly failed: number
  /** Subsegments of warm invocations. */
  readonly steps: readonly TracedStepSummary[]
}

interface TracedTimes {
  readonly count: number
  readonly ms?: Summary
}

/** Subsegments of one name: medians over the invocations that have any. */
interface TracedStepSummary {
  readonly name: string
  readonly invocations: number
  /** How many an invocation has. */
  readonly count: number
  readonly p50Ms: number
  readonly maxMs: number
  /** Of all in an invocation, which may overlap. */
  readonly sumMs: number
  /** Of all invocations together. */
  readonly failed: number
}

export function summarizeTraces(invocations: readonly TracedInvocation[], by: TracesSource = 'x-ray'): TracesJudgement {
  const sizes = new Map(
    Array.from(Map.groupBy(invocations, subjectOf), ([subject, all]) => [
      subject,
      new Set(all.flatMap(({ memoryMb }) => memoryMb ?? [])).size,
    ]),
  )
  const nameOf = (one: TracedInvocation) => nameIn(one, sizes.get(subjectOf(one))! > 1)
  const groups = [...Map.groupBy(invocations, nameOf)].sort(([a], [b]) => a.localeCompare(b, 'en', { numeric: true }))
  const functionCount = new Set(invocations.map(({ functionName }) => functionName)).size
  return { by, functionCount, functions: groups.map(([name, all]) => summarizeFunction(name, all)) }
}

function subjectOf({ strategy, functionName }: TracedInvocation): string {
  return strategy ?? functionName
}

/** Runs that were slowed on purpose, or had other memory, are no part of the others' medians. */
function nameIn({ memoryMb, slowedBy, ...one }: TracedInvocation, hasSizes: boolean): string {
  const size = hasSizes && memoryMb !== undefined ? `@${memoryMb}` : ''
  return subjectOf(one) + size + (slowedBy === undefined ? '' : ` ${slowedName(slowedBy)}`)
}

function summarizeFunction(name: string, all: readonly TracedInvocation[]): TracedFunction {
  const ahead = all.filter(({ isInitializedAhead = false }) => isInitializedAhead)
  const others = all.filter(({ isInitializedAhead = false }) => !isInitializedAhead)
  const [cold, warm] = [others.filter(({ isCold }) => isCold), others.filter(({ isCold }) => !isCold)]
  const initMs = summaryOf(cold.flatMap((one) => one.initMs ?? []))
  return {
    name,
    warm: timesOf(warm),
    cold: timesOf(cold),
    ...(initMs && { initMs }),
    initializedAhead: ahead.length,
    failed: all.filter(({ hasFault }) => hasFault).length,
    steps: stepsOf(warm),
  }
}

function timesOf(invocations: readonly TracedInvocation[]): TracedTimes {
  const ms = summaryOf(invocations.map(({ totalMs }) => totalMs))
  return { count: invocations.length, ...(ms && { ms }) }
}

function stepsOf(warm: readonly TracedInvocation[]): TracedStepSummary[] {
  const names = new Set(warm.flatMap(({ steps }) => Object.keys(steps)))
  return Array.from(names, (name) => {
    const all = warm.flatMap(({ steps }) => steps[name] ?? [])
    const middle = (of: (one: (typeof all)[number]) => number) => median(all.map(of))
    return {
      name,
      invocations: all.length,
      count: middle(({ count }) => count),
      p50Ms: middle(({ p50Ms }) => p50Ms),
      maxMs: middle(({ maxMs }) => maxMs),
      sumMs: middle(({ busyMs }) => busyMs),
      failed: all.reduce((sum, { failed }) => sum + failed, 0),
    }
  })
}
