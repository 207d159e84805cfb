import { type ContainerPhases, comparePhases, type PhaseComparison } from '../../statistics/phases.ts'
import { candidatesOf } from '../../plan/schedule.ts'
import type { Traced, Trial } from '../../trial/trial.ts'
import { PARTS } from './time-breakdowns.ts'
import type { PhaseRow, TracingResult, UnmatchedReason } from './judgement.ts'

/** With less than this many of a hundred invocations matched there is no verdict. */
const MIN_MATCHED_PERCENT = 95

const ALPHA = 0.05

interface Compared {
  readonly variants: readonly string[]
  readonly reference: string
  /** Those that are judged. */
  readonly blocks: ReadonlySet<number>
}

/** Undefined where there are no traces, and nobody asked for any. */
export function tracingResult(
  trials: readonly Trial[],
  { variants, reference, blocks }: Compared,
): TracingResult | undefined {
  const requested = trials.filter(({ traced, untraced }) => traced !== undefined || untraced !== undefined)
  if (requested.length === 0) return undefined
  const judged = requested.filter(({ block }) => blocks.has(block))
  const traced = new Map(variants.map((variant) => [variant, tracedOf(judged, variant)]))
  // As of the verdicts: candidates share it, the copies of the reference stand alone.
  const candidates = candidatesOf({ variants, reference })
  const levelOf = (variant: string) => (candidates.includes(variant) ? ALPHA / candidates.length : ALPHA)
  const phases = variants.flatMap((variant): PhaseRow[] => {
    const own = traced.get(variant)!
    if (own.length === 0) return []
    const comparison = variant === reference ? undefined : compared(traced.get(reference) ?? [], own, levelOf(variant))
    return [rowOf(variant, own, comparison)]
  })
  const isBySpans = requested.some(({ traced }) => traced?.by === 'spans')
  return { ...(isBySpans && { by: 'spans' }), crossCheck: crossCheckOf(requested), phases }
}

function crossCheckOf(requested: readonly Trial[]): TracingResult['crossCheck'] {
  const reasons = requested.flatMap((trial) => disagreement(trial) ?? [])
  const matched = requested.length - reasons.length
  const groups = Map.groupBy(reasons, (reason) => JSON.stringify(reason))
  return {
    invocations: requested.length,
    matched,
    isTooLittle: 100 * matched < MIN_MATCHED_PERCENT * requested.length,
    unmatched: Array.from(groups.values(), (own) => ({ reason: own[0]!, invocations: own.length })).sort(
      (a, b) => b.invocations - a.invocations,
    ),
  }
}

/** Why an invocation is not matched; undefined where all accounts of it agree. */
function disagreement({ traced, untraced, sent, failures, faults, deliveries }: Trial): UnmatchedReason | undefined {
  // One that failed is reported as such, and need not have come so far as to send a trace of its run.
  if (faults.length > 0) return undefined
  if (!traced) return untraced === undefined ? { code: 'no-trace' } : { code: 'untraced', untraced }
  if (traced.sent !== undefined && traced.sent !== sent) return { code: 'other-count-in-trace' }
  // A post whose answer was lost may or may not have been accepted.
  const isOpen = Object.keys(failures).some((kind) => kind.startsWith('notify '))
  return !isOpen && deliveries.accepted !== sent ? { code: 'other-count-in-deliveries' } : undefined
}

/** The warm invocations of a variant that show where its time goes: those that failed show where they failed. */
function tracedOf(requested: readonly Trial[], variant: string): Trial[] {
  const warm = requested.filter(
    (trial) =>
      trial.variant === variant &&
      trial.phase === 'measured' &&
      trial.traced &&
      !trial.discarded &&
      trial.faults.length === 0,
  )
  // Beside runs whose steps are known, those of one whose are not would all count as the handler's time.
  const withPath = warm.filter(({ traced }) => traced?.path)
  return withPath.length > 0 ? withPath : warm
}

