import { expect, test } from 'vitest'
import { exportTexts } from '../../../bench/report/messages/exports.ts'
import { drawChrome } from '../../../bench/export/chrome.ts'
import type { Timeline, TimelineSpan } from '../../../bench/trial/timelines.ts'

interface ReadEvent {
  readonly ph: string
  readonly name: string
  readonly pid: number
  readonly tid?: number
  readonly ts: number
  readonly dur: number
  readonly args: { readonly name?: string; readonly feed?: number }
}

const eventsOf = (timelines: readonly Timeline[]) =>
  (JSON.parse(drawChrome(timelines, 'process')) as { readonly traceEvents: readonly ReadEvent[] }).traceEvents

const slicesIn = (events: readonly ReadEvent[]) => events.filter(({ ph }) => ph === 'X')

const feed = (index: number, fetch: TimelineSpan, check: TimelineSpan = null, notify: TimelineSpan = null) => ({
  feed: index,
  fetch,
  check,
  notify,
})

const timeline = (feeds: Timeline['feeds'], place: Partial<Timeline> = {}): Timeline => ({
  schema: 2,
  variant: 'pipelined',
  block: 1,
  iteration: 2,
  feeds,
  ...place,
})

/** As timelines have them: 1.001 times 1000 is no whole number. */
const inMicroseconds = (ms: number) => Math.round(ms * 1000) / 1000

/** A pool of `lanes` that takes feeds as they come; each is fetched, checked, and every second one notified. */
function pooled(many: number, lanes: number, place: Partial<Timeline> = {}): Timeline {
  const freeMs = new Array<number>(lanes).fill(0)
  const feeds = Array.from({ length: many }, (_, index) => {
    const lane = freeMs.indexOf(Math.min(...freeMs))
    const beginMs = freeMs[lane]!
    const fetchedMs = inMicroseconds(beginMs + 3.001 + ((index * 7) % 11))
    const checkedMs = inMicroseconds(fetchedMs + 0.257)
    const notifiedMs = index % 2 === 0 ? inMicroseconds(checkedMs + 2.13) : checkedMs
    freeMs[lane] = notifiedMs
    const notify: TimelineSpan = index % 2 === 0 ? [checkedMs, notifiedMs] : null
    return feed(index, [beginMs, fetchedMs], [fetchedMs, checkedMs], notify)
  })
  return timeline(feeds, place)
}

/** The runs that a viewer shows, by the names that it gives them. */
function readRuns(events: readonly ReadEvent[]): Map<string, Timeline['feeds']> {
  const names = new Map(events.flatMap(({ name, pid, args }) => (name === 'process_name' ? [[pid, args.name!]] : [])))
  const runs = new Map(names.values().map((name): [string, Timeline['feeds']] => [name, []]))
  for (const { name, pid, ts, dur, args } of slicesIn(events)) {
    const feeds = runs.get(names.get(pid)!)!
    const own = (feeds[args.feed!] ??= feed(args.feed!, null))
    own[name as 'fetch'] = [ts / 1000, (ts + dur) / 1000]
  }
  return runs
}

test('every step of every run is a slice of the same length, at the same time', () => {
  const timelines = [
    pooled(40, 1, { variant: 'sequential' }),
    pooled(40, 8),
    pooled(40, 8, { variant: '+10%', block: 3, iteration: 4 }),
  ]
  expect(readRuns(eventsOf(timelines))).toEqual(
    new Map([
      [exportTexts.run({ variant: 'sequential', unit: 'process', block: 1, iteration: 2 }), timelines[0]!.feeds],
      [exportTexts.run({ variant: 'pipelined', unit: 'process', block: 1, iteration: 2 }), timelines[1]!.feeds],
      [exportTexts.run({ variant: '+10%', unit: 'process', block: 3, iteration: 4 }), timelines[2]!.feeds],
    ]),
  )
})

// Breakage: a thread a feed, so that 1,000 feeds are 1,000 rows that nobody can look over.
test('a thousand feeds lie in as many threads as are under way at once', () => {
  const events = eventsOf([pooled(1000, 64)])
  const threads = new Set(slicesIn(events).map(({ tid }) => tid))
  expect(threads).toEqual(new Set(Array.from({ length: 64 }, (_, index) => index + 1)))
  const named = events.filter(({ name }) => name === 'thread_name').map(({ tid, args }) => [tid, args.name])
  expect(named).toEqual(Array.from({ length: 64 }, (_, index) => [index + 1, exportTexts.lane(index + 1)]))
})

test('a feed lies in one thread, and slices of a thread never overlap', () => {
  const slices = slicesIn(eventsOf([pooled(300, 16)]))
  for (const own of Map.groupBy(slices, ({ args }) => args.feed).values())
    expect(new Set(own.map(({ tid }) => tid)).size).toBe(1)
  for (const own of Map.groupBy(slices, ({ tid }) => tid).values()) {
    const inOrder = own.toSorted((a, b) => a.ts - b.ts)
    for (const [index, { ts }] of inOrder.entries()) {
      const before = inOrder[index - 1]
      if (before) expect(ts).toBeGreaterThanOrEqual(before.ts + before.dur)
    }
  }
})

// Breakage: a check on a thread whose clock is behind begins inside its fetch, and the viewer drops it.
test('a step does not begin before the one before it has ended, whatever the clock of a thread says', () => {
  const slices = slicesIn(eventsOf([timeline([feed(0, [0, 1], [0.998, 1.5], [1.497, 1.499])])]))
  expect(slices.map(({ ts, dur }) => [ts, dur])).toEqual([
    [0, 1000],
    [1000, 500],
    [1500, 1],
  ])
})

// Breakage: speedscope loses the feed that begins where a slice without any length ends.
test('a step without any length is a slice of a microsecond, and no other begins within it', () => {
  const slices = slicesIn(eventsOf([timeline([feed(0, [0, 1], [1, 1]), feed(1, [1, 2])])]))
  expect(slices.map(({ ts, dur, tid }) => [ts, dur, tid])).toEqual([
    [0, 1000, 1],
    [1000, 1, 1],
    [1000, 1000, 2],
  ])
})

test('feeds that were never begun are no slices, and a run without any is named all the same', () => {
  const events = eventsOf([timeline([feed(0, null), feed(1, [0, 1])]), timeline([feed(0, null)], { iteration: 3 })])
  expect(slicesIn(events).map(({ args }) => args.feed)).toEqual([1])
  expect(
    readRuns(events).get(exportTexts.run({ variant: 'pipelined', unit: 'process', block: 1, iteration: 3 })),
  ).toEqual([])
})

test('times are whole microseconds', () => {
  for (const { ts, dur } of slicesIn(eventsOf([pooled(100, 7)]))) {
    expect(Number.isInteger(ts)).toBe(true)
    expect(Number.isInteger(dur)).toBe(true)
  }
})
