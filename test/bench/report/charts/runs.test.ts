import { expect, test } from 'vitest'
import { frontOf } from '../../../../bench/report/charts/cost-and-time.ts'
import { typicalIteration, mostAtOnce, underWay } from '../../../../bench/report/charts/waterfall.ts'
import type { Timeline } from '../../../../bench/trial/timelines.ts'

function aTimeline(
  variant: string,
  iteration: number,
  ...feeds: readonly Omit<Timeline['feeds'][number], 'feed'>[]
): Timeline {
  return { schema: 2, variant, block: 1, iteration, feeds: feeds.map((spans, feed) => ({ feed, ...spans })) }
}
const nothing = { fetch: null, check: null, notify: null }
const until = (ms: number) => ({ ...nothing, fetch: [0, ms] as [number, number] })

test('the iteration that is shown is the one in which all took about as long as they usually do', () => {
  const variants = [
    { variant: 'a', makespanMs: { median: 10 } },
    { variant: 'b', makespanMs: { median: 100 } },
  ]
  const timelines = [
    aTimeline('a', 1, until(10)),
    aTimeline('b', 1, until(150)),
    aTimeline('b', 2, until(102)),
    aTimeline('a', 2, until(11)),
    // Of this one only one variant was kept.
    aTimeline('a', 3, until(10)),
  ]
  expect(typicalIteration(timelines, variants).map(({ variant, iteration }) => [variant, iteration])).toEqual([
    ['a', 2],
    ['b', 2],
  ])
  // Of whom nothing was kept is left out, as if it had not run.
  expect(typicalIteration(timelines.slice(-1), variants).map(({ variant, iteration }) => [variant, iteration])).toEqual(
    [['a', 3]],
  )
  expect(typicalIteration([], variants)).toEqual([])
})

test('steps under way are counted by how much of a stretch they take', () => {
  const timeline = aTimeline('a', 1, { ...nothing, fetch: [0, 6] }, { ...nothing, fetch: [1, 3], check: [3, 4] })
  const [fetch, check, notify] = underWay(timeline, 8, 4)
  expect(fetch).toEqual([1.5, 1.5, 1, 0])
  expect(check).toEqual([0, 0.5, 0, 0])
  expect(notify).toEqual([0, 0, 0, 0])
})

test('a step that begins when another ends is not under way beside it', () => {
  const timeline = aTimeline('a', 1, { fetch: [0, 2], check: [2, 3], notify: [3, 5] }, { ...nothing, fetch: [2, 3] })
  expect(mostAtOnce(timeline)).toBe(2)
})

test('on the line is what nothing else is both as fast and as cheap as', () => {
  const all = [
    { variant: 'slow and dear', timeMs: 10, cost: 10 },
    { variant: 'fast', timeMs: 1, cost: 5 },
    { variant: 'cheap', timeMs: 5, cost: 1 },
    { variant: 'as fast, dearer', timeMs: 1, cost: 6 },
  ]
  expect(frontOf(all).map(({ variant }) => variant)).toEqual(['fast', 'cheap'])
})
