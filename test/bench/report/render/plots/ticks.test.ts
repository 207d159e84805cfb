import fc from 'fast-check'
import { expect, test } from 'vitest'
import { logAxis } from '../../../../../bench/report/render/plots/log-axis.ts'
import { drawAxis } from '../../../../../bench/report/render/strips.ts'
import { linearTicks, logDomain, logTicks } from '../../../../../bench/report/render/plots/ticks.ts'

test('an axis of logarithms has round numbers, as many as have room', () => {
  expect(logTicks([9, 110], 900)).toEqual([9, 10, 15, 20, 30, 40, 50, 60, 70, 80, 90, 100])
  expect(logTicks([9, 110], 200)).toEqual([10, 20, 50, 100])
  expect(logTicks([0.9, 1.12], 300)).toEqual([0.9, 0.95, 1, 1.05, 1.1])
  // Breakage: labels above each other that keep the distance of those beside each other.
  expect(logTicks([9, 110], 200, { isUpright: true })).toEqual([10, 15, 20, 30, 50, 70, 100])
})

test('an axis of equal steps begins and ends within what it shows', () => {
  expect(linearTicks([0, 68.7], 900)).toEqual([0, 5, 10, 15, 20, 25, 30, 35, 40, 45, 50, 55, 60, 65])
  expect(linearTicks([0, 68.7], 200)).toEqual([0, 50])
})

// Breakage: a spacing that counts labels and not their widths.
test('no label of an axis covers another, whatever it shows', () => {
  const ends = fc.tuple(
    fc.double({ min: 1e-3, max: 1e5, noNaN: true }),
    fc.double({ min: 1.01, max: 1e4, noNaN: true }),
  )
  fc.assert(
    fc.property(ends, fc.integer({ min: 200, max: 1000 }), ([low, factor], pixels) => {
      const domain = [low, low * factor] as const
      const ticks = logTicks(domain, pixels)
      expect(ticks.length).toBeGreaterThan(0)
      const at = (value: number) => (Math.log(value / low) / Math.log(factor)) * pixels
      for (const [index, tick] of ticks.slice(1).entries()) {
        const before = ticks[index]!
        const letters = (String(tick).length + String(before).length) / 2
        expect(at(tick) - at(before)).toBeGreaterThan(6 * letters)
      }
    }),
  )
})

test('what is shown reaches a little beyond the values, even beyond a single one', () => {
  const [low, high] = logDomain([10, 20, 0])
  expect(low).toBeLessThan(10)
  expect(high).toBeGreaterThan(20)
  expect(high).toBeLessThan(22)
  const [below, above] = logDomain([5])
  expect(below).toBeLessThan(5)
  expect(above).toBeGreaterThan(5)
})

test('a place on an axis of logarithms leads back to its value', () => {
  const { at, back } = logAxis([1, 100], [50, 250])
  expect([1, 10, 100].map(at)).toEqual([50, 150, 250])
  for (const value of [1, 3, 99]) expect(back(at(value))).toBeCloseTo(value, 9)
})

// Breakage: a step that is multiplied by ten and stays 0, for ever.
test('whatever the ends of an axis are, it has a few ticks', () => {
  const ends = fc.tuple(fc.double({ noNaN: true }), fc.double({ noNaN: true }))
  const odd: [number, number][] = [
    [5e-324, 1],
    [5e-324, 5e-324],
    [0, 1],
    [-1, 1],
    [1, Infinity],
    [Number.MAX_VALUE, Number.MAX_VALUE],
    [Infinity, -Infinity],
  ]
  const check = ([low, high]: readonly [number, number]) => {
    expect(logTicks([low, high], 300).length).toBeLessThan(200)
    expect(linearTicks([low, high], 300).length).toBeLessThan(200)
    expect(drawAxis({ low, high, width: 60 }).length).toBeLessThan(500)
  }
  for (const one of odd) check(one)
  fc.assert(fc.property(ends, check))
})
