import { randomUUID } from 'node:crypto'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import { once } from 'node:events'
import { join } from 'node:path'
import { tryToRemove, writeWhole } from '../io/write-whole.ts'
import { GAP, greetingOf, LIVE_FILE, type LiveFile, MEETING_MS, readLiveFile } from './live-file.ts'

/** How long a race waits for somebody who watches: longer than drawing takes, since what is drawn later is drawn beside a run. */
const PATIENCE_MS = 10_000

/** The time between iterations, in which nothing is measured: only then those who watch a race may work. There is none after its end. */
export interface Gaps {
  /**
   * Lets everybody work who watches and is done with the gap before, and resolves when all are done, or were waited for long enough. At once
   * where nobody watches. `below`: the folder of the race within that of the run, where it has one.
   */
  readonly open: (below?: string) => Promise<void>
  /** `performance.now()` as if there had been none so far: by it whoever watches takes nothing of a budget. */
  readonly nowMs: () => number
}

/** Lets a race in a folder be watched, on loopback and by whoever may read that folder. Rejects where that cannot be. */
export async function announceGaps(folder: string, patienceMs = PATIENCE_MS): Promise<Gaps & Disposable> {
  const token = randomUUID()
  /** Each who watches, with what its word that it is done sets free; nothing while it is idle. */
  const watching = new Map<Socket, (() => void) | undefined>()
  const server = createServer((socket) => {
    socket.on('error', () => socket.destroy())
    socket.on('close', () => {
      watching.get(socket)?.()
      watching.delete(socket)
    })
    // Nobody who watches keeps a race from ending.
    socket.unref()
    meet(socket, token, () => {
      watching.set(socket, undefined)
      socket.on('data', () => watching.get(socket)?.())
    })
  })
  server.unref()
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const file = join(folder, LIVE_FILE)
  const { port } = server.address() as AddressInfo
  // The token lets in whoever has it.
  writeWhole(file, JSON.stringify({ port, token } satisfies LiveFile), { mode: 0o600 })
  let tookMs = 0
  return {
    async open(below = '') {
      const fromMs = performance.now()
      const idle = [...watching].flatMap(([socket, work]) => (work ? [] : [socket]))
      await Promise.all(idle.map((socket) => letWork(socket, below, { watching, patienceMs })))
      tookMs += performance.now() - fromMs
    },
    nowMs: () => performance.now() - tookMs,
    [Symbol.dispose]() {
      // The folder may be that of another run by now.
      if (readLiveFile(folder)?.token === token) tryToRemove(file)
      server.close()
      for (const socket of watching.keys()) if (!socket.writableEnded) socket.end()
    },
  }
}

/** Lets in who says the token, in time and nothing else. */
function meet(socket: Socket, token: string, letIn: () => void): void {
  let said = ''
  const hear = (part: string) => {
    said += part
    if (said.length <= token.length) return
    socket.off('data', hear)
    if (said === `${token}\n`) letIn()
    else socket.destroy()
    clearTimeout(tooLate)
  }
  const tooLate = setTimeout(() => socket.destroy(), MEETING_MS)
  socket.once('close', () => clearTimeout(tooLate))
  socket.setEncoding('latin1').on('data', hear)
  socket.write(`${greetingOf(token)}\n`)
}

interface Watched {
  readonly watching: Map<Socket, (() => void) | undefined>
  readonly patienceMs: number
}

async function letWork(socket: Socket, below: string, { watching, patienceMs }: Watched): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  watching.set(socket, () => {
    watching.set(socket, undefined)
    resolve()
  })
  const timer = setTimeout(resolve, patienceMs)
  socket.write(`${GAP}${below}\n`)
  await promise
  clearTimeout(timer)
}
