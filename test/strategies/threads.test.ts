import { expect, test } from 'vitest'
import type { Strategy } from '../../strategies/job.ts'
import { checkThreads } from '../../strategies/check-threads.ts'
import { strategies } from '../../strategies/index.ts'
import { workerThreads } from '../../strategies/worker-threads.ts'
import * as deadly from '../support/deadly-work.ts'
import { digestOf, expectedOf } from '../../bench/run/contract/judge.ts'
import * as loopback from '../../bench/run/contract/loopback-work.ts'
import { kindsOf, type Ran, runOn, type Served, serve } from '../../bench/run/contract/running.ts'
import { workIn } from '../support/work-in.ts'
import * as slow from '../support/slow-to-close-work.ts'
import * as watched from '../support/watched-work.ts'
import { createWatch, threadsOf, type Watch } from '../support/watched-work.ts'
import { aWorld, constant } from '../../bench/run/contract/worlds.ts'

const allDue = aWorld({ items: { count: 16, dueShare: 1 }, fetchDelay: constant(2), notifyDelay: constant(2) })

/** A run in which threads end, or work throws, at a step of some feeds. */
async function runWithFault(
  server: Served,
  strategy: Strategy,
  {
    limits,
    ...what
  }: Omit<deadly.InjectedFault, 'watch'> & {
    readonly limits?: { readonly concurrency?: number; readonly threads?: number }
  },
): Promise<Ran & { readonly watch: Watch }> {
  const watch = createWatch(server.world.items.count)
  const options = { fault: { watch, ...what } satisfies deadly.InjectedFault }
  return { watch, ...(await runOn(server, strategy, { limits, options, work: workIn('./deadly-work.ts', deadly) })) }
}

function defectsOf({ outcomes }: Ran): number[] {
  return outcomes.flatMap((outcome, index) => (kindsOf(outcome).some((kind) => kind.endsWith(' defect')) ? index : []))
}

/**
 * Every feed but the `unsent` was sent, once, and nothing else was; no feed was fetched twice. Of the `lost` the outcome
 * does not say whether they were sent.
 */
function expectAllSentBut(unsent: readonly number[], { outcomes, figures, entries }: Ran, lost = unsent): void {
  const texts = expectedOf(allDue).flatMap(({ text }, index) =>
    unsent.includes(index) || text === undefined ? [] : text,
  )
  expect(figures.digest).toBe(digestOf(texts))
  expect(outcomes.map(({ feed }) => feed.id)).toEqual(outcomes.map((_, index) => `feed ${index}`))
  const delivered = outcomes.filter((_, index) => !lost.includes(index))
  expect(delivered.map(({ sent, failures }) => [sent.length, failures.length])).toEqual(delivered.map(() => [1, 0]))
  expect(new Set(entries.map(({ to, feed }) => `${to} ${feed}`)).size).toBe(entries.length)
}

test('a thread of worker-threads that is killed costs the one feed it held, and nothing else', async () => {
  await using server = await serve(allDue)
  for (const step of ['fetch', 'check'] as const) {
    const ran = await runWithFault(server, workerThreads, {
      step,
      feeds: [5],
      is: 'end of thread',
      limits: { concurrency: 2, threads: 2 },
    })
    expect(defectsOf(ran)).toEqual([5])
    expect(kindsOf(ran.outcomes[5]!)).toEqual(['fetch defect'])
    expectAllSentBut([5], ran)
  }
})

test('a thread of worker-threads that is killed after a send does not send it again', async () => {
  await using server = await serve(allDue)
  const ran = await runWithFault(server, workerThreads, {
    step: 'notify',
    feeds: [5],
    is: 'end of thread',
    limits: { concurrency: 2, threads: 2 },
  })
  expect(defectsOf(ran)).toEqual([5])
  expect(ran.figures).toMatchObject({ accepted: 16, duplicates: 0 })
  expect(ran.outcomes[5]).toMatchObject({ sent: [], failures: [{ message: expect.stringContaining('is not known') }] })
})

test('a thread of worker-threads that is killed with several lanes costs exactly the feeds its lanes held', async () => {
  await using server = await serve(allDue)
  const ran = await runWithFault(server, workerThreads, {
    step: 'fetch',
    feeds: [6],
    is: 'end of thread',
    limits: { concurrency: 8, threads: 2 },
  })
  const lost = defectsOf(ran)
  expect(lost).toContain(6)
  expect(lost.length).toBeLessThanOrEqual(4)
  const [killed] = threadsOf(ran.watch, 6)
  expect(lost.map((feed) => threadsOf(ran.watch, feed)[0])).toEqual(lost.map(() => killed))
  const sent = new Set(ran.entries.flatMap(({ feed, accepted }) => (accepted ? feed : [])))
  const unsent = lost.filter((feed) => !sent.has(feed))
  expectAllSentBut(unsent, ran, lost)
})

test('a thread of check-threads that is killed costs the feed it checked, and nothing else', async () => {
  await using server = await serve(allDue)
  const ran = await runWithFault(server, checkThreads, {
    step: 'check',
    feeds: [5, 11],
    is: 'end of thread',
    limits: { threads: 2 },
  })
  expect(defectsOf(ran)).toEqual([5, 11])
  expect(kindsOf(ran.outcomes[5]!)).toEqual(['check defect'])
  expectAllSentBut([5, 11], ran)
})

