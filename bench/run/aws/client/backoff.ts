import { isPassing, isThrottled, readAwsError } from './aws-error.ts'

export type Pause = (ms: number, signal?: AbortSignal) => Promise<void>

export interface Patience {
  readonly pause: Pause
  /** From 0 up to 1. */
  readonly random: () => number
  readonly signal?: AbortSignal | undefined
  /** Called with each answer that asked for patience. */
  readonly throttled?: () => void
}

const BASE_MS = 250
const LONGEST_MS = 20_000
/** With these pauses about a minute on average, after which it is not a matter of a moment. */
const MAX_THROTTLED = 10
const MAX_PASSING = 3

/**
 * How long to wait after so many calls in vain, counted from 0: anything up to a bound that doubles, so that clients that were
 * refused together do not come back together. Source: Brooker, "Exponential Backoff And Jitter", AWS Architecture Blog (2015).
 */
export function backoffMs(attempt: number, random: () => number): number {
  return random() * Math.min(LONGEST_MS, BASE_MS * 2 ** attempt)
}

/** Asks again while a service throttles or has a passing fault; then, and for any other error, rejects with that error. */
export async function insist<T>(ask: () => Promise<T>, { pause, random, signal, throttled }: Patience): Promise<T> {
  let [refused, failed] = [0, 0]
  while (true) {
    signal?.throwIfAborted()
    try {
      return await ask()
    } catch (error) {
      signal?.throwIfAborted()
      const awsError = readAwsError(error)
      if (isThrottled(awsError)) {
        throttled?.()
        if (refused++ >= MAX_THROTTLED) throw error
      } else if (!isPassing(awsError) || failed++ >= MAX_PASSING) throw error
    }
    await pause(backoffMs(refused + failed - 1, random), signal)
  }
}
