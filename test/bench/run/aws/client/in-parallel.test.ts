import { expect, test } from 'vitest'
import { inParallel, Pace } from '../../../../../bench/run/aws/client/in-parallel.ts'

test('as many are under way as the pace allows, and all are done', async () => {
  const pace = new Pace({ begin: 3, ceiling: 3 })
  let [running, most] = [0, 0]
  const done: number[] = []
  await inParallel(
    Array.from({ length: 20 }, (_, nth) => nth),
    pace,
    async (nth) => {
      most = Math.max(most, ++running)
      await new Promise((resolve) => setImmediate(resolve))
      running--
      done.push(nth)
    },
  )
  expect(most).toBe(3)
  expect(done).toHaveLength(20)
})

// Breakage: whoever is throttled asks on as before, and is throttled for good.
test('a throttled call halves the pace, and calls that go well raise it one by one', () => {
  const pace = new Pace({ begin: 8, ceiling: 9 })
  pace.throttled()
  expect(pace.most).toBe(4)
  for (const expected of [5, 6]) {
    for (let call = pace.most; call > 0; call--) pace.went()
    expect(pace.most).toBe(expected)
  }
  for (let call = 0; call < 1000; call++) pace.went()
  expect(pace.most).toBe(9)
  for (let call = 0; call < 10; call++) pace.throttled()
  expect(pace.most).toBe(1)
})

test('after a failure nothing is begun, and what is under way has ended before it is reported', async () => {
  const begun: number[] = []
  let ended = 0
  const working = inParallel([1, 2, 3, 4, 5, 6], new Pace({ begin: 2 }), async (nth) => {
    begun.push(nth)
    await new Promise((resolve) => setImmediate(resolve))
    if (nth === 2) throw new Error('as planned')
    ended++
  })
  await expect(working).rejects.toThrow('as planned')
  expect(begun.length).toBeLessThan(6)
  expect(ended).toBe(begun.length - 1)
})
