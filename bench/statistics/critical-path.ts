import type { Span } from '../../strategies/recording.ts'

/** A feed whose last step ended this short a time before did not queue for anything: it goes on. */
const GOES_ON_MS = 0.5
/** Half of the tenths that timelines are rounded to: adding up epoch milliseconds moves an instant by less. */
const SAME_INSTANT_MS = 0.05

/** A step of a feed, in epoch milliseconds or in any other that the run is in. */
interface StepSpan extends Span {
  readonly step: string
}

/** What one feed went through, in order of time; no spans where it came to no step. */
export interface FeedSpans {
  readonly feed: number
  readonly spans: readonly StepSpan[]
}

/** Part of the chain that a run waited for, cut to what it alone accounts for. */
interface PathSpan extends StepSpan {
  readonly feed: number
}

/** Where a makespan went; its three parts add up to it. */
export interface CriticalPath {
  /** By step, of the steps on the path alone. */
  readonly stepsMs: Readonly<Record<string, number>>
  /** Between two spans of the path: a queue, a limiter, the event loop. */
  readonly waitingMs: number
  /** Before the first span of the run began and after the last one ended. */
  readonly aroundMs: number
  /** In order of time, without overlap. */
  readonly path: readonly PathSpan[]
}

/**
 * What a run's makespan was made of: the chain of spans that it waited for, walked back from its end.
 * It starts at the span that ended last. Before a span comes the same feed's previous one where that ended up to 0.5 ms
 * before, else the span of any feed that ended last until then: the lane that became free. Where none had ended yet,
 * the time since the run's first span began is waiting. What overlaps by rounding is cut, and so is what lies outside
 * of `run`.
 *
 * `feeds`: each feed of the run once, in any order. Undefined where there are fewer than `feedsInRun`: in a sampled
 * timeline the lane that became free is often missing, and the walk takes a wrong one without a sign of it.
 * Throws RangeError for spans that are not numbers, end before they begin or are out of order.
 * Takes n log n for n spans.
 * Source: Zhang et al., CRISP: Critical Path Analysis of Large-Scale Microservice Architectures (USENIX ATC 2022), for
 * the walk back by what finished last; a feed's own order and lanes take the place of its calls.
 */
export function criticalPath(feeds: readonly FeedSpans[], run: Span, feedsInRun: number): CriticalPath | undefined {
  checkSpan('the run', run)
  if (feeds.length < feedsInRun) return undefined
  const ended = feeds.flatMap(marksOf).sort(byEnd)
  const places = new Map(ended.map((mark, place) => [mark, place]))
  const predecessorOf = (mark: Mark) => {
    if (mark.previous && mark.beginMs - mark.previous.endMs <= GOES_ON_MS) return mark.previous
    // A span of no length ended until its own begin, too: only what is earlier in this order ends the walk.
    return ended[Math.min(endedUntil(ended, mark.beginMs + SAME_INSTANT_MS), places.get(mark)!) - 1]
  }

  const stepsMs: Record<string, number> = {}
  const path: PathSpan[] = []
  let waitingMs = 0
  let aroundMs = 0
  // All that is later than this is accounted for.
  let reachedMs = run.endMs
  const within = (ms: number) => Math.min(Math.max(ms, run.beginMs), reachedMs)
  for (let mark = ended.at(-1); mark; mark = predecessorOf(mark)) {
    const endMs = within(mark.endMs)
    if (path.length === 0) aroundMs += reachedMs - endMs
    else waitingMs += reachedMs - endMs
    reachedMs = endMs
    reachedMs = within(mark.beginMs)
    stepsMs[mark.step] = (stepsMs[mark.step] ?? 0) + endMs - reachedMs
    path.push({ feed: mark.feed, step: mark.step, beginMs: reachedMs, endMs })
  }
  const firstMs = within(ended.reduce((first, { beginMs }) => Math.min(first, beginMs), Infinity))
  waitingMs += reachedMs - firstMs
  aroundMs += firstMs - run.beginMs
  return { stepsMs, waitingMs, aroundMs, path: path.reverse() }
}

/** How many steps were under way on average: all spans over the makespan; 0 for a run that took no time. */
export function meanConcurrencyOf(feeds: readonly FeedSpans[], { beginMs, endMs }: Span): number {
  const busyMs = feeds.flatMap(({ spans }) => spans).reduce((sum, span) => sum + span.endMs - span.beginMs, 0)
  return endMs > beginMs ? busyMs / (endMs - beginMs) : 0
}

interface Mark extends PathSpan {
  readonly position: number
  readonly previous?: Mark
}

/** A feed's spans, each from the end of the one before: then none comes before its predecessor in `byEnd`. */
function marksOf({ feed, spans }: FeedSpans): Mark[] {
  const marks: Mark[] = []
  for (const [position, span] of spans.entries()) {
    const { step, beginMs, endMs } = span
    checkSpan(`${step} of feed ${feed}`, span)
    if (position > 0 && beginMs < spans[position - 1]!.beginMs)
      throw new RangeError(`criticalPath: expected spans in order of time, given ${step} of feed ${feed} too late`)
    const previous = marks.at(-1)
    const cutMs = Math.max(beginMs, previous?.endMs ?? -Infinity)
    marks.push({ feed, step, position, beginMs: cutMs, endMs: Math.max(endMs, cutMs), previous })
  }
  return marks
}

/** Ties go by feed and step, so that the order in which feeds are given cannot matter. */
function byEnd(a: Mark, b: Mark): number {
  return a.endMs - b.endMs || a.beginMs - b.beginMs || a.feed - b.feed || a.position - b.position
}

/** How many of them ended until then. */
function endedUntil(ended: readonly Mark[], ms: number): number {
  let low = 0
  let high = ended.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (ended[middle]!.endMs <= ms) low = middle + 1
    else high = middle
  }
  return low
}

function checkSpan(what: string, { beginMs, endMs }: Span): void {
  if (!(beginMs <= endMs && endMs - beginMs < Infinity))
    throw new RangeError(`criticalPath: expected ${what} to begin before it ends, given ${beginMs} to ${endMs}`)
}
