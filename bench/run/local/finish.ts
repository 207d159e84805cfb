import type { Taken } from '../../../mock-server/main.ts'
import { ownLimits, resolveLimits } from '../../../strategies/limits.ts'
import type { Plan } from '../../plan/plan.ts'
import { digestOf, type Scenario } from '../../scenario/scenario.ts'
import type { Arm } from '../../plan/schedule.ts'
import { type Trial, TRIAL_SCHEMA } from '../../trial/trial.ts'
import { faultsIn } from '../../trial/faults.ts'
import { runFigures } from '../../trial/run-figures.ts'
import { serverSide } from '../../trial/server-side.ts'
import { splitTime } from '../../trial/time-split.ts'
import type { MeasuredByChild } from './messages.ts'
import type { VirtualRuns } from './virtual-runs.ts'

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
  readonly virtualRuns: Pick<VirtualRuns, 'structuralMs'>
}

const NO_STEP = { count: 0, failed: 0, busyMs: 0, p50Ms: 0, p95Ms: 0, maxMs: 0 }

/** One run as a line of the record. */
export async function toTrial(run: FinishedRun): Promise<Trial> {
  const { plan, arm, measured } = run
  const { scenario } = plan
  const ran = measured instanceof Error ? undefined : measured
  const limits = ran?.limits ?? resolveLimits(arm.order, scenario.limits)
  const split = splitOf(ran, run.taken)
  let unstructured: string | undefined
  const server = await serverSide(run.taken, (waits) =>
    run.virtualRuns.structuralMs(arm, limits, waits).catch((error: Error) => {
      unstructured = `what its waiting alone takes is not known: ${error.message}`
      return undefined
    }),
  )
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
    ...(arm.planted !== undefined && { planted: arm.planted }),
    limits: ownLimits(arm.order, limits),
    fork: run.fork,
    round: run.round,
    position: run.position,
    seed: scenario.world.seed,
    phase: run.phase,
    makespanMs: ran?.makespanMs ?? scenario.client.runTimeoutMs,
    ...runFigures(ran),
    ...(!ran && { steps: { fetch: NO_STEP, check: NO_STEP, notify: NO_STEP } }),
    faults: [
      ...faultsOf(measured, scenario, run.phase === 'warmup' && run.round > 0),
      ...(unstructured === undefined ? [] : [unstructured]),
    ],
    ...server,
    ...(split && { split }),
    beganAt: new Date(ran?.beganMs ?? Date.now()).toISOString(),
    environment: { ...run.environment, load: run.load },
  }
}

/** Without a recording, or without what the server held, there is nothing to be split. */
function splitOf(ran: MeasuredByChild | undefined, taken: Taken | Error): Trial['split'] {
  if (!ran?.marks || taken instanceof Error) return undefined
  const { marks: recording, beganMs, makespanMs, cpuMs } = ran
  const { fetchHeldMs, notifyHeldMs } = taken
  return splitTime({ recording, beganMs, makespanMs, cpuMs, fetchHeldMs, notifyHeldMs })
}

/** Why a run is not a right one. Faults that the world planned, and that every arm meets alike, are none. */
function faultsOf(measured: MeasuredByChild | Error, { world, client }: Scenario, plain: boolean): string[] {
  if (measured instanceof Error) return [measured.message]
  const late = measured.timedOut ? [`not done within ${client.runTimeoutMs} ms`] : []
  return [...late, ...faultsIn(measured, world, plain)]
}
