import { createHash } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import { Hono } from 'hono'
import { addAddressLists } from './address-lists.ts'
import { type Ask, begin, breakOff, type Env, finish, hold, pace, tooLarge, waitForClient } from './answering.ts'
import { createDraws, type ErrorDraw, type FetchDraw } from './draws.ts'
import { dueFeeds, sizedFeed } from './feeds.ts'
import { assignFaults, faultOfPost } from './faults.ts'
import { type Entry, Deliveries } from './deliveries.ts'
import { deliveriesPage } from './page.ts'
import { asSent } from './as-sent.ts'
import { createBucket, feedOfMessage, textOf } from './slack.ts'
import { readBytes } from './request-body.ts'
import { type Sample, samplesOf } from './samples.ts'
import { pathWithoutToken, requireToken } from './token.ts'
import type { FeedFault, SlackFault, Visit, World } from './world.ts'
import { MAX_BODY_BYTES } from './world-schema.ts'

/** What is taken of a post: far more than Slack takes, or as much as an item may have. */
const MOST_BYTES = { slack: 1_000_000, sink: MAX_BODY_BYTES }

export interface MockApp {
  readonly app: Hono<Env>
  readonly deliveries: Deliveries
  /**
   * Begins a new run: the delivery record and the webhook's token bucket start afresh. What is asked at another place than that of the run, where
   * one is given, is refused and not recorded.
   */
  readonly reset: (visit?: Visit) => void
}

export interface AppOptions {
  /**
   * When given, every request must carry `Authorization: Bearer TOKEN`, or have `/token/TOKEN` before its path; one that does not gets 401 and
   * is not in the delivery record.
   */
  readonly token?: string | undefined
  /** What a delivery is known by: what was posted, or for which item and how often. */
  readonly compares?: 'bodies' | 'counts' | undefined
  /** Whether what is posted is kept, to be shown. */
  readonly keepsBodies?: boolean | undefined
}

