import fc from 'fast-check'
import { expect, test } from 'vitest'
import { criticalPath, type FeedSpans, meanConcurrencyOf } from '../../../bench/statistics/critical-path.ts'
import { samples } from '../../support/samples.ts'

const STEPS = ['fetch', 'check', 'notify']

/** A feed that takes its steps one after another without a pause, each of so many milliseconds. */
function feedFrom(feed: number, beginMs: number, lengthsMs: readonly number[]): FeedSpans {
  let atMs = beginMs
  const spans = lengthsMs.map((lengthMs, index) => {
    const span = { step: STEPS[index]!, beginMs: atMs, endMs: atMs + lengthMs }
    atMs = span.endMs
    return span
  })
  return { feed, spans }
}

/**
 * Feeds taken turn by turn by so many lanes. Lengths are tens of milliseconds and lanes begin a millisecond apart, so
 * that the last digit of an instant identifies the lane, and which one became free is never in doubt.
 */
function laneRun(lengthsMs: readonly (readonly number[])[], lanes: number): FeedSpans[] {
  const freeMs = Array.from({ length: lanes }, (_, lane) => lane)
  return lengthsMs.map((lengths, index) => {
    const feed = feedFrom(index, freeMs[index % lanes]!, lengths)
    freeMs[index % lanes] = feed.spans.at(-1)!.endMs
    return feed
  })
}

const endOf = (feeds: readonly FeedSpans[]) => Math.max(0, ...feeds.flatMap(({ spans }) => spans.map((s) => s.endMs)))

const pathOf = (feeds: readonly FeedSpans[], run = { beginMs: 0, endMs: endOf(feeds) }) =>
  criticalPath(feeds, run, feeds.length)!

const sumOf = ({ stepsMs, waitingMs, aroundMs }: ReturnType<typeof pathOf>) =>
  Object.values(stepsMs).reduce((sum, ms) => sum + ms, waitingMs + aroundMs)

const tens = fc.integer({ min: 1, max: 20 }).map((n) => n * 10)
const laneJobs = fc.array(fc.tuple(tens, tens, tens), { minLength: 1, maxLength: 15 })
const lanesOfRun = fc.integer({ min: 1, max: 9 })

/** Any spans in order, with gaps, overlaps of a rounding's size and spans of no length, on epoch milliseconds. */
const anyFeeds = fc
  .array(fc.array(fc.tuple(fc.integer({ min: -3, max: 300 }), fc.integer({ min: 0, max: 300 })), { maxLength: 3 }), {
    maxLength: 12,
  })
  .map((feeds) =>
    feeds.map((steps, feed): FeedSpans => {
      let tenths = 17_000_000_000_000
      const spans = steps.map(([gap, length], index) => {
        const begin = Math.max(tenths + gap, tenths - 1)
        tenths = begin + length + 1
        return { step: STEPS[index]!, beginMs: begin / 10, endMs: (begin + length + 1) / 10 }
      })
      return { feed, spans }
    }),
  )
const EPOCH_RUN = { beginMs: 1_700_000_000_000.04, endMs: 1_700_000_000_095.37 }

test('one feed after another is one path of all spans', () => {
  const feeds = laneRun(
    [
      [30, 10, 20],
      [50, 10],
      [40, 10, 20],
    ],
    1,
  )
  expect(pathOf(feeds, { beginMs: -2, endMs: 193 })).toEqual({
    stepsMs: { fetch: 120, check: 30, notify: 40 },
    waitingMs: 0,
    aroundMs: 5,
    path: feeds.flatMap(({ feed, spans }) => spans.map((span) => ({ feed, ...span }))),
  })
})

test('feeds side by side are charged for the longest alone', () => {
  const { stepsMs, waitingMs, path } = pathOf([feedFrom(0, 0, [50, 10]), feedFrom(1, 0, [30, 90, 5])])
  expect(stepsMs).toEqual({ fetch: 30, check: 90, notify: 5 })
  expect(waitingMs).toBe(0)
  expect(path.map(({ feed }) => feed)).toEqual([1, 1, 1])
})

test('a feed that waited for a lane goes on from the one that became free, and what is between is waiting', () => {
  const feeds = [feedFrom(0, 0, [40]), feedFrom(1, 0, [30]), feedFrom(2, 32, [50])]
  expect(pathOf(feeds)).toMatchObject({ stepsMs: { fetch: 80 }, waitingMs: 2, aroundMs: 0 })
})

