import type { RRule } from 'node-ical'
import { DAY_MS, type WallMs } from './date-time.ts'
import { quietly } from './library.ts'
import type { Budget } from './limits.ts'
import type { Follow } from './rule.ts'

const HOUR_MS = 3_600_000
/** Where the library gives up over a span, it is asked for pieces: of an hour no rule has more than 3,600 starts. */
const PIECES_MS = [100 * HOUR_MS, HOUR_MS]
const MAX_PIECES = 300
/** Starts that are asked for at once: it makes all of them, a kilobyte each, before it gives the first. */
const AT_ONCE = 5000

interface Density {
  /** At most. */
  readonly startsADay: number
  /** Its starts are counted from the first one each time it is asked: in pieces it would only be asked more often. */
  readonly isCounted: boolean
}

/** The starts of a rule by node-ical's engine, so that no question takes it long. */
export function followLibrary(rrule: RRule, { startsADay, isCounted }: Density, budget: Budget): Follow {
  const spanMs = isCounted ? Infinity : Math.max(HOUR_MS, Math.floor((AT_ONCE / startsADay) * DAY_MS))
  return {
    between(fromMs, untilMs, most) {
      const starts: WallMs[] = []
      let pieces = 0
      const collect = (firstMs: WallMs, lastMs: WallMs, [pieceMs, ...smaller]: readonly number[]) => {
        if (++pieces > MAX_PIECES) throw new Error('it has too many starts to go through')
        budget.spend()
        try {
          const found = inSteps(() => rrule.between(new Date(firstMs), new Date(lastMs), true))
          for (const start of found.slice(0, most - starts.length)) starts.push(start.getTime())
        } catch (error) {
          if (pieceMs === undefined || isCounted) throw error
          for (let at = firstMs; at <= lastMs && starts.length < most; at += pieceMs)
            collect(at, Math.min(lastMs, at + pieceMs - 1), smaller)
        }
      }
      for (let at = fromMs; at <= untilMs && starts.length < most; at += spanMs)
        collect(at, Math.min(untilMs, at + spanMs - 1), PIECES_MS)
      return starts
    },
    lastBefore(wallMs) {
      budget.spend()
      return inSteps(() => rrule.before(new Date(wallMs), true))?.getTime()
    },
  }
}

/** The library gives up after ten thousand steps, which an hour of a dense rule has not. */
function inSteps<T>(work: () => T): T {
  try {
    return quietly(work)
  } catch (cause) {
    throw new Error('it takes too many steps', { cause })
  }
}
