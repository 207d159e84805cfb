import { fork } from 'node:child_process'
import { setImmediate as nextTurn } from 'node:timers/promises'
import type { ProcessName } from '../../io/problems.ts'
import { compileCacheVariables } from '../../launcher/compile-cache.mjs'
import type { ProcessFailure } from '../../io/trial-reasons.ts'
import { PeerError } from '../peer-error.ts'
import { canGuard, type Guardian, postGuardian } from './guardian.ts'

/** A child process that answers one message with one message. */
export interface Peer<Request, Reply> {
  /**
   * One question at a time. Rejects when the process ends, or has ended, without an answer; with a PeerTimeout when there is no
   * answer within `withinMs`, and the process has been killed for it.
   */
  readonly ask: <R extends Reply>(request: Request, limit: AskLimit) => Promise<R>
  /** Resolves once the process has ended. It is killed after `patienceMs`, 2 s by default: 0 to kill it at once. */
  readonly stop: (patienceMs?: number) => Promise<void>
}

interface AskLimit {
  readonly withinMs: number
}

/** The process gave no answer in time and was killed. */
export class PeerTimeout extends PeerError {
  readonly withinMs: number

  constructor(called: ProcessName, withinMs: number, stderr?: string) {
    super(called, { code: 'killed', withinMs, ...(stderr !== undefined && { stderr }) })
    this.withinMs = withinMs
  }
}

export interface PeerOptions {
  /** What errors call it. */
  readonly called: ProcessName
  /** Most file descriptors it may open, where the system has a shell with ulimit. */
  readonly descriptors?: number | undefined
  /** Set beside the variables of this process. */
  readonly env?: Readonly<Record<string, string>>
  /** Whether what it takes is measured, its peak memory too, which is to depend on the job and not on how large the machine is. */
  readonly isMeasured?: boolean
  /** Whether it has no other variables of this process than a function has of its own. */
  readonly asFunction?: boolean
  /** The id of processes that it starts and that may have left its group, which end when it does. */
  readonly tree?: string
}

/** How long a process that was asked to end may take before it is killed. */
const PATIENCE_MS = 2000

/** How long a killed process is waited for: the system may hold it, in a broken file system for example. */
const REAP_MS = 5000

/** Node fires a timer with a longer delay at once. */
const MAX_TIMER_MS = 2 ** 31 - 1

/** Node would tell of each module of a user's whose package.json does not say that it is one of ES, in every process that loads it. */
const QUIET = '--disable-warning=MODULE_TYPELESS_PACKAGE_JSON'

/**
 * The most that a half of V8's young generation may take, in megabytes: what Node allows it in a container of 1 GB. By default it takes more
 * where there is more memory, four times that on a machine of 24 GB.
 */
const YOUNG = '--max-semi-space-size=16'

/**
 * The most arenas that glibc's malloc may make. By default it makes up to 8 for each processor, of which V8's compiling threads use one each,
 * and keeps what is freed in them.
 */
const ARENAS = '2'

/** Set for a process that is to compile all code anew. */
export const COMPILES_ANEW = { NODE_DISABLE_COMPILE_CACHE: '1' }

/** Starts a module as a child process on the same Node, its errors on our standard error. */
export function startPeer<Request extends object, Reply extends object>(
  module: URL,
  { called, descriptors, env, isMeasured = false, asFunction = false, tree }: PeerOptions,
): Peer<Request, Reply> {
  const limited = descriptors !== undefined && {
    execPath: '/bin/sh',
    execArgv: ['-c', `ulimit -n ${descriptors}; exec "$0" "$@"`, process.execPath],
  }
  const { PATH, UV_THREADPOOL_SIZE = '64', MALLOC_ARENA_MAX = ARENAS } = process.env
  const inherited: NodeJS.ProcessEnv = asFunction ? { PATH } : process.env
  // As the launcher sets them for commands: a program that calls the library has none.
  const alike = {
    TZ: 'UTC',
    UV_THREADPOOL_SIZE,
    ...(!asFunction && compileCacheVariables(inherited)),
    ...(isMeasured && { MALLOC_ARENA_MAX }),
    // Where an option stands twice the last one holds, that of the user.
    NODE_OPTIONS: [isMeasured && YOUNG, inherited.NODE_OPTIONS, QUIET].filter(Boolean).join(' '),
  }
  const child = fork(module, [], {
    ...limited,
    env: { ...inherited, ...alike, ...env },
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    // Ctrl-C reaches the whole group of the terminal; here the parent alone decides what it means.
    detached: true,
  })
  const { pid } = child
  if (pid !== undefined) guard(pid, tree)
  let waiting: { readonly resolve: (reply: never) => void; readonly reject: (error: Error) => void } | undefined
  let ended: Error | undefined
  const end = (error: Error) => {
    ended ??= error
    waiting?.reject(ended)
  }
  // A stopped process, too, and whatever it has started: a process of its own would outlive it, and hold our standard error open.
  const kill = () => {
    if (pid !== undefined) killGroup(pid)
    child.kill('SIGKILL')
  }
  child.on('message', (reply) => waiting?.resolve(reply as never))
  child.on('exit', (code, signal) => {
    const failure: ProcessFailure = signal === null ? { code: 'exited', exitCode: code! } : { code: 'exited', signal }
    end(new PeerError(called, failure))
    killGroup(pid!)
    unguard(pid!)
  })
  child.on('error', ({ message }) => {
    const failure = new PeerError(called, { code: 'unreachable', message })
    // The channel of a killed process breaks a moment before its end is known, which says more.
    if (child.pid === undefined) end(failure)
    else setTimeout(end, PATIENCE_MS, failure).unref()
  })

  return {
    async ask<R extends Reply>(request: Request, { withinMs }: AskLimit) {
      if (ended) throw ended
      const answer = Promise.withResolvers<R>()
      waiting = answer
      const expire = async () => {
        // After a pause of this very process the answer may lie here unread.
        await nextTurn()
        await nextTurn()
        if (waiting !== answer) return
        end(new PeerTimeout(called, withinMs))
        kill()
      }
      const timer = setTimeout(expire, Math.min(withinMs, MAX_TIMER_MS))
      try {
        child.send(request)
        return await answer.promise
      } finally {
        waiting = undefined
        clearTimeout(timer)
      }
    },
    async stop(patienceMs = PATIENCE_MS) {
      if (child.exitCode !== null || child.signalCode !== null || pid === undefined) return
      // Not once() of node:events, which rejects when a question meets the closed channel.
      const exit = Promise.withResolvers<void>()
      child.once('exit', exit.resolve)
      if (child.connected) child.disconnect()
      const killing = setTimeout(kill, patienceMs)
      const leaving = setTimeout(exit.resolve, patienceMs + REAP_MS)
      await exit.promise
      clearTimeout(killing)
      clearTimeout(leaving)
    },
  }
}

function killGroup(leader: number): void {
  try {
    process.kill(-leader, 'SIGKILL')
  } catch {
    // Nobody is left in it, or this system has no groups.
  }
}

/** The peers of this process that run, and who ends them when it ends without doing so: one that hangs would stay for ever. */
const guarded = new Set<number>()
let guardian: Guardian | undefined

function guard(pid: number, tree: string | undefined): void {
  guarded.add(pid)
  if (!canGuard()) return
  guardian ??= postGuardian()
  guardian.watch(pid)
  if (tree !== undefined) guardian.watchTree(tree)
}

function unguard(pid: number): void {
  guarded.delete(pid)
  guardian?.forget(pid)
  if (guarded.size > 0) return
  guardian?.dismiss()
  guardian = undefined
}
