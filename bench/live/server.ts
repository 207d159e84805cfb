import { type Context, Hono } from 'hono'
import { streamSSE } from 'hono/streaming'
import { ownPagesOnly } from '../run/lab/loopback-server.ts'
import { UsageError } from '../io/usage-error.ts'
import type { Shown, Visitors } from './visitors.ts'

/** The race waits for all of them in each gap. */
const MAX_VISITORS = 32

export interface LiveApp {
  readonly visitors: Visitors
  /** Whether a race goes on. */
  readonly isLive: () => boolean
  readonly livePage: (shown: Shown) => Promise<string>
  /** The page of what is finished; rejects with a UsageError where there is none. */
  readonly page: () => Promise<string>
}

/** The page of a result on loopback, and what a race sends to it while it goes on. */
export function createLiveApp({ visitors, isLive, livePage, page }: LiveApp): Hono {
  const app = new Hono()
  const isFull = () => visitors.count() >= MAX_VISITORS
  const tooMany = (c: Context) =>
    c.text(`expected at most ${MAX_VISITORS} pages at a time; close one`, 503, { 'Retry-After': '10' })
  // A page of somebody else would read the result, or hold up a race by listening to it.
  app.use(ownPagesOnly, async (c, next) => {
    c.header('Cache-Control', 'no-store')
    c.header('Cross-Origin-Resource-Policy', 'same-origin')
    c.header('X-Frame-Options', 'DENY')
    await next()
  })
  app.onError((error, c) => {
    if (!(error instanceof UsageError)) throw error
    return c.text(`There is no report: ${error.message}\n`, 404)
  })
  app.get('/', async (c) => {
    if (isLive() && isFull()) return tooMany(c)
    const shown = isLive() ? await nextOf(visitors, c.req.raw.signal) : undefined
    return c.html(await (shown ? livePage(shown) : page()))
  })
  app.get('/events', (c) => {
    if (isLive() && isFull()) return tooMany(c)
    return streamSSE(c, async (stream) => {
      const tellOver = () => stream.writeSSE({ event: 'over', data: 'over' })
      // Whoever comes back after the end has not heard of it.
      if (!isLive()) return await tellOver()
      const { promise, resolve } = Promise.withResolvers<void>()
      let last: string | undefined
      const leave = visitors.add({
        show({ html, ticket }) {
          last = ticket
          void stream.writeSSE({ event: 'round', id: ticket, data: html })
        },
        over: () => void tellOver().finally(resolve),
      })
      stream.onAbort(resolve)
      // The head is sent with the first part of the body.
      await stream.write(': here\n\n')
      await promise
      leave()
      // Whoever has gone draws nothing any more, and is not waited for.
      if (last !== undefined) visitors.drawn(last)
    })
  })
  app.post('/drawn/:ticket', (c) => {
    visitors.drawn(c.req.param('ticket'))
    return c.body(null, 204)
  })
  app.get('/favicon.ico', (c) => c.body(null, 204))
  return app
}

/** What is shown next; undefined where the race is over before, or nobody waits any more. */
async function nextOf(visitors: Visitors, signal: AbortSignal): Promise<Shown | undefined> {
  const { promise, resolve } = Promise.withResolvers<Shown | undefined>()
  const leave = visitors.add({ show: resolve, over: () => resolve(undefined) })
  const giveUp = () => resolve(undefined)
  signal.addEventListener('abort', giveUp)
  try {
    return await promise
  } finally {
    leave()
    signal.removeEventListener('abort', giveUp)
  }
}
