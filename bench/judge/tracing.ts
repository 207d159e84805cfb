import { ENGLISH } from '../report/messages/english.ts'
import type { Language } from '../report/messages/language.ts'
import { type ContainerPhases, comparePhases, type PhaseComparison } from '../statistics/phases.ts'
import { candidatesOf } from '../plan/schedule.ts'
import type { Traced, Trial } from '../trial/trial.ts'

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
const MIN_MATCHED_PERCENT = 95

const ALPHA = 0.05

interface Compared {
  readonly arms: readonly string[]
  readonly reference: string
  /** Those that are judged. */
  readonly forks: ReadonlySet<number>
}

/** Undefined where X-Ray was not asked. */
export function tracingResult(
  trials: readonly Trial[],
  { arms, reference, forks }: Compared,
  language: Language = ENGLISH,
): TracingResult | undefined {
  const asked = trials.filter(({ traced, untraced }) => traced !== undefined || untraced !== undefined)
  if (asked.length === 0) return undefined
  const judged = asked.filter(({ fork }) => forks.has(fork))
  const told = new Map(arms.map((arm) => [arm, toldOf(judged, arm)]))
  // As of the verdicts: candidates share it, the copies of the reference stand alone.
  const candidates = candidatesOf({ arms, reference })
  const levelOf = (arm: string) => (candidates.includes(arm) ? ALPHA / candidates.length : ALPHA)
  const phases = arms.flatMap((arm): PhaseRow[] => {
    const own = told.get(arm)!
    if (own.length === 0) return []
    const comparison = arm === reference ? undefined : compared(told.get(reference) ?? [], own, levelOf(arm))
    return [rowOf(arm, own, comparison)]
  })
  return { crossCheck: crossCheckOf(asked, language), phases }
}

function crossCheckOf(asked: readonly Trial[], language: Language): CrossCheck {
  const reasons = asked.flatMap((trial) => disagreement(trial, language) ?? [])
  const matched = asked.length - reasons.length
  const counts = Map.groupBy(reasons, (why) => why)
  return {
    invocations: asked.length,
    matched,
    isTooLittle: 100 * matched < MIN_MATCHED_PERCENT * asked.length,
    unmatched: Array.from(counts, ([why, all]) => [why, all.length] as const).sort(([, a], [, b]) => b - a),
  }
}

/** Why an invocation is not matched; undefined where all accounts of it agree. */
function disagreement(
  { traced, untraced, sent, failures, faults, ledger }: Trial,
  { say }: Language,
): string | undefined {
  // One that failed is told as such, and need not have come so far as to tell a trace of its run.
  if (faults.length > 0) return undefined
  if (!traced) return untraced ?? say`no trace came`
  if (traced.sent !== undefined && traced.sent !== sent)
    return say`its trace and its answer tell of different numbers of notifications`
  // A post whose answer was lost may or may not have been accepted.
  const isOpen = Object.keys(failures).some((kind) => kind.startsWith('notify '))
  if (!isOpen && ledger.accepted !== sent)
    return say`its answer and the ledger tell of different numbers of notifications`
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

function containersOf(told: readonly Trial[]): ContainerPhases[] {
  return Map.groupBy(told, ({ fork }) => fork)
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
function phasesOf({ totalMs, functionMs, invocationMs, makespanMs, path }: Traced): Record<string, number> {
  const inFunction = functionMs ?? totalMs
  const invocation = invocationMs ?? inFunction
  const run = runPhases(path, makespanMs)
  return {
    service: totalMs - inFunction,
    ...run,
    handler: Object.values(run).reduce((left, ms) => left - ms, invocation),
    overhead: inFunction - invocation,
  }
}

/** Of a timeline that is a sample nobody knows the path, and of a function that is not ours not even the run. */
function runPhases(path: Traced['path'], makespanMs: number | undefined): Record<string, number> {
  if (path) return { ...stepsOf(path), waiting: path.waitingMs, around: path.aroundMs }
  return makespanMs === undefined ? {} : { run: makespanMs }
}

const OWN_PHASES = new Set(['service', 'run', 'waiting', 'around', 'handler', 'overhead'])

/** A function of somebody else may have subsegments that are called like a part of ours. */
function stepsOf({ stepsMs }: NonNullable<Traced['path']>): Record<string, number> {
  return Object.fromEntries(
    Object.entries(stepsMs).map(([name, ms]) => [OWN_PHASES.has(name) ? `${name} (its own)` : name, ms]),
  )
}

function compared(reference: readonly Trial[], own: readonly Trial[], alpha: number): PhaseComparison | undefined {
  // Only what met the same delays: a round whose trace is missing in the one is left out of the other.
  const placeOf = ({ fork, round }: Trial) => `${fork} ${round}`
  const both = new Set(reference.map(placeOf)).intersection(new Set(own.map(placeOf)))
  const [a, b] = [reference, own].map((trials) => containersOf(trials.filter((trial) => both.has(placeOf(trial)))))
  // Where the steps of only one arm are known, the other's would count as none.
  const hasSteps = (arm: readonly ContainerPhases[]) => arm.some(({ phases }) => 'waiting' in phases)
  return both.size === 0 || hasSteps(a!) !== hasSteps(b!) ? undefined : comparePhases(a!, b!, alpha)
}

function rowOf(arm: string, told: readonly Trial[], comparison: PhaseComparison | undefined): PhaseRow {
  const containers = containersOf(told)
  const mean = (of: (container: ContainerPhases) => number) =>
    containers.reduce((sum, container) => sum + of(container), 0) / containers.length
  const names = new Set(containers.flatMap(({ phases }) => Object.keys(phases)))
  const overlaps = told.flatMap(({ traced }) => traced?.overlap ?? [])
  return {
    arm,
    containers: containers.length,
    totalMs: mean(({ totalMs }) => totalMs),
    phasesMs: Object.fromEntries(Array.from(names, (name) => [name, mean(({ phases }) => phases[name] ?? 0)])),
    ...(overlaps.length > 0 && { overlap: overlaps.reduce((sum, one) => sum + one, 0) / overlaps.length }),
    ...(comparison && { comparison }),
  }
}
