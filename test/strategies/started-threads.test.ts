import { setImmediate as nextTurn } from 'node:timers/promises'
import { expect, onTestFinished, test } from 'vitest'
import { checkThreads } from '../../strategies/check-threads.ts'
import type { Steps, Thread } from '../../strategies/job.ts'
import { runOn, serve } from '../../bench/run/contract/running.ts'
import { aWorld } from '../../bench/run/contract/worlds.ts'

/** Counts the threads that are started from now on. */
function startedThreads(): () => number {
  let started = 0
  const count = () => void started++
  process.on('worker', count)
  onTestFinished(() => void process.off('worker', count))
  return () => started
}

// Breakage: a thread started for a check that has nothing to check: 150 ms of the first run, for nothing.
test('where no fetch succeeds, check-threads starts no thread', async () => {
  await using server = await serve(aWorld({ fetchFaults: { 'status-500': 1 } }))
  const started = startedThreads()
  const { outcomes } = await runOn(server, checkThreads, { limits: { threads: 2 } })
  expect(outcomes.every(({ failures }) => failures.length > 0)).toBe(true)
  expect(started()).toBe(0)
})

// Breakage: threads taken in turns, each of which has to be started.
test('where checks come one at a time, check-threads takes the same thread for all', async () => {
  const taken: number[] = []
  const thread = async (index: number): Promise<Thread> => {
    taken.push(index)
    return {
      check: async ({ feed, failures }) => ({ feed, due: [], failures }),
      work: async () => expect.unreachable('no whole jobs are done on it'),
    }
  }
  const feeds = Array.from({ length: 6 }, (_, index) => ({ id: String(index), url: '' }))
  const steps: Steps = {
    async fetch(feed) {
      // By then the check before it is over.
      await nextTurn()
      return { feed, body: new Uint8Array(), failures: [] }
    },
    check: async () => expect.unreachable('nothing is checked on the main thread'),
    notify: async ({ feed, failures }) => ({ feed, sent: [], failures }),
  }
  await checkThreads({ job: { feeds }, steps, limits: { concurrency: 1, threads: 3, buffer: 0 }, kit: { thread } })
  expect(taken).toEqual([0, 0, 0, 0, 0, 0])
})
