import { setTimeout as sleep } from 'node:timers/promises'

/**
 * What the threads of a run share about a webhook that answers 429: until when it asked to be left alone, until when it is left
 * alone because it kept refusing (both in epoch milliseconds on the run's clock, 0 for never), and how many 429s came in a row.
 */
export type Pause = BigInt64Array<SharedArrayBuffer>

const REQUESTED = 0
const GROWN = 1
const REFUSALS = 2

export function createPause(): Pause {
  return new BigInt64Array(new SharedArrayBuffer(3 * BigInt64Array.BYTES_PER_ELEMENT))
}

const MAX_GROWN_MS = 60_000
/** A post that another thread got accepted ends the growth for those who are asleep. */
const MAX_SLEEP_MS = 1000

/** Whether the webhook has asked for patience since the run began. */
export function isPauseRequested(pause: Pause): boolean {
  return Atomics.load(pause, REQUESTED) > 0n
}

export function refusalsInARow(pause: Pause): bigint {
  return Atomics.load(pause, REFUSALS)
}

/** How long the webhook is still to be left alone, in milliseconds; at most 0 where it is not. */
export function leftMs(pause: Pause): number {
  const requested = Atomics.load(pause, REQUESTED)
  const grown = Atomics.load(pause, GROWN)
  return Number((requested > grown ? requested : grown) - nowMs())
}

/** Resolves when the webhook may be posted to; rejects once the signal is aborted. */
export async function waitOut(pause: Pause, signal: AbortSignal): Promise<void> {
  for (let waitMs; (waitMs = leftMs(pause)) > 0;) {
    await sleep(Math.min(waitMs, MAX_SLEEP_MS), undefined, { signal })
  }
  signal.throwIfAborted()
}

/**
 * Lengthens the pause after a 429: by what Retry-After asks for, and at least by `minMs`, doubled for each further 429 in a row, up
 * to a minute. `seen`: the refusals in a row when the post was sent. Posts that were in flight together saw the same, and count as
 * one refusal: the wait grows only when the webhook refuses again after it.
 */
export function prolong(pause: Pause, seen: bigint, waits: { readonly askedMs: number; readonly minMs: number }): void {
  Atomics.compareExchange(pause, REFUSALS, seen, seen + 1n)
  const refusals = Number(Atomics.load(pause, REFUSALS))
  raise(pause, REQUESTED, Math.min(waits.askedMs, Number.MAX_SAFE_INTEGER))
  raise(pause, GROWN, grownMs(refusals, waits.minMs))
}

/**
 * A post was accepted: the next 429 is the first of its row, and the webhook is left alone only for as long as it asks, or for what is
 * left of `minMs`: the post may have been on its way when another one was refused.
 */
export function endRefusals(pause: Pause, minMs: number): void {
  Atomics.store(pause, REFUSALS, 0n)
  const until = nowMs() + BigInt(Math.ceil(minMs))
  if (Atomics.load(pause, GROWN) > until) Atomics.store(pause, GROWN, until)
}

/** The wait after so many 429s in a row, whatever Retry-After says. */
export function grownMs(refusals: number, minMs: number): number {
  return Math.min(minMs * 2 ** Math.max(0, refusals - 1), Math.max(minMs, MAX_GROWN_MS))
}

/** Sets an instant to `ms` from now, unless it is later already. */
function raise(pause: Pause, cell: number, ms: number): void {
  const until = nowMs() + BigInt(Math.ceil(ms))
  for (let found = Atomics.load(pause, cell); found < until;) {
    const before = found
    found = Atomics.compareExchange(pause, cell, before, until)
    if (found === before) return
  }
}

/**
 * What Retry-After asks for, in milliseconds from `fromMs` (epoch): seconds or an HTTP date, the longest where there are several
 * headers. 0 where it is missing, in the past or neither. Source: RFC 9110, 10.2.3 and 5.6.7.
 */
export function retryAfterMs(header: string | readonly string[] | undefined, fromMs: number): number {
  return Math.max(0, ...[header ?? []].flat().map((value) => delayMs(value.trim(), fromMs)))
}

function delayMs(value: string, fromMs: number): number {
  if (/^\d+(\.\d+)?$/.test(value)) return Number(value) * 1000
  // Date.parse takes nearly anything, "-5" for one, for a date; senders must end theirs with GMT.
  const ms = /^[A-Z][a-z]+, .* GMT$/.test(value) ? Date.parse(value) - fromMs : 0
  return Number.isNaN(ms) ? 0 : ms
}

/** Steady, and the same in all threads. */
function nowMs(): bigint {
  return BigInt(Math.ceil(performance.timeOrigin + performance.now()))
}
