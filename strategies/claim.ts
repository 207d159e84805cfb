import { createHash } from 'node:crypto'
import { StepError } from './failure.ts'
import type { Job, Notice, Work } from './job.ts'

/** Who has told, or is about to tell, people of what: on a schedule the same occurrence comes up in run after run. */
export interface Claims {
  /** Resolves to whether `key` is ours now: false when another run has it. It need not be remembered after `untilMs`. */
  readonly take: (key: string, untilMs: number) => Promise<boolean>
  /** Gives `key` back if it is ours. */
  readonly release: (key: string) => Promise<void>
  readonly close: () => Promise<void>
}

/** Longer than any retry or overlap of windows comes after the start. */
const REMEMBERED_MS = 30 * 86_400_000

/**
 * `work` that claims each occurrence before it is posted, and gives the claim back when the post certainly reached nobody. So it
 * is told once however often its window comes up; what a crash between claim and post loses is not told at all.
 */
export function claimFirst(work: Work, job: Job, claims: Claims): Work {
  const urls = new Map(job.feeds.map(({ id, url }) => [id, url]))
  return {
    ...work,
    async notify(notice, signal) {
      const key = claimKey(urls.get(notice.feedId)!, notice)
      try {
        if (!(await take(claims, key, notice))) return 'claimed'
        return await work.notify(notice, signal)
      } catch (error) {
        if (reachedNobody(error, signal)) await giveBack(claims, key, error)
        throw error
      }
    },
    async close() {
      await Promise.all([work.close(), claims.close()])
    },
  }
}

/** Of the address, not the id of the feed, which changes with its place in a list; a digest, since an address is a secret. */
function claimKey(url: string, { uid, startMs }: Notice): string {
  return createHash('sha256').update(`${url}\n${uid}\n${startMs}`).digest('hex')
}

async function take(claims: Claims, key: string, { startMs }: Notice): Promise<boolean> {
  try {
    return await claims.take(key, Math.max(startMs, Date.now()) + REMEMBERED_MS)
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause)
    throw new StepError('unclaimed', `it could not be claimed, so it was not posted (${why})`, { cause })
  }
}

/** `unknown` may have arrived; what is not a `StepError` was not foreseen, unless the run was cancelled before the post went out. */
function reachedNobody(error: unknown, signal: AbortSignal): boolean {
  return error instanceof StepError ? error.kind !== 'unknown' : signal.aborted
}

async function giveBack(claims: Claims, key: string, why: unknown): Promise<void> {
  try {
    await claims.release(key)
  } catch (cause) {
    const { kind, message } = why instanceof StepError ? why : new StepError('aborted', 'cancelled')
    throw new StepError(kind, `${message}; its claim could not be given back, so no later run may send it`, { cause })
  }
}
