import { type ContainerPhases, comparePhases, type PhaseComparison } from '../statistics/phases.ts'
import { candidatesOf, GUARD } from '../schedule.ts'
import type { Traced, Trial } from '../trial.ts'

/** How far three accounts of the same invocations agree: the driver's, the traces' and the ledger's. */
interface CrossCheck {
  readonly invocations: number
  /** Those whose trace is whole and that all accounts tell the same of. */
  readonly matched: number
  /** Whether so few are matched that nothing is said of speed. */
  readonly isTooLittle: boolean
  /** Why the others are not, with how many, the most frequent first. */
  readonly unmatched: readonly (readonly [why: string, count: number])[]
}

/** One arm, where its warm invocations' time went: means over containers, in milliseconds. */
export interface PhaseRow {
  readonly arm: string
  readonly containers: number
  readonly totalMs: number
  readonly phasesMs: Readonly<Record<string, number>>
  /** Steps under way at a time, on average. */
  readonly overlap?: number
  /** With the reference; absent for it, and where no fork has both. */
  readonly comparison?: PhaseComparison
}

/** What traces tell; only of trials that X-Ray was asked about. */
export interface TracingResult {
  readonly crossCheck: CrossCheck
  readonly phases: readonly PhaseRow[]
}

/** With less than this many of a hundred invocations matched there is no verdict. */
const LEAST_MATCHED_PERCENT = 95

const ALPHA = 0.05

/** Undefined where X-Ray was not asked. */
export function tracingResult(
  trials: readonly Trial[],
  arms: readonly string[],
  reference: string,
): TracingResult | undefined {
  const asked = trials.filter(({ traced, untraced }) => traced !== undefined || untraced !== undefined)
  if (asked.length === 0) return undefined
  const containers = new Map(arms.map((arm) => [arm, containersOf(asked, arm)]))
  // As of the verdicts: candidates share it, the guard stands alone.
  const levelOf = (arm: string) =>
    arm === GUARD ? ALPHA : ALPHA / Math.max(1, candidatesOf({ arms, reference }).length)
  const phases = arms.flatMap((arm): PhaseRow[] => {
    const own = containers.get(arm)!
    if (own.length === 0) return []
    const comparison = arm === reference ? undefined : compared(containers.get(reference) ?? [], own, levelOf(arm))
    return [rowOf(arm, asked, own, comparison)]
  })
  return { crossCheck: crossCheckOf(asked), phases }
}

function crossCheckOf(asked: readonly Trial[]): CrossCheck {
  const reasons = asked.flatMap((trial) => disagreement(trial) ?? [])
  const matched = asked.length - reasons.length
  const counts = Map.groupBy(reasons, (why) => why)
  return {
    invocations: asked.length,
    matched,
    isTooLittle: 100 * matched < LEAST_MATCHED_PERCENT * asked.length,
    unmatched: Array.from(counts, ([why, all]) => [why, all.length] as const).sort(([, a], [, b]) => b - a),
  }
}

/** Why an invocation is not matched; undefined where all accounts of it agree. */
function disagreement({ traced, untraced, sent, failures, faults, ledger }: Trial): string | undefined {
  if (!traced) return untraced ?? 'no trace came'
  if (traced.sent !== undefined && faults.length === 0 && traced.sent !== sent)
    return 'its trace and its answer tell of different numbers of notifications'
  // A post whose answer was lost may or may not have been accepted, and a run that failed tells nothing.
  const isOpen = Object.keys(failures).some((kind) => kind.startsWith('notify ')) || faults.length > 0
  if (!isOpen && ledger.accepted !== sent) return 'its answer and the ledger tell of different numbers of notifications'
  return undefined
}

/** The warm invocations of an arm that tell where its time goes: those that failed tell where they failed. */
function toldOf(asked: readonly Trial[], arm: string): Trial[] {
  const warm = asked.filter(
    (trial) =>
      trial.arm === arm && trial.phase === 'measured' && trial.traced && !trial.void && trial.faults.length === 0,
  )
  // Beside runs whose steps are known, those of one whose are not would all count as the handler's time.
  const withPath = warm.filter(({ traced }) => traced?.path)
  return withPath.length > 0 ? withPath : warm
}

function containersOf(asked: readonly Trial[], arm: string): ContainerPhases[] {
  return Map.groupBy(toldOf(asked, arm), ({ fork }) => fork)
    .entries()
    .map(([fork, trials]) => {
      const all = trials.map(({ traced }) => phasesOf(traced!))
      const names = new Set(all.flatMap((phases) => Object.keys(phases)))
      const mean = (pick: (phases: Record<string, number>) => number) =>
        all.reduce((sum, phases) => sum + pick(phases), 0) / all.length
      return {
        pair: fork,
        phases: Object.fromEntries(Array.from(names, (name) => [name, mean((phases) => phases[name] ?? 0)])),
        totalMs: trials.reduce((sum, { traced }) => sum + traced!.totalMs, 0) / trials.length,
      }
    })
    .toArray()
}

/** Parts of an invocation that add up to it: Lambda's own, the run's steps as far as it waited for them, and what lies between. */
function phasesOf({ totalMs, functionMs, invocationMs, path }: Traced): Record<string, number> {
  const inFunction = functionMs ?? totalMs
  const invocation = invocationMs ?? inFunction
  const run = path && { ...stepsOf(path), waiting: path.waitingMs, around: path.aroundMs }
  return {
    service: totalMs - inFunction,
    ...run,
    handler: Object.values(run ?? {}).reduce((left, ms) => left - ms, invocation),
    overhead: inFunction - invocation,
  }
}

const OWN_PHASES = new Set(['service', 'waiting', 'around', 'handler', 'overhead'])

/** A function of somebody else may have subsegments that are called like a part of ours. */
function stepsOf({ stepsMs }: NonNullable<Traced['path']>): Record<string, number> {
  return Object.fromEntries(
    Object.entries(stepsMs).map(([name, ms]) => [OWN_PHASES.has(name) ? `${name} (its own)` : name, ms]),
  )
}

function compared(
  reference: readonly ContainerPhases[],
  own: readonly ContainerPhases[],
  alpha: number,
): PhaseComparison | undefined {
  const forks = new Set(reference.map(({ pair }) => pair))
  // Where the steps of only one arm are known, the other's would count as none.
  const hasSteps = (arm: readonly ContainerPhases[]) => arm.some(({ phases }) => 'waiting' in phases)
  if (hasSteps(reference) !== hasSteps(own)) return undefined
  return own.some(({ pair }) => forks.has(pair)) ? comparePhases(reference, own, alpha) : undefined
}

function rowOf(
  arm: string,
  asked: readonly Trial[],
  containers: readonly ContainerPhases[],
  comparison: PhaseComparison | undefined,
): PhaseRow {
  const mean = (of: (container: ContainerPhases) => number) =>
    containers.reduce((sum, container) => sum + of(container), 0) / containers.length
  const names = new Set(containers.flatMap(({ phases }) => Object.keys(phases)))
  const overlaps = toldOf(asked, arm).flatMap(({ traced }) => traced?.overlap ?? [])
  return {
    arm,
    containers: containers.length,
    totalMs: mean(({ totalMs }) => totalMs),
    phasesMs: Object.fromEntries(Array.from(names, (name) => [name, mean(({ phases }) => phases[name] ?? 0)])),
    ...(overlaps.length > 0 && { overlap: overlaps.reduce((sum, one) => sum + one, 0) / overlaps.length }),
    ...(comparison && { comparison }),
  }
}
