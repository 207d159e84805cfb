import { createBucket } from '../../mock-server/slack.ts'
import type { Rate } from '../../mock-server/world.ts'
import { createLimit } from '../../strategies/limit.ts'
import type { VirtualClock } from './virtual-clock.ts'

/** The webhook of a run, which takes so many posts a second. */
export interface SimulatedWebhook {
  /** A sender that keeps to its patience as `strategies/notify.ts` does, one in each thread; resolves when a post was taken. */
  readonly sender: () => (post: (answer: () => void) => Promise<void>) => Promise<void>
  /** How often it asked for patience so far. */
  readonly refused: () => number
}

/** `post` is given what the server does once it has held the post: to take it, or to ask for patience. No rate: it takes all. */
export function createWebhook(clock: VirtualClock, rate: Rate | undefined): SimulatedWebhook {
  const bucket = rate && createBucket(rate)
  let pausedUntilMs = 0
  let refused = 0

  return {
    refused: () => refused,
    sender() {
      const oneByOne = createLimit(1)
      return async (post) => {
        const attempt = async () => {
          let waitMs: number | undefined
          // Another thread may have been asked for more patience meanwhile.
          while (pausedUntilMs > clock.nowMs()) await clock.sleep(Math.ceil(pausedUntilMs - clock.nowMs()))
          await post(() => {
            const later = bucket?.take(clock.nowMs())
            waitMs = later && later.retryAfterSeconds * 1000
          })
          if (waitMs === undefined) return true
          refused++
          pausedUntilMs = Math.max(pausedUntilMs, clock.nowMs() + waitMs)
          return false
        }
        while (!(await (pausedUntilMs > 0 ? oneByOne(attempt) : attempt())));
      }
    },
  }
}
