import { AA_CHECK, SENSITIVITY_CHECK } from '../../bench/plan/schedule.ts'
import type { Discard, Fault } from '../../bench/io/trial-reasons.ts'
import { type TimeBreakdown, type Trial, TRIAL_SCHEMA } from '../../bench/trial/trial.ts'
import { normalNumbers } from '../bench/statistics/simulated-blocks.ts'

/** A benchmark that was never run: what is typical of it, and how noisy it was. Spreads are of log times. */
export interface Simulation {
  readonly reference?: string
  /** The candidates and their true ratio to the reference. */
  readonly candidates?: Readonly<Record<string, number>>
  /** The true ratio of the A/A check to the reference; anything but 1 is a machine that cannot be trusted. */
  readonly aaCheck?: number
  /** The true ratio of the sensitivity check to the reference; 1 is a referee that is to miss it. */
  readonly slowedBy?: number
  readonly blocks?: number
  readonly iterations?: number
  readonly quick?: boolean
  readonly seed?: number
  /** Spread from block to block, of each variant on its own. */
  readonly blockSd?: number
  readonly iterationSd?: number
  readonly referenceMs?: number
  /** Into which part of its time all goes that a variant takes more or less than the reference; of others each part has its share. */
  readonly causes?: Readonly<Record<string, TimePart>>
  /** How many times as long as a typical run the first one of each process takes; absent, there is none. */
  readonly cold?: number
}

/** Where time may go. */
export type TimePart = keyof typeof SHARES

/** Of a run of the reference. */
const SHARES = { waitingMs: 0.8, cpuMs: 0.1, queueingMs: 0.08, startUpMs: 0.02 } as const

/** The trials of such a benchmark, in the order in which they would have ended; the same for the same `simulation`. */
export function trialsOf(simulation: Simulation = {}): Trial[] {
  const {
    reference = 'sequential',
    candidates = { pipelined: 0.5 },
    aaCheck = 1,
    slowedBy = 1.1,
    blocks = 6,
    iterations = 6,
  } = simulation
  const {
    quick = true,
    seed = 1,
    blockSd = 0.004,
    iterationSd = 0.01,
    referenceMs = 60,
    causes = {},
    cold,
  } = simulation
  const variants = new Map([
    [reference, 1],
    ...Object.entries(candidates),
    [AA_CHECK, aaCheck],
    [SENSITIVITY_CHECK, slowedBy],
  ])
  const scenario = { ...A_SCENARIO, reference, variants: [...variants.keys()], quick, iterations }
  const normal = normalNumbers(seed)
  const trials: Trial[] = []
  let atMs = Date.UTC(2026, 0, 15, 9)
  const add = (
    variant: string,
    place: Pick<Trial, 'block' | 'iteration' | 'position' | 'phase'>,
    makespanMs: number,
    drawnMs = makespanMs,
  ) => {
    const strategy = variant === AA_CHECK || variant === SENSITIVITY_CHECK ? reference : variant
    const role = ROLES.get(variant) ?? (variant === reference ? 'reference' : 'candidate')
    const idealMs = makespanMs / 1.1
    const plannedIdealMs = idealMs / 1.01
    const timed = { makespanMs, idealMs, plannedIdealMs, beganAt: new Date(atMs).toISOString() }
    const split = splitOf(makespanMs, { drawnMs, cause: causes[variant] })
    trials.push({ ...A_TRIAL, ...place, ...timed, timeBreakdown: split, scenario, variant, strategy, role })
    atMs += makespanMs + 5
  }
  for (let block = 1; block <= blocks; block++) {
    const effects = new Map(variants.keys().map((variant) => [variant, blockSd * normal()]))
    if (cold !== undefined)
      for (const [variant, ratio] of variants)
        add(
          variant,
          { block, iteration: 0, position: 0, phase: 'cold' },
          cold * referenceMs * ratio * Math.exp(effects.get(variant)!),
        )
    for (const variant of variants.keys()) {
      add(variant, { block, iteration: 1, position: 0, phase: 'warmup' }, 8)
      add(variant, { block, iteration: 0, position: 0, phase: 'warmup' }, referenceMs)
    }
    for (let iteration = 1; iteration <= iterations; iteration++) {
      // What an iteration has drawn meets every variant alike.
      const drawnMs = referenceMs * Math.exp(0.1 * normal())
      for (const [position, [variant, ratio]] of [...variants].entries()) {
        const noise = effects.get(variant)! + iterationSd * normal()
        add(variant, { block, iteration, position, phase: 'measured' }, drawnMs * ratio * Math.exp(noise), drawnMs)
      }
    }
  }
  return trials
}

