import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Change, sideOf } from '../../../../bench/judge/gate/limit.ts'

const changes = fc
  .tuple(fc.double({ min: -1, max: 1, noNaN: true }), fc.double({ min: 0, max: 0.5, noNaN: true }))
  .map(([log, reach]): Change => ({
    ratio: Math.exp(log),
    low: Math.exp(log - reach),
    high: Math.exp(log + reach),
    blocks: 6,
  }))
const limits = fc.double({ min: 0.001, max: 1, noNaN: true })

const aChange = (low: number, high: number): Change => ({ ratio: Math.sqrt(low * high), low, high, blocks: 6 })

test('a change is beyond its limit or within it as a whole, else open', () => {
  expect(sideOf(aChange(1.11, 1.3), 0.1)).toBe('beyond')
  expect(sideOf(aChange(0.9, 1.09), 0.1)).toBe('within')
  expect(sideOf(aChange(1.05, 1.2), 0.1)).toBe('open')
  // Significantly slower, and significantly less so than is allowed.
  expect(sideOf(aChange(1.02, 1.08), 0.1)).toBe('within')
  // However much faster it is.
  expect(sideOf(aChange(0.2, 0.3), 0.1)).toBe('within')
})

// Breakage: an interval whose ends are mixed up, or a limit that is not seen from the side of growth.
test('what has significantly grown beyond a limit has, with the sides swapped, significantly not, and no change is both', () => {
  fc.assert(
    fc.property(changes, limits, (change, limit) => {
      const backwards = { ...change, low: 1 / change.high, high: 1 / change.low }
      if (sideOf(change, limit) === 'beyond') expect(sideOf(backwards, limit)).toBe('within')
      if (sideOf(change, limit) === 'beyond') expect(sideOf(change, limit * 0.9)).toBe('beyond')
      if (sideOf(change, limit) === 'within') expect(sideOf(change, limit * 1.1)).toBe('within')
      if (sideOf(change, limit) === 'open') expect(change.low <= 1 + limit && change.high > 1 + limit).toBe(true)
    }),
  )
})
