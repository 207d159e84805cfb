import type { MockReply, MockRequest, Taken } from '../../mock-server/main.ts'
import type { ScenarioWorld } from '../scenario.ts'
import { startPeer } from './process.ts'

/** The mock world in a process of its own, started again when it dies. */
export interface WorldProcess {
  readonly origin: () => string
  readonly ca: () => string | undefined
  readonly reset: () => Promise<void>
  /** What the run since the reset was to the server; an error when the server died during it. */
  readonly take: () => Promise<Taken | Error>
  readonly stop: () => Promise<void>
}

/** A server that keeps dying is no accident. */
const MOST_DEATHS = 3

/** Rejects when the server cannot be started, or has died for the third time. */
export async function startWorld(world: ScenarioWorld): Promise<WorldProcess> {
  const open = async () => {
    const peer = startPeer<MockRequest, MockReply>(new URL('../../mock-server/main.ts', import.meta.url), {
      called: 'the mock server',
    })
    const opened = await peer.ask<MockReply & { is: 'opened' }>({ is: 'open', world })
    return { peer, ...opened }
  }
  let current = await open()
  let deaths = 0

  const survive = async (error: Error): Promise<Error> => {
    if (++deaths === MOST_DEATHS) throw error
    current = await open()
    return error
  }

  return {
    origin: () => current.origin,
    ca: () => current.ca,
    async reset() {
      const died = await current.peer.ask({ is: 'reset' }).catch(survive)
      // The new one has spent its start-up's time since its own last reset.
      if (died instanceof Error) await current.peer.ask({ is: 'reset' })
    },
    take: () => current.peer.ask<MockReply & { is: 'taken' }>({ is: 'take' }).catch(survive),
    stop: () => current.peer.stop(),
  }
}
