import { lambdaUsd } from '../../model/cost.ts'
import { coldTable } from '../../statistics/cold-table.ts'
import { meanInterval } from '../../statistics/mean-interval.ts'
import { summaryOf } from '../../statistics/summary.ts'
import type { Trial } from '../../trial/trial.ts'
import type { Emulation, LambdaResult } from './judgement.ts'
import { usdOf } from './scores.ts'
import { perUnit } from './units.ts'
import { extentOf } from '../../statistics/extent.ts'

/** Undefined where no trial is an invocation. */
export function lambdaResult(trials: readonly Trial[], variants: readonly string[]): LambdaResult | undefined {
  const invoked = trials.filter(({ invocation }) => invocation !== undefined)
  if (invoked.length === 0) return undefined
  const sound = invoked.filter(({ faults }) => faults.length === 0)
  const of = (variant: string, phase: Trial['phase']) =>
    sound.filter((trial) => trial.variant === variant && trial.phase === phase)
  const named = variants.filter((variant) => invoked.some((trial) => trial.variant === variant))
  const emulation = emulationOf(invoked)
  const usd = sumOfUsd(invoked)
  const timedBy = new Set(
    sound.flatMap(({ phase, invocation }) => (phase === 'measured' ? (invocation!.timedBy ?? []) : [])),
  )
  return {
    warm: named.map((variant) => rowOf(variant, of(variant, 'measured'))).filter((row) => row !== undefined),
    cold: coldTable(
      named.map((variant) => {
        const warmMs = meansByContainer(of(variant, 'measured'))
        const cold = of(variant, 'cold').map(({ makespanMs, invocation }) => ({
          makespanMs,
          ...defined('initMs', invocation?.initMs),
          ...defined('durationMs', invocation?.durationMs),
          ...defined('billedMs', invocation?.billedMs),
          ...defined('totalMs', invocation?.roundTripMs),
          ...defined('warmMakespanMs', warmMs.get(invocation!.container)),
        }))
        return { variant, cold }
      }),
    ),
    coldFailed: named.flatMap((variant) => {
      const own = invoked.filter((trial) => trial.variant === variant && trial.phase === 'cold')
      const failed = own.filter(({ faults }) => faults.length > 0).length
      return failed > 0 ? [{ variant, failed, of: own.length }] : []
    }),
    ...(emulation && { emulation }),
    ...defined('usd', usd),
    ...(timedBy.size > 0 && { timedBy: [...timedBy].sort() }),
  }
}

function emulationOf(invoked: readonly Trial[]): Emulation | undefined {
  const [first] = invoked.flatMap(({ emulation }) => emulation ?? [])
  if (!first) return undefined
  const { share: _, ...alike } = first
  const bySize = new Map(
    invoked.flatMap(({ emulation, invocation }) => {
      const { memoryMb } = invocation!
      return emulation ? [[memoryMb, { memoryMb, ...emulation.share }]] : []
    }),
  )
  return { ...alike, sizes: [...bySize.values()].sort((a, b) => a.memoryMb - b.memoryMb) }
}

function defined<Key extends string>(key: Key, value: number | undefined): { readonly [K in Key]?: number } {
  return value === undefined ? {} : ({ [key]: value } as { readonly [K in Key]?: number })
}

function rowOf(variant: string, trials: readonly Trial[]): LambdaResult['warm'][number] | undefined {
  const invocations = trials.map(({ invocation }) => invocation!)
  const [first] = invocations
  if (!first) return undefined
  const billed = perUnit(trials, ({ invocation }) => invocation!.billedMs)
  const billedMs = summaryOf(billed)
  const aroundMs = summaryOf(
    perUnit(trials, ({ makespanMs, invocation }) => {
      const ms = (invocation!.roundTripMs ?? Number.NaN) - makespanMs
      return ms >= 0 ? ms : undefined
    }),
  )
  const memories = invocations.flatMap(({ maxMemoryMb }) => maxMemoryMb ?? [])
  const { memoryMb, architecture } = first
  return {
    variant,
    memoryMb,
    ...(architecture !== undefined && { architecture }),
    containers: new Set(invocations.map(({ container }) => container)).size,
    ...(billedMs && { billedMs }),
    ...(aroundMs && { aroundMs }),
    ...(memories.length > 0 && { maxMemoryMb: extentOf(memories)[1] }),
    // Of a function whose memory nobody knows, only the requests' price would be left; prices differ by architecture.
    ...(billed.length > 0 &&
      memoryMb > 0 &&
      architecture !== undefined && {
        usdPerMillion: meanInterval(
          billed.map((meanMs) => lambdaUsd({ billedMs: meanMs * 1e6, memoryMb, invocations: 1e6, architecture })),
          ALPHA,
        ),
      }),
  }
}

const ALPHA = 0.05

/** Of all of them together; undefined where the price of a single one that was billed is not known. */
function sumOfUsd(trials: readonly Trial[]): number | undefined {
  const billed = trials.filter(({ invocation }) => invocation?.billedMs !== undefined)
  const usd = billed.flatMap((trial) => usdOf(trial) ?? [])
  return usd.length === 0 || usd.length < billed.length ? undefined : usd.reduce((sum, one) => sum + one, 0)
}

function meansByContainer(trials: readonly Trial[]): Map<string, number> {
  const byContainer = Map.groupBy(trials, ({ invocation }) => invocation!.container)
  return new Map(
    byContainer
      .entries()
      .map(([container, runs]) => [container, runs.reduce((sum, { makespanMs }) => sum + makespanMs, 0) / runs.length]),
  )
}
