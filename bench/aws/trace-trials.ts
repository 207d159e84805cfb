import { createHash } from 'node:crypto'
import { GUARD } from '../schedule.ts'
import { type Trial, TRIAL_SCHEMA } from '../trial.ts'
import { looksOf } from './ab-plan.ts'
import type { TracedInvocation } from './traces/segments.ts'
import { stepFiguresOf, tracedOf } from './traced.ts'

export interface TracedRun {
  readonly invocations: readonly TracedInvocation[]
  readonly name: string
  readonly place: 'lab' | 'aws'
  /** A strategy, or the name of a function that is not ours; the first one by name where it is undefined. */
  readonly reference?: string | undefined
  readonly margin: number
  readonly environment: Trial['environment']
}

/** One execution environment and what it was asked, in order of time. */
interface TracedContainer {
  readonly arm: string
  readonly id: string
  readonly fork: number | undefined
  readonly invocations: readonly TracedInvocation[]
}

/**
 * Trials made of traces alone, of whoever's functions. Containers are paired by the fork that a comparison named them by, else in
 * the order of their beginning; of two of the reference with one fork a coin makes one the guard. Functions that do not name
 * their container are taken to have one at a time, each beginning with a cold start.
 */
export function traceTrials({ invocations, name, place, reference, margin, environment }: TracedRun): Trial[] {
  const named = namesOf(invocations)
  const byArm = Map.groupBy(
    invocations.toSorted((a, b) => a.beganMs - b.beganMs),
    (one) => named.get(one)!,
  )
  const names = [...byArm.keys()].sort()
  const first = names.find((arm) => arm === reference || arm.split('@')[0] === reference) ?? names[0]!
  const containers = [...byArm].flatMap(([arm, all]) => containersOf(arm, all))
  const placed = numbered(containers).map((one) => ({ ...one, arm: one.isGuard ? GUARD : one.arm }))
  const arms = [
    first,
    ...names.filter((arm) => arm !== first),
    ...(placed.some(({ arm }) => arm === GUARD) ? [GUARD] : []),
  ]
  const warm = (container: TracedContainer) => container.invocations.filter(({ isCold }) => !isCold)
  const forks = [...new Set(placed.map(({ fork }) => fork))].filter((fork) =>
    arms.every((arm) => placed.some((one) => one.arm === arm && one.fork === fork && warm(one).length > 0)),
  )
  const rounds = Math.min(...placed.filter(({ fork }) => forks.includes(fork)).map((one) => warm(one).length))
  const scenario = {
    name,
    digest: createHash('sha256').update(name).digest('hex').slice(0, 12),
    reference: first,
    arms,
    margin,
    quick: false,
    rounds: Number.isFinite(rounds) ? rounds : 0,
    check: 'unknown',
    looks: looksOf(forks.length),
  }
  return placed.flatMap((container) => {
    let round = 0
    return container.invocations.map((one) =>
      trialOf(one, {
        place,
        scenario,
        environment,
        arm: container.arm,
        role: container.arm === GUARD ? 'guard' : container.arm === first ? 'reference' : 'candidate',
        fork: container.fork,
        round: one.isCold ? 0 : ++round,
        container: container.id,
      }),
    )
  })

  /** With several sizes of memory each is an arm of its own. */
  function namesOf(all: readonly TracedInvocation[]): Map<TracedInvocation, string> {
    const sizes = new Set(all.map(({ memoryMb }) => memoryMb))
    const armOf = ({ strategy, functionName, memoryMb }: TracedInvocation) =>
      (strategy ?? functionName) + (sizes.size > 1 && memoryMb !== undefined ? `@${memoryMb}` : '')
    return new Map(all.map((one) => [one, armOf(one)]))
  }

  function numbered(all: readonly TracedContainer[]): (TracedContainer & { fork: number; isGuard: boolean })[] {
    return [...Map.groupBy(all, ({ arm }) => arm)].flatMap(([arm, own]) => {
      if (own.some(({ fork }) => fork === undefined))
        return own.map((container, index) => ({ ...container, fork: index + 1, isGuard: false }))
      return [...Map.groupBy(own, ({ fork }) => fork!)].flatMap(([fork, same]) =>
        same
          .toSorted((a, b) => (coin(a.id) < coin(b.id) ? -1 : 1))
          .map((container, index) => ({ ...container, fork, isGuard: arm === first && index === 1 }))
          // A container that Lambda put in the place of another one is none of the plan's.
          .filter((_, index) => index < (arm === first ? 2 : 1)),
      )
    })
  }
}

function coin(id: string): string {
  return createHash('sha256').update(id).digest('hex')
}

function containersOf(arm: string, all: readonly TracedInvocation[]): TracedContainer[] {
  let colds = 0
  const nameOf = (one: TracedInvocation) => {
    if (one.container !== undefined) return one.container
    if (one.isCold) colds++
    return `${one.functionName} ${colds}`
  }
  return [...Map.groupBy(all, nameOf)].map(([id, invocations]) => ({
    arm,
    id,
    fork: invocations.find(({ fork }) => fork !== undefined)?.fork,
    invocations,
  }))
}

interface TrialPlace extends Pick<Trial, 'place' | 'scenario' | 'environment' | 'arm' | 'role' | 'fork' | 'round'> {
  readonly container: string
}

function trialOf(one: TracedInvocation, { container, ...place }: TrialPlace): Trial {
  const { scenario, round } = place
  const isBeyond = round > scenario.rounds
  return {
    schema: TRIAL_SCHEMA,
    ...place,
    strategy: one.strategy ?? one.functionName,
    limits: {},
    position: 0,
    seed: 0,
    phase: one.isCold ? 'cold' : isBeyond ? 'warmup' : 'measured',
    makespanMs: one.makespanMs ?? one.invocationMs ?? one.functionMs,
    cpuMs: one.cpuMs ?? 0,
    stallMs: one.stallMs ?? 0,
    peakRssBytes: 0,
    steps: stepFiguresOf(one),
    feeds: one.feeds ?? 0,
    sent: one.sent ?? 0,
    failures: {},
    faults: one.hasFault ? ['its trace has a fault'] : [],
    // Traces tell how many notifications there were, and not which.
    ledger: {
      by: 'answer',
      digest: String(one.sent ?? 0),
      posts: one.sent ?? 0,
      accepted: one.sent ?? 0,
      duplicates: 0,
      throttled: 0,
    },
    invocation: {
      function: one.functionName,
      memoryMb: one.memoryMb ?? 0,
      container,
      requestId: one.requestId,
      traceId: one.traceId,
      initMs: one.initMs,
      durationMs: one.invocationMs,
    },
    traced: tracedOf(one),
    beganAt: new Date(one.beganMs).toISOString(),
  }
}
