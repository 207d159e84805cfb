import type { Taken } from '../../mock-server/main.ts'
import type { Discard } from '../io/trial-reasons.ts'
import type { Trial } from '../trial/trial.ts'
import type { Wait } from '../model/virtual-clock.ts'
import { processFailureOf } from './peer-error.ts'

/** A mock server whose event loop was blocked for this long while a run was measured discards the iteration for every variant. */
const MAX_LAG_MS = 250

/** What the mock server alone knows of a run. */
export type ServerSide = Required<Pick<Trial, 'peakConnections' | 'peakItemsInFlight' | 'deliveries' | 'mock'>> &
  Pick<Trial, 'idealMs' | 'plannedIdealMs' | 'discarded'>

/** What the waiting alone takes in the order of the run's strategy, in milliseconds; undefined where that is not known. */
export type Ideal = (waits: readonly Wait[]) => Promise<number | undefined>

/** The run as the server saw it, an error when it died during it. `checkMs`: the CPU time that each check was made to take. */
export async function serverSide(answer: Taken | Error, ideal: Ideal, checkMs = 0): Promise<ServerSide> {
  const taken = answer instanceof Error ? NOTHING_TAKEN : answer
  const discarded = discardOf(answer)
  const idealOf = (fetchMs: Float64Array, notifyMs: Float64Array) =>
    ideal(Array.from(fetchMs, (ms, index) => ({ fetchMs: ms, checkMs, notifyMs: notifyMs[index]! })))
  const idealMs = await idealOf(taken.fetchHeldMs, taken.notifyHeldMs)
  const plannedIdealMs = await idealOf(taken.fetchDrawnMs, taken.notifyDrawnMs)
  return {
    ...(idealMs !== undefined && { idealMs }),
    ...(plannedIdealMs !== undefined && { plannedIdealMs }),
    peakConnections: taken.peakConnections,
    peakItemsInFlight: taken.peakFeedsInFlight,
    ...(discarded && { discarded }),
    deliveries: {
      digest: taken.digest,
      posts: taken.posts,
      accepted: taken.accepted,
      duplicates: taken.duplicates,
      throttled: taken.throttled,
    },
    mock: {
      requests: taken.requests,
      heldMs: taken.heldMs,
      fetchHeldMs: sumOf(taken.fetchHeldMs),
      notifyHeldMs: sumOf(taken.notifyHeldMs),
      drawnMs: taken.drawnMs,
      cpuMs: taken.cpuMs,
      lagMs: taken.lagMs,
    },
  }
}

function sumOf(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0)
}

const NOTHING_TAKEN: Taken = {
  requests: 0,
  notKept: 0,
  posts: 0,
  accepted: 0,
  duplicates: 0,
  digest: '',
  throttled: 0,
  peakFeedsInFlight: 0,
  peakConnections: 0,
  fetchHeldMs: new Float64Array(),
  notifyHeldMs: new Float64Array(),
  fetchDrawnMs: new Float64Array(),
  notifyDrawnMs: new Float64Array(),
  fetches: new Uint32Array(),
  postsOf: new Uint32Array(),
  acceptedMs: new Float64Array(),
  heldMs: 0,
  drawnMs: 0,
  cpuMs: 0,
  lagMs: 0,
}

function discardOf(taken: Taken | Error): Discard | undefined {
  if (taken instanceof Error) return { code: 'mock-server-failed', failure: processFailureOf(taken) }
  const { requests, notKept, lagMs } = taken
  if (notKept > 0) return { code: 'requests-unrecorded', requests, unrecorded: notKept }
  return lagMs > MAX_LAG_MS ? { code: 'mock-server-stalled', lagMs } : undefined
}
