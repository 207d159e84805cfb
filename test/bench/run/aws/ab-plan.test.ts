import { expect, test } from 'vitest'
import { looksOf } from '../../../../bench/run/aws/ab-plan.ts'

test('there is one look, when all containers are done, and none below twelve of them', () => {
  expect([0, 1, 11].map(looksOf)).toEqual([[], [], []])
  expect(looksOf(12)).toEqual([{ blocks: 12, alpha: 0.05 }])
  expect(looksOf(40)).toEqual([{ blocks: 40, alpha: 0.05 }])
})
