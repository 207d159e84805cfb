import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { TimeBreakdown } from '../../../bench/trial/trial.ts'
import { samples } from '../../support/samples.ts'
import { type FeedMarks, splitOf } from '../../support/splits.ts'

const sumOf = ({ waitingMs, cpuMs, queueingMs, startUpMs }: TimeBreakdown) => waitingMs + cpuMs + queueingMs + startUpMs

/** The four times of a run that is known to the millisecond; checks that they add up. */
function partsOf(...[feeds, simulation]: Parameters<typeof splitOf>) {
  const split = splitOf(feeds, simulation)!
  expect(sumOf(split)).toBeCloseTo(simulation.makespanMs, 9)
  const rounded = (ms: number) => Math.round(ms * 1000) / 1000
  return {
    waiting: rounded(split.waitingMs),
    cpu: rounded(split.cpuMs),
    queueing: rounded(split.queueingMs),
    startUp: rounded(split.startUpMs),
    path: split.path,
  }
}

// Breakage: the server's time taken for this process's, or checks that are left out of it.
test('one feed after another: what was held is waiting, checks and a share of each request are CPU, pauses are queueing', () => {
  const chain: FeedMarks[] = [
    { fetch: [2, 32], check: [32, 40], notify: [40, 55] },
    { fetch: [58, 80], check: [80, 84] },
  ]
  // 12 ms of checks, and 9 ms for three requests.
  expect(partsOf(chain, { makespanMs: 90, cpuMs: 21, fetchHeldMs: [25, 16], notifyHeldMs: [10] })).toEqual({
    waiting: 51,
    cpu: 12 + 9,
    // Of the steps 2, 3 and 2 ms that nobody held and that cost nothing, and 3 ms between the two feeds.
    queueing: 2 + 3 + 2 + 3,
    startUp: 2 + 6,
    path: { fetch: 2, check: 2, notify: 1 },
  })
})

// Breakage: a step with eight posts is given the CPU of one, and the rest is queueing where nothing queues.
test('a step is given the CPU of as many requests as it made', () => {
  const feeds: FeedMarks[] = [{ fetch: [0, 12], check: [12, 13], notify: [13, 109] }]
  const run = { makespanMs: 109, cpuMs: 1 + 9 * 2, fetchHeldMs: [10], notifyHeldMs: [80] }
  expect(partsOf(feeds, { ...run, requests: { fetch: [1], notify: [8] } })).toMatchObject({
    waiting: 90,
    cpu: 19,
    queueing: 0,
  })
})

// Breakage: adding up all feeds, where the run waited for the longest alone.
test('all at once: only the feed that came last is waited for', () => {
  const atOnce: FeedMarks[] = [
    { fetch: [1, 21], check: [21, 26], notify: [26, 36] },
    { fetch: [1, 61], check: [61, 66], notify: [66, 76] },
    { fetch: [1, 41], check: [41, 46], notify: [46, 56] },
  ]
  const simulation = { makespanMs: 78, cpuMs: 15 + 6, fetchHeldMs: [18, 58, 38], notifyHeldMs: [8, 8, 8] }
  expect(partsOf(atOnce, simulation)).toEqual({
    waiting: 66,
    cpu: 5 + 2,
    queueing: 2,
    startUp: 3,
    path: { fetch: 1, check: 1, notify: 1 },
  })
  expect(splitOf(atOnce, simulation)!.meanConcurrency).toBeCloseTo((35 + 75 + 55) / 78, 9)
})

// Breakage: walking along one feed alone, whose lane was another's before.
test('two lanes: the feed that held the lane before is waited for, and the other lane is not', () => {
  const twoLanes: FeedMarks[] = [
    { fetch: [0, 40], check: [40, 44] },
    { fetch: [0, 20], check: [20, 24] },
    // Once feed 1 had left its lane, and a millisecond later.
    { fetch: [25, 95], check: [95, 99] },
  ]
  expect(partsOf(twoLanes, { makespanMs: 99, cpuMs: 12 + 3, fetchHeldMs: [38, 18, 68] })).toEqual({
    waiting: 18 + 68,
    cpu: 4 + 4 + 2,
    queueing: 1 + 1 + 1,
    startUp: 0,
    path: { fetch: 2, check: 2, notify: 0 },
  })
})

// Breakage: taking all that a fetch took for the server's time, though its answer had long come.
test('an answer that lay behind the check of another feed has queued, for as long as nobody held it', () => {
  const behind: FeedMarks[] = [
    { fetch: [0, 10], check: [10, 70] },
    { fetch: [0, 71], check: [71, 75] },
  ]
  expect(partsOf(behind, { makespanMs: 75, cpuMs: 64 + 2, fetchHeldMs: [9, 20] })).toEqual({
    waiting: 20,
    cpu: 1 + 4,
    queueing: 50,
    startUp: 0,
    path: { fetch: 1, check: 1, notify: 0 },
  })
})

