import type { Iteration } from '../comparison/iterations.ts'
import { candidatesOf } from '../../plan/schedule.ts'
import { ratioOverBlocks } from '../../statistics/block-ratio.ts'
import { ratioOfRatios } from '../../statistics/ratio-of-ratios.ts'
import { withBlocks } from '../../statistics/with-blocks.ts'
import type { Trial } from '../../trial/trial.ts'
import type { Against, GateReason } from './gate.ts'
import type { Change } from './limit.ts'
import { blockLogs } from './block-logs.ts'
import type { Metric } from './metric.ts'
import type { Stored } from './stored.ts'

/** How much a metric has changed. */
export interface Changed {
  readonly change: Change
  /** About what it would be with so many blocks of this benchmark. */
  readonly changeWith: (blocks: number) => Pick<Change, 'low' | 'high'>
}

/** A strategy as it is and as it was. */
export interface Comparison {
  readonly strategy: string
  /** The variant that runs it as it was, where that was measured along. */
  readonly was?: string
  /** The variants of this benchmark that it rests on. */
  readonly variants: readonly string[]
  /** What they must have sent, where that is known from elsewhere. */
  readonly deliveriesDigest?: string
  /** Why it cannot be judged, whatever this benchmark measures. */
  readonly doubt?: GateReason
  /** How long all this was measured. */
  readonly seconds: number
  /** At the level of this comparison alone; undefined where it is not known. */
  readonly changeOf: (iterations: readonly Iteration[], metric: Metric, alpha: number) => Changed | undefined
}

/** Every comparison of these trials with what they are compared with. */
export function comparisonsIn(scenario: Trial['scenario'], trials: readonly Trial[], against: Against): Comparison[] {
  const secondsOf = (variants: readonly string[]) =>
    trials.reduce((sum, { variant, makespanMs }) => (variants.includes(variant) ? sum + makespanMs : sum), 0) / 1000
  if (against.is === 'stored') {
    const { stored } = against
    return candidatesOf(scenario)
      .filter((name) => stored.candidates.includes(name))
      .map((name) => withStored(name, scenario.reference, { stored, secondsOf }))
  }
  const old = new Map(
    trials.flatMap(({ variant, role, strategy }) => (role === 'baseline' ? [[strategy, variant]] : [])),
  )
  return scenario.variants.flatMap((name) => {
    const was = old.get(name)
    return was === undefined ? [] : [withOldVariant(name, was, secondsOf([name, was]))]
  })
}

/** As it was, in the same iterations: whatever befalls an iteration befalls both. */
function withOldVariant(strategy: string, was: string, seconds: number): Comparison {
  return {
    strategy,
    was,
    variants: [strategy, was],
    seconds,
    changeOf(iterations, metric, alpha) {
      const logs = blockLogs(iterations, [strategy, was], metric)
      if (!logs) return undefined
      const change = ratioOverBlocks(logs, alpha)
      return { change, changeWith: (blocks) => withBlocks(change, blocks) }
    },
  }
}

interface WithStored {
  readonly stored: Stored
  readonly secondsOf: (variants: readonly string[]) => number
}

/** As it was at another time: only what it is to the reference can be compared. */
function withStored(strategy: string, reference: string, { stored, secondsOf }: WithStored): Comparison {
  const variants = [reference, strategy]
  return {
    strategy,
    variants,
    deliveriesDigest: stored.deliveriesDigest,
    ...(stored.late.includes(strategy) && { doubt: { code: 'baseline-late', strategy } as const }),
    seconds: secondsOf(variants),
    changeOf(iterations, metric, alpha) {
      const now = blockLogs(iterations, [strategy, reference], metric)
      const then = blockLogs(stored.iterations, [strategy, reference], metric)
      if (!now || !then) return undefined
      const [isNow, was] = [ratioOverBlocks(now, alpha), ratioOverBlocks(then, alpha)]
      const change = { ...ratioOfRatios(isNow, was, alpha), blocks: isNow.blocks }
      return { change, changeWith: (blocks) => ratioOfRatios(withBlocks(isNow, blocks), was, alpha) }
    },
  }
}
