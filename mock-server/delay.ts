import type { World } from './world.ts'

/** How long an answer is held back before its first byte. */
export type Delay = World['fetchDelay']

/** Draws a delay in milliseconds from two numbers that are uniform in [0, 1). */
export function drawDelayMs(delay: Delay, [u, v]: readonly [number, number]): number {
  switch (delay.model) {
    case 'constant':
      return delay.ms
    case 'lognormal': {
      const { medianMs, sigma } = lognormalOf(delay)
      return medianMs * Math.exp(sigma * normal(u, v))
    }
    case 'pareto':
      return Math.min(delay.mostMs, delay.leastMs * (1 - u) ** (-1 / delay.shape))
    case 'empirical':
      return quantileAt(delay.quantilesMs, u)
  }
}

/** Between values at even steps by straight lines. Source: Hyndman & Fan, The American Statistician 50 (1996), type 7. */
export function quantileAt(quantiles: readonly number[], share: number): number {
  const position = share * (quantiles.length - 1)
  const rank = Math.min(Math.floor(position), quantiles.length - 2)
  const [below, above] = [quantiles[rank]!, quantiles[rank + 1]!]
  return below + (position - rank) * (above - below)
}

/** The delay that half of all delays exceed. */
export function medianDelayMs(delay: Delay): number {
  // At these two numbers a normal deviate is 0.
  return drawDelayMs(delay, [0.5, 0.25])
}

/** The 99th percentile of the standard normal distribution. */
const Z_99 = 2.326_347_874_040_841

/** Median and sigma of a lognormal delay, which its percentiles give where it is described by them. */
export function lognormalOf({ medianMs, sigma, p50Ms, p99Ms }: Delay & { readonly model: 'lognormal' }): {
  readonly medianMs: number
  readonly sigma: number
} {
  return p50Ms === undefined || p99Ms === undefined
    ? { medianMs: medianMs!, sigma: sigma! }
    : { medianMs: p50Ms, sigma: Math.log(p99Ms / p50Ms) / Z_99 }
}

/** Source: Box and Muller, Annals of Mathematical Statistics 29 (1958), p. 610. */
function normal(u: number, v: number): number {
  return Math.sqrt(-2 * Math.log(1 - u)) * Math.cos(2 * Math.PI * v)
}

/**
 * Two numbers, uniform in [0, 1), that depend on nothing but the key: never on the order of arrival or on who asks. So feed
 * 17 in iteration 3 is exactly as slow for each strategy. FNV-1a over the text, spread by the finalizer of MurmurHash3.
 */
export function drawUnits(...key: readonly (string | number)[]): [number, number] {
  let hash = 0x811c9dc5
  for (const character of key.join(' ')) hash = Math.imul(hash ^ character.codePointAt(0)!, 0x01000193)
  return [spread(hash) / 2 ** 32, spread(hash ^ 0x9e3779b9) / 2 ** 32]
}

function spread(hash: number): number {
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return (hash ^ (hash >>> 16)) >>> 0
}
