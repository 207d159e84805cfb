import { COMPUTED_FOR, lambdaUsd, ONE_VCPU_MB } from '../../model/cost.ts'
import { candidatesOf } from '../../plan/schedule.ts'
import { hodgesLehmann } from '../../statistics/hodges-lehmann.ts'
import { meanInterval } from '../../statistics/mean-interval.ts'
import { tukeyOutliers } from '../../statistics/outliers.ts'
import { median } from '../../statistics/quantile.ts'
import { summaryOf } from '../../statistics/summary.ts'
import { tailsOf } from '../../statistics/tails.ts'
import { wilsonInterval } from '../../statistics/wilson.ts'
import type { Fault } from '../../io/trial-reasons.ts'
import type { Trial } from '../../trial/trial.ts'
import { knownMockServerLag } from '../mock-server-lag.ts'
import { compareWithReference } from './against-reference.ts'
import type { VariantResult, Result } from './judgement.ts'
import type { Iteration } from './iterations.ts'
import { perUnit } from './units.ts'
import { extentOf } from '../../statistics/extent.ts'

export interface Judged {
  readonly iterations: readonly Iteration[]
  /** First runs of the variant's processes or containers. */
  readonly cold: readonly Trial[]
  readonly scenario: Trial['scenario']
  readonly look: Result['look']
}

/** The whole result of one variant, before anything is withheld. */
export function variantResult(variant: string, { iterations, cold, scenario, look }: Judged): VariantResult {
  const trials = iterations.flatMap((iteration) => iteration.trials.filter((trial) => trial.variant === variant))
  const [{ strategy, role, limits }] = trials as [Trial, ...Trial[]]
  const of = (pick: (trial: Trial) => number | undefined) => summaryOf(perUnit(trials, pick))
  const makespansMs = trials.map(({ makespanMs }) => makespanMs)
  const samplesMs = trials.flatMap(({ makespanMs, faults }) => (faults.length === 0 ? makespanMs : []))
  const samplesFailed = trials.length - samplesMs.length
  const firstNotificationMs = of((trial) => trial.firstNotificationMs)
  const medianNotificationMs = of((trial) => trial.medianNotificationMs)
  const overIdeal = of(({ makespanMs, idealMs = 0 }) => (idealMs > 0 ? makespanMs / idealMs : undefined))
  const eventLoopDelayMs = of((trial) => trial.eventLoopDelayMs)
  const isInvoked = trials.some(({ invocation }) => invocation)
  // An invocation is as warm as its container, which has had one.
  const firstIterationCpu = isInvoked ? undefined : firstIterationCpuOf(trials)
  const meanMs = meanInterval(meansByBlock(iterations, variant), 0.05)
  const parts = role === 'candidate' ? candidatesOf(scenario).length : 1
  return {
    variant,
    strategy,
    role,
    ...programOf(trials),
    limits,
    makespanMs: of(({ makespanMs }) => makespanMs)!,
    samplesMs,
    samplesFailed,
    meanMs,
    ...(!isInvoked && samplesFailed === 0 && { computedUsdPerMillion: usdPerMillion(meanMs.mean) }),
    tails: tailsOf(isInvoked ? perUnit(trials, ({ makespanMs }) => makespanMs) : makespansMs),
    ...(role !== 'reference' && compareWithReference(variant, { iterations, scenario, look, parts })),
    ...(overIdeal && { overIdeal }),
    ...(firstNotificationMs && { firstNotificationMs }),
    ...(medianNotificationMs && { medianNotificationMs }),
    ...(eventLoopDelayMs && { eventLoopDelayMs }),
    cpuMs: of(({ cpuMs }) => cpuMs)!,
    peakRssBytes: of(({ peakRssBytes }) => peakRssBytes)!,
    ...knownMockServerLag(trials),
    ...knownSockets(trials),
    failed: failuresIn([...trials, ...cold]),
    failures: failuresByKind(trials),
    ...(firstIterationCpu !== undefined && { firstIterationCpu }),
    outliers: tukeyOutliers(makespansMs).map((at) => {
      const { block, iteration, makespanMs } = trials[at]!
      return { block, iteration, makespanMs }
    }),
  }
}

function usdPerMillion(meanMs: number): number {
  const billedMs = Math.ceil(meanMs) * 1e6
  return lambdaUsd({ billedMs, memoryMb: ONE_VCPU_MB, invocations: 1e6, architecture: COMPUTED_FOR })
}

/** What is known of a program in place of a strategy. */
export function programOf(trials: readonly Trial[]): Pick<VariantResult, 'program'> {
  const [{ program }] = trials as [Trial, ...Trial[]]
  if (!program) return {}
  const protocolMs = summaryOf(trials.flatMap((trial) => trial.program?.protocolMs ?? []))
  return { program: { digest: program.digest, ...(protocolMs && { protocolMs }) } }
}

const MAX_REASONS = 3

/** How many runs failed, with the first reasons. */
export function failuresIn(trials: readonly Trial[]): VariantResult['failed'] {
  const failed = trials.filter(({ faults }) => faults.length > 0)
  return {
    trials: failed.length,
    of: trials.length,
    rate: wilsonInterval(failed.length, trials.length),
    reasons: differentOf(failed.flatMap(({ faults }) => faults)).slice(0, MAX_REASONS),
  }
}

function differentOf(faults: readonly Fault[]): Fault[] {
  // What a program wrote differs from failure to failure.
  const keyOf = (fault: Fault) =>
    JSON.stringify(fault, (key, value: unknown) => (key === 'stderr' || key === 'got' ? undefined : value))
  return [...new Map(faults.map((fault) => [keyOf(fault), fault])).values()]
}

function failuresByKind(trials: readonly Trial[]): VariantResult['failures'] {
  const kinds = [...new Set(trials.flatMap(({ failures }) => Object.keys(failures)))].sort()
  const meanOf = (kind: string) => trials.reduce((sum, { failures }) => sum + (failures[kind] ?? 0), 0) / trials.length
  return Object.fromEntries(kinds.map((kind) => [kind, meanOf(kind)]))
}

function meansByBlock(iterations: readonly Iteration[], variant: string): number[] {
  const blocks = Map.groupBy(iterations, ({ block }) => block)
  return Array.from(blocks.values(), (own) => {
    const times = own.flatMap(({ trials }) => trials.flatMap((one) => (one.variant === variant ? one.makespanMs : [])))
    return times.reduce((sum, ms) => sum + ms, 0) / times.length
  })
}

function knownSockets(trials: readonly Trial[]): Pick<VariantResult, 'peakConnections'> {
  const known = trials.flatMap(({ peakConnections }) => peakConnections ?? [])
  return known.length > 0 ? { peakConnections: extentOf(known)[1] } : {}
}

function firstIterationCpuOf(trials: readonly Trial[]): number | undefined {
  const ratios = Map.groupBy(trials, ({ block }) => block)
    .values()
    .filter((members) => members.length > 1)
    .map(([first, ...later]) => first!.cpuMs / median(later.map(({ cpuMs }) => cpuMs)))
    .filter(Number.isFinite)
    .toArray()
  return ratios.length > 0 ? hodgesLehmann(ratios) : undefined
}