// Without an end to replacing threads, a feed that always kills would never let the run end.
test('a run whose threads always die ends, each feed with a defect and none sent', async () => {
  await using server = await serve(allDue)
  for (const [strategy, step] of [
    [workerThreads, 'fetch'],
    [checkThreads, 'check'],
  ] as const) {
    const feeds = allDue.items.count
    const everyFeed = Array.from({ length: feeds }, (_, index) => index)
    const ran = await runWithFault(server, strategy, {
      step,
      feeds: everyFeed,
      is: 'end of thread',
      limits: { concurrency: 2, threads: 2 },
    })
    expect(defectsOf(ran)).toEqual(everyFeed)
    expectAllSentBut(everyFeed, ran)
  }
})

// Breakage: a thread that ran out of memory or into a mistake of ours, and nobody knows which.
test('the outcome of a thread that died of a mistake names the mistake, without addresses', async () => {
  await using server = await serve(allDue)
  const ran = await runWithFault(server, workerThreads, {
    step: 'fetch',
    feeds: [5],
    is: 'mistake of thread',
    limits: { concurrency: 2, threads: 2 },
  })
  expect(ran.outcomes[5]!.failures).toEqual([
    {
      step: 'fetch',
      kind: 'defect',
      message:
        'its thread died (nobody awaited http://127.0.0.1/…); what it had already sent for this feed is not known',
    },
  ])
  expectAllSentBut([5], ran)
})

test('work whose module cannot be loaded by threads gives each feed a defect that names why', async () => {
  await using server = await serve(allDue)
  const work = { createWork: loopback.createWork, module: 'file:///nowhere/work.ts' }
  for (const [strategy, words] of [
    [workerThreads, /^no thread was left to take this feed \(Cannot find module '\/nowhere\/work\.ts'/],
    [checkThreads, /^its thread died during the check \(Cannot find module '\/nowhere\/work\.ts'/],
  ] as const) {
    const ran = await runOn(server, strategy, { work, limits: { concurrency: 2, threads: 2 } })
    expect(defectsOf(ran)).toEqual(ran.outcomes.map((_, index) => index))
    for (const { failures } of ran.outcomes) expect(failures[0]!.message).toMatch(words)
  }
})

test('the run after one with a dead thread has all its threads again', async () => {
  await using server = await serve(allDue)
  await runWithFault(server, workerThreads, {
    step: 'check',
    feeds: [0, 1, 2],
    is: 'end of thread',
    limits: { concurrency: 2, threads: 2 },
  })
  const ran = await runOn(server, workerThreads, { limits: { concurrency: 4, threads: 2 } })
  expectAllSentBut([], ran)
  expect(defectsOf(ran)).toEqual([])
})

for (const [name, strategy] of Object.entries<Strategy>(strategies)) {
  test(`${name} reports work that throws what nobody foresaw as a defect of that feed alone`, async () => {
    await using server = await serve(allDue)
    for (const step of ['fetch', 'check', 'notify'] as const) {
      const ran = await runWithFault(server, strategy, { step, feeds: [4], is: 'throw', limits: { threads: 2 } })
      expect(kindsOf(ran.outcomes[4]!)).toEqual([`${step} defect`])
      expect(ran.outcomes[4]!.failures[0]!.message).toContain('TypeError: nobody foresaw this')
      expectAllSentBut(step === 'notify' ? [] : [4], ran, [4])
    }
  })
}

test('worker-threads fetches, checks and sends each feed on one thread, over at least two threads, none of them the main one', async () => {
  await using server = await serve(allDue)
  const work = workIn('./watched-work.ts', watched)
  // Twice: in the first run one thread may take everything while the other still loads the module of the work.
  await runOn(server, workerThreads, {
    limits: { concurrency: 4, threads: 2 },
    options: { watch: createWatch(16) },
    work,
  })
  const watch = createWatch(allDue.items.count)
  await runOn(server, workerThreads, { limits: { concurrency: 4, threads: 2 }, options: { watch }, work })
  const journeys = Array.from({ length: allDue.items.count }, (_, feed) => threadsOf(watch, feed))
  expect(journeys).toEqual(journeys.map(([thread]) => [thread, thread, thread]))
  const threads = new Set(journeys.flat())
  expect(threads).not.toContain(0)
  expect(threads).not.toContain(undefined)
  expect(threads.size).toBeGreaterThanOrEqual(2)
})

test('check-threads checks on at least two threads and fetches and sends on the main one', async () => {
  await using server = await serve(allDue)
  const watch = createWatch(allDue.items.count)
  await runOn(server, checkThreads, {
    limits: { threads: 2 },
    options: { watch },
    work: workIn('./watched-work.ts', watched),
  })
  const journeys = Array.from({ length: allDue.items.count }, (_, feed) => threadsOf(watch, feed))
  expect(journeys.map(([fetch, , notify]) => [fetch, notify])).toEqual(journeys.map(() => [0, 0]))
  const checkers = new Set(journeys.map(([, check]) => check))
  expect(checkers).not.toContain(0)
  expect(checkers.size).toBeGreaterThanOrEqual(2)
})

// Breakage: a run does not wait for its threads: what is frozen after a run, as a Lambda is, would thaw with dead sockets.
test('when a run is closed every thread has let go of its sockets', async () => {
  await using server = await serve(allDue)
  for (const strategy of [workerThreads, checkThreads]) {
    const doors = slow.createDoors()
    const work = workIn('./slow-to-close-work.ts', slow)
    await runOn(server, strategy, { limits: { concurrency: 4, threads: 2 }, options: { doors }, work })
    expect(doors[0]).toBeGreaterThan(1)
    expect(doors[1]).toBe(doors[0])
  }
})
