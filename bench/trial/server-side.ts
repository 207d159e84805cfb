import type { Taken } from '../../mock-server/main.ts'
import type { Trial } from './trial.ts'
import type { Wait } from '../model/virtual-clock.ts'

/** A mock server that stood still for this long while a run was measured spoils the round for every arm. */
const MAX_LAG_MS = 250

/** What the mock server alone knows of a run. */
export type ServerSide = Required<Pick<Trial, 'peakConnections' | 'peakFeedsInFlight' | 'ledger' | 'mock'>> &
  Pick<Trial, 'structuralMs' | 'structuralDrawnMs' | 'void'>

/** What the waiting alone takes in the order of the run's strategy, in milliseconds; undefined where that cannot be told. */
export type Structural = (waits: readonly Wait[]) => Promise<number | undefined>

/** The run as the server saw it, an error when it died during it. */
export async function serverSide(told: Taken | Error, structural: Structural): Promise<ServerSide> {
  const taken = told instanceof Error ? NOTHING_TAKEN : told
  const structuralOf = (fetchMs: Float64Array, notifyMs: Float64Array) =>
    structural(Array.from(fetchMs, (ms, index) => ({ fetchMs: ms, notifyMs: notifyMs[index]! })))
  const structuralMs = await structuralOf(taken.fetchHeldMs, taken.notifyHeldMs)
  const structuralDrawnMs = await structuralOf(taken.fetchDrawnMs, taken.notifyDrawnMs)
  return {
    ...(structuralMs !== undefined && { structuralMs }),
    ...(structuralDrawnMs !== undefined && { structuralDrawnMs }),
    peakConnections: taken.peakConnections,
    peakFeedsInFlight: taken.peakFeedsInFlight,
    ...voidness(told),
    ledger: {
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
  heldMs: 0,
  drawnMs: 0,
  cpuMs: 0,
  lagMs: 0,
}

function voidness(told: Taken | Error): { void?: string } {
  if (told instanceof Error) return { void: told.message }
  if (told.notKept > 0)
    return { void: `the mock server received ${told.requests} requests and could not record ${told.notKept} of them` }
  return told.lagMs > MAX_LAG_MS ? { void: `the mock server stood still for ${Math.round(told.lagMs)} ms` } : {}
}
