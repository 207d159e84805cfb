import { expect, test } from 'vitest'
import { nameOf, objectiveOf, OBJECTIVES, parseObjective } from '../../../bench/judge/selection-criteria.ts'
import { parseCriteria } from '../../../bench/commands/results/criteria.ts'
import { UserError } from '../../../bench/io/user-error.ts'

test('an objective is read and called as it was written', () => {
  for (const name of ['speed', 'cost', 'first-notification']) expect(nameOf(parseObjective(name))).toBe(name)
  for (const weight of ['0', '0.7', '1']) expect(nameOf(parseObjective('balanced', weight))).toBe(`balanced=${weight}`)
  for (const name of ['speed', 'cost', 'first-notification', 'balanced=0.7', 'balanced=0'])
    expect(nameOf(objectiveOf(name))).toBe(name)
})

test('balanced without a weight counts speed and cost the same', () => {
  expect(parseObjective('balanced')).toEqual({ for: 'balanced', speedWeight: 0.5 })
})

test('what is no objective is refused with an explanation', () => {
  for (const name of ['', 'fast', 'balanced=0.7', 'Speed'])
    expect(() => parseObjective(name), name).toThrow(
      expect.objectContaining({ code: 'not-an-objective', parameters: { known: OBJECTIVES, given: name } }),
    )
  for (const given of ['', '2', '-1', '0.7x', '.7'])
    expect(() => parseObjective('balanced', given), given).toThrow(
      expect.objectContaining({ code: 'not-a-speed-weight', parameters: { given } }),
    )
  expect(() => parseObjective('cost', '0.7')).toThrow(
    expect.objectContaining({ code: 'speed-weight-without-balanced', parameters: { objective: 'cost' } }),
  )
})

test('limits carry their units, and are refused without', () => {
  expect(parseCriteria({ maxRss: '256MB', maxEventLoopDelay: '200ms', maxInFlight: '50', maxFailures: '0' })).toEqual({
    objective: { for: 'speed' },
    constraints: { rssBytes: 256_000_000, eventLoopDelayMs: 200, inFlight: 50, failures: 0 },
  })
  expect(parseCriteria({ maxRss: '1.5GB' }).constraints.rssBytes).toBe(1_500_000_000)
  for (const [option, value] of [
    ['maxRss', '256'],
    ['maxRss', '0MB'],
    ['maxRss', '-1MB'],
    ['maxEventLoopDelay', '200'],
    ['maxInFlight', '0'],
    ['maxInFlight', '5MB'],
    ['maxFailures', '-1'],
  ] as const)
    expect(() => parseCriteria({ [option]: value }), `${option} ${value}`).toThrow(UserError)
  expect(() => parseCriteria({ maxRss: '256' })).toThrow(
    expect.objectContaining({ code: 'not-a-size', parameters: { option: '--max-rss', given: '256' } }),
  )
})
