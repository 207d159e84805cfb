import { slowedName } from '../../plan/schedule.ts'
import { wilsonInterval } from '../../statistics/wilson.ts'
import type { VerdictCode } from '../verdict.ts'

/** How a race ended for the variant that was made slower, and how long it took. */
export interface EndedRace {
  readonly word: VerdictCode
  readonly tookMs: number
}

/** What races are held against, and whether they reach it. */
export interface Bar {
  readonly sentence: string
  readonly isMet: boolean
}

/** The effects for which there are bars. */
export const HELD_EFFECTS = [0.1, 0.05] as const

/** Of 20 races: the least in which 10 % are to be found, and the most in which 5 % may be called equivalent, or slower. */
const MIN_FOUND = 17 / 20
const MAX_EQUIVALENT = 1 / 20
// 5 % lie on the margin itself: by chance alone an interval is wholly beyond it in one race of 40.
const MAX_BEYOND = 1 / 20
/** What a race that finds 10 % may take. */
const MAX_MS = 180_000

/**
 * Holds at least one whole race with one of `HELD_EFFECTS` planted against what a referee is to reach. 10 % are to be found, in time. 5 %,
 * at a margin of 5 %, are to be seen or left open: their size cannot be known, so that a plain `slower` is right by chance alone.
 * RangeError for another effect.
 */
export function barsOf(slowedBy: number, races: readonly EndedRace[]): Bar[] {
  const called = (...words: readonly VerdictCode[]) => races.filter(({ word }) => words.includes(word))
  const bar = (what: string, { length }: readonly EndedRace[], wanted: string, isMet: boolean): Bar => {
    const { low, high } = wilsonInterval(length, races.length)
    return {
      sentence: `${slowedName(slowedBy)} ${what}: ${length} of ${races.length} races (Wilson 95 %: ${percent(low)} to ${percent(high)}; wanted: ${wanted}): ${isMet ? 'met' : 'missed'}.`,
      isMet,
    }
  }
  if (slowedBy === 0.1) {
    const found = called('slower', 'slower-size-unclear').filter(({ tookMs }) => tookMs <= MAX_MS)
    const isMet = found.length / races.length >= MIN_FOUND
    return [bar(`found within ${MAX_MS / 1000} s`, found, `at least ${percent(MIN_FOUND)}`, isMet)]
  }
  if (slowedBy === 0.05) {
    const open = called('slower-size-unclear', 'inconclusive')
    const equivalent = called('equivalent')
    const faster = called('faster', 'faster-size-unclear')
    return [
      bar(
        'ends as "slower, size unsure" or "undecided"',
        open,
        `at least ${percent(1 - MAX_BEYOND)}, those called equivalent among them`,
        (open.length + equivalent.length) / races.length >= 1 - MAX_BEYOND,
      ),
      bar(
        'called equivalent',
        equivalent,
        `at most ${percent(MAX_EQUIVALENT)}`,
        equivalent.length / races.length <= MAX_EQUIVALENT,
      ),
      bar('called faster', faster, 'none', faster.length === 0),
    ]
  }
  throw new RangeError(`barsOf: expected an effect of ${HELD_EFFECTS.join(' or ')}, given ${slowedBy}`)
}

function percent(share: number): string {
  return `${(share * 100).toFixed(0)} %`
}
