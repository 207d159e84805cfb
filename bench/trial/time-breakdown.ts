import type { StepName } from '../../strategies/job.ts'
import { type Marks, spanOf, STEPS } from '../../strategies/recording.ts'
import { criticalPath, type FeedSpans, meanConcurrencyOf } from '../statistics/critical-path.ts'
import type { TimeBreakdown } from './trial.ts'

/** What is known of a run beside its recording; times in milliseconds. */
export interface RecordedRun {
  readonly recording: Marks
  /** Epoch milliseconds, by the clock of the recording. */
  readonly beganMs: number
  readonly makespanMs: number
  /** Of the whole process. */
  readonly cpuMs: number
  /** How long the server held the answers of each feed. */
  readonly fetchHeldMs: Float64Array
  readonly notifyHeldMs: Float64Array
  /** How many requests each feed made in its two steps; one each where that is not known. */
  readonly requests?: { readonly fetch: Uint32Array; readonly notify: Uint32Array }
}

/**
 * Where a makespan went, along the chain of steps that it waited for. Of a fetch or a post on that chain, what the server held is
 * waiting, and what its requests cost this process on average is its CPU; whatever it took beyond is queueing, like the time between
 * two steps. A check is CPU altogether, with its way to a thread and back. Undefined where a feed came to no step.
 */
export function breakDownTime({
  recording,
  beganMs,
  makespanMs,
  cpuMs,
  requests,
  ...held
}: RecordedRun): TimeBreakdown | undefined {
  const { fetchHeldMs, notifyHeldMs } = held
  const run = { beginMs: 0, endMs: makespanMs }
  const feeds = Array.from(fetchHeldMs, (_, feed): FeedSpans => ({ feed, spans: spansIn(recording, feed, beganMs) }))
  if (feeds.length === 0 || feeds.some(({ spans }) => spans.length === 0)) return undefined
  const chain = criticalPath(feeds, run, feeds.length)!
  // One at least: not every request tells which feed it is for.
  const requestsIn = (step: string, feed: number) =>
    step === 'check' ? 0 : Math.max(1, requests?.[step as 'fetch'][feed] ?? 1)
  const requestMs = requestCpuMs(feeds, cpuMs, requestsIn)
  const path = { fetch: 0, check: 0, notify: 0 }
  let waitingMs = 0
  let ownMs = 0
  let queueingMs = chain.waitingMs
  for (const { feed, step, beginMs, endMs } of chain.path) {
    path[step as StepName]++
    const tookMs = endMs - beginMs
    const heldMs = Math.min(tookMs, heldOf(step, feed, fetchHeldMs, notifyHeldMs))
    const cpuOfStepMs = step === 'check' ? tookMs : Math.min(tookMs - heldMs, requestMs * requestsIn(step, feed))
    waitingMs += heldMs
    ownMs += cpuOfStepMs
    queueingMs += tookMs - heldMs - cpuOfStepMs
  }
  const meanConcurrency = meanConcurrencyOf(feeds, run)
  return { waitingMs, cpuMs: ownMs, queueingMs, startUpMs: chain.aroundMs, path, meanConcurrency }
}

/** From the run's begin: an epoch's milliseconds are too many to be added up exactly. */
function spansIn(recording: Marks, feed: number, beganMs: number): FeedSpans['spans'] {
  return STEPS.flatMap((step) => {
    const { beginMs, endMs } = spanOf(recording, feed, step)
    return endMs > 0 ? [{ step, beginMs: beginMs - beganMs, endMs: endMs - beganMs }] : []
  })
}

function heldOf(step: string, feed: number, fetchHeldMs: Float64Array, notifyHeldMs: Float64Array): number {
  if (step === 'check') return 0
  return (step === 'fetch' ? fetchHeldMs : notifyHeldMs)[feed]!
}

/** What is left of the process's time after the checks, for each request. */
function requestCpuMs(
  feeds: readonly FeedSpans[],
  cpuMs: number,
  requestsIn: (step: string, feed: number) => number,
): number {
  let requests = 0
  let checkMs = 0
  for (const { feed, spans } of feeds)
    for (const { step, beginMs, endMs } of spans) {
      if (step === 'check') checkMs += endMs - beginMs
      requests += requestsIn(step, feed)
    }
  return requests > 0 ? Math.max(0, cpuMs - checkMs) / requests : 0
}