test('a check that began only when that of another feed had ended follows it, and both are CPU', () => {
  const behind: FeedMarks[] = [
    { fetch: [0, 10], check: [10, 70] },
    { fetch: [0, 20], check: [70, 75] },
  ]
  expect(partsOf(behind, { makespanMs: 75, cpuMs: 65, fetchHeldMs: [10, 20] })).toEqual({
    waiting: 10,
    cpu: 65,
    queueing: 0,
    startUp: 0,
    path: { fetch: 1, check: 2, notify: 0 },
  })
})

test('a late start is start-up until the first step of all begins, and queueing from then on', () => {
  const late: FeedMarks[] = [{ fetch: [12, 20] }, { fetch: [15, 60] }]
  expect(partsOf(late, { makespanMs: 64, cpuMs: 0, fetchHeldMs: [8, 45] })).toEqual({
    waiting: 45,
    cpu: 0,
    queueing: 3,
    startUp: 12 + 4,
    path: { fetch: 1, check: 0, notify: 0 },
  })
})

// Breakage: the end of a sensitivity check's run, which has no step, taken for a step's.
test('what comes after the last step is start-up too, as the wait of a variant that is made slower', () => {
  const [feed] = [{ fetch: [0, 80], check: [80, 100] }] satisfies FeedMarks[]
  const simulation = { cpuMs: 20, fetchHeldMs: [80] }
  expect(partsOf([feed!], { ...simulation, makespanMs: 100 }).startUp).toBe(0)
  expect(partsOf([feed!], { ...simulation, makespanMs: 110 })).toMatchObject({ waiting: 80, cpu: 20, startUp: 10 })
})

test('what was held beyond a step is not counted, such as of posts that were held side by side or given up', () => {
  expect(
    partsOf([{ fetch: [0, 30], check: [30, 35], notify: [35, 50] }], {
      makespanMs: 50,
      cpuMs: 5,
      fetchHeldMs: [1000],
      notifyHeldMs: [40],
    }),
  ).toMatchObject({ waiting: 45, cpu: 5, queueing: 0 })
})

test('requests cost no CPU where the checks were all that the process did, be it by a thread’s clock', () => {
  expect(partsOf([{ fetch: [0, 10], check: [10, 30] }], { makespanMs: 30, cpuMs: 18, fetchHeldMs: [8] })).toMatchObject(
    { cpu: 20, queueing: 2 },
  )
})

test('a run in which a feed came to no step, or that had none, is not split', () => {
  expect(splitOf([{ fetch: [0, 10] }, {}], { makespanMs: 10, cpuMs: 1 })).toBeUndefined()
  expect(splitOf([], { makespanMs: 10, cpuMs: 1 })).toBeUndefined()
})

const ms = fc.double({ min: 0, max: 300, noNaN: true })

/** Steps one after another with gaps between them; the last ones may be missing. */
const anyFeed = fc.array(fc.tuple(ms, ms), { minLength: 1, maxLength: 3 }).map((steps): FeedMarks => {
  let atMs = -1
  const marks = steps.map(([gapMs, lengthMs]) => {
    const beginMs = atMs + gapMs
    atMs = beginMs + lengthMs
    return [beginMs, atMs] as const
  })
  const [fetch, check, notify] = marks
  return { fetch: fetch!, ...(check && { check }), ...(notify && { notify }) }
})

test('the four times add up to the makespan and none is negative, whatever was recorded and held', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(anyFeed, ms, ms), { minLength: 1, maxLength: 12 }),
      fc.double({ min: 0, max: 2000, noNaN: true }),
      fc.double({ min: 0, max: 5000, noNaN: true }),
      (all, makespanMs, cpuMs) => {
        const [fetchHeldMs, notifyHeldMs] = [all.map(([, held]) => held), all.map(([, , held]) => held)]
        const split = splitOf(
          all.map(([marks]) => marks),
          { makespanMs, cpuMs, fetchHeldMs, notifyHeldMs },
        )!
        expect(Math.abs(sumOf(split) - makespanMs)).toBeLessThan(1e-9)
        for (const part of [split.waitingMs, split.cpuMs, split.queueingMs, split.startUpMs])
          expect(part).toBeGreaterThanOrEqual(0)
      },
    ),
    { numRuns: samples(2000), seed: 1 },
  )
})
