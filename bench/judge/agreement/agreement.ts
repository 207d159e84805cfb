import { AA_CHECK, MIN_ENVIRONMENTS } from '../../plan/schedule.ts'
import { isAlike, isComparison, type VerdictCode } from '../verdict.ts'
import type { Interval } from '../../statistics/interval.ts'
import { ratioOfRatios } from '../../statistics/ratio-of-ratios.ts'
import { isMissed } from '../comparison/controls.ts'
import { remediesOf } from '../comparison/remedies.ts'
import type { Remedy, Result, VariantResult } from '../comparison/judgement.ts'
import { simplestFirst } from '../comparison/simplest-first.ts'
import { UserError } from '../../io/user-error.ts'

/** Why nearness to a result proves nothing, so that only what lies wholly beyond the margin may be said. */
export interface Doubt {
  readonly of: 'A' | 'B'
  readonly code: 'before-first-look' | 'no-aa-check' | 'aa-check-failed' | 'sensitivity-check-missed'
  /** What may help; of what stands before its first look, the containers of each that it takes, none on this machine. */
  readonly remedies: readonly Remedy[]
  readonly blocksNeeded?: number
}

/** Why nothing may be said of a variant's speed in one of the results. */
export type Silence =
  | { readonly of: Doubt['of']; readonly code: 'verdict'; readonly verdict: VerdictCode }
  | { readonly of: Doubt['of']; readonly code: 'no-ratio' }

/** Whether two results say the same of one variant. */
export interface VariantAgreement {
  readonly variant: string
  readonly a: VariantResult
  readonly b: VariantResult
  /** Time over the reference in the one, over that in the other, at a level of its own; absent where one has none that may be spoken of. */
  readonly quotient?: Interval & { readonly ratio: number; readonly alpha: number }
  /** `differs`: they are significantly further apart than the margin; `withheld`: they are not, and nothing else may be said. */
  readonly size: 'agrees' | 'differs' | 'inconclusive' | 'withheld'
  /** Of what is withheld: why, beside the doubts about the results. */
  readonly silences?: readonly Silence[]
  /** Whether both differ significantly from the reference, to the same side; undefined where one is on neither. */
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
  /** `inconclusive` where one of the two has no winner, or where whoever wins in the one could not be judged in the other. */
  readonly winner: 'agrees' | 'differs' | 'inconclusive'
}

/** Of all quotients together. */
const LEVEL = 0.05

/** Holds two results against each other, whatever the places they were measured at. Throws RangeError where their references differ. */
export function compareResults(a: Result, b: Result): ResultComparison {
  if (a.scenario.reference !== b.scenario.reference)
    throw new UserError('different-references', { references: [a.scenario.reference, b.scenario.reference] })
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
    const silences = [...silenceOf('A', one), ...silenceOf('B', other)]
    return agreementOf(one, other, { margin, alpha, silences, isDoubtful: doubts.length > 0 })
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
  return { variants, margin, doubts, alone, winners, winner: isShared ? 'agrees' : isOpen ? 'inconclusive' : 'differs' }
}

/** The size of memory in MB, of what ran as functions. */
export function memoryMbOf({ scenario, lambda }: Result): number | undefined {
  return scenario.memoryMb ?? lambda?.warm[0]?.memoryMb
}

/** Of all quotients of two results, together. */
function levelOf(a: Result, b: Result): number {
  // A benchmark stops at the look its own data choose, where 5% would miss more often than that. The alphas of its looks add up to 5%, and
  // so do these products over all pairs of looks. Before its first look no benchmark stops by its data: its share is whole there.
  const shareOf = ({ look }: Result) => (look ? look.alpha / LEVEL : 1)
  return LEVEL * shareOf(a) * shareOf(b)
}

