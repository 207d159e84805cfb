import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { atExit } from '../../io/at-exit.ts'
import type { MockReply, MockRequest, Taken } from '../../../mock-server/main.ts'
import type { ScenarioWorld } from '../../scenario/scenario.ts'
import { HOST_SUFFIX, type Visit } from '../../../mock-server/world.ts'
import { PATIENCE, type Patience } from './patience.ts'
import { type Peer, startPeer } from './process.ts'
import { moduleBeside } from '../../../strategies/module-beside.ts'

/** The mock world in a process of its own, started again when it dies. */
export interface WorldProcess {
  readonly origin: () => string
  readonly ca: () => string | undefined
  /** The same as a file, for clients that are not ours; removed when the server is stopped. */
  readonly caFile: () => string | undefined
  /** Before a run. What asks for another place than that of the run, where one is given, is refused. */
  readonly reset: (visit?: Visit) => Promise<void>
  /** What the run since the reset was to the server; an error when the server died during it. */
  readonly take: () => Promise<Taken | Error>
  /** Undefined while the server answers; an error when it had to be started again, and what the run was to it is lost. */
  readonly check: () => Promise<Error | undefined>
  readonly stop: () => Promise<void>
}

type Opened = MockReply & { readonly is: 'opened' }

const CA_FILE = 'ca.pem'

/** A server that keeps dying is no accident. */
const MAX_DEATHS = 3

export interface WorldOptions {
  /** Ends the server at once, and whatever is asked of it. */
  readonly signal?: AbortSignal
  readonly patience?: Patience
  /** What a delivery of a job of a user's own is known by. */
  readonly compares?: 'bodies' | 'counts' | undefined
  /** Whether what is posted is kept, to be shown. */
  readonly keepsBodies?: boolean
}

/**
 * Rejects when the server cannot be started, or has died for the third time. One that does not answer in time is killed, which is a
 * death like any other.
 */
export async function startWorld(
  world: ScenarioWorld,
  { signal, patience = PATIENCE, compares, keepsBodies = false }: WorldOptions = {},
): Promise<WorldProcess> {
  signal?.throwIfAborted()
  const limit = { withinMs: patience.worldMs }
  const startLimit = { withinMs: patience.worldStartMs }
  /** The first reset of a server waits until it has warmed itself up. */
  let resetLimit = startLimit
  let peer: Peer<MockRequest, MockReply>
  let isStopped = false
  let folder: string | undefined
  let removeFiles: (() => void) | undefined
  const stop = async (patienceMs?: number) => {
    isStopped = true
    signal?.removeEventListener('abort', stopAtOnce)
    await peer.stop(patienceMs)
    removeFiles?.()
  }
  const stopAtOnce = () => void stop(0)
  const open = async (certificates?: Opened['certificates']) => {
    peer = startPeer(moduleBeside('../../../mock-server/main', import.meta.url), { called: { code: 'mock-server' } })
    try {
      return await peer.ask<Opened>({ is: 'open', world, compares, keepsBodies, certificates }, startLimit)
    } catch (error) {
      await peer.stop()
      throw error
    }
  }
  signal?.addEventListener('abort', stopAtOnce, { once: true })
  let current = await open()
  let deaths = 0

  const survive = async (error: Error): Promise<Error> => {
    if (isStopped || ++deaths === MAX_DEATHS) throw error
    // Clients that are not ours go on trusting it.
    current = await open(current.certificates)
    resetLimit = startLimit
    return error
  }

  return {
    origin: () => current.origin,
    ca: () => current.certificates?.ca,
    caFile() {
      if (current.certificates === undefined) return undefined
      if (folder === undefined) {
        folder = mkdtempSync(join(tmpdir(), 'utakata-ca-'))
        removeFiles = removing(folder)
        writeFileSync(join(folder, CA_FILE), `${current.certificates.ca}\n${ownAuthorities()}`)
      }
      return join(folder, CA_FILE)
    },
    async reset(visit) {
      const died = await peer.ask({ is: 'reset', visit }, resetLimit).catch(survive)
      // The new one has spent its start-up's time since its own last reset.
      if (died instanceof Error) await peer.ask({ is: 'reset', visit }, startLimit)
      resetLimit = limit
    },
    take: () => peer.ask<MockReply & { is: 'taken' }>({ is: 'take' }, limit).catch(survive),
    async check() {
      const reply = await peer.ask({ is: 'check' }, limit).catch(survive)
      return reply instanceof Error ? reply : undefined
    },
    stop: () => stop(),
  }
}

/** With these whatever client a user's own job or program brings along trusts the mock server, and asks no proxy for it; Node reads them as it starts. */
export function variablesToReach(world: WorldProcess): Readonly<Record<string, string>> {
  const { NO_PROXY, no_proxy = NO_PROXY } = process.env
  const direct = [no_proxy, '127.0.0.1', 'localhost', HOST_SUFFIX].filter(Boolean).join(',')
  const caFile = world.caFile()
  return { NO_PROXY: direct, no_proxy: direct, ...(caFile !== undefined && { NODE_EXTRA_CA_CERTS: caFile }) }
}

/** Those that the user's own clients trust already; a variable names one file. Node passes over one that cannot be read, with a warning. */
function ownAuthorities(): string {
  const { NODE_EXTRA_CA_CERTS: file } = process.env
  try {
    return file ? readFileSync(file, 'utf8') : ''
  } catch {
    return ''
  }
}

/** Removes a folder when it is called or this process ends. */
function removing(folder: string): () => void {
  const remove = () => rmSync(folder, { recursive: true, force: true })
  const callOff = atExit(remove)
  return () => {
    remove()
    callOff()
  }
}