test('a step that queued behind another feed is not charged for its own feed alone', () => {
  const queued = {
    feed: 1,
    spans: [
      { step: 'fetch', beginMs: 0, endMs: 20 },
      { step: 'check', beginMs: 80, endMs: 90 },
    ],
  }
  const { stepsMs, path } = pathOf([feedFrom(0, 0, [50, 30]), queued])
  expect(stepsMs).toEqual({ fetch: 50, check: 40 })
  expect(path.map(({ feed }) => feed)).toEqual([0, 0, 1])
})

test('half a millisecond between two steps of a feed is its own, although another feed ended in between', () => {
  const pausing = (pauseMs: number) => [
    {
      feed: 0,
      spans: [
        { step: 'fetch', beginMs: 0, endMs: 20 },
        { step: 'check', beginMs: 20 + pauseMs, endMs: 30 },
      ],
    },
    feedFrom(1, 0, [10, 10.3]),
  ]
  expect(pathOf(pausing(0.5)).stepsMs).toEqual({ fetch: 20, check: 9.5 })
  expect(pathOf(pausing(0.5)).waitingMs).toBeCloseTo(0.5, 9)
  expect(pathOf(pausing(0.6)).path.map(({ feed }) => feed)).toEqual([1, 1, 0])
})

test('a late start that nothing had ended before is waiting, up to the first span of the run', () => {
  const { waitingMs, aroundMs } = pathOf([feedFrom(0, 3, [20]), feedFrom(1, 7, [50])])
  expect([waitingMs, aroundMs]).toEqual([4, 3])
})

test('steps that overlap by a rounding are cut, not counted twice', () => {
  const spans = [
    { step: 'fetch', beginMs: 0, endMs: 20.1 },
    { step: 'check', beginMs: 20, endMs: 30 },
  ]
  expect(pathOf([{ feed: 0, spans }])).toEqual({
    stepsMs: { fetch: 20.1, check: expect.closeTo(9.9, 9) },
    waitingMs: 0,
    aroundMs: 0,
    path: [
      { feed: 0, step: 'fetch', beginMs: 0, endMs: 20.1 },
      { feed: 0, step: 'check', beginMs: 20.1, endMs: 30 },
    ],
  })
})

// Symptom: tenths added to an epoch in two ways were 0.0002 ms apart, and a whole step became waiting.
test('the same instant written in two ways is one instant', () => {
  const feeds = [feedFrom(0, 0, [10, 30]), feedFrom(1, 40 - 2 ** -12, [50])]
  expect(pathOf(feeds).stepsMs).toEqual({ fetch: expect.closeTo(60, 3), check: expect.closeTo(30, 3) })
})

test('the parts add up to the makespan and none is negative, whatever the spans', () => {
  fc.assert(
    fc.property(anyFeeds, (feeds) => {
      const found = pathOf(feeds, EPOCH_RUN)
      expect(sumOf(found)).toBeCloseTo(EPOCH_RUN.endMs - EPOCH_RUN.beginMs, 9)
      expect(Math.min(found.waitingMs, found.aroundMs, ...Object.values(found.stepsMs))).toBeGreaterThanOrEqual(0)
      let atMs = EPOCH_RUN.beginMs
      for (const { beginMs, endMs } of found.path) {
        expect(beginMs).toBeGreaterThanOrEqual(atMs)
        expect(endMs).toBeGreaterThanOrEqual(beginMs)
        atMs = endMs
      }
    }),
    { numRuns: samples(500) },
  )
})

test('the order in which feeds are given changes nothing', () => {
  const shuffled = anyFeeds.chain((feeds) =>
    fc.tuple(fc.constant(feeds), fc.shuffledSubarray(feeds, { minLength: feeds.length })),
  )
  fc.assert(
    fc.property(shuffled, ([feeds, other]) => {
      expect(pathOf(other, EPOCH_RUN)).toEqual(pathOf(feeds, EPOCH_RUN))
    }),
  )
})

test('of two feeds that ended in the same instant, the same one is on the path, whichever is given first', () => {
  const feeds = [feedFrom(0, 0, [20, 30]), feedFrom(1, 0, [20, 30])]
  expect(pathOf(feeds.toReversed())).toEqual(pathOf(feeds))
})

