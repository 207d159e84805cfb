import { createHash } from 'node:crypto'
import { StepError } from './failure.ts'
import { normalizeAddress } from './feed-address.ts'
import type { CalendarJob, Notice, Work } from './job.ts'
import { createLimit } from './limit.ts'

/** One occurrence as it is claimed. Keys are digests, since they hold the address of a feed, which is often a secret. */
interface Claim {
  readonly key: string
  /**
   * Keys under which an earlier version may have claimed it. Only a claim written by such a version counts there: from
   * CLAIM_VERSION on, the same key belongs to another occurrence.
   */
  readonly earlierKeys: readonly string[]
  readonly startMs: number
}

/** What a store writes beside each claim. Claims of version 1, which wrote none, did not distinguish moved occurrences. */
export const CLAIM_VERSION = 2

/** How long after its start a claim is kept: longer than any retry or overlap of windows comes. */
export const REMEMBERED_MS = 30 * 86_400_000

/** What was sent, or is about to be: on a schedule the same occurrence comes up in run after run. */
export interface Claims {
  /**
   * Resolves to whether the occurrence is ours now: false when it is taken. Where it throws, at the latest when `signal` is
   * aborted, it has seen to it that the key is not ours, or says that it may be.
   */
  readonly take: (claim: Claim, signal: AbortSignal) => Promise<boolean>
  /** Gives `key` back if it is ours; rejects where it cannot, within a second once `signal` is aborted. */
  readonly release: (key: string, signal: AbortSignal) => Promise<void>
  readonly close: () => Promise<void>
}

/**
 * Notices that are claimed and not yet posted, at a time, of each thread. A crash loses no more than these, and at a deadline no more
 * have to be given back; Slack takes one a second.
 */
const MAX_OPEN = 8

/**
 * `work` that claims each occurrence before it is posted, and gives the claim back when the post certainly reached nobody. So it
 * is sent at most once however often its window comes up; what a crash between claim and post loses is not sent at all.
 */
export function claimFirst(work: Work, job: CalendarJob, claims: Claims): Work {
  const urls = new Map(job.feeds.map(({ id, url }) => [id, url]))
  const claimOf = createClaimOf()
  const limit = createLimit(MAX_OPEN)
  return {
    ...work,
    notify(notice, signal) {
      const claim = claimOf(urls.get(notice.feedId)!, notice)
      return limit(async () => {
        signal.throwIfAborted()
        if (!(await take(claims, claim, signal))) return 'claimed'
        try {
          return await work.notify(notice, signal)
        } catch (error) {
          if (reachedNobody(error, signal)) await giveBack(claims, claim.key, error, signal)
          throw error
        }
      })
    },
    async close() {
      await Promise.all([work.close(), claims.close()])
    },
  }
}

/**
 * Makes the claims of a run. An occurrence is known by the address of its feed (not its id, which changes with the place in a list),
 * its UID, its start and, where it was moved, where it was moved from; whatever its title, except where there is nothing else: in an
 * event without a UID, and in the second one of a calendar for which all of these are the same.
 */
function createClaimOf(): (url: string, notice: Notice) => Claim {
  const seen = new Set<string>()
  return (url, { uid, startMs, recurrenceMs, summary }) => {
    const isMoved = uid !== '' && recurrenceMs !== undefined
    const identify = (address: string) => {
      const known = `${address}\n${uid}\n${startMs}`
      return { known, titled: `${known}\n${summary}` }
    }
    const address = normalizeAddress(url)
    const { known, titled } = identify(address)
    // As JSON it begins like no address, so it is never the key of something that was not moved.
    const own = isMoved ? JSON.stringify([address, uid, startMs, recurrenceMs]) : known
    const byTitle = uid === '' || seen.has(own)
    seen.add(own)

    // Before version 2 the address stood in a claim as it was written in the list, and a moved occurrence was claimed as if it were not:
    // one that shares its start was then the second one, known by its title.
    const before = [...new Set([address, url])].map(identify)
    const earlier = isMoved
      ? before.flatMap((one) => [one.known, one.titled])
      : before.flatMap((one) => (byTitle ? one.titled : [one.known, one.titled]))
    const text = byTitle ? (isMoved ? `${own}\n${summary}` : titled) : own
    return { key: digestOf(text), earlierKeys: earlier.filter((one) => one !== text).map(digestOf), startMs }
  }
}

function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

async function take(claims: Claims, claim: Claim, signal: AbortSignal): Promise<boolean> {
  try {
    return await claims.take(claim, signal)
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause)
    throw new StepError('unclaimed', `it could not be claimed, so it was not posted (${why})`, { cause })
  }
}

/** `unknown` may have arrived; what is not a `StepError` was not foreseen, unless the run was cancelled before the post went out. */
function reachedNobody(error: unknown, signal: AbortSignal): boolean {
  return error instanceof StepError ? error.kind !== 'unknown' : signal.aborted
}

async function giveBack(claims: Claims, key: string, why: unknown, signal: AbortSignal): Promise<void> {
  try {
    await claims.release(key, signal)
  } catch (cause) {
    const { kind, message } = why instanceof StepError ? why : new StepError('aborted', 'cancelled')
    throw new StepError(kind, `${message}; its claim could not be given back, so no later run may send it`, { cause })
  }
}
