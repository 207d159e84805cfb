import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { createInterface } from 'node:readline'
import { GAP, greetingOf, MEETING_MS, readLiveFile } from './live-file.ts'

export interface Watcher {
  /** In a time between iterations: the race goes on when this is done. `below`: its folder within the one that is watched. */
  readonly gap: (below: string) => Promise<void>
  /** The race has ended, or gone. */
  readonly over: () => void
}

/** Watches the race in a folder; undefined where none goes on. */
export async function watchRace(
  folder: string,
  { gap, over }: Watcher,
): Promise<{ readonly stop: () => void } | undefined> {
  const live = readLiveFile(folder)
  if (!live) return undefined
  const socket = connect({ port: live.port, host: '127.0.0.1' })
  // What was killed has left its file behind, and its port may be somebody else's by now.
  const isTheRace = (await firstLineOf(socket)) === greetingOf(live.token)
  if (!isTheRace) {
    socket.destroy()
    return undefined
  }
  socket.once('close', over)
  createInterface({ input: socket }).on('line', async (line) => {
    if (!line.startsWith(GAP)) return
    try {
      await gap(line.slice(GAP.length))
    } finally {
      socket.write('done\n')
    }
  })
  socket.write(`${live.token}\n`)
  return { stop: () => socket.destroy() }
}

async function firstLineOf(socket: Socket): Promise<string | undefined> {
  socket.on('error', () => socket.destroy())
  const signal = AbortSignal.timeout(MEETING_MS)
  try {
    const [part] = (await once(socket, 'data', { signal })) as [Buffer]
    return part.toString('latin1').trimEnd()
  } catch {
    return undefined
  }
}
