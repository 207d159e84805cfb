import { expect, test } from 'vitest'
import { type Expectation, expectationFor } from '../../support/expectations.ts'
import { expectWording } from '../../support/wording.ts'

const EXPECTATIONS: readonly Expectation[] = [
  ...(['string', 'number', 'int', 'boolean', 'array', 'object'] as const).map(
    (expected) => ({ code: 'invalid_type', expected }) as const,
  ),
  { code: 'too_small', origin: 'string', minimum: 1 },
  { code: 'too_small', origin: 'array', minimum: 1 },
  { code: 'too_small', origin: 'number', minimum: 1, inclusive: true },
  { code: 'too_small', origin: 'number', minimum: 0, inclusive: false },
  { code: 'too_big', origin: 'string', maximum: 100 },
  { code: 'too_big', origin: 'array', maximum: 40 },
  { code: 'too_big', origin: 'number', maximum: 1, inclusive: true },
  { code: 'invalid_value', values: ['full', 'prefilter'] },
  { code: 'invalid_union', options: ['constant', 'lognormal'] },
]

test('what would have been right in a scenario is said as it is kept', () => {
  const texts = EXPECTATIONS.map((issue) => [JSON.stringify(issue), expectationFor(issue)] as const)
  expect(new Set(texts.map(([, text]) => text)).size).toBe(texts.length)
  expectWording('expectations.txt', Object.fromEntries(texts))
})
