import { expect, test } from 'vitest'
import { createProcessors } from '../../../bench/model/processors.ts'
import { createClock, nextTick } from '../../../bench/model/virtual-clock.ts'

/** When each of some pieces of work of 1 ms is done, by the thread that each is given to. */
async function endsOf(threads: readonly number[], cores: number): Promise<number[]> {
  const clock = createClock(nextTick)
  const processors = createProcessors(clock, cores)
  const all = Array.from({ length: 3 }, () => processors.thread())
  const ends: number[] = []
  await clock.run(
    Promise.all(
      threads.map(async (thread, index) => {
        await all[thread]!.do('work', () => 1)
        ends[index] = clock.nowMs()
      }),
    ),
  )
  return ends
}

test('a thread does what it is given one after another, in the order of the requests', async () => {
  expect(await endsOf([0, 0, 0], 8)).toEqual([1, 2, 3])
})

test('threads work beside each other where there are processors, and in turns where there are not', async () => {
  expect(await endsOf([0, 1, 2], 3)).toEqual([1, 1, 1])
  expect(await endsOf([0, 1, 2], 2)).toEqual([1, 1, 2])
  expect(await endsOf([0, 0, 0, 1], 1)).toEqual([1, 3, 4, 2])
})

test('a piece of work knows how long ago its kind was last done on its thread', async () => {
  const clock = createClock(nextTick)
  const processors = createProcessors(clock, 2)
  const [one, other] = [processors.thread(), processors.thread()]
  const pauses: number[] = []
  const work = (thread: typeof one, kind: string) =>
    thread.do(kind, (pauseMs) => {
      pauses.push(pauseMs)
      return 1
    })
  await clock.run(
    (async () => {
      await work(one, 'fetch')
      await clock.sleep(5)
      await work(one, 'fetch')
      await work(one, 'check')
      await work(one, 'fetch')
      await work(other, 'fetch')
    })(),
  )
  expect(pauses).toEqual([Infinity, 5, Infinity, 1, Infinity])
  expect(one.busyMs()).toBe(4)
})

test('what follows from work that is done comes before what waits, and what a wait ends comes after it', async () => {
  const clock = createClock(nextTick)
  const thread = createProcessors(clock, 1).thread()
  const order: string[] = []
  const work = async (name: string) => {
    await thread.do(name, () => 1)
    order.push(name)
  }
  const feed = async (name: string) => {
    await work(`${name} received`)
    await work(`${name} checked`)
    await clock.sleep(0.5)
    await work(`${name} answered`)
  }
  await clock.run(Promise.all([feed('a'), feed('b'), feed('c')]))
  expect(order).toEqual([
    'a received',
    'a checked',
    'b received',
    'b checked',
    'c received',
    'c checked',
    'a answered',
    'b answered',
    'c answered',
  ])
})
