import { GUARD, PLANTED } from '../../bench/plan/schedule.ts'
import { type TimeSplit, type Trial, TRIAL_SCHEMA } from '../../bench/trial/trial.ts'
import { normalNumbers } from '../bench/statistics/simulated-forks.ts'

/** A race that was never run: what is typical of it, and how noisy it was. Spreads are of log times. */
export interface Paper {
  readonly reference?: string
  /** The candidates and their true ratio to the reference. */
  readonly candidates?: Readonly<Record<string, number>>
  /** The true ratio of the guard to the reference; anything but 1 is a machine that cannot be trusted. */
  readonly guard?: number
  /** The true ratio of the planted arm to the reference; 1 is a referee that is to miss it. */
  readonly planted?: number
  readonly forks?: number
  readonly rounds?: number
  readonly quick?: boolean
  readonly seed?: number
  /** Spread from fork to fork, of each arm on its own. */
  readonly forkSd?: number
  readonly roundSd?: number
  readonly referenceMs?: number
  /** Into which part of its time all goes that an arm takes more or less than the reference; of others each part has its share. */
  readonly causes?: Readonly<Record<string, TimePart>>
  /** How many times as long as a typical run the first one of each process takes; absent, there is none. */
  readonly cold?: number
}

/** Where time may go. */
export type TimePart = keyof typeof SHARES

/** Of a run of the reference. */
const SHARES = { waitingMs: 0.8, cpuMs: 0.1, queueingMs: 0.08, startUpMs: 0.02 } as const

/** The trials of such a race, in the order in which they would have ended; the same for the same `paper`. */
export function trialsOf(paper: Paper = {}): Trial[] {
  const {
    reference = 'sequential',
    candidates = { pipelined: 0.5 },
    guard = 1,
    planted = 1.1,
    forks = 6,
    rounds = 6,
  } = paper
  const { quick = true, seed = 1, forkSd = 0.004, roundSd = 0.01, referenceMs = 60, causes = {}, cold } = paper
  const arms = new Map([[reference, 1], ...Object.entries(candidates), [GUARD, guard], [PLANTED, planted]])
  const scenario = { ...A_SCENARIO, reference, arms: [...arms.keys()], quick, rounds }
  const normal = normalNumbers(seed)
  const trials: Trial[] = []
  let atMs = Date.UTC(2026, 0, 15, 9)
  const add = (
    arm: string,
    place: Pick<Trial, 'fork' | 'round' | 'position' | 'phase'>,
    makespanMs: number,
    drawnMs = makespanMs,
  ) => {
    const strategy = arm === GUARD || arm === PLANTED ? reference : arm
    const role = ROLES.get(arm) ?? (arm === reference ? 'reference' : 'candidate')
    const structuralMs = makespanMs / 1.1
    const structuralDrawnMs = structuralMs / 1.01
    const timed = { makespanMs, structuralMs, structuralDrawnMs, beganAt: new Date(atMs).toISOString() }
    const split = splitOf(makespanMs, { drawnMs, cause: causes[arm] })
    trials.push({ ...A_TRIAL, ...place, ...timed, split, scenario, arm, strategy, role })
    atMs += makespanMs + 5
  }
  for (let fork = 1; fork <= forks; fork++) {
    const effects = new Map(arms.keys().map((arm) => [arm, forkSd * normal()]))
    if (cold !== undefined)
      for (const [arm, ratio] of arms)
        add(
          arm,
          { fork, round: 0, position: 0, phase: 'cold' },
          cold * referenceMs * ratio * Math.exp(effects.get(arm)!),
        )
    for (const arm of arms.keys()) {
      add(arm, { fork, round: 1, position: 0, phase: 'warmup' }, 8)
      add(arm, { fork, round: 0, position: 0, phase: 'warmup' }, referenceMs)
    }
    for (let round = 1; round <= rounds; round++) {
      // What a round has drawn meets every arm alike.
      const drawnMs = referenceMs * Math.exp(0.1 * normal())
      for (const [position, [arm, ratio]] of [...arms].entries()) {
        const noise = effects.get(arm)! + roundSd * normal()
        add(arm, { fork, round, position, phase: 'measured' }, drawnMs * ratio * Math.exp(noise), drawnMs)
      }
    }
  }
  return trials
}

/** Parts that add up to the makespan, of which those beside the cause take what they would take of the reference. */
function splitOf(
  makespanMs: number,
  { drawnMs, cause }: { readonly drawnMs: number; readonly cause: TimePart | undefined },
): TimeSplit {
  const ofMs = cause === undefined ? makespanMs : drawnMs
  const parts = { waitingMs: 0, cpuMs: 0, queueingMs: 0, startUpMs: 0 }
  for (const part of Object.keys(SHARES) as TimePart[]) parts[part] = SHARES[part] * ofMs
  if (cause !== undefined) parts[cause] += makespanMs - drawnMs
  return { ...parts, path: { fetch: 12, check: 12, notify: 6 }, overlap: 1 }
}

/** The trials with those that are `meant` changed. */
export function changed(
  trials: readonly Trial[],
  meant: (trial: Trial) => boolean,
  change: (trial: Trial) => Partial<Trial>,
): Trial[] {
  return trials.map((trial) => (meant(trial) ? { ...trial, ...change(trial) } : trial))
}

/** Whether a trial is the measured one of an arm at a place. */
export function isRun(arm: string, fork: number, round: number): (trial: Trial) => boolean {
  return (trial) => trial.phase === 'measured' && trial.arm === arm && trial.fork === fork && trial.round === round
}

export function isMeasured({ phase }: Trial): boolean {
  return phase === 'measured'
}

const ROLES = new Map<string, Trial['role']>([
  [GUARD, 'guard'],
  [PLANTED, 'planted'],
])

const A_SCENARIO: Trial['scenario'] = {
  name: 'paper',
  digest: '0123456789ab',
  reference: 'sequential',
  arms: ['sequential', GUARD],
  margin: 0.05,
  quick: true,
  rounds: 6,
  check: 'prefilter',
}

const A_STEP = { count: 12, failed: 0, busyMs: 40, p50Ms: 3, p95Ms: 6, maxMs: 8 }

/** One run like any other. */
export const A_TRIAL: Trial = {
  schema: TRIAL_SCHEMA,
  place: 'local',
  scenario: A_SCENARIO,
  arm: 'sequential',
  strategy: 'sequential',
  role: 'reference',
  limits: {},
  fork: 1,
  round: 1,
  position: 0,
  seed: 1,
  phase: 'measured',
  makespanMs: 60,
  firstNotificationMs: 6,
  medianNotificationMs: 30,
  lastNotificationMs: 58,
  structuralMs: 55,
  structuralDrawnMs: 54.5,
  cpuMs: 20,
  stallMs: 2,
  peakRssBytes: 90_000_000,
  peakConnections: 2,
  peakFeedsInFlight: 1,
  steps: { fetch: A_STEP, check: A_STEP, notify: { ...A_STEP, count: 6 } },
  feeds: 12,
  sent: 6,
  failures: {},
  faults: [],
  ledger: { digest: 'feedfacecafebeef', posts: 6, accepted: 6, duplicates: 0, throttled: 0 },
  mock: { requests: 18, heldMs: 60.6, fetchHeldMs: 42, notifyHeldMs: 18.6, drawnMs: 60, cpuMs: 1.8, lagMs: 1 },
  beganAt: '2026-01-15T09:00:00.000Z',
  environment: { node: 'v24.0.0', cpu: 'Paper 3000', cores: 2, revision: 'abcdef0', load: 0.5 },
}
