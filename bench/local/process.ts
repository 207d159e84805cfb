import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'

/** A child process that answers one message with one message. */
export interface Peer<Request, Reply> {
  /** Resolves to the answer; rejects when the process ends before it gives one. */
  readonly ask: <R extends Reply>(request: Request) => Promise<R>
  readonly stop: () => Promise<void>
}

/** Starts a module as a child process on the same Node, its errors on our standard error. */
export function startPeer<Request extends object, Reply extends object>(
  module: URL,
  called: string,
): Peer<Request, Reply> {
  const child: ChildProcess = fork(module, {
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    // Ctrl-C reaches the whole terminal group; the parent decides what it means.
    detached: true,
  })
  let ended: Error | undefined
  child.once('exit', (code, signal) => {
    ended = new Error(`${called} ended by itself (${signal ?? `exit code ${code}`})`)
  })
  child.on('error', (error) => {
    ended = new Error(`${called} could not be started: ${error.message}`)
  })

  return {
    async ask<R extends Reply>(request: Request): Promise<R> {
      if (ended) throw ended
      const gone = new AbortController()
      try {
        const answer = once(child, 'message', { signal: gone.signal })
        const exit = once(child, 'exit', { signal: gone.signal }).then(() => undefined)
        child.send(request)
        const message = await Promise.race([answer, exit])
        if (!message) throw ended ?? new Error(`${called} ended by itself`)
        return message[0] as R
      } finally {
        gone.abort()
      }
    },
    async stop() {
      if (ended) return
      const exit = once(child, 'exit')
      child.disconnect()
      const timer = setTimeout(() => child.kill('SIGKILL'), 2000)
      await exit
      clearTimeout(timer)
    },
  }
}
