import { AA_CHECK, MIN_ENVIRONMENTS } from '../plan/schedule.ts'
import { isAlike, isComparison } from './verdict.ts'
import type { Interval } from '../statistics/interval.ts'
import { ratioOfRatios } from '../statistics/ratio-of-ratios.ts'
import { unitOf } from '../report/format.ts'
import { remedyFor } from './remedies.ts'
import type { VariantResult, Result } from './result.ts'
import { winnersOf } from './winners.ts'

/** Why nearness to a result proves nothing, so that only what lies wholly beyond the margin may be said. */
interface Doubt {
  readonly of: 'A' | 'B'
  /** A clause, such as `A's A/A check failed`. */
  readonly because: string
  /** Of which part of its report that was read, and what that says. */
  readonly part: string
  readonly seen: string
  /** What to do about it. */
  readonly remedy: string
}

/** Whether two results say the same of one variant. */
export interface VariantAgreement {
  readonly variant: string
  readonly a: VariantResult
  readonly b: VariantResult
  /** Time over the reference in the one, over that in the other, at a level of its own; absent where one has none that may be spoken of. */
  readonly quotient?: Interval & { readonly ratio: number; readonly alpha: number }
  /** `differs`: they are surely further apart than the margin; `withheld`: they are not, and nothing else may be said. */
  readonly size: 'agrees' | 'differs' | 'undecided' | 'withheld'
  /** Of what is withheld: why, in clauses. */
  readonly because?: readonly string[]
  /** Whether both are surely on the same side of the reference; undefined where one is on neither. */
  readonly sameSide?: boolean
}

export interface ResultComparison {
  readonly variants: readonly VariantAgreement[]
  /** The wider one of the two. */
  readonly margin: number
  readonly doubts: readonly Doubt[]
  /** Only in one of the two. */
  readonly alone: readonly string[]
  readonly winners: { readonly a: readonly string[]; readonly b: readonly string[] }
  /** `undecided` where one of the two has no winner, or where whoever wins in the one could not be judged in the other. */
  readonly winner: 'agrees' | 'differs' | 'undecided'
}

/** Of all quotients together. */
const LEVEL = 0.05

/** Holds two results against each other, whatever the places they were measured at. Throws RangeError where their references differ. */
export function compareResults(a: Result, b: Result): ResultComparison {
  if (a.scenario.reference !== b.scenario.reference)
    throw new RangeError(
      `expected two results with the same reference, got ${a.scenario.reference} and ${b.scenario.reference}; measure one of them again with the other's --reference`,
    )
  const margin = Math.max(a.scenario.margin, b.scenario.margin)
  const doubts = [...doubtsOf('A', a), ...doubtsOf('B', b)]
  const candidates = (result: Result) => result.variants.filter(({ role }) => role === 'candidate')
  const inB = new Map(candidates(b).map((variant) => [variant.variant, variant]))
  const pairs = candidates(a).flatMap((variant) => {
    const other = inB.get(variant.variant)
    return other ? [[variant, other] as const] : []
  })
  const alpha = levelOf(a, b) / pairs.length
  const variants = pairs.map(([one, other]): VariantAgreement => {
    const because = [
      ...doubts.map((doubt) => doubt.because),
      ...silenceOf('A', one, unitOf(a)),
      ...silenceOf('B', other, unitOf(b)),
    ]
    return agreementOf(one, other, { margin, alpha, because })
  })
  const both = new Set(variants.map(({ variant }) => variant))
  const winners = { a: winnersAmong(both, a), b: winnersAmong(both, b) }
  const alone = [...candidates(a), ...candidates(b)]
    .map(({ variant }) => variant)
    .filter((variant) => !both.has(variant))
  const isShared = winners.a.some((variant) => winners.b.includes(variant))
  // Whoever could not be judged in one of them may be its winner.
  const isUnjudged = variants.some(({ a: inA, b: inB }) => [inA, inB].some(mayBeTheWinner))
  const isOpen = winners.a.length === 0 || winners.b.length === 0 || isUnjudged
  return { variants, margin, doubts, alone, winners, winner: isShared ? 'agrees' : isOpen ? 'undecided' : 'differs' }
}