/** The world as a Hono app: it answers sockets behind `startServer`, and msw through `app.fetch`. */
export function createMockApp(
  world: World,
  { token, compares = 'bodies', keepsBodies = false }: AppOptions = {},
): MockApp {
  const draws = createDraws(world)
  const due = dueFeeds(world)
  /** A calendar of the size that was drawn; undefined where none was, and of bodies that are the user's own. */
  const drawnSample = (index: number, bytes: number | undefined): Sample | undefined =>
    bytes === undefined || world.items.bodies !== undefined
      ? undefined
      : { bytes: sizedFeed(world, index, due.has(index), bytes), type: samples[index]!.type }
  const deliveries = new Deliveries()
  const samples = samplesOf(world)
  const faults = assignFaults(world)
  const seen = new WeakSet<object>()
  /** Whether nothing was asked on a connection before. */
  const isFirstOn = (socket: object | null | undefined) => {
    if (!socket || seen.has(socket)) return false
    seen.add(socket)
    return true
  }
  let bucket = world.notifyRate && createBucket(world.notifyRate)
  let counts = new Map<string, number>()
  /** How often that came before, since the last reset; `of`: what was counted when the request began, for one that lasts beyond a reset. */
  const countOf = (what: string, of = counts) => {
    const before = of.get(what) ?? 0
    of.set(what, before + 1)
    return before
  }

  const app = new Hono<Env>(token === undefined ? {} : { getPath: pathWithoutToken })
  app.onError((error, c) => c.text(`the mock server failed: ${error.message}`, 500))
  app.notFound((c) => c.text('nothing here', 404))
  if (token !== undefined) app.use(requireToken(token))

  let visited: Visit | undefined
  /** Such as a post that a program goes on to make after its answer. */
  const refusalOfOther = (c: Ask, visit: string) =>
    visited === undefined || visit === visited ? undefined : c.text('this run is over', 410)

  app.get('/:block/:iteration/feeds/:file', async (c) => {
    const index = Number.parseInt(c.req.param('file'), 10)
    const hop = Number(c.req.query('hop') ?? 0)
    return serveItem(c, placeIn(c), index, { hop, nth: hop })
  })

  // An item of a job of a user's own, which may ask for it several times, each with a delay of its own.
  const serveOwnItem = (c: Ask) => {
    const index = Number(c.req.param('item'))
    const { block, iteration, visit } = placeIn(c)
    const nth = countOf(`${visit} fetch ${index}`)
    return serveItem(c, { block, iteration, visit }, index, { hop: Number(c.req.query('hop') ?? 0), nth })
  }
  app.all('/:block/:iteration/items/:item', serveOwnItem)
  app.all('/:block/:iteration/items/:item/*', serveOwnItem)

  async function serveItem(
    c: Ask,
    { block, iteration, visit }: PlaceParts,
    index: number,
    { hop, nth }: { readonly hop: number; readonly nth: number },
  ): Promise<Response> {
    const sample = samples[index]
    if (!sample) return c.notFound()
    const refusal = refusalOfOther(c, visit)
    if (refusal) return refusal
    const warmUp = iteration.startsWith('w')
    const draw = warmUp ? undefined : draws.fetch({ block, iteration }, index, nth)
    const connectMs = isFirstOn(c.env?.outgoing?.socket) ? (draw?.connectMs ?? 0) : 0
    const entry = begin(c, deliveries, 'feed', index, (draw?.delayMs ?? 0) + connectMs)
    await hold(entry.drawnMs)
    deliveries.held(entry)
    const fault = warmUp ? undefined : faults[index]
    const drawn = { ...(drawnSample(index, draw?.bytes) ?? sample), bytesPerSecond: draw?.bytesPerSecond }
    const answer = draw?.error && !fault ? answerError(c, entry, draw.error) : answerFeed(c, entry, drawn, fault, hop)
    return finish(c, deliveries, entry, await answer)
  }

  // What a job of a user's own sends, by any method, below the address of its item.
  app.all('/:block/:iteration/sink/:item/*', (c) => takePost(c))
  app.all('/:block/:iteration/sink/:item', (c) => takePost(c))

  async function takePost(c: Ask): Promise<Response> {
    const item = c.req.param('item')!
    const index = Number(item)
    if (!samples[index]) return c.notFound()
    const { block, iteration, visit } = placeIn(c)
    const other = refusalOfOther(c, visit)
    if (other) return other
    const counted = counts
    const entry = begin(c, deliveries, 'slack', index, 0)
    const body = await readBytes(c.req, MOST_BYTES.sink)
    if (body === undefined) return finish(c, deliveries, entry, tooLarge(c, MOST_BYTES.sink))
    const warmUp = iteration.startsWith('w')
    const nth = countOf(`${visit} notify ${item}`, counted)
    entry.drawnMs = warmUp ? 0 : draws.notifyMs({ block, iteration }, index, ['sink', item, nth])
    await hold(entry.drawnMs - (performance.timeOrigin + performance.now() - entry.beganMs))
    deliveries.held(entry)
    if (keepsBodies) entry.body = shownBody(body)
    const { method, url } = c.req
    const [, below = ''] = /\/sink\/\d+(.*)$/.exec(url)!
    const content = createHash('sha256').update(`${method} ${below}\n`).update(asSent(body)).digest('hex').slice(0, 16)
    const what = compares === 'counts' ? item : `${item} ${content}`
    // By what is sent: which of an item's posts comes first depends on the strategy.
    const post =
      compares === 'counts'
        ? { warmUp, attempt: nth + 1, key: `item ${item} ${nth}` }
        : { warmUp, attempt: countOf(`${visit} attempt ${what}`, counted) + 1, key: `item ${what}` }
    const refusal = refusalOfPost(c, entry, post)
    if (refusal) return finish(c, deliveries, entry, refusal)
    // A job may well send the same twice: each time is a delivery, and all of them are compared.
    entry.accepted = `${what} ${countOf(`${block}/${iteration} accepted ${what}`, counted)}`
    return finish(c, deliveries, entry, answerTaken(c, entry, post))
  }

  app.post('/:block/:iteration/slack', async (c) => {
    const { block, iteration, visit } = placeIn(c)
    const other = refusalOfOther(c, visit)
    if (other) return other
    const entry = begin(c, deliveries, 'slack', -1, 0)
    const body = await readBytes(c.req, MOST_BYTES.slack)
    if (body === undefined) return finish(c, deliveries, entry, tooLarge(c, MOST_BYTES.slack))
    const text = new TextDecoder().decode(body)
    if (keepsBodies) entry.body = shownBody(body)
    const digest = createHash('sha256').update(asSent(body)).digest('hex').slice(0, 16)
    const warmUp = iteration.startsWith('w')
    // Programs in other languages do not say which try it is.
    const attempt = Number(c.req.header('x-utakata-attempt') ?? countOf(`${visit} attempt ${digest}`) + 1)
    entry.feed = feedOfMessage(textOf(text) ?? '')
    entry.drawnMs = warmUp ? 0 : draws.notifyMs({ block, iteration }, entry.feed, ['slack', digest, attempt])
    await hold(entry.drawnMs - (performance.timeOrigin + performance.now() - entry.beganMs))
    deliveries.held(entry)
    return finish(c, deliveries, entry, answerPost(c, entry, text, digest, warmUp, attempt))
  })

  app.get('/deliveries', (c) => c.json({ ...deliveries.figures(), entries: deliveries.entries }))
  addAddressLists(app, world, token)
  app.get('/', (c) =>
    c.html(deliveriesPage(deliveries), 200, {
      'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'",
    }),
  )

  async function answerFeed(
    c: Ask,
    entry: Entry,
    { bytes: body, type, bytesPerSecond = world.bytesPerSecond }: Sample & Pick<FetchDraw, 'bytesPerSecond'>,
    fault: FeedFault | undefined,
    hop: number,
  ): Promise<Response> {
    const headers = { 'content-type': type }
    switch (fault) {
      case 'status-500':
      case 'status-503':
      case 'status-404':
        return c.text('nothing here', Number(fault.slice(-3)) as 404)
      case 'html':
        return c.html('<!doctype html><html><title>Sign in</title><p>Please sign in to see this calendar.</html>')
      case 'gzip':
        return c.body(gzipSync(body), 200, { ...headers, 'content-encoding': 'gzip' })
      case 'redirects':
      case 'redirect-loop':
        if (fault === 'redirects' && hop === 3) break
        return c.redirect(`?hop=${hop + 1}`, 301)
      case 'reset':
        return breakOff(c, entry)
      case 'hang':
        return waitForClient(c, deliveries, entry)
      case 'stall':
      case 'truncate': {
        const outgoing = c.env?.outgoing
        if (!outgoing) return Response.error()
        outgoing.writeHead(200, { ...headers, 'content-length': body.byteLength })
        await new Promise((resolve) => outgoing.write(body.subarray(0, body.byteLength / 2), resolve))
        return fault === 'stall' ? waitForClient(c, deliveries, entry) : breakOff(c, entry)
      }
    }
    if (bytesPerSecond && c.env?.outgoing) return pace(c.env.outgoing, deliveries, entry, body, bytesPerSecond, headers)
    return c.body(body, 200, { ...headers, 'content-length': String(body.byteLength) })
  }

  function answerError(c: Ask, entry: Entry, error: ErrorDraw): Response | Promise<Response> {
    if ('failed' in error) return error.failed === 'reset' ? breakOff(c, entry) : waitForClient(c, deliveries, entry)
    const { status, retryAfterSeconds } = error
    if (retryAfterSeconds !== undefined) c.header('retry-after', String(retryAfterSeconds))
    return c.text('nothing here', status as 404)
  }

  function answerPost(c: Ask, entry: Entry, text: string, digest: string, warmUp: boolean, attempt: number): Response {
    if (textOf(text) === undefined) return c.text('invalid_payload', 400)
    const post = { warmUp, attempt, key: digest }
    const refusal = refusalOfPost(c, entry, post)
    if (refusal) return refusal
    entry.accepted = digest
    return answerTaken(c, entry, post)
  }

  /** What a post is answered in place of being taken, by the rate of the webhook or by a fault; undefined where it is taken. */
  function refusalOfPost(c: Ask, entry: Entry, { warmUp, attempt, key }: Post): Response | undefined {
    const later = warmUp ? undefined : bucket?.take(performance.now())
    if (later) return c.text('rate_limited', 429, { 'retry-after': String(later.retryAfterSeconds) })
    switch (faultOf({ warmUp, key })) {
      case 'refuse':
        return c.text('channel_is_archived', 410)
      case 'error-500':
        return c.text('rollup_error', 500)
      case 'busy':
        return c.text('service_unavailable', 503)
      case 'busy-once':
        return attempt === 1 ? c.text('service_unavailable', 503) : undefined
      case 'reset':
        return breakOff(c, entry)
    }
    return undefined
  }

  function answerTaken(c: Ask, entry: Entry, post: Post): Response {
    return faultOf(post) === 'accept-then-reset' ? breakOff(c, entry) : c.text('ok')
  }

  function faultOf({ warmUp, key }: Omit<Post, 'attempt'>): SlackFault | undefined {
    return warmUp ? undefined : faultOfPost(world, key)
  }

  return {
    app,
    deliveries,
    reset(visit) {
      visited = visit
      deliveries.empty()
      bucket = world.notifyRate && createBucket(world.notifyRate)
      counts = new Map()
    },
  }
}

/** More is not read by anybody. */
const MAX_SHOWN_BYTES = 1000

function shownBody(body: Uint8Array): string {
  const sent = asSent(body)
  return (typeof sent === 'string' ? sent : new TextDecoder().decode(sent)).slice(0, MAX_SHOWN_BYTES)
}

interface PlaceParts {
  readonly block: string
  readonly iteration: string
  /** The place and the list of addresses that was given out for it: what is counted by it begins anew with each. */
  readonly visit: string
}

function placeIn(c: Ask): PlaceParts {
  const [block, place] = [c.req.param('block')!, c.req.param('iteration')!]
  const [iteration = ''] = place.split('.')
  return { block, iteration, visit: `${block}/${place}` }
}

interface Post {
  readonly warmUp: boolean
  readonly attempt: number
  /** By which its fault is drawn. */
  readonly key: string
}
