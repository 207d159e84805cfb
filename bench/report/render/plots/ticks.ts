import { extentOf } from '../../../statistics/extent.ts'

/** Least and greatest of what is shown, in its own unit. */
export type Domain = readonly [low: number, high: number]

/** From the finest to the coarsest: which numbers of each power of ten are shown. */
const STEPS = [[1, 1.5, 2, 3, 4, 5, 6, 7, 8, 9], [1, 1.5, 2, 3, 4, 5, 7], [1, 1.5, 2, 3, 5, 7], [1, 2, 5], [1, 3], [1]]

/** So much a digit is wide and high, and so much has to stay free beside a label, in pixels. */
const DIGIT = 6.5
const HEIGHT = 11
const GAP = 10

/** How far a label may reach beyond either end of its axis, in pixels. */
const OVERHANG = 8

/** Round numbers for an axis of logarithms, as many as have room; the ends themselves where fewer than two are round. */
export function logTicks([low, high]: Domain, pixels: number, { isUpright = false } = {}): number[] {
  // So near to each other, equal steps look equal, and few numbers are round.
  if (high / low < 2) return linearTicks([low, high], pixels, { isUpright })
  const at = (value: number) => (Math.log(value / low) / Math.log(high / low)) * pixels
  const halfOf = (value: number) => (isUpright ? HEIGHT : String(value).length * DIGIT) / 2
  const isInside = (value: number) =>
    at(value) - halfOf(value) >= -OVERHANG && at(value) + halfOf(value) <= pixels + OVERHANG
  for (const steps of STEPS) {
    const ticks = roundNumbersIn([low, high], steps).filter(isInside)
    const fits = ticks.every((tick, place) => {
      const next = ticks[place + 1]
      return next === undefined || at(next) - at(tick) >= halfOf(tick) + halfOf(next) + GAP
    })
    if (fits && ticks.length > 1) return ticks
  }
  return [low, high].map((end) => Number(end.toPrecision(3)))
}

function roundNumbersIn([low, high]: Domain, steps: readonly number[]): number[] {
  const ticks: number[] = []
  const [first, last] = [low, high].map((end) => Math.floor(Math.log10(end))) as [number, number]
  if (!Number.isFinite(last - first)) return ticks
  for (let power = first; power <= last; power++) {
    for (const step of steps) {
      const tick = Number(`${step}e${power}`)
      if (tick >= low && tick <= high) ticks.push(tick)
    }
  }
  return ticks
}

/** A little beyond the least and the greatest, by a share of what lies between; of logarithms. */
export function logDomain(values: readonly number[], room = 0.06): Domain {
  const known = values.filter((value) => value > 0)
  const [low, high] = extentOf(known)
  // Of a single value there is nothing between.
  const reach = Math.max(Math.log(high / low), 0.1) * room
  return [low * Math.exp(-reach), high * Math.exp(reach)]
}

/** Round numbers for an axis of equal steps, as many as have room. */
export function linearTicks([low, high]: Domain, pixels: number, { isUpright = false } = {}): number[] {
  const most = Math.max(2, Math.floor(pixels / (isUpright ? 30 : 60)))
  const rough = (high - low) / most
  const power = 10 ** Math.floor(Math.log10(rough))
  const step = [1, 2, 5, 10].map((one) => one * power).find((one) => one >= rough)!
  const first = Math.ceil(low / step)
  return Array.from(
    { length: Math.floor(high / step) - first + 1 },
    (_, index) => +((first + index) * step).toPrecision(12),
  )
}
