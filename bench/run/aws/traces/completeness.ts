import type { TraceLack } from '../../../io/trial-reasons.ts'
import type { FetchedTrace } from './arrivals.ts'
import { FUNCTION, isOurs, SERVICE, shardOf } from './names.ts'
import { growTree, type TraceNode, type TraceTree, withAllBelow } from './segment-tree.ts'

/**
 * What a trace still lacks, undefined where it is whole as far as can be seen. Lambda sends two segments for an
 * invocation, and a run of ours comes as a document of its own with its timeline in further ones, in any order. A run of
 * which nothing has come yet is not missed: for traces that are known to be of ours there is `lackOfRun`.
 */
export function lackOf({ segments }: FetchedTrace): TraceLack | undefined {
  const tree = growTree(segments)
  return lackOfSegments(tree) ?? lackOfTimeline(tree)
}

/** The same for a trace in which a run of ours has to be: what comes of Lambda alone is not enough. */
export function lackOfRun(trace: FetchedTrace): TraceLack | undefined {
  const tree = growTree(trace.segments)
  const hasRun = allOf(tree).some(isOurs)
  return lackOfSegments(tree) ?? (hasRun ? lackOfTimeline(tree) : { code: 'no-run' })
}

function allOf({ segments, orphans }: TraceTree): readonly TraceNode[] {
  return withAllBelow([...segments, ...orphans])
}

function lackOfSegments({ segments }: TraceTree): TraceLack | undefined {
  if (segments.length === 0) return { code: 'no-segment' }
  const of = (wanted: string) => segments.filter(({ origin }) => origin === wanted)
  const [services, functions] = [of(SERVICE), of(FUNCTION)]
  // An invocation that was throttled never comes to the function.
  const alone =
    services.find((one) => !one.isThrottled && !hasNamesake(one, functions)) ??
    functions.find((one) => !hasNamesake(one, services))
  if (alone) return { code: 'lone-segment', name: alone.name, origin: alone.origin! }
  const open = segments.find(({ endMs }) => endMs === undefined)
  return open && { code: 'open-segment', name: open.name, ...(open.origin !== undefined && { origin: open.origin }) }
}

function hasNamesake({ name }: TraceNode, others: readonly TraceNode[]): boolean {
  return others.some((other) => other.name === name)
}

function lackOfTimeline(tree: TraceTree): TraceLack | undefined {
  const all = allOf(tree)
  const runs = all.filter(isOurs)
  if (runs.length === 0 && all.some(shardOf)) return { code: 'no-run' }
  for (const { children } of runs) {
    const shards = children.flatMap((child) => shardOf(child) ?? [])
    const count = shards[0]?.count ?? 0
    const parts = Array.from({ length: count }, (_, index) => index + 1).filter(
      (wanted) => !shards.some(({ number }) => number === wanted),
    )
    if (parts.length > 0) return { code: 'no-timeline-parts', parts, of: count }
    // Only a run whose trace is whole has exemplars.
    if (count === 0 && children.some(({ name }) => /^feed \d+ /.test(name))) return { code: 'no-timeline' }
  }
}
