import { expect, test } from 'vitest'
import type { Entry } from '../../mock-server/deliveries.ts'
import type { CalendarJob, Work } from '../../strategies/job.ts'
import { lookAhead } from '../../strategies/look-ahead.ts'
import { pipelined } from '../../strategies/pipelined.ts'
import { promiseAll } from '../../strategies/promise-all.ts'
import { sequential } from '../../strategies/sequential.ts'
import { createWork as createRealWork, type WorkOptions } from '../../strategies/work.ts'
import { runOn, serve } from '../../bench/run/contract/running.ts'
import { aWorld, constant } from '../../bench/run/contract/worlds.ts'

const allDue = { count: 12, dueShare: 1 }

test('sequential never has two requests in flight, feeds and posts together', async () => {
  await using server = await serve(aWorld({ items: allDue, fetchDelay: constant(3), notifyDelay: constant(3) }))
  const { entries, job } = await runOn(server, sequential)
  expect(entries).toHaveLength(24)
  expect(entries.map(({ to, feed }) => `${to} ${feed}`)).toEqual(
    job.feeds.flatMap((_, index) => [`feed ${index}`, `slack ${index}`]),
  )
  expect(overlapping(entries)).toEqual([])
})

test('look-ahead never has two fetches in flight', async () => {
  await using server = await serve(aWorld({ items: allDue, fetchDelay: constant(3), notifyDelay: constant(3) }))
  const { entries } = await runOn(server, lookAhead)
  const fetches = entries.filter(({ to }) => to === 'feed')
  expect(fetches.map(({ feed }) => feed)).toEqual([...fetches.keys()])
  expect(overlapping(fetches)).toEqual([])
})

// Breakage: the fetch of the next feed waits for the check and the send of the last, as sequential's does.
test('look-ahead fetches the next feed before the post of the last has ended', async () => {
  await using server = await serve(aWorld({ items: allDue, fetchDelay: constant(5), notifyDelay: constant(100) }))
  const { entries } = await runOn(server, lookAhead)
  const beganMs = (feed: number) => entries.find((entry) => entry.to === 'feed' && entry.feed === feed)!.beganMs
  const posts = entries.filter(({ to, feed }) => to === 'slack' && feed < 11)
  expect(posts).toHaveLength(11)
  expect(posts.filter(({ feed, endedMs }) => beganMs(feed + 1) > endedMs)).toEqual([])
})

// Breakage: each send is awaited before the next feed is looked at: then a post overlaps one fetch at most.
test('look-ahead lets posts overlap fetches of feeds well after the next', async () => {
  await using server = await serve(aWorld({ items: allDue, fetchDelay: constant(5), notifyDelay: constant(200) }))
  const { entries } = await runOn(server, lookAhead)
  const post = entries.find(({ to, feed }) => to === 'slack' && feed === 0)!
  const during = entries.filter(({ to, feed, beganMs }) => to === 'feed' && feed > 1 && beganMs < post.endedMs)
  expect(during.length).toBeGreaterThanOrEqual(2)
})

test('promise-all has every feed in flight at once', async () => {
  await using server = await serve(aWorld({ items: allDue, fetchDelay: constant(400) }))
  const { figures } = await runOn(server, promiseAll)
  expect(figures.peakFeedsInFlight).toBe(12)
})

test('promise-all fetches the feeds in their order when it is limited to one', async () => {
  await using server = await serve(aWorld({ items: allDue }))
  const { entries } = await runOn(server, promiseAll, { limits: { concurrency: 1 } })
  expect(entries.filter(({ to }) => to === 'feed').map(({ feed }) => feed)).toEqual([...Array(12).keys()])
})

test('pipelined keeps at most twice its concurrency and its buffer of bodies in memory while Slack is slow', async () => {
  const limits = { concurrency: 2, buffer: 3 }
  const { most } = await bodiesHeld(limits)
  expect(most).toBeLessThanOrEqual(2 * limits.concurrency + limits.buffer)
  // The producers must have met the bound, or nothing was shown: two hold a body, three lie in the channel.
  expect(most).toBeGreaterThanOrEqual(limits.concurrency + limits.buffer)
})

test('the bodies of a pipeline without backpressure break that bound', async () => {
  const { most } = await bodiesHeld({ concurrency: 2, buffer: 1000 })
  expect(most).toBeGreaterThan(2 * 2 + 3)
})

/** How many bodies at most were fetched and not yet checked in a pipelined run over 24 feeds, each post of which takes long. */
async function bodiesHeld(limits: {
  readonly concurrency: number
  readonly buffer: number
}): Promise<{ most: number }> {
  await using server = await serve(aWorld({ items: { count: 24, dueShare: 1 }, notifyDelay: constant(150) }))
  let held = 0
  let most = 0
  const createWork = (job: CalendarJob, options: WorkOptions): Work => {
    const work = createRealWork(job, options)
    return {
      ...work,
      async fetch(feed, signal) {
        const body = await work.fetch(feed, signal)
        most = Math.max(most, ++held)
        return body
      },
      check(body, feed, signal) {
        held--
        return work.check(body, feed, signal)
      },
    }
  }
  const { figures } = await runOn(server, pipelined, { limits, work: { createWork, module: 'no thread takes part' } })
  expect(figures.accepted).toBe(24)
  return { most }
}

/** Requests that began before one that had begun earlier was over. */
function overlapping(entries: readonly Entry[]): Entry[] {
  const sorted = entries.toSorted((a, b) => a.beganMs - b.beganMs)
  return sorted.filter((entry, index) => index > 0 && entry.beganMs < sorted[index - 1]!.endedMs)
}
