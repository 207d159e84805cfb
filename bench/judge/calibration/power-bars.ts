import type { VerdictCode } from '../verdict.ts'
import { type Rate, rateOf } from './rates.ts'

/** How a benchmark ended for the variant that was made slower, and how long it took. */
export interface EndedBenchmark {
  readonly verdict: VerdictCode
  readonly tookMs: number
}

/** How many benchmarks ended as they are to, or as they are not to, and whether that is enough of them, or few enough. */
export interface Bar extends Rate {
  readonly code: 'found-in-time' | 'size-left-open' | 'called-equivalent' | 'called-faster'
  /** A share of all benchmarks, the least or the most. */
  readonly wanted: { readonly least: number } | { readonly most: number }
  readonly isMet: boolean
}

/** The effects for which there are bars. */
export const HELD_EFFECTS = [0.1, 0.05] as const

/** Of 20 benchmarks: the least in which 10% are to be found, and the most in which 5% may be called equivalent, or slower. */
const MIN_FOUND = 17 / 20
const MAX_EQUIVALENT = 1 / 20
// 5% lie on the margin itself: by chance alone an interval is wholly beyond it in one benchmark of 40.
const MAX_BEYOND = 1 / 20
/** What a benchmark that finds 10% may take. */
export const MAX_FOUND_MS = 180_000

/**
 * Holds at least one whole benchmark of a copy slowed by one of `HELD_EFFECTS` against what benchmarks are to reach. 10% are to be found, in time. 5%,
 * at a margin of 5%, are to be seen or left open: their size cannot be known, so that a plain `slower` is right by chance alone.
 * RangeError for another effect.
 */
export function barsOf(slowedBy: number, benchmarks: readonly EndedBenchmark[]): Bar[] {
  const called = (...codes: readonly VerdictCode[]) => rateOf(benchmarks, ({ verdict }) => codes.includes(verdict))
  if (slowedBy === 0.1) {
    const found = rateOf(
      benchmarks,
      ({ verdict, tookMs }) => (verdict === 'slower' || verdict === 'slower-size-unclear') && tookMs <= MAX_FOUND_MS,
    )
    return [
      { code: 'found-in-time', ...found, wanted: { least: MIN_FOUND }, isMet: found.count / found.of >= MIN_FOUND },
    ]
  }
  if (slowedBy === 0.05) {
    const open = called('slower-size-unclear', 'inconclusive')
    const equivalent = called('equivalent')
    const faster = called('faster', 'faster-size-unclear')
    return [
      {
        code: 'size-left-open',
        ...open,
        // Those called equivalent are among them, and have a bar of their own.
        wanted: { least: 1 - MAX_BEYOND },
        isMet: (open.count + equivalent.count) / benchmarks.length >= 1 - MAX_BEYOND,
      },
      {
        code: 'called-equivalent',
        ...equivalent,
        wanted: { most: MAX_EQUIVALENT },
        isMet: equivalent.count / benchmarks.length <= MAX_EQUIVALENT,
      },
      { code: 'called-faster', ...faster, wanted: { most: 0 }, isMet: faster.count === 0 },
    ]
  }
  throw new RangeError(`barsOf: expected an effect of ${HELD_EFFECTS.join(' or ')}, given ${slowedBy}`)
}
