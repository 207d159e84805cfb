/** A run and whoever shows it while it goes on: plain HTTP on loopback between two processes, so that nothing is drawn while a run is measured. */
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { Agent, createServer, type IncomingMessage, request, type RequestListener } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { basename, join } from 'node:path'
import { createInterface } from 'node:readline'
import { z } from 'zod'
import { readTextFile } from '../io/read-file.ts'
import { tryToRemove, writeWhole } from '../io/write-whole.ts'
import { createViewers, type Shown } from './viewers.ts'

/** In the folder of a run while it goes on: where it can be watched. */
const LIVE_FILE = 'live.json'

/** `token`: what a viewer sends. `proof`: what only the run answers, since another program may have its port once it was killed. */
const liveSchema = z.object({
  port: z.int().min(1).max(65_535),
  token: z.string().max(100),
  proof: z.string().max(100),
})

/** The header of the proof. */
const PROOF = 'utakata-run'

/** How long the run waits for the token on a new connection, and a viewer for the proof. */
const GREETING_MS = 1000

/** How long a run waits for a viewer: longer than drawing takes, since what is drawn later is drawn while something is measured. */
const PATIENCE_MS = 10_000

/** Far more than there are viewers, and fewer than the descriptors of this process. */
const MAX_CONNECTIONS = 128

/** The longest interval of a timer. */
const NEVER_MS = 2 ** 31 - 1

/** The time between iterations, in which nothing is measured: only then viewers may work. There is none after the last. */
export interface ViewerPauses {
  /**
   * Lets every viewer work that is done with the pause before, and resolves when all are done, or were waited for long enough. At once where
   * there are no viewers. `below`: the folder of what is measured within that of the run, where it has one.
   */
  readonly open: (below?: string) => Promise<void>
  /** `performance.now()` as if there had been no pauses: viewers take nothing of a budget. */
  readonly nowMs: () => number
}

/** Lets a run in a folder be watched, on loopback and by whoever may read its file there. Rejects where that cannot be. */
export async function announceViewerPauses(
  folder: string,
  { patienceMs = PATIENCE_MS, greetingMs = GREETING_MS } = {},
): Promise<ViewerPauses & Disposable> {
  const [token, proof] = [randomUUID(), randomUUID()]
  const viewers = createViewers(patienceMs)
  const deadlines = new WeakMap<Socket, NodeJS.Timeout>()
  const answer: RequestListener = (incoming, response) => {
    // Neither a timer for an idle connection nor one for the date of the next answer: they would end while something is measured.
    response.setHeader('Connection', 'close').sendDate = false
    if (incoming.headers.authorization !== `Bearer ${token}`) return void response.writeHead(401).end()
    clearTimeout(deadlines.get(incoming.socket))
    if (incoming.method === 'POST') {
      // Measuring goes on when this connection is no more work either.
      incoming.socket.once('close', () => viewers.done(basename(incoming.url!)))
      return void response.writeHead(204).end()
    }
    response.setHeader(PROOF, proof).flushHeaders()
    const leave = viewers.add({ show: (shown) => response.write(`${JSON.stringify(shown)}\n`) })
    response.once('close', leave)
  }
  // The server's own deadlines are checked at an interval, be there connections or not.
  const server = createServer({ connectionsCheckingInterval: NEVER_MS }, answer)
  server.maxConnections = MAX_CONNECTIONS
  server.on('connection', (socket) => {
    // No connection keeps a run from ending.
    socket.unref()
    const deadline = setTimeout(() => socket.destroy(), greetingMs).unref()
    deadlines.set(socket, deadline)
    socket.once('close', () => clearTimeout(deadline))
  })
  server.unref()
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const file = join(folder, LIVE_FILE)
  const { port } = server.address() as AddressInfo
  writeWhole(file, JSON.stringify({ port, token, proof } satisfies z.infer<typeof liveSchema>), { mode: 0o600 })
  let tookMs = 0
  return {
    async open(below = '') {
      const fromMs = performance.now()
      await viewers.show(below)
      tookMs += performance.now() - fromMs
    },
    nowMs: () => performance.now() - tookMs,
    [Symbol.dispose]() {
      // The folder may be that of another run by now.
      if (readLiveFile(folder)?.token === token) tryToRemove(file)
      server.close()
      server.closeAllConnections()
    },
  }
}

export interface Watcher {
  /** In a pause: the run goes on when this is done. `below`: the folder of what is measured within the one that is watched. */
  readonly pause: (below: string) => Promise<void>
  /** The run has ended, or gone. */
  readonly over: () => void
}

/** Watches the run in a folder; undefined where none goes on. */
export async function watchRun(
  folder: string,
  { pause, over }: Watcher,
): Promise<{ readonly stop: () => void } | undefined> {
  const live = readLiveFile(folder)
  if (!live) return undefined
  const agent = new Agent()
  const send = (method: string, path: string) => {
    const headers = { Authorization: `Bearer ${live.token}` }
    const sent = request({ host: '127.0.0.1', port: live.port, agent, method, path, headers })
    // Whoever waits for the answer hears of it too.
    return sent.on('error', () => {}).end()
  }
  const sent = send('GET', '/pauses')
  const pauses = await once(sent, 'response', { signal: AbortSignal.timeout(GREETING_MS) }).then(
    ([response]: IncomingMessage[]) => response!,
    () => undefined,
  )
  // What was killed has left its file behind, and its port may be somebody else's by now.
  if (pauses?.headers[PROOF] !== live.proof) {
    sent.destroy()
    return undefined
  }
  pauses.once('close', over)
  createInterface({ input: pauses })
    // A run that ends breaks off its answer, and readline hands that on.
    .on('error', () => {})
    .on('line', async (line) => {
      const { content, ticket } = JSON.parse(line) as Shown
      try {
        await pause(content)
      } finally {
        send('POST', `/done/${ticket}`)
      }
    })
  return { stop: () => pauses.destroy() }
}

/** Where the run in a folder can be watched; undefined where none goes on that says so. */
export function readLiveFile(folder: string): z.infer<typeof liveSchema> | undefined {
  const file = join(folder, LIVE_FILE)
  if (!existsSync(file)) return undefined
  try {
    return liveSchema.parse(JSON.parse(readTextFile(file, { mostBytes: 10_000 })))
  } catch {
    // Half written, or somebody else's.
    return undefined
  }
}
