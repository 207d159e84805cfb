import { expect, test } from 'vitest'
import { frontOf } from '../../../../bench/report/page/pictures/cost-and-time.ts'
import { typicalRound } from '../../../../bench/report/page/typical-round.ts'
import { mostAtOnce, underWay } from '../../../../bench/report/page/under-way.ts'
import type { Timeline } from '../../../../bench/trial/timelines.ts'

function aTimeline(arm: string, round: number, ...feeds: readonly Omit<Timeline['feeds'][number], 'feed'>[]): Timeline {
  return { schema: 1, arm, fork: 1, round, feeds: feeds.map((spans, feed) => ({ feed, ...spans })) }
}
const nothing = { fetch: null, check: null, notify: null }
const until = (ms: number) => ({ ...nothing, fetch: [0, ms] as [number, number] })

test('the round that is shown is the one in which all took about as long as they usually do', () => {
  const arms = [
    { arm: 'a', makespanMs: { median: 10 } },
    { arm: 'b', makespanMs: { median: 100 } },
  ]
  const timelines = [
    aTimeline('a', 1, until(10)),
    aTimeline('b', 1, until(150)),
    aTimeline('b', 2, until(102)),
    aTimeline('a', 2, until(11)),
    // Of this one only one arm was kept.
    aTimeline('a', 3, until(10)),
  ]
  expect(typicalRound(timelines, arms).map(({ arm, round }) => [arm, round])).toEqual([
    ['a', 2],
    ['b', 2],
  ])
  // Of whom nothing was kept is left out, as if it had not run.
  expect(typicalRound(timelines.slice(-1), arms).map(({ arm, round }) => [arm, round])).toEqual([['a', 3]])
  expect(typicalRound([], arms)).toEqual([])
})

test('steps under way are counted by how much of a stretch they take', () => {
  const timeline = aTimeline('a', 1, { ...nothing, fetch: [0, 6] }, { ...nothing, fetch: [1, 3], check: [3, 4] })
  const stretches = underWay(timeline, 8, 4)
  expect(stretches.map(({ fromMs, untilMs }) => [fromMs, untilMs])).toEqual([
    [0, 2],
    [2, 4],
    [4, 6],
    [6, 8],
  ])
  expect(stretches.map(({ counts }) => counts.fetch)).toEqual([1.5, 1.5, 1, 0])
  expect(stretches.map(({ counts }) => counts.check)).toEqual([0, 0.5, 0, 0])
})

test('a step that begins when another ends is not under way beside it', () => {
  const timeline = aTimeline('a', 1, { fetch: [0, 2], check: [2, 3], notify: [3, 5] }, { ...nothing, fetch: [2, 3] })
  expect(mostAtOnce(timeline)).toBe(2)
})

test('on the line is what nothing else is both as fast and as cheap as', () => {
  const all = [
    { arm: 'slow and dear', timeMs: 10, cost: 10 },
    { arm: 'fast', timeMs: 1, cost: 5 },
    { arm: 'cheap', timeMs: 5, cost: 1 },
    { arm: 'as fast, dearer', timeMs: 1, cost: 6 },
  ]
  expect(frontOf(all).map(({ arm }) => arm)).toEqual(['fast', 'cheap'])
})
