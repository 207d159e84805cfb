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
  /**
   * An arm, a strategy or the name of a function that is not ours. Of several arms that fit, all of them where it is undefined, it is
   * the one with the most containers in forks, as a comparison has its reference twice; else the first one by name.
   */
  readonly reference?: string | undefined
  readonly margin: number
  readonly environment: Trial['environment']
}

/** What an arm did in a fork: one container, or as many as were asked at a time. */
interface Turn {
  readonly arm: string
  readonly fork: number
  readonly containers: readonly TracedContainer[]
}

/** One execution environment and what it was asked, in order of time. */
interface TracedContainer {
  readonly id: string
  readonly fork: number | undefined
  readonly invocations: readonly TracedInvocation[]
}

/**
 * Trials made of traces alone, of whoever's functions. Containers are paired by the fork that a comparison named them by, else in
 * the order of their beginning; of two turns of the reference in one fork a coin makes one the guard. Functions that do not name
 * their container are taken to have one at a time, each beginning with a cold start.
 */
export function traceTrials({ invocations, name, place, reference, margin, environment }: TracedRun): Trial[] {
  const inTime = invocations.toSorted((a, b) => a.beganMs - b.beganMs)
  const byArm = new Map(
    [...Map.groupBy(inTime, armNameIn(invocations))].map(([arm, all]) => [arm, containersOf(all)] as const),
  )
  const names = [...byArm.keys()].sort()
  const first = referenceOf(byArm, names, reference)
  const turns = [...byArm].flatMap(([arm, containers]) => turnsOf(arm, containers, arm === first))
  const arms = [
    first,
    ...names.filter((arm) => arm !== first),
    ...(turns.some(({ arm }) => arm === GUARD) ? [GUARD] : []),
  ]
  const common = commonRounds(turns, arms)
  const rounds = Math.min(...[...common.values()].map(({ length }) => length))
  const scenario = {
    name,
    digest: createHash('sha256').update(name).digest('hex').slice(0, 12),
    reference: first,
    arms,
    margin,
    quick: false,
    rounds: Number.isFinite(rounds) ? rounds : 0,
    check: 'unknown',
    looks: looksOf(common.size),
  }
  return turns.flatMap(({ arm, fork, containers }) =>
    containers.flatMap(({ id, invocations: own }) =>
      own.map((one, index) => {
        const round = roundOf(one, index)
        // Those that all arms have are numbered anew, so that a trace that is missing costs its round alone.
        const shared = common.get(fork)?.indexOf(round) ?? -1
        return trialOf(one, {
          place,
          scenario,
          environment,
          arm,
          role: arm === GUARD ? 'guard' : arm === first ? 'reference' : 'candidate',
          fork,
          round: one.isCold ? 0 : shared < 0 ? round : shared + 1,
          // A fork that is not whole is not judged anyway.
          isShared: !common.has(fork) || (shared >= 0 && shared < scenario.rounds),
          container: id,
        })
      }),
    ),
  )
}

/** With several sizes of memory each is an arm of its own. */
function armNameIn(all: readonly TracedInvocation[]): (one: TracedInvocation) => string {
  const sizes = new Set(all.map(({ memoryMb }) => memoryMb))
  return ({ strategy, functionName, memoryMb }) =>
    (strategy ?? functionName) + (sizes.size > 1 && memoryMb !== undefined ? `@${memoryMb}` : '')
}

function containersOf(all: readonly TracedInvocation[]): TracedContainer[] {
  let colds = 0
  const nameOf = (one: TracedInvocation) => {
    if (one.container !== undefined) return one.container
    if (one.isCold) colds++
    return `${one.functionName} ${colds}`
  }
  return [...Map.groupBy(all, nameOf)].map(([id, invocations]) => ({
    id,
    fork: invocations.find(({ fork }) => fork !== undefined)?.fork,
    invocations,
  }))
}

