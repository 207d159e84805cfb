/** How local logs of a test fail as the real ones do at times. */
export interface LogFaults {
  /** An event cannot be found until this long after it was logged, in milliseconds. */
  readonly ingestDelayMs: number
  /** Every n-th call is throttled; 0 for none. */
  readonly throttleEvery: number
  /** Most events that a page is made of, whether they match or not: pages may be empty. */
  readonly scanSize: number
}

export const NO_LOG_FAULTS: LogFaults = { ingestDelayMs: 0, throttleEvery: 0, scanSize: Infinity }
