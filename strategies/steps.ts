import { setImmediate as nextTurn } from 'node:timers/promises'
import { aborted, toFailure } from './failure.ts'
import { ioClockStoppedMs } from './io-clock.ts'
import type { Failure, Feed, Job, Notice, Notification, Observe, StepName, Steps, Work } from './job.ts'

/**
 * A check that takes longer lets the event loop turn before the next one begins, so that a deadline and Ctrl-C are heard between
 * slow calendars. Ordinary ones take a few milliseconds and follow each other as the strategy has it.
 */
const LONG_CHECK_MS = 50

type Result<T> =
  | { readonly value: T; readonly failure?: undefined }
  | { readonly value?: undefined; readonly failure: Failure }

/**
 * Steps that never reject, made of bare work that may: every throw becomes a `Failure` that rides to the feed's outcome.
 * This is why a strategy holds no `try`, no signal and no tracing. Once `signal` is aborted no further work is begun.
 */
export function createSteps(job: Job, work: Work, observe: Observe, signal: AbortSignal): Steps {
  const places = new Map(job.feeds.map((feed, index) => [feed.id, index]))

  async function attempt<T>(step: StepName, feed: Feed, begin: () => Promise<T>): Promise<Result<T>> {
    if (signal.aborted) return { failure: aborted(step, signal) }
    try {
      return { value: await observe(step, places.get(feed.id)!, begin) }
    } catch (error) {
      return { failure: toFailure(step, error, signal) }
    }
  }

  /** Until the event loop has turned after a long check. */
  let turn: Promise<void> | undefined
  const checkBody = (body: Uint8Array, feed: Feed) => {
    const stoppedMs = ioClockStoppedMs()
    try {
      return work.check(body, feed, signal)
    } finally {
      if (ioClockStoppedMs() - stoppedMs > LONG_CHECK_MS) turn ??= wholeTurn().then(() => (turn = undefined))
    }
  }

  return {
    async fetch(feed) {
      const { value, failure } = await attempt('fetch', feed, () => work.fetch(feed, signal))
      return failure ? { feed, failures: [failure] } : { feed, body: value, failures: [] }
    },

    async check(fetched) {
      const { feed, body, failures } = fetched
      if (body === undefined) return { feed, due: [], failures }
      while (turn) await turn
      const { value, failure } = await attempt('check', feed, async () => checkBody(body, feed))
      letGo(fetched)
      work.release?.(body)
      if (failure) return { feed, due: [], failures: [...failures, failure] }
      const { due, problems } = value
      const found = problems.map((message): Failure => ({ step: 'check', kind: 'malformed', message }))
      return { feed, due, failures: [...failures, ...found] }
    },

    async notify({ feed, due, failures: earlier }) {
      const sent: Notification[] = []
      const failures = [...earlier]
      let claimed = 0
      if (due.length === 0) return { feed, sent, failures }
      const { failure } = await attempt('notify', feed, async () => {
        for (const notice of due) {
          if (signal.aborted) {
            failures.push(notSent(notice, aborted('notify', signal)))
            continue
          }
          try {
            const delivery = await work.notify(notice, signal)
            if (delivery === 'claimed') claimed++
            else sent.push({ ...notice, acceptedMs: performance.timeOrigin + performance.now() })
          } catch (error) {
            failures.push(notSent(notice, toFailure('notify', error, signal)))
          }
        }
      })
      // Only the cancel before the first notice, or an observer that broke, ends here: then nothing else names the loss.
      if (failure) failures.push(failure)
      return { feed, sent, failures, ...(claimed > 0 && { claimed }) }
    },
  }
}

/** Resolves once timers and sockets have been processed: the first turn may only be the rest of the one under way. */
async function wholeTurn(): Promise<void> {
  await nextTurn()
  await nextTurn()
}

/** What was fetched may stay in reach, in a variable of a strategy that waits for Slack or for the next feed. Its body must not. */
export function letGo(fetched: { body?: Uint8Array | undefined }): void {
  fetched.body = undefined
}

function notSent({ summary }: Notice, failure: Failure): Failure {
  return { ...failure, message: `"${summary}": ${failure.message}` }
}
