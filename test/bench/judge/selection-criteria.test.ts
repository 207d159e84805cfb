import { expect, test } from 'vitest'
import { nameOf, parseObjective } from '../../../bench/judge/selection-criteria.ts'
import { parseCriteria } from '../../../bench/commands/results/criteria.ts'
import { UserError } from '../../../bench/io/user-error.ts'

test('an objective is read and called as it was written', () => {
  for (const text of ['speed', 'cost', 'first-notification', 'balanced=0.7', 'balanced=0', 'balanced=1'])
    expect(nameOf(parseObjective(text))).toBe(text)
})

test('what is no objective is refused with an explanation', () => {
  for (const text of ['', 'fast', 'balanced', 'balanced=', 'balanced=2', 'balanced=-1', 'balanced=0.7x', 'Speed'])
    expect(() => parseObjective(text), text).toThrow(UserError)
  expect(() => parseObjective('fun')).toThrow(
    expect.objectContaining({ code: 'not-an-objective', parameters: { given: 'fun' } }),
  )
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
    expect(() => parseCriteria({ [option]: value }), `${option} ${value}`).toThrow(UserError)
  expect(() => parseCriteria({ maxRss: '256' })).toThrow(
    expect.objectContaining({ code: 'not-a-size', parameters: { option: '--max-rss', given: '256' } }),
  )
})
