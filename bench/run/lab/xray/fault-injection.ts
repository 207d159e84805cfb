/** How the local X-Ray can be made as slow, small and unreliable as the real one is at times. */
export interface Knobs {
  /** A trace can be neither found nor read until this long after its last document came, in milliseconds. */
  readonly indexDelayMs: number
  /** Every n-th API call is answered 429; 0 for none. */
  readonly throttleEvery: number
  /** Share of datagrams that are lost, 0 to 1. */
  readonly dropShare: number
  /** Which datagrams are lost, by their number, follows from this. */
  readonly seed: number
  /** Every n-th id asked of BatchGetTraces comes back unprocessed, though each trace once at most; 0 for none. */
  readonly unprocessedEvery: number
  /** Most traces on a page of GetTraceSummaries and BatchGetTraces. */
  readonly pageSize: number
  /** Most bytes of a trace whose documents come together; what comes beyond is refused, and the trace is closed. */
  readonly mostTraceBytes: number
  /** The same for a document that comes later than `togetherMs` after the first one of its trace. */
  readonly mostDrippedTraceBytes: number
  /** How long documents count as having come together, in milliseconds. X-Ray does not say how long. */
  readonly togetherMs: number
}

/**
 * X-Ray on a good day. A trace takes 500 KB when its documents come together and 100 KB when they come one by one.
 * Source: AWS re:Post Knowledge Center, "How do I resolve the trace quota error in X-Ray?".
 */
export const GOOD_DAY: Knobs = {
  indexDelayMs: 0,
  throttleEvery: 0,
  dropShare: 0,
  seed: 1,
  unprocessedEvery: 0,
  pageSize: 100,
  mostTraceBytes: 500_000,
  mostDrippedTraceBytes: 100_000,
  togetherMs: 10_000,
}

/** The knobs with some of them turned; a RangeError names the one that cannot be turned so far. */
export function turned(knobs: Knobs, some: Partial<Knobs>): Knobs {
  const all: Knobs = { ...knobs, ...some }
  for (const [name, value] of Object.entries(all)) {
    const least = name === 'pageSize' ? 1 : 0
    const most = name === 'dropShare' ? 1 : Number.MAX_SAFE_INTEGER
    if (!(value >= least && value <= most) || (name !== 'dropShare' && !Number.isInteger(value)))
      throw new RangeError(
        `${name}: expected ${name === 'dropShare' ? 'a number' : 'a whole number'} from ${least} to ${most}, got ${value}`,
      )
  }
  return all
}
