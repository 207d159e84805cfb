import { expect } from 'vitest'
import { toFailure } from '../../strategies/failure.ts'
import type { Reach } from '../../strategies/connect.ts'
import type { OriginHeaders } from '../../strategies/fetch.ts'
import type { Failure, Notice } from '../../strategies/job.ts'
import { createNotify, createSlackConnections, NOTIFY_DEFAULTS, type NotifyOptions } from '../../strategies/notify.ts'
import { createPause, type Pause } from '../../strategies/pause.ts'

/** The path of a webhook is all it takes to post to it. */
export const WEBHOOK_PATH = '/services/T0TEAM/B0HOOK/s3cr3t'

/** Something due, under a title. */
export function aNotice(parts: Partial<Notice> = {}): Notice {
  return {
    uid: '1@test',
    key: 'feed 1@test',
    feedId: 'feed',
    summary: 'Stand-up',
    calendar: 'Team 7',
    startMs: Date.UTC(2026, 0, 15, 9, 30),
    allDay: false,
    ...parts,
  }
}

export interface Sender extends AsyncDisposable {
  readonly send: (notice?: Notice, signal?: AbortSignal) => Promise<'accepted'>
  /** Why a send failed, once it is certain that the message gives away nothing of the webhook but its host. */
  readonly failureOf: (notice?: Notice, signal?: AbortSignal) => Promise<Failure>
}

/** Sends to the webhook of a server, retries a millisecond apart and pauses of at least one. Two senders with one `pause` are two threads of a run. */
export function sendingTo(
  origin: string,
  {
    pause = createPause(),
    reach = {},
    query = '',
    headers,
    ...options
  }: Partial<NotifyOptions> & {
    readonly pause?: Pause
    readonly reach?: Reach
    readonly query?: string
    readonly headers?: OriginHeaders
  } = {},
): Sender {
  const whole = { ...NOTIFY_DEFAULTS, backoffMs: 1, pauseMs: 1, ...options }
  const connections = createSlackConnections(whole, reach)
  const notify = createNotify(origin + WEBHOOK_PATH + query, connections, whole, pause, headers)
  const send: Sender['send'] = (notice = aNotice(), signal = new AbortController().signal) => notify(notice, signal)
  return {
    send,
    async failureOf(notice, signal = new AbortController().signal) {
      const error: unknown = await send(notice, signal).then(
        () => expect.unreachable('expected a failure, it was accepted'),
        (reason: unknown) => reason,
      )
      const failure = toFailure('notify', error, signal)
      expect(failure.message).not.toMatch(/services|T0TEAM|B0HOOK|s3cr3t/)
      return failure
    },
    [Symbol.asyncDispose]: () => connections.destroy(),
  }
}
