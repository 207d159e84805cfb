import { expect, test } from 'vitest'
import { nameOf, parseObjective } from '../../../bench/judge/selection-criteria.ts'
import { parseCriteria } from '../../../bench/commands/criteria.ts'
import { UsageError } from '../../../bench/io/usage-error.ts'

test('an objective is read and called as it was written', () => {
  for (const text of ['speed', 'cost', 'first-notification', 'balanced=0.7', 'balanced=0', 'balanced=1'])
    expect(nameOf(parseObjective(text))).toBe(text)
})

test('what is no objective is refused in words', () => {
  for (const text of ['', 'fast', 'balanced', 'balanced=', 'balanced=2', 'balanced=-1', 'balanced=0.7x', 'Speed'])
    expect(() => parseObjective(text), text).toThrow(UsageError)
  expect(() => parseObjective('fun')).toThrow(/^--for: expected speed, cost, .*, got "fun"$/)
})

test('limits carry their units, and are refused without', () => {
  expect(parseCriteria({ maxRss: '256MB', maxStall: '200ms', maxInFlight: '50', maxFailures: '0' })).toEqual({
    objective: { for: 'speed' },
    constraints: { rssBytes: 256_000_000, eventLoopDelayMs: 200, inFlight: 50, failures: 0 },
  })
  expect(parseCriteria({ maxRss: '1.5GB' }).constraints.rssBytes).toBe(1_500_000_000)
  for (const [option, value] of [
    ['maxRss', '256'],
    ['maxRss', '0MB'],
    ['maxRss', '-1MB'],
    ['maxStall', '200'],
    ['maxInFlight', '0'],
    ['maxInFlight', '5MB'],
    ['maxFailures', '-1'],
  ] as const)
    expect(() => parseCriteria({ [option]: value }), `${option} ${value}`).toThrow(UsageError)
  expect(() => parseCriteria({ maxRss: '256' })).toThrow(
    '--max-rss: expected a size such as 256MB or 1.5GB, more than 0, got "256"',
  )
})
