import { createHash } from 'node:crypto'
import { StepError } from './failure.ts'
import type { Job, Notice, Work } from './job.ts'
import { createLimit } from './limit.ts'

/** Who has told, or is about to tell, people of what: on a schedule the same occurrence comes up in run after run. */
export interface Claims {
  /**
   * Resolves to whether `key` is ours now: false when it is taken. It need not be remembered after `untilMs`. Where it throws, at
   * the latest when `signal` is aborted, it has seen to it that the key is not ours, or says that it may be.
   */
  readonly take: (key: string, untilMs: number, signal: AbortSignal) => Promise<boolean>
  /** Gives `key` back if it is ours; rejects where it cannot, within a second once `signal` is aborted. */
  readonly release: (key: string, signal: AbortSignal) => Promise<void>
  readonly close: () => Promise<void>
}

/** Longer than any retry or overlap of windows comes after the start. */
const REMEMBERED_MS = 30 * 86_400_000

/**
 * Notices that are claimed and not yet posted, at a time, of each thread. A crash loses no more than these, and at a deadline no more
 * have to be given back; Slack takes one a second.
 */
const MOST_OPEN = 8

/**
 * `work` that claims each occurrence before it is posted, and gives the claim back when the post certainly reached nobody. So it
 * is told at most once however often its window comes up; what a crash between claim and post loses is not told at all.
 */
export function claimFirst(work: Work, job: Job, claims: Claims): Work {
  const urls = new Map(job.feeds.map(({ id, url }) => [id, url]))
  const seen = new Set<string>()
  const limit = createLimit(MOST_OPEN)
  return {
    ...work,
    notify(notice, signal) {
      const { feedId, uid, startMs, summary } = notice
      // An event without a UID is known by its title, and so is the second one of a calendar with the same UID and start.
      const known = `${urls.get(feedId)!}\n${uid}\n${startMs}`
      const titled = `${known}\n${summary}`
      const key = digestOf(uid === '' || seen.has(known) ? titled : known)
      seen.add(known)
      return limit(async () => {
        signal.throwIfAborted()
        if (!(await take(claims, key, notice, signal))) return 'claimed'
        try {
          return await work.notify(notice, signal)
        } catch (error) {
          if (reachedNobody(error, signal)) await giveBack(claims, key, error, signal)
          throw error
        }
      })
    },
    async close() {
      await Promise.all([work.close(), claims.close()])
    },
  }
}

/** Of the address, not the id of the feed, which changes with its place in a list; a digest, since an address is a secret. */
function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

async function take(claims: Claims, key: string, { startMs }: Notice, signal: AbortSignal): Promise<boolean> {
  try {
    return await claims.take(key, Math.max(startMs, Date.now()) + REMEMBERED_MS, signal)
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
