import { Hono } from 'hono'
import { streamSSE } from 'hono/streaming'
import { OVER, type VisitorEvent, type Visitors } from './visitors.ts'

export interface LiveApp {
  readonly visitors: Visitors
  /** Whether a race goes on. */
  readonly isLive: () => boolean
  /** The page as it is now. */
  readonly page: () => Promise<string>
}

/** The page of a result on loopback, and what a race sends to it while it goes on. */
export function createLiveApp({ visitors, isLive, page }: LiveApp): Hono {
  const app = new Hono()
  // Whoever comes under another name was sent here by a page of somebody else.
  app.use(async (c, next) => {
    const { hostname } = new URL(c.req.url)
    if (hostname !== '127.0.0.1' && hostname !== 'localhost') return c.text('expected 127.0.0.1 or localhost', 403)
    await next()
  })
  app.get('/', async (c) => {
    if (isLive()) await visitors.nextGap()
    c.header('Cache-Control', 'no-store')
    return c.html(await page())
  })
  app.get('/events', (c) =>
    streamSSE(c, async (stream) => {
      const tell = async ({ is, html }: VisitorEvent) => await stream.writeSSE({ event: is, data: html })
      // Whoever comes back after the end has not heard of it.
      if (!isLive()) return await tell(OVER)
      const { promise, resolve } = Promise.withResolvers<void>()
      const remove = visitors.add((event) => {
        void tell(event).finally(() => {
          if (event.is === 'over') resolve()
        })
      })
      stream.onAbort(resolve)
      // The head is sent with the first part of the body.
      await stream.write(': here\n\n')
      await promise
      remove()
    }),
  )
  app.post('/drawn', (c) => {
    visitors.drawn()
    return c.body(null, 204)
  })
  app.get('/favicon.ico', (c) => c.body(null, 204))
  return app
}
