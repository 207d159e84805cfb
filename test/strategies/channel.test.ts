import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { createChannel } from '../../strategies/channel.ts'
import { takeShare } from '../../strategies/lanes.ts'
import type { Job, Outcome, Steps } from '../../strategies/job.ts'

test('a channel hands on every value once and in order, whatever its capacity and whoever is faster', async () => {
  const few = fc.integer({ min: 1, max: 4 })
  await fc.assert(
    fc.asyncProperty(
      fc.scheduler(),
      fc.integer({ min: 0, max: 5 }),
      few,
      few,
      fc.integer({ min: 0, max: 20 }),
      async (scheduler, capacity, producers, consumers, count) => {
        const channel = createChannel<number>(capacity)
        const values = Array.from({ length: count }, (_, index) => index).values()
        const pushed: number[] = []
        const taken: number[] = []
        const produce = async () => {
          for (const value of values) {
            await scheduler.schedule(Promise.resolve())
            pushed.push(value)
            await channel.push(value)
          }
        }
        const consume = async () => {
          for await (const value of channel) {
            taken.push(value)
            await scheduler.schedule(Promise.resolve())
          }
        }
        const consuming = Promise.all(Array.from({ length: consumers }, consume))
        const producing = Promise.all(Array.from({ length: producers }, produce)).then(() => channel.close())
        await scheduler.waitFor(Promise.all([producing, consuming]))
        expect(taken).toHaveLength(count)
        // Two consumers may be overtaken by each other.
        const arranged = (some: number[]) => (consumers === 1 ? some : some.toSorted((a, b) => a - b))
        expect(arranged(taken)).toEqual(arranged(pushed))
      },
    ),
  )
})

test('a full channel makes producers wait until a value is taken', async () => {
  for (const capacity of [0, 1, 3]) {
    const channel = createChannel<number>(capacity)
    let accepted = 0
    for (let value = 0; value < 6; value++) void channel.push(value).then(() => accepted++)
    await new Promise(setImmediate)
    expect(accepted).toBe(capacity)
    const iterator = channel[Symbol.asyncIterator]()
    expect(await iterator.next()).toEqual({ done: false, value: 0 })
    await new Promise(setImmediate)
    expect(accepted).toBe(capacity + 1)
  }
})

test('a closed channel gives what is in it, then ends, and takes nothing more', async () => {
  const channel = createChannel<string>(1)
  await channel.push('in the buffer')
  const waiting = channel.push('still waiting')
  channel.close()
  const values: string[] = []
  for await (const value of channel) values.push(value)
  await waiting
  expect(values).toEqual(['in the buffer', 'still waiting'])
  await expect(channel.push('too late')).rejects.toThrow('the channel is closed')
  const emptied = createChannel<string>(1)
  const taking = emptied[Symbol.asyncIterator]().next()
  emptied.close()
  expect(await taking).toEqual({ done: true, value: undefined })
})

test('lanes over one counter take every feed once, no more at a time than there are lanes', async () => {
  const job: Job = { feeds: Array.from({ length: 30 }, (_, index) => ({ id: `${index}`, url: '' })) }
  let held = 0
  let most = 0
  const steps: Steps = {
    async fetch(feed) {
      most = Math.max(most, ++held)
      await new Promise(setImmediate)
      return { feed, failures: [] }
    },
    check: async ({ feed }) => ({ feed, due: [], failures: [] }),
    async notify({ feed }) {
      held--
      return { feed, sent: [], failures: [] }
    },
  }
  const taken = new Int32Array(new SharedArrayBuffer(4))
  const delivered: [number, Outcome][] = []
  const share = (lanes: number) =>
    takeShare(job, steps, { taken, lanes }, (index, outcome) => delivered.push([index, outcome]))
  await Promise.all([share(3), share(2)])
  expect(most).toBe(5)
  expect(delivered.map(([index]) => index).sort((a, b) => a - b)).toEqual([...Array(30).keys()])
  expect(delivered.every(([index, { feed }]) => feed === job.feeds[index])).toBe(true)
})
