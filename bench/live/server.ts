import { type Context, Hono } from 'hono'
import { streamSSE } from 'hono/streaming'
import { ownPagesOnly } from '../run/lab/access/loopback-server.ts'
import { UserError } from '../io/user-error.ts'
import type { Shown, Viewers } from './viewers.ts'
import { servingTexts } from '../report/messages/commands.ts'
import { problemText } from '../report/messages/problems.ts'

/** The run waits for all of them in each pause. */
const MAX_VIEWERS = 32

export interface LiveApp {
  readonly viewers: Viewers
  /** Whether a run goes on. */
  readonly isLive: () => boolean
  readonly livePage: (shown: Shown) => Promise<string>
  /** The page of what is finished; rejects with a UserError where there is none. */
  readonly page: () => Promise<string>
}

/** The page of a result on loopback, and what a run sends to it while it goes on. */
export function createLiveApp({ viewers, isLive, livePage, page }: LiveApp): Hono {
  const app = new Hono()
  const isFull = () => viewers.count() >= MAX_VIEWERS
  const tooMany = (c: Context) => c.text(servingTexts.tooManyPages(MAX_VIEWERS), 503, { 'Retry-After': '10' })
  // A page of somebody else would read the result, or hold up a run by listening to it.
  app.use(ownPagesOnly, async (c, next) => {
    c.header('Cache-Control', 'no-store')
    c.header('Cross-Origin-Resource-Policy', 'same-origin')
    c.header('X-Frame-Options', 'DENY')
    await next()
  })
  app.onError((error, c) => {
    if (!(error instanceof UserError)) throw error
    return c.text(`${servingTexts.noReport(problemText(error.problem))}\n`, 404)
  })
  app.get('/', async (c) => {
    if (isLive() && isFull()) return tooMany(c)
    const shown = isLive() ? await nextOf(viewers, c.req.raw.signal) : undefined
    return c.html(await (shown ? livePage(shown) : page()))
  })
  app.get('/events', (c) => {
    if (isLive() && isFull()) return tooMany(c)
    return streamSSE(c, async (stream) => {
      const sendOver = () => stream.writeSSE({ event: 'over', data: 'over' })
      // Whoever comes back after the end has not heard of it.
      if (!isLive()) return await sendOver()
      const { promise, resolve } = Promise.withResolvers<void>()
      const leave = viewers.add({
        show: ({ content, ticket }) => void stream.writeSSE({ event: 'update', id: ticket, data: content }),
        over: () => void sendOver().finally(resolve),
      })
      stream.onAbort(resolve)
      // The head is sent with the first part of the body.
      await stream.write(': here\n\n')
      await promise
      leave()
    })
  })
  app.post('/drawn/:ticket', (c) => {
    viewers.done(c.req.param('ticket'))
    return c.body(null, 204)
  })
  app.get('/favicon.ico', (c) => c.body(null, 204))
  return app
}

/** What is shown next; undefined where the run is over before, or nobody waits any more. */
async function nextOf(viewers: Viewers, signal: AbortSignal): Promise<Shown | undefined> {
  const { promise, resolve } = Promise.withResolvers<Shown | undefined>()
  const leave = viewers.add({ isOnce: true, show: resolve, over: () => resolve(undefined) })
  const giveUp = () => {
    leave()
    resolve(undefined)
  }
  signal.addEventListener('abort', giveUp)
  try {
    return await promise
  } finally {
    signal.removeEventListener('abort', giveUp)
  }
}

/**
 * A page that is drawn again only when what it is made of has changed, as `stateOf` has it, and never twice at a time: whoever requests it
 * meanwhile gets what is being drawn. One that could not be drawn is tried again.
 */
export function drawnOnce(stateOf: () => string, draw: () => Promise<string>): () => Promise<string> {
  let last: { readonly state: string; readonly page: Promise<string> } | undefined
  let isDrawing = false
  const drawAnew = async () => {
    isDrawing = true
    try {
      return await draw()
    } finally {
      isDrawing = false
    }
  }
  return async () => {
    if (!isDrawing || !last) {
      // Before it is drawn: what changes meanwhile is drawn the next time.
      const state = stateOf()
      if (last?.state !== state) last = { state, page: drawAnew() }
    }
    const { page } = last
    try {
      return await page
    } catch (error) {
      if (last?.page === page) last = undefined
      throw error
    }
  }
}
