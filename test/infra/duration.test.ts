import { expect, test } from 'vitest'
import { readDuration } from '../../infra/duration.ts'
import { Refusal } from '../../infra/refusal.ts'

// Breakage: a unit is taken away or mistaken.
test('a duration is a whole number of seconds, minutes, hours or days', () => {
  for (const [text, ms] of [
    ['1s', 1000],
    ['90s', 90_000],
    ['30m', 1_800_000],
    ['2h', 7_200_000],
    ['1d', 86_400_000],
    ['007m', 420_000],
    ['366d', 31_622_400_000],
  ] as const)
    expect(readDuration('within', text), text).toBe(ms)
})

// Breakage: the pattern has no beginning or end, or nothing bounds it.
test('anything else is refused with the key, and with what would do', () => {
  for (const text of [
    '',
    '30',
    'm',
    '0s',
    '-5m',
    '1.5h',
    '30 m',
    ' 30m',
    '30M',
    '1h30m',
    'PT30M',
    '367d',
    '1e3s',
    '5y',
  ])
    expect(() => readDuration('every', text), text).toThrow(
      new Refusal({
        key: 'every',
        expected: 'a duration such as 90s or 10m, more than 0 and at most 366d',
        got: `"${text}"`,
      }),
    )
})

// Breakage: the text is quoted whatever it is.
test('of a text that may be a secret, or goes on for ever, only the length is shown', () => {
  for (const text of ['https://hooks.slack.com/services/T/B/S3CRET', '9'.repeat(1e5)])
    expect(() => readDuration('WITHIN', text)).toThrow(
      expect.objectContaining({ refused: expect.objectContaining({ got: `a text of ${text.length} characters` }) }),
    )
})