test('with lanes, the path is the lane that ended last from its first feed on', () => {
  fc.assert(
    fc.property(laneJobs, lanesOfRun, (job, lanes) => {
      const feeds = laneRun(job, lanes)
      const last = feeds.find(({ spans }) => spans.at(-1)!.endMs === endOf(feeds))!
      const { path, waitingMs, aroundMs } = pathOf(feeds)
      expect(path).toEqual(
        feeds
          .filter(({ feed }) => feed % lanes === last.feed % lanes)
          .flatMap(({ feed, spans }) => spans.map((span) => ({ feed, ...span }))),
      )
      // The lane's own begin.
      expect(waitingMs + aroundMs).toBe(last.feed % lanes)
    }),
  )
})

test('a step on the path that takes longer adds just that to its step', () => {
  fc.assert(
    fc.property(laneJobs, lanesOfRun, fc.nat(), tens, (job, lanes, pick, moreMs) => {
      const before = pathOf(laneRun(job, lanes))
      const slowed = before.path[pick % before.path.length]!
      const slower = job.map((lengths, feed) =>
        feed === slowed.feed ? lengths.map((ms, at) => (STEPS[at] === slowed.step ? ms + moreMs : ms)) : lengths,
      )
      const after = pathOf(laneRun(slower, lanes))
      expect(after).toMatchObject({
        stepsMs: { ...before.stepsMs, [slowed.step]: before.stepsMs[slowed.step]! + moreMs },
        waitingMs: before.waitingMs,
        aroundMs: before.aroundMs,
      })
    }),
  )
})

test('a run without spans is nothing but what is around them', () => {
  const nothing = { stepsMs: {}, waitingMs: 0, aroundMs: 25, path: [] }
  expect(criticalPath([], { beginMs: 5, endMs: 30 }, 0)).toEqual(nothing)
  expect(criticalPath([{ feed: 0, spans: [] }], { beginMs: 5, endMs: 30 }, 1)).toEqual(nothing)
})

test('a timeline that leaves feeds out has no path', () => {
  const feeds = laneRun([[30, 10, 20], [50], [40, 10]], 1)
  expect(criticalPath(feeds.slice(1), { beginMs: 0, endMs: 160 }, 3)).toBeUndefined()
  expect(criticalPath(feeds, { beginMs: 0, endMs: 160 }, 3)).toBeDefined()
})

test('ten thousand feeds one after another, or all in one instant, are a matter of moments', () => {
  const lengths = Array.from({ length: 10_000 }, () => [10, 10, 10])
  expect(pathOf(laneRun(lengths, 1)).path).toHaveLength(30_000)
  const instant = lengths.map((_, feed) => feedFrom(feed, 0, [0, 0, 0]))
  expect(sumOf(pathOf(instant))).toBe(0)
})

test('the overlap is how many steps were under way on average', () => {
  const feeds = laneRun([[30, 10, 20], [50, 10], [40]], 1)
  expect(meanConcurrencyOf(feeds, { beginMs: 0, endMs: 160 })).toBe(1)
  expect(meanConcurrencyOf([feedFrom(0, 0, [50, 50]), feedFrom(1, 0, [60])], { beginMs: 0, endMs: 100 })).toBeCloseTo(
    1.6,
    12,
  )
  expect(meanConcurrencyOf([], { beginMs: 5, endMs: 5 })).toBe(0)
})

test('spans that end before they begin, are out of order or are not numbers are mistakes of the caller', () => {
  const run = { beginMs: 0, endMs: 100 }
  const spans = (...marks: [number, number][]) => [
    { feed: 4, spans: marks.map(([beginMs, endMs], at) => ({ step: STEPS[at]!, beginMs, endMs })) },
  ]
  expect(() => criticalPath(spans([5, 4]), run, 1)).toThrow(
    new RangeError('criticalPath: expected fetch of feed 4 to begin before it ends, given 5 to 4'),
  )
  expect(() => criticalPath(spans([5, 9], [4, 10]), run, 1)).toThrow(
    new RangeError('criticalPath: expected spans in order of time, given check of feed 4 too late'),
  )
  expect(() => criticalPath(spans([0, NaN]), run, 1)).toThrow(RangeError)
  expect(() => criticalPath(spans([0, Infinity]), run, 1)).toThrow(RangeError)
  expect(() => criticalPath([], { beginMs: 1, endMs: 0 }, 0)).toThrow(
    new RangeError('criticalPath: expected the run to begin before it ends, given 1 to 0'),
  )
})
