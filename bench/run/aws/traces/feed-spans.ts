import { STEPS } from '../../../../strategies/recording.ts'
import { isObject, numberIn } from '../../../io/json-fields.ts'
import type { FeedSpans } from '../../../statistics/critical-path.ts'
import { shardOf } from './names.ts'
import type { TraceNode } from './segment-tree.ts'

interface Timeline {
  /** By the feeds' places in the job; epoch milliseconds, to a tenth. Steps that were not recorded are left out. */
  readonly timeline: readonly FeedSpans[]
  /** Feeds of the whole run: more than there are in the timeline where only a sample of them fitted. */
  readonly timelineFeeds: number
  readonly unreadableRows: number
}

/** The timeline of a run of ours from its shards (infra/timeline.ts); undefined where it has none. */
export function readTimeline({ children }: TraceNode): Timeline | undefined {
  const shards = children.flatMap((child) => {
    const { timeline } = child.metadata
    return shardOf(child) && isObject(timeline) && Array.isArray(timeline.rows)
      ? [{ timeline, rows: timeline.rows as unknown[] }]
      : []
  })
  const timelineFeeds = shards.map(({ timeline }) => numberIn(timeline, 'feeds')).find((feeds) => feeds !== undefined)
  if (timelineFeeds === undefined) return undefined

  const feeds = new Map<number, FeedSpans>()
  let unreadableRows = 0
  for (const { timeline, rows } of shards) {
    const beganMs = numberIn(timeline, 'beganMs') ?? Number.NaN
    for (const row of rows) {
      const spans = spansOf(row, beganMs)
      if (!spans) unreadableRows++
      // A shard may come twice.
      else feeds.set(spans.feed, spans)
    }
  }
  return { timeline: [...feeds.values()].sort((a, b) => a.feed - b.feed), timelineFeeds, unreadableRows }
}

/**
 * A row: the feed, then of each step its begin since the end of the last recorded one (of the first since the run's begin) and its
 * length, in tenths of a millisecond. A length below 0 is a step that was not recorded; a begin below 0 is that of a step
 * whose thread's clock is a few microseconds behind. Undefined for anything else.
 */
function spansOf(row: unknown, beganMs: number): FeedSpans | undefined {
  if (!Array.isArray(row) || row.length !== 1 + 2 * STEPS.length || !row.every(Number.isSafeInteger)) return undefined
  const [feed, ...times] = row as number[]
  let lastTenths = Math.round(beganMs * 10)
  if (feed! < 0 || !Number.isSafeInteger(lastTenths)) return undefined
  const spans = STEPS.flatMap((step, at) => {
    const [gap, length] = [times[2 * at]!, times[2 * at + 1]!]
    if (length < 0) return []
    const beginTenths = lastTenths + gap
    lastTenths = beginTenths + length
    return { step, beginMs: beginTenths / 10, endMs: lastTenths / 10 }
  })
  return { feed: feed!, spans }
}
