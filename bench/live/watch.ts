import { connect } from 'node:net'
import { createInterface } from 'node:readline'
import { readLiveFile } from './live-file.ts'

export interface Watcher {
  /** In a time between rounds: the race goes on when this is done. */
  readonly gap: () => Promise<void>
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
  const isConnected = await new Promise<boolean>((resolve) => {
    socket.once('connect', () => resolve(true))
    // What was killed has left its file behind.
    socket.once('error', () => resolve(false))
  })
  if (!isConnected) return undefined
  socket.on('error', () => socket.destroy())
  socket.once('close', over)
  createInterface({ input: socket }).on('line', async (line) => {
    if (line !== 'gap') return
    try {
      await gap()
    } finally {
      socket.write('done\n')
    }
  })
  socket.write(`${live.token}\n`)
  return { stop: () => socket.destroy() }
}