/** Of all quotients of two results, together. */
function levelOf(a: Result, b: Result): number {
  // A race stops at the look its own data choose, where 5 % would miss more often than that. The alphas of its looks add up to 5 %, and
  // so do these products over all pairs of looks. Before its first look no race stops by its data: its share is whole there.
  const shareOf = ({ look }: Result) => (look ? look.alpha / LEVEL : 1)
  return LEVEL * shareOf(a) * shareOf(b)
}

function doubtsOf(of: Doubt['of'], result: Result): Doubt[] {
  const { scenario, look, aaCheck, sensitivityCheck } = result
  const onGuard = (because: string, remedy: string): Doubt => ({
    of,
    because,
    part: `${of}'s A/A guard`,
    seen: aaCheck.sentence,
    remedy,
  })
  if (!look) return [onGuard(`${of} has not reached a look`, reachLook(result))]
  const onSensitivityCheck: Doubt = {
    of,
    because: `${of}'s planted arm was missed`,
    part: `${of}'s planted arm`,
    seen: sensitivityCheck.sentence,
    // No margin changes what is seen of it.
    remedy: remedyFor({ ...result, aaCheck: { ...aaCheck, passed: true } }),
  }
  const missed = sensitivityCheck.found === false ? [onSensitivityCheck] : []
  if (aaCheck.passed) return missed
  return scenario.variants.includes(AA_CHECK)
    ? [onGuard(`${of}'s A/A guard failed`, remedyFor(result)), ...missed]
    : [
        onGuard(`${of} has no A/A guard`, 'measure the same with utakata ab, which takes a second copy along'),
        ...missed,
      ]
}

function reachLook({ place, scenario: { looks } }: Result): string {
  return place === 'local'
    ? 'let it run to its first look'
    : `it takes ${looks?.[0]?.blocks ?? MIN_ENVIRONMENTS} containers of each`
}

/** Of the candidates that both have; the reference where surely none of them is faster. */
function winnersAmong(both: ReadonlySet<string>, { variants, scenario }: Result): string[] {
  const common = variants.filter(({ variant }) => both.has(variant))
  const isBeaten = ({ verdict }: VariantResult) => verdict?.word === 'slower' || verdict?.word === 'equivalent'
  if (common.length > 0 && common.every(isBeaten)) return [scenario.reference]
  return winnersOf(common).map(({ variant }) => variant)
}

function mayBeTheWinner({ verdict }: VariantResult): boolean {
  return verdict?.word === 'server-bound' || verdict?.word === 'untraced'
}

/** Why nothing may be said of a variant's speed at all, in clauses. */
function silenceOf(of: Doubt['of'], { verdict, ratio }: VariantResult, unit: string): string[] {
  if (verdict && !isComparison(verdict))
    return [`${of}'s word "${verdict.word}" tells nothing of speed (see ${of}'s report)`]
  return ratio ? [] : [`${of} has no ratio of it, which takes 2 ${unit}s`]
}

interface Holding {
  readonly margin: number
  readonly alpha: number
  /** Why nearness would prove nothing. */
  readonly because: readonly string[]
}

function agreementOf(a: VariantResult, b: VariantResult, { margin, alpha, because }: Holding): VariantAgreement {
  const sides = [sideOf(a), sideOf(b)]
  const sameSide = sides.includes(0) ? {} : { sameSide: sides[0] === sides[1] }
  const isSpokenOf = [a, b].every(({ verdict }) => !verdict || isComparison(verdict))
  if (!a.ratio || !b.ratio || !isSpokenOf) return { variant: a.variant, a, b, size: 'withheld', because, ...sameSide }
  const quotient = { ...ratioOfRatios(a.ratio, b.ratio, alpha), alpha }
  const [lower, upper] = [1 / (1 + margin), 1 + margin]
  const told = { variant: a.variant, a, b, quotient, ...sameSide }
  if (quotient.low > upper || quotient.high < lower) return { ...told, size: 'differs' }
  if (because.length > 0) return { ...told, size: 'withheld', because }
  return { ...told, size: isAlike(quotient, margin) ? 'agrees' : 'undecided' }
}

/** -1 for surely faster than the reference, 1 for surely slower, 0 for neither. */
function sideOf({ verdict }: VariantResult): number {
  if (verdict?.word.startsWith('faster')) return -1
  return verdict?.word.startsWith('slower') ? 1 : 0
}
