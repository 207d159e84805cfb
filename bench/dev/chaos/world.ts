import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import { type AddressInfo, createServer as createTcpServer, type Server as TcpServer, type Socket } from 'node:net'
import { makeCertificates } from '../../../mock-server/certificate.ts'
import { FEED_KINDS, type FeedKind, SLACK_OK, type SlackKind } from './answers.ts'
import { calendarOf, eventIn, titleOf } from './calendars.ts'
import type { Draws } from './round.ts'

/** Stands in every secret, so that none can be printed unnoticed. */
export const SECRET_MARK = 'S3CR3T'

/** One feed of a list, with what its server does. */
export interface ChaosFeed {
  readonly id: string
  readonly kind: string
  readonly isSound: boolean
  /** Whether any server is behind the address that can ever answer. */
  readonly isReachable: boolean
  /** Of the events that are due in it. */
  readonly titles: readonly string[]
  readonly url: string
}

/** What Slack has seen of one event. */
interface Delivery {
  /** Posts that people may have seen: all but those that were refused. */
  seen: number
  /** Posts answered with 200 and `ok`, whole. */
  accepted: number
}

export interface ChaosWorld extends AsyncDisposable {
  /** PEM of the authority to trust. */
  readonly ca: string
  readonly webhook: (kinds: readonly SlackKind[]) => string
  readonly feedsOf: (draws: Draws, count: number) => ChaosFeed[]
  readonly deliveries: ReadonlyMap<string, Delivery>
  /** When the first connection after `sinceMs` came, both on `performance.now()`; undefined where none did. */
  readonly firstContactMs: (sinceMs: number) => number | undefined
  /** From now on every reachable feed is sound, and Slack takes everything. */
  readonly calmDown: () => void
  /** How many posts came to a webhook. */
  readonly postsTo: (webhook: string) => number
}

/** Servers of feeds and Slack, over HTTP and HTTPS, on loopback, and ports where nobody answers. */
export async function startChaosWorld(): Promise<ChaosWorld> {
  await using undo = new AsyncDisposableStack()
  const { ca, key, cert } = await makeCertificates(['localhost', '127.0.0.1'], 24)
  const feeds: ChaosFeed[] = []
  const kindOf = new Map<number, FeedKind>()
  const deliveries = new Map<string, Delivery>()
  const webhooks: (readonly SlackKind[])[] = []
  const contactsMs: number[] = []
  const posts: number[] = []
  let isCalm = false

  const answerFeed: RequestListener = (request, response) => {
    ignoreErrors(request, response)
    const index = Number(/^\/feed\/(\d+)\//.exec(request.url!)?.[1])
    const calendar = calendarOf(index, feeds[index]!.titles.length)
    if (isCalm) response.end(calendar)
    else kindOf.get(index)!.answer(calendar, response, request)
  }
  const answerPost: RequestListener = async (request, response) => {
    ignoreErrors(request, response)
    const chunks: Buffer[] = []
    try {
      for await (const chunk of request) chunks.push(chunk as Buffer)
    } catch {
      // A post that was cut off is one that nobody can read.
      return
    }
    const webhook = Number(/^\/services\/(\d+)\//.exec(request.url!)?.[1])
    posts[webhook]!++
    const event = eventIn(Buffer.concat(chunks).toString())
    const kinds = isCalm ? [SLACK_OK] : webhooks[webhook]!
    const kind = kinds[posts[webhook]! % kinds.length]!
    if (event !== undefined) {
      const delivery = deliveries.get(event) ?? { seen: 0, accepted: 0 }
      deliveries.set(event, delivery)
      if (kind.delivers !== 'no') delivery.seen++
      if (kind.delivers === 'yes') delivery.accepted++
    }
    kind.answer(response, request)
  }
  const open = async (server: TcpServer, backlog?: number): Promise<number> => {
    const sockets = new Set<Socket>()
    server.on('connection', (socket: Socket) => {
      contactsMs.push(performance.now())
      sockets.add(socket)
      socket.on('error', () => {}).once('close', () => sockets.delete(socket))
    })
    server.listen({ port: 0, host: '127.0.0.1', ...(backlog !== undefined && { backlog }) })
    await once(server, 'listening')
    undo.defer(async () => {
      const closed = once(server, 'close')
      server.close()
      for (const socket of sockets) socket.destroy()
      await closed
    })
    return (server.address() as AddressInfo).port
  }
  const secure = { key, cert }
  const patient = (server: Server) => Object.assign(server, { requestTimeout: 0, headersTimeout: 0 })
  const feedPorts = [
    ['http', await open(patient(createServer(answerFeed)))],
    ['https', await open(patient(createTlsServer(secure, answerFeed)))],
  ] as const
  const slackPorts = [
    ['http', await open(patient(createServer(answerPost)))],
    ['https', await open(patient(createTlsServer(secure, answerPost)))],
  ] as const
  const silentPort = await open(createTcpServer())
  const closedPort = await closedPortOf()
  const kept = undo.move()

  return {
    ca,
    webhook(kinds) {
      const [scheme, port] = slackPorts[webhooks.length % 2]!
      webhooks.push(kinds)
      posts.push(0)
      return `${scheme}://localhost:${port}/services/${webhooks.length - 1}/${secret()}/${secret()}?key=${secret()}`
    },
    feedsOf(draws, count) {
      const added = Array.from({ length: count }, (_, at): ChaosFeed => {
        const index = feeds.length + at
        const titles = Array.from({ length: draws.between(0, 3) }, (_, number) => titleOf({ feed: index, number }))
        const tail = `feed/${index}/${secret()}.ics?token=${secret()}`
        const id = `feed ${index}`
        if (draws.chance(0.04))
          return unreachable(id, 'TLS is never answered', titles, `https://localhost:${silentPort}/${tail}`)
        if (draws.chance(0.02))
          return unreachable(id, 'HTTP is never answered', titles, `http://localhost:${silentPort}/${tail}`)
        if (draws.chance(0.02)) return unreachable(id, 'closed port', titles, `https://localhost:${closedPort}/${tail}`)
        const kind = draws.chance(0.4) ? FEED_KINDS[0]! : draws.pick(FEED_KINDS)
        const [scheme, port] = draws.pick(feedPorts)
        kindOf.set(index, kind)
        const { name, isSound } = kind
        return { id, kind: name, isSound, isReachable: true, titles, url: `${scheme}://localhost:${port}/${tail}` }
      })
      feeds.push(...added)
      return added
    },
    deliveries,
    firstContactMs: (sinceMs) => contactsMs.find((ms) => ms >= sinceMs),
    calmDown() {
      isCalm = true
    },
    postsTo: (webhook) => posts[Number(/\/services\/(\d+)\//.exec(webhook)?.[1])]!,
    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  }
}

function unreachable(id: string, kind: string, titles: readonly string[], url: string): ChaosFeed {
  return { id, kind, isSound: false, isReachable: false, titles, url }
}

function secret(): string {
  return SECRET_MARK + randomBytes(9).toString('base64url')
}

/** What a client has given up is no error of the world. */
function ignoreErrors(request: IncomingMessage, response: ServerResponse): void {
  request.on('error', () => {})
  response.on('error', () => {})
}

/** A port of which the server has gone. */
async function closedPortOf(): Promise<number> {
  const server = createTcpServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}