function containersOf(trials: readonly Trial[]): ContainerPhases[] {
  return Map.groupBy(trials, ({ block }) => block)
    .entries()
    .map(([block, trials]) => {
      const all = trials.map(({ traced }) => phasesOf(traced!))
      const names = new Set(all.flatMap((phases) => Object.keys(phases)))
      const mean = (pick: (phases: Record<string, number>) => number) =>
        all.reduce((sum, phases) => sum + pick(phases), 0) / all.length
      return {
        pair: block,
        phases: Object.fromEntries(Array.from(names, (name) => [name, mean((phases) => phases[name] ?? 0)])),
        totalMs: trials.reduce((sum, { traced }) => sum + traced!.totalMs, 0) / trials.length,
      }
    })
    .toArray()
}

/** Parts of an invocation that add up to it: Lambda's own, the run's steps as far as it waited for them, and what lies between. */
function phasesOf({
  by,
  totalMs,
  functionMs,
  initMs = 0,
  invocationMs,
  extensionsMs,
  makespanMs,
  path,
}: Traced): Record<string, number> {
  const inFunction = functionMs ?? totalMs
  const invocation = invocationMs ?? inFunction
  const run = runPhases(path, makespanMs)
  const handler = Object.values(run).reduce((left, ms) => left - ms, invocation)
  if (by === 'spans') return { ...run, handler }
  return {
    service: totalMs - inFunction - initMs,
    ...(initMs > 0 && { init: initMs }),
    ...run,
    handler,
    overhead: inFunction - invocation - (extensionsMs ?? 0),
    ...(extensionsMs !== undefined && { extensions: extensionsMs }),
  }
}

/** Of a timeline that is a sample nobody knows the path, and of a function that is not ours not even the run. */
function runPhases(path: Traced['path'], makespanMs: number | undefined): Record<string, number> {
  if (path) return { ...stepsOf(path), between: path.waitingMs, around: path.aroundMs }
  return makespanMs === undefined ? {} : { run: makespanMs }
}

const OWN_PHASES = new Set([
  ...Object.values<string>(PARTS),
  'service',
  'init',
  'run',
  'between',
  'around',
  'handler',
  'overhead',
  'extensions',
])

/** A function of somebody else may have subsegments that are called like a part of ours. */
function stepsOf({ stepsMs }: NonNullable<Traced['path']>): Record<string, number> {
  return Object.fromEntries(
    Object.entries(stepsMs).map(([name, ms]) => [OWN_PHASES.has(name) ? `${name} (its own)` : name, ms]),
  )
}

function compared(reference: readonly Trial[], own: readonly Trial[], alpha: number): PhaseComparison | undefined {
  // Only what met the same delays: an iteration whose trace is missing in the one is left out of the other.
  const placeOf = ({ block, iteration }: Trial) => `${block} ${iteration}`
  const both = new Set(reference.map(placeOf)).intersection(new Set(own.map(placeOf)))
  const [a, b] = [reference, own].map((trials) => containersOf(trials.filter((trial) => both.has(placeOf(trial)))))
  // Where the steps of only one variant are known, the other's would count as none.
  const hasSteps = (variant: readonly ContainerPhases[]) => variant.some(({ phases }) => 'between' in phases)
  return both.size === 0 || hasSteps(a!) !== hasSteps(b!) ? undefined : comparePhases(a!, b!, alpha)
}

function rowOf(variant: string, trials: readonly Trial[], comparison: PhaseComparison | undefined): PhaseRow {
  const containers = containersOf(trials)
  const mean = (of: (container: ContainerPhases) => number) =>
    containers.reduce((sum, container) => sum + of(container), 0) / containers.length
  const names = new Set(containers.flatMap(({ phases }) => Object.keys(phases)))
  const meanConcurrencies = trials.flatMap(({ traced }) => traced?.meanConcurrency ?? [])
  return {
    variant,
    containers: containers.length,
    totalMs: mean(({ totalMs }) => totalMs),
    phasesMs: Object.fromEntries(Array.from(names, (name) => [name, mean(({ phases }) => phases[name] ?? 0)])),
    ...(meanConcurrencies.length > 0 && {
      meanConcurrency: meanConcurrencies.reduce((sum, one) => sum + one, 0) / meanConcurrencies.length,
    }),
    ...(comparison && { comparison }),
  }
}
