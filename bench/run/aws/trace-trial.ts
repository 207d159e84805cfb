import type { Untraced } from '../../io/trial-reasons.ts'
import { type Trial, TRIAL_SCHEMA } from '../../trial/trial.ts'
import { stepFiguresOf, type InvocationExtract } from './traces/traced.ts'

export interface TrialPlace extends Pick<
  Trial,
  'target' | 'scenario' | 'environment' | 'variant' | 'role' | 'block' | 'iteration'
> {
  readonly container: string
}

/** What X-Ray, which rounds many times to the millisecond, calls none at all: nothing has a ratio to 0. Spans are exact to the microsecond. */
const SHORTEST_MS = { 'x-ray': 0.5, spans: 0.001 }

export function trialOf(one: InvocationExtract, phase: Trial['phase'], { container, ...place }: TrialPlace): Trial {
  const { by = 'x-ray' } = one.traced
  // Spans are of the handler, and Lambda bills the initialisation too.
  const isInitUnknown = by === 'spans' && one.isCold && one.initMs === undefined
  return {
    ...blankTrial(place),
    strategy: one.strategy ?? one.functionName,
    ...(one.slowedBy !== undefined && { slowedBy: one.slowedBy }),
    phase,
    makespanMs: Math.max(one.makespanMs ?? one.invocationMs ?? one.functionMs, SHORTEST_MS[by]),
    cpuMs: one.cpuMs ?? 0,
    ...(one.eventLoopDelayMs !== undefined && { eventLoopDelayMs: one.eventLoopDelayMs }),
    steps: stepFiguresOf(one),
    items: one.feeds ?? 0,
    sent: one.sent ?? 0,
    faults: one.hasFault ? [{ code: 'trace-has-fault' }] : [],
    deliveries: deliveriesOf(one.sent ?? 0),
    invocation: {
      function: one.functionName,
      memoryMb: one.memoryMb ?? 0,
      timedBy: by === 'spans' ? 'span' : 'trace',
      container,
      requestId: one.requestId,
      traceId: one.traceId,
      initMs: one.initMs,
      durationMs: one.invocationMs,
      // By the rule, since no trace has it: to the millisecond, init included.
      billedMs: isInitUnknown ? undefined : Math.ceil((one.initMs ?? 0) + one.functionMs),
    },
    traced: one.traced,
    beganAt: new Date(one.beganMs).toISOString(),
  }
}

/** What is known of an invocation whose trace has no times. */
export interface UntracedInvocation {
  readonly why: Untraced
  readonly beganMs: number
  readonly traceId?: string
  readonly functionName?: string | undefined
  readonly strategy?: string | undefined
  readonly memoryMb?: number | undefined
}

/** A trial that only counts: as a warm-up it is in no figure. */
export function untracedTrial(one: UntracedInvocation, { container, ...place }: TrialPlace): Trial {
  return {
    ...blankTrial(place),
    strategy: one.strategy ?? one.functionName ?? place.variant,
    invocation: {
      function: one.functionName ?? 'unknown',
      memoryMb: one.memoryMb ?? 0,
      container,
      traceId: one.traceId,
    },
    untraced: one.why,
    beganAt: new Date(one.beganMs).toISOString(),
  }
}

function blankTrial(place: Omit<TrialPlace, 'container'>) {
  return {
    schema: TRIAL_SCHEMA,
    ...place,
    limits: {},
    position: 0,
    seed: 0,
    phase: 'warmup',
    makespanMs: 0,
    cpuMs: 0,
    peakRssBytes: 0,
    steps: {},
    items: 0,
    sent: 0,
    failures: {},
    faults: [],
    deliveries: deliveriesOf(0),
  } satisfies Partial<Trial>
}

/** Traces record how many notifications there were, and not which. */
function deliveriesOf(sent: number): Trial['deliveries'] {
  return { by: 'trace', digest: String(sent), posts: sent, accepted: sent, duplicates: 0, throttled: 0 }
}