function doubtsOf(of: Doubt['of'], result: Result): Doubt[] {
  const { scenario, look, aaCheck, sensitivityCheck, target } = result
  if (!look) {
    const blocksNeeded = target === 'local' ? undefined : (scenario.looks?.[0]?.blocks ?? MIN_ENVIRONMENTS)
    return [{ of, code: 'before-first-look', remedies: [], ...(blocksNeeded !== undefined && { blocksNeeded }) }]
  }
  // No margin changes what is seen of a slowed copy.
  const withoutMargin = remediesOf(result).filter((remedy) => remedy !== 'wider-margin')
  const missed = isMissed(sensitivityCheck)
    ? [{ of, code: 'sensitivity-check-missed', remedies: withoutMargin } as const]
    : []
  if (aaCheck.code === 'passed') return missed
  return scenario.variants.includes(AA_CHECK)
    ? [{ of, code: 'aa-check-failed', remedies: remediesOf(result) }, ...missed]
    : [{ of, code: 'no-aa-check', remedies: [] }, ...missed]
}

/** Of the candidates that both have; the reference where none of them is significantly faster. */
function winnersAmong(both: ReadonlySet<string>, { variants, scenario }: Result): string[] {
  const common = variants.filter(({ variant }) => both.has(variant))
  const isBeaten = ({ verdict }: VariantResult) => verdict?.code === 'slower' || verdict?.code === 'equivalent'
  if (common.length > 0 && common.every(isBeaten)) return [scenario.reference]
  return winnersOf(common).map(({ variant }) => variant)
}

/** Where nothing is wrong with the variant itself. */
const MAY_WIN: ReadonlySet<VerdictCode> = new Set(['mock-server-saturated', 'insufficient-traces', 'network-allowed'])

function mayBeTheWinner({ verdict }: VariantResult): boolean {
  return verdict !== undefined && MAY_WIN.has(verdict.code)
}

function silenceOf(of: Doubt['of'], { verdict, ratio }: VariantResult): Silence[] {
  if (verdict && !isComparison(verdict)) return [{ of, code: 'verdict', verdict: verdict.code }]
  return ratio ? [] : [{ of, code: 'no-ratio' }]
}

interface Holding {
  readonly margin: number
  readonly alpha: number
  readonly silences: readonly Silence[]
  /** Whether nearness would prove nothing. */
  readonly isDoubtful: boolean
}

function agreementOf(
  a: VariantResult,
  b: VariantResult,
  { margin, alpha, silences, isDoubtful }: Holding,
): VariantAgreement {
  const sides = [sideOf(a), sideOf(b)]
  const both = { variant: a.variant, a, b, ...(!sides.includes(0) && { sameSide: sides[0] === sides[1] }) }
  if (!a.ratio || !b.ratio || silences.length > 0) return { ...both, size: 'withheld', silences }
  const quotient = { ...ratioOfRatios(a.ratio, b.ratio, alpha), alpha }
  const [lower, upper] = [1 / (1 + margin), 1 + margin]
  if (quotient.low > upper || quotient.high < lower) return { ...both, quotient, size: 'differs' }
  if (isDoubtful) return { ...both, quotient, size: 'withheld' }
  return { ...both, quotient, size: isAlike(quotient, margin) ? 'agrees' : 'inconclusive' }
}

/** -1 for significantly faster than the reference, 1 for significantly slower, 0 for neither. */
function sideOf({ verdict }: VariantResult): number {
  if (verdict?.code.startsWith('faster')) return -1
  return verdict?.code.startsWith('slower') ? 1 : 0
}

/** The variants that are significantly faster than the reference and not significantly slower than the fastest, the simplest first. None where nothing is significantly faster. */
export function winnersOf(variants: readonly VariantResult[]): VariantResult[] {
  const faster = variants.filter(({ role, verdict }) => role === 'candidate' && verdict?.code === 'faster')
  const [first] = faster
  if (!first) return []
  const best = faster.reduce((a, b) => (b.ratio!.ratio < a.ratio!.ratio ? b : a), first)
  return simplestFirst(faster.filter((one) => one === best || shareLetter(one, best)))
}

function shareLetter(one: VariantResult, other: VariantResult): boolean {
  return !new Set(lettersIn(one)).isDisjointFrom(new Set(lettersIn(other)))
}

/** After `z` comes `a2`. */
function lettersIn({ letters = '' }: VariantResult): string[] {
  return letters.match(/[a-z]\d*/g) ?? []
}
