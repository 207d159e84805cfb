import { criticalPath, overlapOf } from '../statistics/critical-path.ts'
import type { Traced, Trial } from '../trial.ts'
import type { TracedInvocation } from './traces/segments.ts'

/** What a trial keeps of a trace. */
export function tracedOf(invocation: TracedInvocation): Traced {
  const { totalMs, functionMs, initMs, invocationMs, overheadMs, makespanMs, sent } = invocation
  const timed = timesOf(invocation)
  const path = timed && criticalPath(timed.feeds, timed.run, timed.feedsInRun)
  return {
    totalMs,
    functionMs,
    initMs,
    invocationMs,
    overheadMs,
    makespanMs,
    sent,
    ...(path && { path: { stepsMs: { ...path.stepsMs }, waitingMs: path.waitingMs, aroundMs: path.aroundMs } }),
    ...(timed && path && { overlap: overlapOf(timed.feeds, timed.run) }),
  }
}

/** The spans of a run of ours by feed; of another function its outermost subsegments, as if each were a feed. */
function timesOf({ timeline, timelineFeeds, runBeganMs, makespanMs, parts, beganMs, totalMs }: TracedInvocation) {
  if (timeline && timelineFeeds !== undefined && runBeganMs !== undefined && makespanMs !== undefined)
    return { feeds: timeline, run: { beginMs: runBeganMs, endMs: runBeganMs + makespanMs }, feedsInRun: timelineFeeds }
  if (!parts || parts.length === 0) return undefined
  const run = {
    beginMs: Math.max(beganMs, Math.min(...parts.map(({ beginMs }) => beginMs))),
    endMs: Math.min(beganMs + totalMs, Math.max(...parts.map(({ endMs }) => endMs))),
  }
  const feeds = parts.map((span, feed) => ({ feed, spans: [span] }))
  return run.endMs < run.beginMs ? undefined : { feeds, run, feedsInRun: feeds.length }
}

/** The steps of a run as a trial has them: without what only a trace knows. */
export function stepFiguresOf({ steps }: TracedInvocation): Trial['steps'] {
  return Object.fromEntries(
    Object.entries(steps).map(([name, { count, failed, busyMs, p50Ms, p95Ms, maxMs }]) => [
      name,
      { count, failed, busyMs, p50Ms, p95Ms, maxMs },
    ]),
  )
}
