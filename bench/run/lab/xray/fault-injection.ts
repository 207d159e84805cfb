/** How a local X-Ray of a test fails as the real one does at times. */
export interface FaultInjection {
  /** A trace can be neither found nor read until this long after its last document came, in milliseconds. */
  readonly indexDelayMs: number
  /** Every n-th API call is answered 429; 0 for none. */
  readonly throttleEvery: number
  /** Whether the n-th datagram, from 1, is lost. */
  readonly isLost: (datagram: number) => boolean
  /** Where the account has its traces: with Transaction Search, in CloudWatch Logs. */
  readonly destination: 'XRay' | 'CloudWatchLogs'
  /** With Transaction Search, the share of traces that X-Ray itself finds, from 0 to 1. */
  readonly indexedShare: number
  /** How long a retrieval of traces from CloudWatch Logs takes, in milliseconds. */
  readonly retrievalMs: number
  /** Most traces on a page of GetTraceSummaries and BatchGetTraces, at least 1. */
  readonly pageSize: number
}

export const NO_FAULTS: FaultInjection = {
  indexDelayMs: 0,
  throttleEvery: 0,
  isLost: () => false,
  pageSize: 100,
  destination: 'XRay',
  indexedShare: 0.01,
  retrievalMs: 200,
}
