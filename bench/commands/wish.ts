import { isDeepStrictEqual } from 'node:util'
import { type Bounds, parseObjective, SPEED, type Wish } from '../judge/objective.ts'
import { parseBytes, parseCount, parseDuration } from '../cli/values.ts'

/** What is wanted of the strategy to ship, as options say it. */
export interface WishOptions {
  readonly for?: string
  readonly maxRss?: string
  readonly maxStall?: string
  readonly maxInFlight?: string
  readonly maxFailures?: string
}

/** Throws a UsageError for an objective that is not known, and for a limit without its unit. */
export function parseWish({ for: objective = 'speed', maxRss, maxStall, maxInFlight, maxFailures }: WishOptions): Wish {
  const bounds: Bounds = {
    ...(maxRss !== undefined && { rssBytes: parseBytes(maxRss, '--max-rss') }),
    ...(maxStall !== undefined && { stallMs: parseDuration(maxStall, '--max-stall') }),
    ...(maxInFlight !== undefined && { inFlight: parseCount(maxInFlight, '--max-in-flight') }),
    ...(maxFailures !== undefined && { failures: parseCount(maxFailures, '--max-failures', 0) }),
  }
  return { objective: parseObjective(objective), bounds }
}

/** Whether anything is wished for but speed. */
export function isWished(options: WishOptions): boolean {
  return !isDeepStrictEqual(parseWish(options), SPEED)
}
