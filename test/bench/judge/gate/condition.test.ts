import { expect, test } from 'vitest'
import { type Condition, formatCondition, parseCondition } from '../../../../bench/judge/gate/condition.ts'
import { METRICS } from '../../../../bench/judge/gate/metric.ts'
import { UserError } from '../../../../bench/io/user-error.ts'

test('a condition is a metric and a limit, with or without a strategy, however it is spaced', () => {
  const given: readonly (readonly [string, Condition])[] = [
    ['time > +10%', { metric: 'time', limit: 0.1 }],
    [' time>+10% ', { metric: 'time', limit: 0.1 }],
    ['first-notification > +2.5%', { metric: 'first-notification', limit: 0.025 }],
    ['cpu > +100%', { metric: 'cpu', limit: 1 }],
    ['pipelined: rss > +5%', { metric: 'rss', limit: 0.05, strategy: 'pipelined' }],
    ['worker-threads :rss>+5%', { metric: 'rss', limit: 0.05, strategy: 'worker-threads' }],
  ]
  for (const [text, condition] of given) expect(parseCondition(text), text).toEqual(condition)
})

test('a condition that was formatted is the same condition', () => {
  for (const metric of Object.keys(METRICS) as (keyof typeof METRICS)[])
    for (const limit of [0.001, 0.07, 0.1, 0.125, 1 / 3, 2]) {
      const condition = { metric, limit, strategy: 'look-ahead' }
      const again = parseCondition(formatCondition(condition))
      expect(again).toEqual({ ...condition, limit: expect.closeTo(limit, 7) })
    }
})

// Breakage: a typing mistake that makes a gate which is always green.
test('anything else is refused with what was expected and what was given', () => {
  for (const text of [
    '',
    'time',
    'time > 10%',
    'time > +10',
    'time > +0%',
    'time > -10%',
    'time < +10%',
    'time >= +10%',
    'time > +10%%',
    'time > +1e3%',
    'time > +99999%',
    'speed > +10%',
    'toString > +10%',
    'Makespan > +10%',
    ': time > +10%',
    'time > +10% or cpu > +10%',
  ]) {
    expect(() => parseCondition(text), text).toThrow(UserError)
    expect(() => parseCondition(text), text).toThrow(
      expect.objectContaining({
        code: 'not-a-condition',
        parameters: {
          metrics: ['time', 'first-notification', 'cpu', 'rss'],
          mostPercent: 10_000,
          given: text,
        },
      }),
    )
  }
})
