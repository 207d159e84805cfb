import type { Domain } from './ticks.ts'

/** An axis of logarithms over pixels, there and back. */
export interface LogAxis {
  readonly domain: Domain
  readonly at: (value: number) => number
  readonly back: (pixels: number) => number
}

export function logAxis(domain: Domain, [from, until]: readonly [number, number]): LogAxis {
  const [low, high] = domain
  const span = Math.log(high / low)
  return {
    domain,
    at: (value) => from + (Math.log(value / low) / span) * (until - from),
    back: (pixels) => low * Math.exp(((pixels - from) / (until - from)) * span),
  }
}
