import { AA_CHECK, MIN_ENVIRONMENTS } from '../../bench/plan/schedule.ts'
import type { Traced, Trial } from '../../bench/trial/trial.ts'
import { normalNumbers } from '../bench/statistics/simulated-blocks.ts'
import { traceIdAt } from './fake-xray.ts'
import { A_TRIAL } from './trials.ts'

/** Milliseconds of a warm invocation of the reference, which add up to 109. */
export const BASE_MS = {
  service: 1,
  handler: 10,
  around: 2,
  fetch: 60,
  check: 10,
  notify: 20,
  between: 5,
  overhead: 1,
} as const
type PhaseMs = Readonly<Record<keyof typeof BASE_MS, number>>

/** A comparison of functions that was never made: what each candidate takes more than the reference, and how noisy it was. */
export interface FunctionSimulation {
  readonly target?: 'lab' | 'aws'
  readonly candidates?: Readonly<Record<string, Partial<PhaseMs>>>
  readonly containers?: number
  /** Invocations of a container after its cold one. */
  readonly warm?: number
  readonly seed?: number
  /** Spreads of log times, of a container with all it does and of each part of an invocation. */
  readonly containerSd?: number
  readonly phaseSd?: number
  readonly isTraced?: boolean
}

const BEGAN_MS = Date.UTC(2026, 0, 15, 9)

/** The trials of such a comparison, in the order in which they would have ended; the same for the same `simulation`. */
export function invokedTrials(simulation: FunctionSimulation = {}): Trial[] {
  const { target = 'lab', candidates = { pipelined: {} }, containers = MIN_ENVIRONMENTS, warm = 2 } = simulation
  const { seed = 1, containerSd = 0.004, phaseSd = 0.01, isTraced = true } = simulation
  const more = new Map<string, Partial<PhaseMs>>([['sequential', {}], ...Object.entries(candidates), [AA_CHECK, {}]])
  const scenario = {
    ...A_TRIAL.scenario,
    variants: [...more.keys()],
    quick: false,
    iterations: warm,
    looks: containers >= MIN_ENVIRONMENTS ? [{ blocks: containers, alpha: 0.05 }] : [],
  }
  const normal = normalNumbers(seed)
  const trials: Trial[] = []
  for (let block = 1; block <= containers; block++) {
    for (const [variant, extra] of more) {
      const luck = Math.exp(containerSd * normal())
      for (let iteration = 0; iteration <= warm; iteration++) {
        const ms = Object.fromEntries(
          Object.entries(BASE_MS).map(([name, base]) => [
            name,
            (base + (extra[name as keyof PhaseMs] ?? 0)) *
              (iteration === 0 ? 4 : 1) *
              luck *
              Math.exp(phaseSd * normal()),
          ]),
        ) as Record<keyof PhaseMs, number>
        const traced = tracedOf(ms)
        const durationMs = traced.invocationMs!
        const initMs = iteration === 0 ? 80 : undefined
        trials.push({
          ...A_TRIAL,
          target,
          scenario,
          variant,
          strategy: variant === AA_CHECK ? 'sequential' : variant,
          role: variant === AA_CHECK ? 'aa-check' : variant === 'sequential' ? 'reference' : 'candidate',
          block,
          iteration,
          phase: iteration === 0 ? 'cold' : 'measured',
          makespanMs: traced.makespanMs!,
          idealMs: traced.makespanMs! / 1.1,
          plannedIdealMs: traced.makespanMs! / 1.11,
          invocation: {
            function: `utakata-${variant}-1769`,
            memoryMb: 1769,
            container: `${variant} ${block}`,
            traceId: traceIdAt(BEGAN_MS, trials.length + 1),
            roundTripMs: traced.totalMs + 3,
            ...(initMs !== undefined && { initMs }),
            durationMs,
            billedMs: Math.ceil(durationMs + (initMs ?? 0)),
            maxMemoryMb: 95,
            architecture: 'arm64',
          },
          ...(target === 'lab' && {
            emulation: { client: 'native', freezes: true, share: { wanted: 1, achieved: 0.98 } },
          }),
          ...(isTraced && { traced }),
          beganAt: new Date(BEGAN_MS + trials.length * 200).toISOString(),
        })
      }
    }
  }
  return trials
}

/** What a trace would show of an invocation with these parts. */
function tracedOf(ms: PhaseMs): Traced {
  const { service, handler, around, fetch, check, notify, between, overhead } = ms
  const makespanMs = around + fetch + check + notify + between
  return {
    totalMs: service + handler + makespanMs + overhead,
    functionMs: handler + makespanMs + overhead,
    invocationMs: handler + makespanMs,
    overheadMs: overhead,
    makespanMs,
    sent: A_TRIAL.sent,
    path: { stepsMs: { fetch, check, notify }, waitingMs: between, aroundMs: around },
    meanConcurrency: 1.5,
  }
}

/** The trial with its trace changed. */
export function retraced({ traced }: Trial, change: Partial<Traced>): Pick<Trial, 'traced'> {
  return { traced: { ...traced!, ...change } }
}

/** The trial with its invocation changed. */
export function reinvoked(
  { invocation }: Trial,
  change: Partial<NonNullable<Trial['invocation']>>,
): Pick<Trial, 'invocation'> {
  return { invocation: { ...invocation!, ...change } }
}
