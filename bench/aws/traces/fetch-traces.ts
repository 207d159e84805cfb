import { setTimeout as sleep } from 'node:timers/promises'
import type { XRayClient } from '@aws-sdk/client-xray'
import { Arrival, type FetchedTrace } from './arrivals.ts'
import { askXRay, type Calls, MOST_IDS } from './ask-xray.ts'
import { backoffMs, type Pause } from '../backoff.ts'
import { lackOf } from './completeness.ts'
import { windowsOf } from './windows.ts'

/** Traces by their ids, or all that began in a span of time (epoch milliseconds), of which some may be expected by id. */
export type TracesWanted =
  | { readonly ids: readonly string[] }
  | {
      readonly fromMs: number
      readonly untilMs: number
      /** In X-Ray's own language of filters. */
      readonly filter?: string
      /** These are asked for whether or not the search finds them, and only for these is anything waited for. */
      readonly ids?: readonly string[]
    }

export interface FetchOptions {
  /** How long after the call late traces are still waited for; 2 minutes. With 0 X-Ray is asked once. */
  readonly patienceMs?: number
  /** What a trace still lacks, in words; undefined where it is whole. */
  readonly lackOf?: (trace: FetchedTrace) => string | undefined
  /** Is told after each batch: of the traces that are waited for how many are whole. */
  readonly progress?: (told: { readonly found: number; readonly wanted: number; readonly waitedMs: number }) => void
  readonly signal?: AbortSignal
  readonly pause?: Pause
  readonly nowMs?: () => number
  /** From 0 up to 1, for the back-off. */
  readonly random?: () => number
}

export interface FetchedTraces {
  /** The expected ones first, in their order; whole or not. */
  readonly traces: readonly FetchedTrace[]
  /** Ids of which nothing came. */
  readonly missing: readonly string[]
  readonly incomplete: readonly { readonly id: string; readonly why: string }[]
  readonly calls: Readonly<Calls>
}

const PATIENCE_MS = 120_000
/** Traces come seconds after their invocation as a rule, so that the first polls are close together. */
const FIRST_PAUSE_MS = 1000
const LONGEST_PAUSE_MS = 15_000
const PAUSE_GROWTH = 1.5
/** In all polls together: what does not exist is told as unprocessed too, and the polls ask for it anyway. */
const MOST_ASKED_AGAIN = 3

const pauseFor: Pause = (ms, signal) => sleep(ms, undefined, { signal })

/**
 * Fetches traces from X-Ray, or from what speaks like it, and waits for the late ones. Rejects with the signal's reason when it is
 * aborted, with a UsageError where AWS says what is wrong, and with a RangeError for a span of time that is none.
 */
export async function fetchTraces(
  client: XRayClient,
  wanted: TracesWanted,
  options: FetchOptions = {},
): Promise<FetchedTraces> {
  const { patienceMs = PATIENCE_MS, lackOf: lackIn = lackOf, progress, signal } = options
  const { pause = pauseFor, nowMs = () => performance.now(), random = Math.random } = options
  const beganMs = nowMs()
  const calls: Calls = { summaries: 0, batches: 0, throttled: 0, unprocessed: 0, polls: 0 }
  const xray = askXRay(client, { pause, random, signal }, calls)
  const windows = 'fromMs' in wanted ? windowsOf(wanted) : []
  const filter = 'filter' in wanted ? wanted.filter : undefined

  const expected = new Set(wanted.ids)
  const known = new Set(expected)
  const waited = () => (expected.size > 0 ? expected : known)
  const arrivals = new Map<string, Arrival>()
  /** What those that have come still lack. */
  const lacks = new Map<string, string>()
  const isOpen = (id: string) => !arrivals.has(id) || lacks.has(id)
  const askedAgain = new Map<string, number>()

  const tell = () => {
    const found = [...waited()].filter((id) => !isOpen(id)).length
    progress?.({ found, wanted: waited().size, waitedMs: nowMs() - beganMs })
  }

  async function search(): Promise<void> {
    for (const window of windows) for (const id of await xray.search(window, filter)) known.add(id)
  }

  /** Asks for traces once, and again for those that X-Ray did not get to. */
  async function collect(ids: readonly string[]): Promise<void> {
    const unprocessed: string[] = []
    for (let at = 0; at < ids.length; at += MOST_IDS) {
      const batch = await xray.batch(ids.slice(at, at + MOST_IDS))
      for (const trace of batch.traces) if (trace.Id) arrivalOf(trace.Id).take(trace)
      for (const id of ids.slice(at, at + MOST_IDS)) judge(id)
      unprocessed.push(...batch.unprocessed)
      tell()
    }
    const again = unprocessed.filter((id) => isOpen(id) && (askedAgain.get(id) ?? 0) < MOST_ASKED_AGAIN)
    if (again.length === 0) return
    for (const id of again) askedAgain.set(id, (askedAgain.get(id) ?? 0) + 1)
    await pause(backoffMs(askedAgain.get(again[0]!)!, random), signal)
    await collect(again)
  }

  function arrivalOf(id: string): Arrival {
    const arrival = arrivals.get(id) ?? new Arrival(id)
    arrivals.set(id, arrival)
    return arrival
  }

  function judge(id: string): void {
    const arrival = arrivals.get(id)
    // What X-Ray cut will not grow whole by waiting.
    const lack = arrival && !arrival.trace.limitExceeded ? lackIn(arrival.trace) : undefined
    if (lack === undefined) lacks.delete(id)
    else lacks.set(id, lack)
  }

  for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(pauseMs * PAUSE_GROWTH, LONGEST_PAUSE_MS)) {
    calls.polls++
    if (calls.polls === 1 || [...expected].some((id) => !arrivals.has(id))) await search()
    await collect([...known].filter(isOpen))
    const leftMs = beganMs + patienceMs - nowMs()
    if (leftMs <= 0 || ![...waited()].some(isOpen)) break
    await pause(Math.min(leftMs, pauseMs), signal)
  }

  const ids = [...known]
  return {
    traces: ids.flatMap((id) => arrivals.get(id)?.trace ?? []),
    missing: ids.filter((id) => !arrivals.has(id)),
    incomplete: ids.flatMap((id) => {
      const why = [arrivals.get(id)?.damage, lacks.get(id)].filter((one) => one !== undefined)
      return why.length > 0 ? [{ id, why: why.join('; ') }] : []
    }),
    calls,
  }
}
