import { isDeepStrictEqual } from 'node:util'
import { type Constraints, parseObjective, SPEED, type SelectionCriteria } from '../../judge/selection-criteria.ts'
import { parseBytes, parseCount, parseDuration } from '../../cli/values.ts'

/** What is wanted of the recommended strategy, as options say it. */
export interface CriteriaOptions {
  readonly for?: string
  readonly maxRss?: string
  readonly maxStall?: string
  readonly maxInFlight?: string
  readonly maxFailures?: string
}

/** Throws a UserError for an objective that is not known, and for a limit without its unit. */
export function parseCriteria({
  for: objective = 'speed',
  maxRss,
  maxStall,
  maxInFlight,
  maxFailures,
}: CriteriaOptions): SelectionCriteria {
  const constraints: Constraints = {
    ...(maxRss !== undefined && { rssBytes: parseBytes(maxRss, '--max-rss') }),
    ...(maxStall !== undefined && { eventLoopDelayMs: parseDuration(maxStall, '--max-stall') }),
    ...(maxInFlight !== undefined && { inFlight: parseCount(maxInFlight, '--max-in-flight') }),
    ...(maxFailures !== undefined && { failures: parseCount(maxFailures, '--max-failures', 0) }),
  }
  return { objective: parseObjective(objective), constraints }
}

/** Whether anything is wished for but speed. */
export function isChosen(options: CriteriaOptions): boolean {
  return !isDeepStrictEqual(parseCriteria(options), SPEED)
}
