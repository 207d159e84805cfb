import { expect, test } from 'vitest'
import { Covered } from '../../mock-server/covered.ts'

// Breakage: four posts at a time of 10 ms each count as 40 ms, and a step of 11 ms is said to be far below its ideal.
test('requests of an item that overlap count once, others add up', () => {
  const covered = new Covered(2)
  for (const beganMs of [100, 100.5, 101]) covered.add({ feed: 0, beganMs }, 10)
  covered.add({ feed: 0, beganMs: 102 }, 1)
  covered.add({ feed: 0, beganMs: 200 }, 5.25)
  covered.add({ feed: 1, beganMs: 100 }, 3)
  expect([...covered.ms]).toEqual([11 + 5.25, 3])
})
