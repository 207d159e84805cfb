import { isDeepStrictEqual } from 'node:util'
import { type Constraints, parseObjective, SPEED, type SelectionCriteria } from '../../judge/selection-criteria.ts'
import { parseBytes, parseCount, parseDuration } from '../../cli/values.ts'

/** The options that select what is recommended. */
export interface CriteriaOptions {
  readonly optimize?: string
  readonly speedWeight?: string
  readonly maxRss?: string
  readonly maxEventLoopDelay?: string
  readonly maxInFlight?: string
  readonly maxFailures?: string
}

/** Throws a UserError for an unknown objective, and for a constraint without its unit. */
export function parseCriteria({
  optimize = 'speed',
  speedWeight,
  maxRss,
  maxEventLoopDelay,
  maxInFlight,
  maxFailures,
}: CriteriaOptions): SelectionCriteria {
  const constraints: Constraints = {
    ...(maxRss !== undefined && { rssBytes: parseBytes(maxRss, '--max-rss') }),
    ...(maxEventLoopDelay !== undefined && {
      eventLoopDelayMs: parseDuration(maxEventLoopDelay, '--max-event-loop-delay'),
    }),
    ...(maxInFlight !== undefined && { inFlight: parseCount(maxInFlight, '--max-in-flight') }),
    ...(maxFailures !== undefined && { failures: parseCount(maxFailures, '--max-failures', 0) }),
  }
  return { objective: parseObjective(optimize, speedWeight), constraints }
}

const CRITERIA_OPTIONS = [
  'optimize',
  'speedWeight',
  'maxRss',
  'maxEventLoopDelay',
  'maxInFlight',
  'maxFailures',
] as const satisfies readonly (keyof CriteriaOptions)[]

/** Whether any of them is given. */
export function hasCriteria(options: CriteriaOptions): boolean {
  return CRITERIA_OPTIONS.some((name) => options[name] !== undefined)
}

/** Whether anything but speed is asked for. */
export function isChosen(options: CriteriaOptions): boolean {
  return !isDeepStrictEqual(parseCriteria(options), SPEED)
}
