import { setTimeout as sleep } from 'node:timers/promises'
import type { XRayClient } from '@aws-sdk/client-xray'
import { UserError } from '../../../io/user-error.ts'
import { backoffMs, type Pause } from '../client/backoff.ts'
import { inParallel, Pace } from '../client/in-parallel.ts'
import type { TraceDestination } from './trace-destination.ts'
import type { TraceLack } from '../../../io/trial-reasons.ts'
import { extractTrace, type TraceExtract } from './trace-extract.ts'
import type { FetchedTrace } from './arrivals.ts'
import { askXRay, type Calls, MAX_IDS } from './ask-xray.ts'
import { lackOf } from './completeness.ts'
import { Inbox } from './inbox.ts'
import { windowsOf } from './windows.ts'

/** Traces by their ids, or all that began in a span of time (epoch milliseconds). */
export type TracesWanted =
  | { readonly ids: readonly string[] }
  | {
      readonly fromMs: number
      readonly untilMs: number
      /** In X-Ray's own language of filters. */
      readonly filter?: string
    }

export interface FetchOptions<T = TraceExtract> {
  /** Where the account has its traces; X-Ray by default. */
  readonly destination?: TraceDestination
  /** How long after the call late traces are still waited for; 2 minutes. With 0 X-Ray is asked once. */
  readonly patienceMs?: number
  /** What a trace still lacks; undefined where it is whole. */
  readonly lackOf?: (trace: FetchedTrace) => TraceLack | undefined
  /** Is given each trace once, as soon as it is whole, and at the end what is not; what it gives is all that is kept. */
  readonly read?: (trace: FetchedTrace) => T
  /** Called after each batch: of the traces that are waited for how many are whole. */
  readonly progress?: (state: { readonly found: number; readonly wanted: number; readonly waitedMs: number }) => void
  readonly signal?: AbortSignal
  readonly pause?: Pause
  readonly nowMs?: () => number
  /** What `fromMs` and `untilMs` are held against. */
  readonly epochMs?: () => number
  /** From 0 up to 1, for the back-off. */
  readonly random?: () => number
}

export interface FetchedTraces<T = TraceExtract> {
  /** In the order in which they were asked for or found; whole or not. */
  readonly traces: readonly { readonly id: string; readonly read: T }[]
  /** Ids of which nothing came. */
  readonly missing: readonly string[]
  readonly incomplete: readonly { readonly id: string; readonly lacks: readonly TraceLack[] }[]
  readonly calls: Readonly<Calls>
}

const PATIENCE_MS = 120_000
/** Traces come seconds after their invocation as a rule, so that the first polls are close together. */
const FIRST_PAUSE_MS = 1000
/** Longer, since two searches without anything new are taken for the end. */
const FIRST_SEARCH_PAUSE_MS = 5000
const LONGEST_PAUSE_MS = 15_000
const PAUSE_GROWTH = 1.5
/** In all polls together: what does not exist is returned as unprocessed too, and the polls ask for it anyway. */
const MAX_RETRIES = 3
/** Of a span that ended this long ago everything is there that will be. */
const LATEST_MS = 600_000
const QUIET_SEARCHES = 2
const MAX_TRACES = 20_000

const pauseFor: Pause = (ms, signal) => sleep(ms, undefined, { signal })

/**
 * Fetches traces from X-Ray, or from what speaks like it, and waits for the late ones: a span of time is searched until two polls in
 * a row find nothing new in it, once where it ended ten minutes ago. Rejects with the signal's reason when it is aborted, with
 * a UserError where AWS says what is wrong or there are more than 20,000, and with a RangeError for a span of time that is none.
 */
export async function fetchTraces<T = TraceExtract>(
  client: XRayClient,
  wanted: TracesWanted,
  options: FetchOptions<T> = {},
): Promise<FetchedTraces<T>> {
  const { patienceMs = PATIENCE_MS, lackOf: lackIn = lackOf, progress, signal } = options
  const { pause = pauseFor, nowMs = () => performance.now(), epochMs = Date.now, random = Math.random } = options
  // Without a reader, T is what the usual one gives.
  const { destination = 'xray', read = extractTrace as (trace: FetchedTrace) => T } = options
  const beganMs = nowMs()
  const calls: Calls = { summaries: 0, batches: 0, throttled: 0, unprocessed: 0, polls: 0 }
  const pace = new Pace()
  const patience = { pause, random, signal }
  const xray = askXRay(client, { patience, calls, pace, destination, epochMs })
  const span = 'ids' in wanted ? undefined : wanted
  const windows = span ? windowsOf(span) : []
  const isGrowing = span !== undefined && span.untilMs > epochMs() - LATEST_MS
  const inbox = new Inbox('ids' in wanted ? wanted.ids : [], { lackOf: lackIn, read })
  const retries = new Map<string, number>()

  function noteFound(ids: readonly string[]): void {
    for (const id of ids) inbox.expect(id)
    if (inbox.size > MAX_TRACES) throw new UserError('too-many-traces-found', { most: MAX_TRACES })
  }

  /** Asks for traces once, and again for those that X-Ray did not get to. */
  async function collect(ids: readonly string[]): Promise<void> {
    const unprocessed: string[] = []
    const batches = Array.from({ length: Math.ceil(ids.length / MAX_IDS) }, (_, nth) =>
      ids.slice(nth * MAX_IDS, (nth + 1) * MAX_IDS),
    )
    await inParallel(batches, pace, async (batchIds) => {
      const batch = await xray.batch(batchIds)
      for (const trace of batch.traces) inbox.take(trace)
      for (const id of batchIds) inbox.judge(id)
      unprocessed.push(...batch.unprocessed)
      progress?.({ found: inbox.size - inbox.openSize, wanted: inbox.size, waitedMs: nowMs() - beganMs })
    })
    const again = unprocessed.filter((id) => inbox.isOpen(id) && (retries.get(id) ?? 0) < MAX_RETRIES)
    if (again.length === 0) return
    for (const id of again) retries.set(id, (retries.get(id) ?? 0) + 1)
    await pause(backoffMs(retries.get(again[0]!)!, random), signal)
    await collect(again)
  }

  let quiet = 0
  let pauseMs = isGrowing ? FIRST_SEARCH_PAUSE_MS : FIRST_PAUSE_MS
  while (true) {
    calls.polls++
    const known = inbox.size
    if (calls.polls === 1 || isGrowing) for (const window of windows) await xray.search(window, span?.filter, noteFound)
    const isNew = isGrowing && inbox.size > known
    await collect(inbox.open)
    quiet = isNew || inbox.openSize > 0 ? 0 : quiet + 1
    const leftMs = beganMs + patienceMs - nowMs()
    if (leftMs <= 0 || quiet >= (isGrowing ? QUIET_SEARCHES : 1)) break
    await pause(Math.min(leftMs, pauseMs), signal)
    pauseMs = Math.min(pauseMs * PAUSE_GROWTH, LONGEST_PAUSE_MS)
  }
  return { ...inbox.empty(), calls }
}
