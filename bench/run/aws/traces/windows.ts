/** From its begin on and before its end, in epoch milliseconds. */
export interface TimeWindow {
  readonly fromMs: number
  readonly untilMs: number
}

/** The longest time that one search may span: GetTraceSummaries refuses more. */
export const MAX_WINDOW_MS = 6 * 3_600_000

/**
 * A span of time as windows that X-Ray can be asked for, in order, without gap or overlap. It is widened to whole seconds, which
 * is the unit of the time in a trace's id. RangeError for a span that is empty or has no end.
 */
export function windowsOf({ fromMs, untilMs }: TimeWindow): readonly TimeWindow[] {
  if (!(Number.isFinite(fromMs) && Number.isFinite(untilMs) && fromMs < untilMs))
    throw new RangeError(
      `expected a search from a time to a later one, in epoch milliseconds, got ${fromMs} to ${untilMs}`,
    )
  const beginMs = Math.floor(fromMs / 1000) * 1000
  const endMs = Math.ceil(untilMs / 1000) * 1000
  return Array.from({ length: Math.ceil((endMs - beginMs) / MAX_WINDOW_MS) }, (_, index) => ({
    fromMs: beginMs + index * MAX_WINDOW_MS,
    untilMs: Math.min(beginMs + (index + 1) * MAX_WINDOW_MS, endMs),
  }))
}
