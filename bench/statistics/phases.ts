import type { Interval } from './interval.ts'
import { meanInterval } from './mean-interval.ts'

/** Where the time of one container went: means over its warm invocations, in milliseconds. */
export interface ContainerPhases {
  /** The block: the container of the other variant with the same one met the same delays. */
  readonly pair: string | number
  /** They add up to the total, as critical paths do. A phase that is not among them took no time in this container. */
  readonly phases: Readonly<Record<string, number>>
  readonly totalMs: number
}

/** Means over blocks in milliseconds, and the candidate's minus the reference's; no ends below two blocks. */
interface Difference extends Partial<Interval> {
  readonly referenceMs: number
  readonly candidateMs: number
  /** Negative where the candidate is faster. */
  readonly differenceMs: number
  /** How many of each variant: the blocks that both have. */
  readonly containers: number
}

interface PhaseDifference extends Difference {
  readonly phase: string
}

/**
 * Why there is no cause to be named: fewer than two blocks have both, the totals do not differ, no phase does, several do, or the only one
 * that does carries half of the difference at most. Each at the stated level.
 */
type NoCause = 'few-blocks' | 'no-difference' | 'none-differs' | 'spread' | 'too-small'

/** Why a variant is slower or faster than another: `cause`, or else `why` there is none to be named. */
export interface PhaseComparison {
  /** In the order in which containers report them. Where phases add up to totals, differences do too. */
  readonly phases: readonly PhaseDifference[]
  readonly total: Difference
  readonly cause?: string
  readonly why?: NoCause
  /** Where several phases differ significantly, or one that is no cause: which. */
  readonly differing?: readonly string[]
}

/**
 * Compares two variants phase by phase, with the container as the unit: iterations in one container share its luck.
 * Each difference has Student's t interval over blocks. The total's may miss the truth with `alpha`; those of m phases
 * with `alpha` / m each, so that all of them hold together as often (Bonferroni). A cause is the one phase whose
 * interval lies on the same side of 0 as the total's and that carries more than half of the total's difference.
 * Containers of blocks that only one variant has are left out. Throws RangeError where no block has both, for two containers
 * of one block in a variant, for figures that are not finite and for `alpha` not strictly inside 0..1.
 * Source: Student, The Probable Error of a Mean, Biometrika 6 (1908); Dunn, Multiple Comparisons Among Means,
 * Journal of the American Statistical Association 56 (1961).
 */
export function comparePhases(
  reference: readonly ContainerPhases[],
  candidate: readonly ContainerPhases[],
  alpha = 0.05,
): PhaseComparison {
  const pairs = pairsOf(reference, candidate)
  const names = new Set(pairs.flat().flatMap(({ phases }) => Object.keys(phases)))
  const total = differenceOf(pairs, ({ totalMs }) => totalMs, alpha)
  const phases = Array.from(names, (phase) => ({
    phase,
    ...differenceOf(pairs, (container) => container.phases[phase] ?? 0, alpha / names.size),
  }))
  return { phases, total, ...causeOf(phases, total) }
}

type Pair = readonly [reference: ContainerPhases, candidate: ContainerPhases]

function pairsOf(reference: readonly ContainerPhases[], candidate: readonly ContainerPhases[]): Pair[] {
  const byBlock = new Map(reference.map((container) => [container.pair, container]))
  const blocks = new Set(candidate.map(({ pair }) => pair))
  if (byBlock.size < reference.length || blocks.size < candidate.length)
    throw new RangeError('comparePhases: expected one container a block and variant, given more')
  const pairs = candidate.flatMap((container): Pair[] => {
    const other = byBlock.get(container.pair)
    return other ? [[other, container]] : []
  })
  if (pairs.length === 0)
    throw new RangeError('comparePhases: expected at least 1 block that both variants have, given none')
  return pairs
}

function differenceOf(pairs: readonly Pair[], msOf: (container: ContainerPhases) => number, alpha: number): Difference {
  const { mean, interval } = meanInterval(
    pairs.map(([reference, candidate]) => msOf(candidate) - msOf(reference)),
    alpha,
  )
  return {
    referenceMs: pairs.reduce((sum, [reference]) => sum + msOf(reference), 0) / pairs.length,
    candidateMs: pairs.reduce((sum, [, candidate]) => sum + msOf(candidate), 0) / pairs.length,
    differenceMs: mean,
    ...interval,
    containers: pairs.length,
  }
}

function causeOf(
  phases: readonly PhaseDifference[],
  total: Difference,
): Pick<PhaseComparison, 'cause' | 'why' | 'differing'> {
  if (total.containers < 2) return { why: 'few-blocks' }
  const side = sideOf(total)
  if (side === 0) return { why: 'no-difference' }
  const sure = phases.filter((phase) => sideOf(phase) === side)
  const [cause, ...further] = sure.filter(({ differenceMs }) => differenceMs / total.differenceMs > 0.5)
  if (cause && further.length === 0) return { cause: cause.phase }
  const [only] = sure
  if (!only) return { why: 'none-differs' }
  // Two can each carry more than half, where a third one makes up for it.
  return { why: sure.length > 1 ? 'spread' : 'too-small', differing: sure.map(({ phase }) => phase) }
}

/** 1 where the candidate is significantly slower, -1 where it is significantly faster, 0 where the interval holds 0. */
function sideOf({ low = 0, high = 0 }: Difference): number {
  if (low > 0) return 1
  return high < 0 ? -1 : 0
}
