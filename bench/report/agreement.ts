import { isComparison } from '../verdict.ts'
import type { Interval } from '../statistics/interval.ts'
import { ratioOfRatios } from '../statistics/ratio-of-ratios.ts'
import type { ArmResult, Result } from './result.ts'
import { winnersOf } from './winners.ts'

/** Whether two results say the same of one arm. */
export interface ArmAgreement {
  readonly arm: string
  readonly a: ArmResult
  readonly b: ArmResult
  /** Time over the reference in the one, over that in the other; absent where one has none that may be spoken of. */
  readonly quotient?: Interval & { readonly ratio: number }
  /** `differs`: they are surely further apart than the margin. */
  readonly size: 'agrees' | 'differs' | 'undecided'
  /** Whether both are surely on the same side of the reference; undefined where one is on neither. */
  readonly sameSide?: boolean
}

export interface ResultComparison {
  readonly arms: readonly ArmAgreement[]
  /** Only in one of the two. */
  readonly alone: readonly string[]
  readonly winners: { readonly a: readonly string[]; readonly b: readonly string[] }
  /** `undecided` where one of the two has no winner. */
  readonly winner: 'agrees' | 'differs' | 'undecided'
}

/** Holds two results against each other, whatever the places they were measured at. Throws RangeError where their references differ. */
export function compareResults(a: Result, b: Result): ResultComparison {
  if (a.scenario.reference !== b.scenario.reference)
    throw new RangeError(
      `expected two results with the same reference, got ${a.scenario.reference} and ${b.scenario.reference}; measure one of them again with the other's --reference`,
    )
  const margin = Math.max(a.scenario.margin, b.scenario.margin)
  const candidates = (result: Result) => result.arms.filter(({ role }) => role === 'candidate')
  const inB = new Map(candidates(b).map((arm) => [arm.arm, arm]))
  const pairs = candidates(a).flatMap((arm) => {
    const other = inB.get(arm.arm)
    return other ? [[arm, other] as const] : []
  })
  // They all hold together as often as one interval of 95 % does.
  const arms = pairs.map(([one, other]) => agreementOf(one, other, { margin, alpha: 0.05 / pairs.length }))
  const both = new Set(arms.map(({ arm }) => arm))
  const winners = { a: winnersAmong(both, a), b: winnersAmong(both, b) }
  const alone = [...candidates(a), ...candidates(b)].map(({ arm }) => arm).filter((arm) => !both.has(arm))
  const isOpen = winners.a.length === 0 || winners.b.length === 0
  const isShared = winners.a.some((arm) => winners.b.includes(arm))
  return { arms, alone, winners, winner: isOpen ? 'undecided' : isShared ? 'agrees' : 'differs' }
}

/** Of the candidates that both have; the reference where surely none of them is faster. */
function winnersAmong(both: ReadonlySet<string>, { arms, scenario }: Result): string[] {
  const common = arms.filter(({ arm }) => both.has(arm))
  const isBeaten = ({ verdict }: ArmResult) => verdict?.word === 'slower' || verdict?.word === 'equivalent'
  if (common.length > 0 && common.every(isBeaten)) return [scenario.reference]
  return winnersOf(common).map(({ arm }) => arm)
}

function agreementOf(
  a: ArmResult,
  b: ArmResult,
  { margin, alpha }: { readonly margin: number; readonly alpha: number },
): ArmAgreement {
  const sides = [sideOf(a), sideOf(b)]
  const sameSide = sides.includes(0) ? {} : { sameSide: sides[0] === sides[1] }
  const isSpokenOf = [a, b].every(({ verdict }) => verdict && isComparison(verdict))
  if (!a.ratio || !b.ratio || !isSpokenOf) return { arm: a.arm, a, b, size: 'undecided', ...sameSide }
  const quotient = ratioOfRatios(a.ratio, b.ratio, alpha)
  const [lower, upper] = [1 / (1 + margin), 1 + margin]
  const size =
    quotient.low >= lower && quotient.high <= upper
      ? 'agrees'
      : quotient.low > upper || quotient.high < lower
        ? 'differs'
        : 'undecided'
  return { arm: a.arm, a, b, quotient, size, ...sameSide }
}

/** -1 for surely faster than the reference, 1 for surely slower, 0 for neither. */
function sideOf({ verdict }: ArmResult): number {
  if (verdict?.word.startsWith('faster')) return -1
  return verdict?.word.startsWith('slower') ? 1 : 0
}
