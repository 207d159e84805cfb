import { runSeries } from '../../../../bench/plan/series.ts'
import type { ScheduledTrial } from '../../../../bench/judge/load/blocks.ts'
import { AA_CHECK, SENSITIVITY_CHECK } from '../../../../bench/plan/schedule.ts'
import type { Trial } from '../../../../bench/trial/trial.ts'
import { normalNumbers } from '../../statistics/simulated-blocks.ts'
import { A_TRIAL } from '../../../support/trials.ts'
import { aSeriesClock } from '../../run/load/fake-series-clock.ts'

/** Jobs on a schedule that never ran: how long those of each strategy take, and how noisy that is. */
export interface SimulatedLoad {
  /** The typical service time in milliseconds, the reference's first. */
  readonly serviceMs?: Readonly<Record<string, number>>
  readonly everyMs?: number
  readonly jobs?: number
  readonly blocks?: number
  /** As planned, where fewer were done. */
  readonly plannedBlocks?: number
  /** Spread of the logarithm of what a job has drawn, the same for all variants. */
  readonly drawnSd?: number
  /** The same of each variant in each block on its own. */
  readonly blockSd?: number
  /** The true ratio of the A/A check to the reference. */
  readonly aaCheck?: number
}

/** The trials of such a run, made by the code that runs real ones, in the order in which they would have ended. */
export async function loadTrialsOf(simulation: SimulatedLoad = {}): Promise<Trial[]> {
  const {
    serviceMs = { sequential: 60, pipelined: 20 },
    everyMs = 100,
    jobs = 40,
    blocks = 6,
    aaCheck = 1,
  } = simulation
  const { plannedBlocks = blocks, drawnSd = 0.1, blockSd = 0.004 } = simulation
  const reference = Object.keys(serviceMs)[0]!
  const typical = {
    ...serviceMs,
    [AA_CHECK]: serviceMs[reference]! * aaCheck,
    [SENSITIVITY_CHECK]: serviceMs[reference]! * 1.1,
  }
  const scenario: Trial['scenario'] = {
    ...A_TRIAL.scenario,
    reference,
    variants: Object.keys(typical),
    quick: false,
    iterations: jobs,
    looks: [{ blocks: plannedBlocks, alpha: 0.05 }],
  }
  const normal = normalNumbers(1)
  const trials: Trial[] = []
  for (let block = 1; block <= blocks; block++) {
    const drawn = Array.from({ length: jobs }, () => Math.exp(drawnSd * normal()))
    for (const [position, [variant, ms]] of Object.entries(typical).entries()) {
      const strategy = variant === AA_CHECK || variant === SENSITIVITY_CHECK ? reference : variant
      const role = ROLES.get(variant) ?? (variant === reference ? 'reference' : 'candidate')
      const common = { ...A_TRIAL, scenario, variant, strategy, role, block, position } as const
      trials.push({ ...common, phase: 'cold', iteration: 0, makespanMs: 3 * ms })
      const effect = Math.exp(blockSd * normal())
      for (const [job, { arrival, busyMs }] of (
        await served(
          drawn.map((one) => one * ms * effect),
          everyMs,
        )
      ).entries())
        trials.push({ ...common, phase: 'measured', iteration: job + 1, makespanMs: busyMs, arrival })
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
  [AA_CHECK, 'aa-check'],
  [SENSITIVITY_CHECK, 'sensitivity-check'],
])
