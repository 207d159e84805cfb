import { criticalPath, meanConcurrencyOf } from '../../../statistics/critical-path.ts'
import { fitting } from '../../../io/record-fields.ts'
import { type Traced, tracedSchema, type Trial } from '../../../trial/trial.ts'
import type { TraceDoubt, TracedInvocation } from './segments.ts'

/** An invocation by its trace, where the times of single steps are replaced by what a trial keeps of them. */
export type InvocationExtract = Omit<TracedInvocation, 'timeline' | 'parts'> & { readonly traced: Traced }

export function extractInvocation(invocation: TracedInvocation): InvocationExtract {
  const { timeline: _, parts: __, ...rest } = invocation
  const { totalMs, functionMs, initMs, invocationMs, overheadMs, extensionsMs, makespanMs, sent } = rest
  const { doubt, ...path } = pathIn(invocation)
  return {
    ...rest,
    doubts: [...rest.doubts, ...(doubt === undefined ? [] : [doubt])],
    traced: { totalMs, functionMs, initMs, invocationMs, overheadMs, extensionsMs, makespanMs, sent, ...path },
  }
}

/** What a trial keeps of a trace. */
export function tracedOf(invocation: TracedInvocation): Traced {
  return extractInvocation(invocation).traced
}

const pathSchema = tracedSchema.pick({ path: true, meanConcurrency: true })

/** Nothing where there are no times of steps, or not of all of them. */
function pathIn(
  invocation: TracedInvocation,
): Pick<Traced, 'path' | 'meanConcurrency'> & { readonly doubt?: TraceDoubt } {
  const timed = timesOf(invocation)
  if (!timed) return {}
  try {
    const path = criticalPath(timed.feeds, timed.run, timed.feedsInRun)
    if (!path) return {}
    const { stepsMs, waitingMs, aroundMs } = path
    const figures = {
      path: { stepsMs: { ...stepsMs }, waitingMs, aroundMs },
      meanConcurrency: meanConcurrencyOf(timed.feeds, timed.run),
    }
    return fitting(pathSchema, figures) ?? { doubt: { code: 'times-out-of-range' } }
  } catch (error) {
    // Other programs may write times into a trace: what is wrong in one must not cost the others.
    if (!(error instanceof RangeError)) throw error
    return { doubt: { code: 'impossible-times', message: error.message } }
  }
}

/** The spans of a run of ours by feed; of another function its outermost subsegments, as if each were a feed. */
function timesOf({ timeline, timelineFeeds, runBeganMs, makespanMs, parts, beganMs, totalMs }: TracedInvocation) {
  if (timeline && timelineFeeds !== undefined && runBeganMs !== undefined && makespanMs !== undefined)
    return { feeds: timeline, run: { beginMs: runBeganMs, endMs: runBeganMs + makespanMs }, feedsInRun: timelineFeeds }
  if (!parts || parts.length === 0) return undefined
  // Not by spreading: a trace may have more of them than a call has arguments.
  const firstMs = parts.reduce((first, { beginMs }) => Math.min(first, beginMs), Infinity)
  const lastMs = parts.reduce((last, { endMs }) => Math.max(last, endMs), -Infinity)
  const run = { beginMs: Math.max(beganMs, firstMs), endMs: Math.min(beganMs + totalMs, lastMs) }
  const feeds = parts.map((span, feed) => ({ feed, spans: [span] }))
  return run.endMs < run.beginMs ? undefined : { feeds, run, feedsInRun: feeds.length }
}

/** The steps of a run as a trial has them: without what only a trace knows. */
export function stepFiguresOf({ steps }: Pick<TracedInvocation, 'steps'>): Trial['steps'] {
  return Object.fromEntries(
    Object.entries(steps).map(([name, { count, failed, busyMs, p50Ms, p95Ms, maxMs }]) => [
      name,
      { count, failed, busyMs, p50Ms, p95Ms, maxMs },
    ]),
  )
}