/** Parts that add up to the makespan, of which those beside the cause take what they would take of the reference. */
function splitOf(
  makespanMs: number,
  { drawnMs, cause }: { readonly drawnMs: number; readonly cause: TimePart | undefined },
): TimeBreakdown {
  const ofMs = cause === undefined ? makespanMs : drawnMs
  const parts = { waitingMs: 0, cpuMs: 0, queueingMs: 0, startUpMs: 0 }
  for (const part of Object.keys(SHARES) as TimePart[]) parts[part] = SHARES[part] * ofMs
  if (cause !== undefined) parts[cause] += makespanMs - drawnMs
  return { ...parts, path: { fetch: 12, check: 12, notify: 6 }, meanConcurrency: 1 }
}

/** The trials with those that are `meant` changed. */
export function changed(
  trials: readonly Trial[],
  meant: (trial: Trial) => boolean,
  change: (trial: Trial) => Partial<Trial>,
): Trial[] {
  return trials.map((trial) => (meant(trial) ? { ...trial, ...change(trial) } : trial))
}

/** Why a run failed, as somebody else has it. */
export function aFault(message: string): Extract<Fault, { code: 'invocation-failed' }> {
  return { code: 'invocation-failed', message }
}

export const MOCK_SERVER_DIED: Discard = { code: 'mock-server-failed', failure: { code: 'exited', signal: 'SIGKILL' } }

/** Whether a trial is the measured one of a variant at a place. */
export function isRun(variant: string, block: number, iteration: number): (trial: Trial) => boolean {
  return (trial) =>
    trial.phase === 'measured' && trial.variant === variant && trial.block === block && trial.iteration === iteration
}

export function isMeasured({ phase }: Trial): boolean {
  return phase === 'measured'
}

const ROLES = new Map<string, Trial['role']>([
  [AA_CHECK, 'aa-check'],
  [SENSITIVITY_CHECK, 'sensitivity-check'],
])

const A_SCENARIO: Trial['scenario'] = {
  name: 'paper',
  digest: '0123456789ab',
  reference: 'sequential',
  variants: ['sequential', AA_CHECK],
  margin: 0.05,
  quick: true,
  iterations: 6,
  check: 'prefilter',
}

const A_STEP = { count: 12, failed: 0, busyMs: 40, p50Ms: 3, p95Ms: 6, maxMs: 8 }

/** One run like any other. */
export const A_TRIAL: Trial = {
  schema: TRIAL_SCHEMA,
  target: 'local',
  scenario: A_SCENARIO,
  variant: 'sequential',
  strategy: 'sequential',
  role: 'reference',
  limits: {},
  block: 1,
  iteration: 1,
  position: 0,
  seed: 1,
  phase: 'measured',
  makespanMs: 60,
  firstNotificationMs: 6,
  medianNotificationMs: 30,
  lastNotificationMs: 58,
  idealMs: 55,
  plannedIdealMs: 54.5,
  cpuMs: 20,
  eventLoopDelayMs: 2,
  peakRssBytes: 90_000_000,
  peakConnections: 2,
  peakItemsInFlight: 1,
  steps: { fetch: A_STEP, check: A_STEP, notify: { ...A_STEP, count: 6 } },
  items: 12,
  sent: 6,
  failures: {},
  faults: [],
  deliveries: { digest: 'feedfacecafebeef', posts: 6, accepted: 6, duplicates: 0, throttled: 0 },
  mock: { requests: 18, heldMs: 60.6, fetchHeldMs: 42, notifyHeldMs: 18.6, drawnMs: 60, cpuMs: 1.8, lagMs: 1 },
  beganAt: '2026-01-15T09:00:00.000Z',
  environment: { node: 'v24.0.0', cpu: 'Paper 3000', cores: 2, revision: 'abcdef0', load: 0.5 },
}
