import type { Taken } from '../../mock-server/main.ts'
import { strategies } from '../../strategies/index.ts'
import { resolveLimits } from '../../strategies/limits.ts'
import type { Plan } from '../plan.ts'
import { digestOf, type Scenario } from '../scenario.ts'
import type { Arm } from '../schedule.ts'
import { type Trial, TRIAL_SCHEMA } from '../trial.ts'
import { structuralMs } from '../virtual-clock.ts'
import type { MeasuredByChild } from './messages.ts'
import { plannedFailures } from './planned-failures.ts'

/** What is known of a run once it is over; `measured` or `taken` is an error when that process died instead. */
export interface FinishedRun {
  readonly plan: Plan
  readonly environment: Omit<Trial['environment'], 'load'>
  readonly arm: Arm
  readonly fork: number
  readonly round: number
  readonly position: number
  readonly phase: Trial['phase']
  readonly measured: MeasuredByChild | Error
  readonly taken: Taken | Error
  readonly load: number
}

/** A mock server that stood still for this long while a run was measured spoils the round for every arm. */
const MOST_LAG_MS = 250

const NO_STEP = { count: 0, failed: 0, busyMs: 0, p50Ms: 0, p95Ms: 0, maxMs: 0 }

/** One run as a line of the record. */
export async function toTrial(run: FinishedRun): Promise<Trial> {
  const { plan, arm, measured } = run
  const died = run.taken instanceof Error ? run.taken.message : undefined
  const taken = run.taken instanceof Error ? NOTHING_TAKEN : run.taken
  const { scenario } = plan
  const ran = measured instanceof Error ? undefined : measured
  const limits = ran?.limits ?? resolveLimits(strategies[arm.strategy], scenario.limits)
  const structural = (fetchMs: Float64Array, notifyMs: Float64Array) =>
    structuralMs(
      strategies[arm.strategy],
      limits,
      Array.from(fetchMs, (ms, index) => ({ fetchMs: ms, notifyMs: notifyMs[index]! })),
    )
  const own = Object.keys(strategies[arm.strategy].limits ?? {}) as (keyof typeof limits)[]
  return {
    schema: TRIAL_SCHEMA,
    place: 'local',
    scenario: {
      name: scenario.name,
      digest: digestOf(scenario),
      reference: scenario.reference,
      arms: plan.arms.map(({ name }) => name),
      margin: scenario.plan.margin,
      quick: plan.quick,
      rounds: scenario.plan.rounds,
      check: scenario.check,
    },
    arm: arm.name,
    strategy: arm.strategy,
    role: arm.role,
    limits: Object.fromEntries(own.map((name) => [name, Number.isFinite(limits[name]) ? limits[name] : 'unbounded'])),
    fork: run.fork,
    round: run.round,
    position: run.position,
    seed: scenario.world.seed,
    phase: run.phase,
    makespanMs: ran?.makespanMs ?? scenario.client.runTimeoutMs,
    firstNotificationMs: ran?.figures.firstNotificationMs,
    medianNotificationMs: ran?.figures.medianNotificationMs,
    lastNotificationMs: ran?.figures.lastNotificationMs,
    structuralMs: await structural(taken.fetchHeldMs, taken.notifyHeldMs),
    structuralDrawnMs: await structural(taken.fetchDrawnMs, taken.notifyDrawnMs),
    cpuMs: ran?.cpuMs ?? 0,
    stallMs: ran?.stallMs ?? 0,
    peakRssBytes: ran?.peakRssBytes ?? 0,
    peakConnections: taken.peakConnections,
    peakFeedsInFlight: taken.peakFeedsInFlight,
    steps: ran?.figures.steps ?? { fetch: NO_STEP, check: NO_STEP, notify: NO_STEP },
    feeds: ran?.figures.feeds ?? 0,
    sent: ran?.figures.sent ?? 0,
    failures: ran?.figures.failures ?? {},
    faults: faultsOf(measured, scenario, run.phase === 'warmup' && run.round > 0),
    ...voidness(died, taken),
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
      drawnMs: taken.drawnMs,
      cpuMs: taken.cpuMs,
      lagMs: taken.lagMs,
    },
    beganAt: new Date(ran?.beganMs ?? Date.now()).toISOString(),
    environment: { ...run.environment, load: run.load },
  }
}

const NOTHING_TAKEN: Taken = {
  requests: 0,
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

function voidness(died: string | undefined, { lagMs }: Taken): { void?: string } {
  if (died !== undefined) return { void: died }
  return lagMs > MOST_LAG_MS ? { void: `the mock server stood still for ${Math.round(lagMs)} ms` } : {}
}

/** Why a run is not a right one. Faults that the world planned, and that every arm meets alike, are none. */
function faultsOf(measured: MeasuredByChild | Error, { world, client }: Scenario, plain: boolean): string[] {
  if (measured instanceof Error) return [measured.message]
  const faults: string[] = []
  const { figures, timedOut, examples } = measured
  if (timedOut) faults.push(`not done within ${client.runTimeoutMs} ms`)
  if (figures.feeds !== world.feeds.count) faults.push(`${figures.feeds} outcomes for ${world.feeds.count} feeds`)
  const planned = plain ? new Map<string, number>() : plannedFailures(world)
  for (const [kind, count] of Object.entries(figures.failures)) {
    const most = planned.get(kind) ?? 0
    const example = examples.find((one) => `${one.step} ${one.kind}` === kind)?.message
    if (count > most) faults.push(`${count} failures "${kind}" where the world planned ${most}, such as: ${example}`)
  }
  return faults
}
