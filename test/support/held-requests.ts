import type { Dispatcher } from 'undici'
import type { Requester } from '../../strategies/connections.ts'

/** A request that was handed over and has not been written. */
export interface Held {
  /** Lets it be written, as undici does right before it writes; false where its handler gave it up. */
  readonly write: () => boolean
  readonly answer: (status: number, body: string, headers?: Record<string, string | string[]>) => void
  readonly fail: (error: Error) => void
}

/** In place of connections: each request waits until the test lets it be written and answers it. */
export function holding(): { readonly requester: Requester; readonly held: readonly Held[] } {
  const held: Held[] = []
  const dispatch = (_: unknown, handler: Dispatcher.DispatchHandler) => {
    let isAborted = false
    const controller = {
      rawHeaders: [],
      rawTrailers: [],
      aborted: false,
      paused: false,
      reason: null,
      abort: () => (isAborted = true),
      pause: () => {},
      resume: () => {},
    } as unknown as Dispatcher.DispatchController
    held.push({
      write() {
        handler.onRequestStart?.(controller, null)
        return !isAborted
      },
      answer(status, body, headers = {}) {
        handler.onResponseStart?.(controller, status, headers)
        if (!isAborted) handler.onResponseData?.(controller, Buffer.from(body))
        if (!isAborted) handler.onResponseEnd?.(controller, {})
      },
      fail: (error) => handler.onResponseError?.(controller, error),
    })
  }
  return { requester: { dispatch }, held }
}
