import { MIN_ENVIRONMENTS } from '../../plan/schedule.ts'
import { meanInterval } from '../../statistics/mean-interval.ts'
import { welchRatio } from '../../statistics/welch.ts'
import { judgeRatio } from '../verdict.ts'
import type { Compared, LoggedComparison, LoggedVariant } from './judgement.ts'
import { type ContainerLog, isCold, succeeded, warmMsOf } from './variant.ts'

/** A variant with the containers that it is made of. */
export interface Logged {
  readonly variant: LoggedVariant
  readonly containers: readonly ContainerLog[]
}

/** Of all comparisons together. */
const LEVEL = 0.05
/** Those that succeeded are another kind of traffic where more than one invocation in twenty failed. */
const MAX_FAILED = 0.05
const FINEST_MS = 0.01

const KINDS = {
  warm: ({ containers }: Logged) => containers.flatMap((log) => warmMsOf(log) ?? []),
  init: ({ containers }: Logged) => containers.flatMap((log) => log.find(isCold)?.initMs ?? []),
  cold: ({ containers }: Logged) =>
    containers.flatMap((log) => log.find((one) => isCold(one) && succeeded(one))?.durationMs ?? []),
} as const

type Kind = keyof typeof KINDS

/**
 * Holds each candidate against the reference. What is observed comes in no pairs: the containers of the two are independent samples, whose
 * geometric means are compared. Of each container one value counts, for invocations in one container are alike.
 */
export function compareLogged(reference: Logged, candidates: readonly Logged[], margin: number): LoggedComparison[] {
  const kinds = Object.keys(KINDS) as Kind[]
  const samples = (one: Logged, kind: Kind) => KINDS[kind](one).map((value) => Math.max(FINEST_MS, value))
  const isEnough = (one: Logged, kind: Kind) => samples(one, kind).length >= MIN_ENVIRONMENTS
  const judged = candidates.flatMap((one) => kinds.filter((kind) => isEnough(one, kind) && isEnough(reference, kind)))
  const alpha = LEVEL / Math.max(1, judged.length)
  return candidates.map((one) => {
    const of = (kind: Kind) => comparedOf(samples(one, kind), samples(reference, kind), { alpha, margin })
    const { name, part } = one.variant
    return {
      variant: name,
      ...(part && { part }),
      warm: withFailures(of('warm'), one.variant, reference.variant),
      init: of('init'),
      cold: of('cold'),
      cautions: cautionsOf(one, reference),
    }
  })
}

function comparedOf(
  variant: readonly number[],
  reference: readonly number[],
  { alpha, margin }: { readonly alpha: number; readonly margin: number },
): Compared {
  const containers = { variant: variant.length, reference: reference.length }
  if (Math.min(variant.length, reference.length) < MIN_ENVIRONMENTS)
    return { code: 'too-few-containers', containers, needed: MIN_ENVIRONMENTS }
  const { low, high } = welchRatio(reference, variant, alpha)
  const ratio = Math.exp(meanLog(variant) - meanLog(reference))
  // The smaller sample decides about how wide the interval is, and so how many more it takes.
  const blocks = Math.min(variant.length, reference.length)
  const verdict = judgeRatio({ ratio, low, high, blocks, iterations: blocks, alpha }, margin, true)
  return { code: 'judged', ratio, low, high, alpha, containers, verdict }
}

function meanLog(values: readonly number[]): number {
  return meanInterval(values.map(Math.log), LEVEL).mean
}

function withFailures(compared: Compared, variant: LoggedVariant, reference: LoggedVariant): Compared {
  if (compared.code !== 'judged') return compared
  const isFailing = ({ failed: { count, of } }: LoggedVariant) => count > MAX_FAILED * of
  const { failed } = variant
  if (isFailing(variant))
    return {
      ...compared,
      verdict: { code: 'unreliable', cause: { code: 'runs-failed', failed: failed.count, of: failed.of } },
    }
  return isFailing(reference)
    ? { ...compared, verdict: { code: 'unreliable', cause: { code: 'reference', verdict: 'unreliable' } } }
    : compared
}

function cautionsOf(one: Logged, reference: Logged): LoggedComparison['cautions'] {
  const [variantMb, referenceMb] = [one.variant.memoryMb, reference.variant.memoryMb]
  const idOf = ([first]: ContainerLog) => `${first!.functionName} ${first!.version} ${first!.container}`
  const ofReference = new Set(reference.containers.map(idOf))
  const count = one.containers.filter((log) => ofReference.has(idOf(log))).length
  return [
    ...(variantMb === referenceMb ? [] : [{ code: 'memory-differs' as const, variantMb, referenceMb }]),
    ...(count === 0 ? [] : [{ code: 'containers-in-both' as const, count }]),
  ]
}