function referenceOf(
  byArm: ReadonlyMap<string, readonly TracedContainer[]>,
  names: readonly string[],
  asked: string | undefined,
): string {
  const fitting = names.filter((arm) => [undefined, arm, arm.split('@')[0]].includes(asked))
  const inForks = (arm: string) => byArm.get(arm)!.filter(({ fork }) => fork !== undefined).length
  return fitting.toSorted((a, b) => inForks(b) - inForks(a))[0] ?? names[0]!
}

function turnsOf(arm: string, containers: readonly TracedContainer[], isReference: boolean): Turn[] {
  if (containers.some(({ fork }) => fork === undefined))
    return containers.map((container, index) => ({ arm, fork: index + 1, containers: [container] }))
  return [...Map.groupBy(containers, ({ fork }) => fork!)].flatMap(([fork, own]) => {
    if (!isReference || own.length === 1) return [{ arm, fork, containers: own }]
    const [one, other] = halvesOf(own).toSorted(([a], [b]) => (coin(a!.id) < coin(b!.id) ? -1 : 1))
    return [
      { arm, fork, containers: one! },
      { arm: GUARD, fork, containers: other! },
    ]
  })
}

/** The reference has two turns in a fork, one after the other: between them is the longest time without a new container. */
function halvesOf(containers: readonly TracedContainer[]): [TracedContainer[], TracedContainer[]] {
  const beganMs = ({ invocations }: TracedContainer) => invocations[0]!.beganMs
  const sorted = containers.toSorted((a, b) => beganMs(a) - beganMs(b))
  const gaps = sorted.slice(1).map((container, index) => beganMs(container) - beganMs(sorted[index]!))
  const middle = gaps.indexOf(Math.max(...gaps)) + 1
  return [sorted.slice(0, middle), sorted.slice(middle)]
}

function coin(id: string): string {
  return createHash('sha256').update(id).digest('hex')
}

/** As a comparison named it, which counts from 1 there; else the place within the container. */
function roundOf({ round }: TracedInvocation, index: number): number {
  return round === undefined ? index : round - 1
}

/** By fork, the rounds that every arm has a warm invocation of; without forks that have none. */
function commonRounds(turns: readonly Turn[], arms: readonly string[]): Map<number, number[]> {
  const warmRounds = ({ containers }: Turn) =>
    containers.flatMap(({ invocations }) =>
      invocations.flatMap((one, index) => (one.isCold ? [] : roundOf(one, index))),
    )
  const common = new Map<number, number[]>()
  for (const [fork, own] of Map.groupBy(turns, (turn) => turn.fork)) {
    const sets = arms.map((arm) => new Set(own.filter((turn) => turn.arm === arm).flatMap(warmRounds)))
    const shared = [...sets[0]!].filter((round) => sets.every((rounds) => rounds.has(round))).sort((a, b) => a - b)
    if (shared.length > 0) common.set(fork, shared)
  }
  return common
}

interface TrialPlace extends Pick<Trial, 'place' | 'scenario' | 'environment' | 'arm' | 'role' | 'fork' | 'round'> {
  readonly container: string
  /** Whether all arms have this round. */
  readonly isShared: boolean
}

/** What X-Ray, which tells many times to the millisecond, calls none at all: nothing has a ratio to 0. */
const SHORTEST_MS = 0.5

function trialOf(one: TracedInvocation, { container, isShared, ...place }: TrialPlace): Trial {
  return {
    schema: TRIAL_SCHEMA,
    ...place,
    strategy: one.strategy ?? one.functionName,
    limits: {},
    position: 0,
    seed: 0,
    phase: one.isCold ? 'cold' : isShared ? 'measured' : 'warmup',
    makespanMs: Math.max(one.makespanMs ?? one.invocationMs ?? one.functionMs, SHORTEST_MS),
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
      // By the rule, since no trace tells it: to the millisecond, init included.
      billedMs: Math.ceil((one.initMs ?? 0) + (one.invocationMs ?? one.functionMs) + (one.overheadMs ?? 0)),
    },
    traced: tracedOf(one),
    beganAt: new Date(one.beganMs).toISOString(),
  }
}
