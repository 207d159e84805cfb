import { expect, test } from 'vitest'
import { abTitle } from '../../../../bench/commands/functions/ab.ts'

test('a comparison is called after its stack, or after its functions', () => {
  expect(abTitle('utakata', ['utakata-sequential-1769'])).toBe('ab of utakata')
  expect(abTitle(undefined, ['old-api', 'new-api'])).toBe('ab of old-api, new-api')
})

test('of many functions the first are named, and how many there are beside them', () => {
  const names = Array.from({ length: 9 }, (_, index) => `orders-api-version-${index}`)
  expect(abTitle(undefined, names)).toBe('ab of orders-api-version-0, orders-api-version-1 and 7 more')
})

// Breakage: the number of an account in a report that people share.
test('of an ARN there is the name of the function alone', () => {
  const arn = 'arn:aws:lambda:eu-central-1:123456789012:function:orders:live'
  expect(abTitle(undefined, [arn, '123456789012:function:other'])).toBe('ab of orders:live, other')
})

test('the title of a comparison is never longer than sixty characters', () => {
  for (const length of [1, 50, 60, 64, 140])
    for (const stack of [undefined, 's'.repeat(length)])
      expect(abTitle(stack, ['f'.repeat(length), 'g'.repeat(length), 'h']).length).toBeLessThanOrEqual(60)
})
