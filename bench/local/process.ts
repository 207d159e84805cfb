import { fork } from 'node:child_process'

/** A child process that answers one message with one message. */
export interface Peer<Request, Reply> {
  /** One question at a time. Rejects when the process ends, or has ended, without an answer. */
  readonly ask: <R extends Reply>(request: Request) => Promise<R>
  readonly stop: () => Promise<void>
}

export interface PeerOptions {
  /** What errors call it. */
  readonly called: string
  /** Most file descriptors it may open, where the system has a shell with ulimit. */
  readonly descriptors?: number | undefined
  /** Set beside the variables of this process. */
  readonly env?: Readonly<Record<string, string>>
}

/** How long a process that was told to end may take before it is killed. */
const PATIENCE_MS = 2000

/** Starts a module as a child process on the same Node, its errors on our standard error. */
export function startPeer<Request extends object, Reply extends object>(
  module: URL,
  { called, descriptors, env }: PeerOptions,
): Peer<Request, Reply> {
  const limited = descriptors !== undefined && {
    execPath: '/bin/sh',
    execArgv: ['-c', `ulimit -n ${descriptors}; exec "$0" "$@"`, process.execPath],
  }
  const child = fork(module, [], {
    ...limited,
    env: { ...process.env, ...env },
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    // Ctrl-C reaches the whole group of the terminal; here the parent alone decides what it means.
    detached: true,
  })
  let waiting: { readonly resolve: (reply: never) => void; readonly reject: (error: Error) => void } | undefined
  let ended: Error | undefined
  const end = (error: Error) => {
    ended ??= error
    waiting?.reject(ended)
  }
  child.on('message', (reply) => waiting?.resolve(reply as never))
  child.on('exit', (code, signal) => end(new Error(`${called} ended by itself (${signal ?? `exit code ${code}`})`)))
  child.on('error', ({ message }) => {
    const failure = new Error(`${called} could not be reached: ${message}`)
    // The channel of a killed process breaks a moment before its end is known, which tells more.
    if (child.pid === undefined) end(failure)
    else setTimeout(end, PATIENCE_MS, failure).unref()
  })

  return {
    ask: (request) =>
      new Promise((resolve, reject) => {
        if (ended) return reject(ended)
        waiting = { resolve, reject }
        child.send(request)
      }),
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return
      // Not once() of node:events, which rejects when a question meets the closed channel.
      const exit = new Promise((resolve) => child.once('exit', resolve))
      if (child.connected) child.disconnect()
      const timer = setTimeout(() => child.kill('SIGKILL'), PATIENCE_MS)
      await exit
      clearTimeout(timer)
    },
  }
}
