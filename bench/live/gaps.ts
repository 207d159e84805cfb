import { randomUUID } from 'node:crypto'
import { rmSync, writeFileSync } from 'node:fs'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { LIVE_FILE, type LiveFile } from './live-file.ts'

/** How long a race waits for somebody who watches, before it goes on without. */
const PATIENCE_MS = 3000

/** The time between rounds, in which nothing is measured: only then those who watch a race may work. */
export interface Gaps {
  /** Lets everybody work who watches, and resolves when all are done, or were waited for long enough. At once where nobody watches. */
  readonly open: () => Promise<void>
  /** Tells that there will be no further one. */
  readonly close: () => void
}

/** Lets a race in a folder be watched, on loopback and by whoever may read that folder. Rejects where that cannot be. */
export async function announceGaps(folder: string, patienceMs = PATIENCE_MS): Promise<Gaps> {
  const token = randomUUID()
  const watching = new Map<Socket, () => void>()
  const server = createServer((socket) => {
    socket.on('error', () => socket.destroy())
    socket.on('close', () => {
      watching.get(socket)?.()
      watching.delete(socket)
    })
    createInterface({ input: socket }).on('line', (line) => {
      if (watching.has(socket)) watching.get(socket)!()
      else if (line === token) watching.set(socket, () => {})
      else socket.destroy()
    })
    // Nobody who watches keeps a race from ending.
    socket.unref()
  })
  server.unref()
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const file = join(folder, LIVE_FILE)
  const { port } = server.address() as AddressInfo
  writeFileSync(file, JSON.stringify({ port, token } satisfies LiveFile), { mode: 0o600 })
  return {
    async open() {
      await Promise.all(Array.from(watching.keys(), (socket) => letWork(socket, watching, patienceMs)))
    },
    close() {
      rmSync(file, { force: true })
      server.close()
      for (const socket of watching.keys()) if (!socket.writableEnded) socket.end()
    },
  }
}

async function letWork(socket: Socket, watching: Map<Socket, () => void>, patienceMs: number): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  watching.set(socket, resolve)
  const timer = setTimeout(() => socket.destroy(), patienceMs)
  socket.write('gap\n')
  await promise
  clearTimeout(timer)
}
