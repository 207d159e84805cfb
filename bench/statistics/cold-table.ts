import { type Interval, quantileInterval } from './interval.ts'
import { meanInterval } from './mean-interval.ts'
import { quantile } from './quantile.ts'
import { type Summary, summaryOf } from './summary.ts'

/** Fewer containers than this are shown and never judged (method.md, three estimands). */
const FEWEST_CONTAINERS = 12

/** The first invocation of one container, in milliseconds. What is not known of it is absent. */
export interface ColdStart {
  /** Before the handler ran: Lambda's Init Duration, or the container's own account of it. */
  readonly initMs?: number
  /** Of the handler, as Lambda reports it. */
  readonly durationMs?: number
  readonly makespanMs: number
  readonly billedMs?: number
  /** As its caller waited for it, with the start of the container. */
  readonly totalMs?: number
  /** Mean makespan of the same container's warm invocations; absent where it had none. */
  readonly warmMakespanMs?: number
}

export interface ColdVariant {
  readonly variant: string
  /** One for each container: a container is cold once. */
  readonly cold: readonly ColdStart[]
}

/**
 * A summary with the value that one in ten exceeds, absent below 36 values: no interval of 95% exists for it there.
 */
interface ColdSummary extends Summary {
  readonly p90?: Interval & { readonly value: number }
}

/** The cold starts of one variant. Each figure counts the containers that know it, hence the count in each. */
export interface ColdRow {
  readonly variant: string
  readonly count: number
  /** Whether there are containers enough, at least 12, for a verdict; below that an interval is none. */
  readonly enough: boolean
  readonly initMs?: ColdSummary
  readonly durationMs?: ColdSummary
  readonly makespanMs: ColdSummary
  readonly billedMs?: ColdSummary
  readonly totalMs?: ColdSummary
  /**
   * How many times as long a cold run takes as the same container's warm ones; its interval of 95% from two containers
   * on.
   */
  readonly coldOverWarm?: { readonly ratio: number; readonly interval?: Interval; readonly containers: number }
}

/**
 * One row a variant, in their order; variants without any cold start have none. Medians have distribution-free intervals of
 * 95%, for cold starts have a long tail; the ratio is a geometric mean over containers with Student's t interval on
 * logarithms.
 * Throws RangeError for NaN, and for a makespan that is not positive and finite where a warm one stands beside it.
 */
export function coldTable(variants: readonly ColdVariant[]): ColdRow[] {
  return variants.filter(({ cold }) => cold.length > 0).map(rowOf)
}

function rowOf({ variant, cold }: ColdVariant): ColdRow {
  const of = (figure: keyof ColdStart) => coldSummaryOf(cold.flatMap((start) => start[figure] ?? []))
  const [initMs, durationMs, billedMs, totalMs] = [of('initMs'), of('durationMs'), of('billedMs'), of('totalMs')]
  const coldOverWarm = coldOverWarmOf(cold)
  return {
    variant,
    count: cold.length,
    enough: cold.length >= FEWEST_CONTAINERS,
    ...(initMs && { initMs }),
    ...(durationMs && { durationMs }),
    makespanMs: of('makespanMs')!,
    ...(billedMs && { billedMs }),
    ...(totalMs && { totalMs }),
    ...(coldOverWarm && { coldOverWarm }),
  }
}

function coldSummaryOf(values: readonly number[]): ColdSummary | undefined {
  const summary = summaryOf(values)
  const interval = quantileInterval(values, 0.9, 0.95)
  return summary && { ...summary, ...(interval && { p90: { value: quantile(values, 0.9), ...interval } }) }
}

function coldOverWarmOf(cold: readonly ColdStart[]): ColdRow['coldOverWarm'] {
  const logs = cold.flatMap(({ makespanMs, warmMakespanMs }) =>
    warmMakespanMs === undefined ? [] : Math.log(makespanMs / warmMakespanMs),
  )
  if (logs.length === 0) return undefined
  const { mean, interval } = meanInterval(logs, 0.05)
  return {
    ratio: Math.exp(mean),
    ...(interval && { interval: { low: Math.exp(interval.low), high: Math.exp(interval.high) } }),
    containers: logs.length,
  }
}
