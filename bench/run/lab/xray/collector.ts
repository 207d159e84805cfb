import { type LabKey, newLabKey } from '../access-key.ts'
import { LOOPBACK, type LoopbackServer, startLoopbackServer } from '../loopback-server.ts'
import { type ApiFigures, createApi } from './api.ts'
import { type Daemon, type DaemonFigures, startDaemon } from './daemon.ts'
import { Intake, type IntakeFigures } from './intake.ts'
import { GOOD_DAY, type Knobs, turned } from './fault-injection.ts'
import { createOperations } from './operations.ts'
import { STORE_LIMITS, type StoreLimits, TraceStore } from './store.ts'

/** A local X-Ray, for `await using`: what the daemon would send on, and what the API would answer about it. */
export interface Collector extends AsyncDisposable {
  /** For `AWS_ENDPOINT_URL_XRAY`. */
  readonly endpoint: string
  /** What clients of its API sign their requests with. */
  readonly key: LabKey
  /** For `AWS_XRAY_DAEMON_ADDRESS`; its TCP side is the API too. */
  readonly daemonAddress: string
  /** Takes a document of this process; throws a RangeError that says why X-Ray would refuse it. A full trace only counts it. */
  readonly put: (document: object) => void
  /** From now on a datagram for this trace is taken also where nobody can tell any more who sent it. */
  readonly expect: (traceId: string) => void
  /** Turns some knobs from now on; throws a RangeError for one that cannot be turned so far. */
  readonly turn: (knobs: Partial<Knobs>) => void
  readonly figures: () => Figures
}

/** What has come, what became of it, and what is there. */
interface Figures extends IntakeFigures, DaemonFigures, ApiFigures {
  /** Traces that are there now. */
  readonly traces: number
  /** By the limits of the store. */
  readonly forgotten: { readonly traces: number; readonly documents: number }
}

export interface CollectorOptions {
  /** Of both sides; 0, or none, takes free ones. */
  readonly port?: number
  /** A new one unless given. */
  readonly key?: LabKey
  /** Epoch milliseconds. */
  readonly now?: () => number
  readonly knobs?: Partial<Knobs>
  readonly limits?: Partial<StoreLimits>
}

/** Tries to find one number that is free on both sides. */
const MAX_TRIES = 20

/** Starts a local X-Ray on loopback; rejects with the system's error when the port cannot be had, with a RangeError for bad knobs. */
export async function startCollector({
  port = 0,
  key = newLabKey(),
  now = Date.now,
  knobs: some = {},
  limits,
}: CollectorOptions = {}): Promise<Collector> {
  let knobs = turned(GOOD_DAY, some)
  const store = new TraceStore({ ...STORE_LIMITS, ...limits })
  const intake = new Intake(store, now, () => knobs)
  const operations = createOperations({ store, intake, knobs: () => knobs, now })
  const api = createApi(operations, { key, knobs: () => knobs })
  const both = await startBoth(
    port,
    (port) => startLoopbackServer(port, api.app.fetch),
    (port) => startDaemon(port, { intake, knobs: () => knobs }),
  )
  return {
    endpoint: `http://${LOOPBACK}:${both.server.port}`,
    key,
    daemonAddress:
      both.server.port === both.daemon.port
        ? `${LOOPBACK}:${both.daemon.port}`
        : `tcp:${LOOPBACK}:${both.server.port} udp:${LOOPBACK}:${both.daemon.port}`,
    put(document) {
      const refusal = intake.take(JSON.stringify(document))
      if (refusal && refusal.code !== 'InvalidSegment')
        throw new RangeError(`X-Ray would refuse this document, ${refusal.code}: ${refusal.message}`)
    },
    expect: (traceId) => intake.expect(traceId),
    turn(some) {
      knobs = turned(knobs, some)
    },
    figures: () => ({ ...intake.figures(), ...both.daemon.figures(), ...api.figures(), ...store.figures() }),
    async [Symbol.asyncDispose]() {
      await Promise.all([both.server.close(), both.daemon.close()])
    },
  }
}

/** Both on one port number if that can be had; a number that was asked for must be. */
async function startBoth(
  port: number,
  startServer: (port: number) => Promise<LoopbackServer>,
  startDaemon: (port: number) => Promise<Daemon>,
): Promise<{ readonly server: LoopbackServer; readonly daemon: Daemon }> {
  for (let left = MAX_TRIES; ; left--) {
    const server = await startServer(port)
    try {
      return { server, daemon: await startDaemon(left > 0 ? server.port : 0) }
    } catch (error) {
      await server.close()
      if (port !== 0 || left === 0 || (error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error
    }
  }
}
