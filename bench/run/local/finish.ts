import { errorShares } from '../../../mock-server/draws.ts'
import type { Taken } from '../../../mock-server/main.ts'
import { ownLimits, resolveLimits } from '../../../strategies/limits.ts'
import type { Plan } from '../../plan/plan.ts'
import { digestOf, hasOwnItems, type Scenario } from '../../scenario/scenario.ts'
import type { Variant } from '../../plan/schedule.ts'
import { type Trial, TRIAL_SCHEMA } from '../../trial/trial.ts'
import { faultsIn } from '../../trial/faults.ts'
import type { Fault, ProcessFailure } from '../../io/trial-reasons.ts'
import { runFigures } from '../../trial/run-figures.ts'
import { serverSide } from '../server-side.ts'
import { breakDownTime } from '../../trial/time-breakdown.ts'
import { NotRun } from './kills.ts'
import { isOfProgram, type MeasuredByChild, type MeasuredRun } from './messages.ts'
import { programFaults, programFigures } from './program-figures.ts'
import { withFailedItems } from '../failed-items.ts'
import { processFailureOf } from '../peer-error.ts'
import type { VirtualRuns } from './virtual-runs.ts'

/** What is known of a run once it is over; `measured` or `taken` is an error when that process died instead. */
export interface FinishedRun {
  readonly plan: Plan
  readonly environment: Omit<Trial['environment'], 'load'>
  readonly variant: Variant
  readonly block: number
  readonly iteration: number
  readonly position: number
  readonly phase: Trial['phase']
  readonly measured: MeasuredRun | Error
  readonly taken: Taken | Error
  /** How many runs `taken` is of, one where absent. */
  readonly jobs?: number
  readonly load: number
  readonly virtualRuns: Pick<VirtualRuns, 'idealMs'>
}

/** Whether other requests may fail in each iteration: what was observed may have errors, whatever is said of it. */
function mayFail(world: Scenario['world']): boolean {
  return world.traffic !== undefined || errorShares(world).length > 0
}

const NO_STEP = { count: 0, failed: 0, busyMs: 0, p50Ms: 0, p95Ms: 0, maxMs: 0 }

/** One run as a line of the record. */
export async function toTrial(run: FinishedRun): Promise<Trial> {
  const { plan, variant, measured, jobs = 1 } = run
  const { scenario } = plan
  const done = measured instanceof Error ? undefined : measured
  const ofProgram = done && isOfProgram(done) ? done : undefined
  const ran = done && !isOfProgram(done) ? done : undefined
  const { order, strategy, module } = variant
  const limits = order && (ran?.limits ?? resolveLimits(order, scenario.limits))
  const split = splitOf(ran, run.taken)
  const plain = run.phase === 'warmup' && run.iteration > 0
  let idealFault: Fault | undefined
  const server = await serverSide(
    run.taken,
    async (waits) => {
      if (!order || !limits) return undefined
      try {
        return await run.virtualRuns.idealMs({ strategy, order, module }, limits, waits)
      } catch (error) {
        const failure = processFailureOf(error as Error)
        if (isIdealFault(failure, variant)) idealFault = { code: 'ideal-unknown', strategy, failure }
        return undefined
      }
    },
    jobs * (scenario.checkCpuMs ?? 0),
  )
  return {
    schema: TRIAL_SCHEMA,
    target: 'local',
    scenario: {
      name: scenario.name,
      digest: digestOf(scenario),
      reference: scenario.reference,
      variants: plan.variants.map(({ name }) => name),
      margin: scenario.plan.margin,
      quick: plan.quick,
      iterations: scenario.plan.iterations,
      // A job of a user's own checks in its own way.
      check: hasOwnItems(scenario) ? 'own' : scenario.check,
      ...(scenario.codeDigest !== undefined && { codeDigest: scenario.codeDigest }),
      ...(scenario.client.allowNet && { allowsNet: true as const }),
      ...(mayFail(scenario.world) && { hasFetchErrors: true as const }),
      ...(scenario.deliveries === 'counts' && { countsPosts: true as const }),
      ...(plan.processes !== undefined && { looks: [...plan.looks] }),
    },
    variant: variant.name,
    strategy,
    role: variant.role,
    ...(variant.program && {
      program: {
        ...(variant.program.digest !== undefined && { digest: variant.program.digest }),
        ...(ofProgram && { protocolMs: ofProgram.protocolMs }),
        ...(ofProgram?.reported.failures && { reportsFailures: true as const }),
      },
    }),
    ...(variant.slowedBy !== undefined && { slowedBy: variant.slowedBy }),
    limits: order && limits ? ownLimits(order, limits) : {},
    block: run.block,
    iteration: run.iteration,
    position: run.position,
    seed: scenario.world.seed,
    phase: run.phase,
    makespanMs: done?.makespanMs ?? scenario.client.runTimeoutMs,
    ...(ofProgram ? programFigures(ofProgram, run.taken, scenario) : runFigures(ran)),
    ...(order && !ran && { steps: { fetch: NO_STEP, check: NO_STEP, notify: NO_STEP } }),
    faults: [
      ...(measured instanceof Error
        ? [faultOf(measured, variant)]
        : isOfProgram(measured)
          ? programFaults(measured, run.taken, { scenario, isSeries: jobs > 1, plain })
          : faultsOf(measured, scenario, plain)),
      ...(idealFault ? [idealFault] : []),
    ],
    ...server,
    ...(ran?.failed && withFailedItems(ran.failed, server.deliveries)),
    ...(split && { timeBreakdown: split }),
    beganAt: new Date(done?.beganMs ?? Date.now()).toISOString(),
    environment: { ...run.environment, load: run.load },
  }
}

/**
 * Whether a run fails because its ideal time is not known. Not of older code, since its ideal time is by today's order. Nor of a strategy of
 * ours that waits for something other than a step, as after a change: its time is measured all the same, which is what a gate judges.
 */
function isIdealFault({ code }: ProcessFailure, { role, module }: Variant): boolean {
  return role !== 'baseline' && (module !== undefined || code !== 'waits-for-no-step')
}

/** Without a recording, or without what the server held, there is nothing to be split. */
function splitOf(ran: MeasuredByChild | undefined, taken: Taken | Error): Trial['timeBreakdown'] {
  if (!ran?.marks || taken instanceof Error) return undefined
  const { marks: recording, beganMs, makespanMs, cpuMs } = ran
  const { fetchHeldMs, notifyHeldMs, fetches, postsOf } = taken
  const requests = { fetch: fetches, notify: postsOf }
  return breakDownTime({ recording, beganMs, makespanMs, cpuMs, fetchHeldMs, notifyHeldMs, requests })
}

/** Why a run is not a right one. Faults that the world planned, and that every variant meets alike, are none. */
function faultsOf(measured: MeasuredByChild, { job, world, client }: Scenario, plain: boolean): Fault[] {
  const late: Fault[] = measured.timedOut ? [{ code: 'timed-out', withinMs: client.runTimeoutMs }] : []
  return [...late, ...faultsIn(measured, world, { plain, isOwn: job !== undefined })]
}

function faultOf(error: Error, { name }: Variant): Fault {
  return error instanceof NotRun ? error.fault : { code: 'no-result', variant: name, failure: processFailureOf(error) }
}
