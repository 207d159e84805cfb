import { STEPS } from '../../../../strategies/recording.ts'
import { count, fitting, ms, totalMs } from '../../../io/record-fields.ts'
import { lengthMsOf, type TraceNode, withAllBelow } from './segment-tree.ts'

/** One kind of step of an invocation. */
export interface TracedStep {
  readonly count: number
  readonly failed: number
  /** Of all of them added up: more than `hullMs` where they overlap. */
  readonly busyMs: number
  readonly p50Ms: number
  readonly p95Ms: number
  readonly maxMs: number
  /** From the first begin to the last end. */
  readonly hullMs: number
}

/** The steps of a run of ours: its figures are annotations, and each kind of step has a child from first begin to last end. */
export function stepsOfRun({ annotations, children }: TraceNode): Readonly<Record<string, TracedStep>> {
  const steps = STEPS.flatMap((step) => {
    const done = fitting(count, annotations[`${step}_count`])
    if (done === undefined) return []
    const figure = (name: string, schema = ms) => fitting(schema, annotations[`${step}_${name}`]) ?? 0
    const traced: TracedStep = {
      count: done,
      failed: figure('failed', count),
      busyMs: figure('busy_ms', totalMs),
      p50Ms: figure('p50_ms'),
      p95Ms: figure('p95_ms'),
      maxMs: figure('max_ms'),
      hullMs: hullMsOf(children.filter(({ name }) => name === step)),
    }
    return [[step, traced] as const]
  })
  return Object.fromEntries(steps)
}

/** Subsegments and what is below them by name, as far as they ended: the steps of a function that is not ours. */
export function stepsByName(subsegments: readonly TraceNode[]): Readonly<Record<string, TracedStep>> {
  const ended = withAllBelow(subsegments).filter((node) => lengthMsOf(node) !== undefined)
  const steps = [...Map.groupBy(ended, ({ name }) => name)].map(([name, nodes]) => {
    const lengths = nodes.map((node) => lengthMsOf(node)!).sort((a, b) => a - b)
    const traced: TracedStep = {
      count: nodes.length,
      failed: nodes.filter(({ hasError, hasFault }) => hasError || hasFault).length,
      busyMs: lengths.reduce((sum, ms) => sum + ms, 0),
      p50Ms: nearestRank(lengths, 0.5),
      p95Ms: nearestRank(lengths, 0.95),
      maxMs: lengths.at(-1)!,
      hullMs: hullMsOf(nodes),
    }
    return [name, traced] as const
  })
  return Object.fromEntries(steps)
}

/** From the first begin to the last end of those that ended; 0 without any. */
function hullMsOf(nodes: readonly TraceNode[]): number {
  let [beginMs, endMs] = [Infinity, -Infinity]
  for (const node of nodes) {
    if (lengthMsOf(node) === undefined) continue
    beginMs = Math.min(beginMs, node.beginMs!)
    endMs = Math.max(endMs, node.endMs!)
  }
  return Math.max(0, endMs - beginMs)
}

/** As the functions themselves take it (strategies/recording.ts). */
function nearestRank(sorted: readonly number[], share: number): number {
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)]!
}
