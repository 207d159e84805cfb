import { runSeries } from '../../../../bench/plan/series.ts'
import type { ScheduledTrial } from '../../../../bench/judge/load/rate-forks.ts'
import { GUARD, PLANTED } from '../../../../bench/plan/schedule.ts'
import type { Trial } from '../../../../bench/trial/trial.ts'
import { normalNumbers } from '../../statistics/simulated-forks.ts'
import { A_TRIAL } from '../../../support/trials.ts'
import { aSeriesClock } from '../../run/load/fake-series-clock.ts'

/** Jobs on a schedule that never ran: how long those of each strategy take, and how noisy that is. */
export interface RatePaper {
  /** The typical service time in milliseconds, the reference's first. */
  readonly serviceMs?: Readonly<Record<string, number>>
  readonly everyMs?: number
  readonly jobs?: number
  readonly forks?: number
  /** As planned, where fewer were done. */
  readonly plannedForks?: number
  /** Spread of the logarithm of what a job has drawn, the same for all arms. */
  readonly drawnSd?: number
  /** The same of each arm in each fork on its own. */
  readonly forkSd?: number
  /** The true ratio of the guard to the reference. */
  readonly guard?: number
}

/** The trials of such a run, made by the code that runs real ones, in the order in which they would have ended. */
export async function rateTrialsOf(paper: RatePaper = {}): Promise<Trial[]> {
  const { serviceMs = { sequential: 60, pipelined: 20 }, everyMs = 100, jobs = 40, forks = 6, guard = 1 } = paper
  const { plannedForks = forks, drawnSd = 0.1, forkSd = 0.004 } = paper
  const reference = Object.keys(serviceMs)[0]!
  const typical = { ...serviceMs, [GUARD]: serviceMs[reference]! * guard, [PLANTED]: serviceMs[reference]! * 1.1 }
  const scenario: Trial['scenario'] = {
    ...A_TRIAL.scenario,
    reference,
    arms: Object.keys(typical),
    quick: false,
    rounds: jobs,
    looks: [{ forks: plannedForks, alpha: 0.05 }],
  }
  const normal = normalNumbers(1)
  const trials: Trial[] = []
  for (let fork = 1; fork <= forks; fork++) {
    const drawn = Array.from({ length: jobs }, () => Math.exp(drawnSd * normal()))
    for (const [position, [arm, ms]] of Object.entries(typical).entries()) {
      const strategy = arm === GUARD || arm === PLANTED ? reference : arm
      const role = ROLES.get(arm) ?? (arm === reference ? 'reference' : 'candidate')
      const { structuralMs: _structural, structuralDrawnMs: _drawn, ...known } = A_TRIAL
      const common = { ...known, scenario, arm, strategy, role, fork, position } as const
      trials.push({ ...common, phase: 'cold', round: 0, makespanMs: 3 * ms })
      const effect = Math.exp(forkSd * normal())
      for (const [job, { arrival, busyMs }] of (
        await served(
          drawn.map((one) => one * ms * effect),
          everyMs,
        )
      ).entries())
        trials.push({ ...common, phase: 'measured', round: job + 1, makespanMs: busyMs, arrival })
    }
  }
  return trials
}

/** Jobs that take so long each, as they come to be served on a schedule. */
export async function served(
  servicesMs: readonly number[],
  everyMs: number,
): Promise<{ readonly arrival: ScheduledTrial['arrival']; readonly busyMs: number }[]> {
  const clock = aSeriesClock()
  const run = async (job: number) => {
    clock.pass(servicesMs[job]!)
    return { busyMs: servicesMs[job]! }
  }
  const schedule = { jobs: servicesMs.length, everyMs }
  const done = await runSeries(schedule, run, clock, new AbortController().signal)
  return done.map(({ arrival, ran }) => ({ arrival, busyMs: ran.busyMs }))
}

const ROLES = new Map<string, Trial['role']>([
  [GUARD, 'guard'],
  [PLANTED, 'planted'],
])
