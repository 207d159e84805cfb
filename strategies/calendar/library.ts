import { createRequire } from 'node:module'
import type { NodeICalSync, RRule, VEvent } from 'node-ical'
import { DAY_MS, type WallMs } from './date-time.ts'
import type { RuleStarts } from './day-starts.ts'
import type { Budget } from './limits.ts'

/** Loaded when the first event is parsed, and synchronously: it takes some 25 ms, which a feed with nothing near never pays. */
let nodeIcal: NodeICalSync | undefined

/**
 * One event parsed by node-ical from its content lines, of which DTSTART must be in UTC. Throws what node-ical throws. It is
 * handed wall clocks written as UTC, which it reads and repeats right in every zone, and one event at a time, so that
 * one it cannot read costs only itself.
 */
export function parseEvent(lines: readonly string[]): VEvent {
  const parser = (nodeIcal ??= load())
  const parsed = quietly(() => parser.parseICS(`BEGIN:VEVENT\nUID:event\n${lines.join('\n')}\nEND:VEVENT`))
  return parsed['event'] as VEvent
}

function load(): NodeICalSync {
  return (createRequire(import.meta.url)('./node-ical.cjs') as { readonly sync: NodeICalSync }).sync
}

/** node-ical warns on the console about what it reads; that belongs to the feed, and not on the terminal or in the logs. */
function quietly<T>(work: () => T): T {
  const { warn } = console
  console.warn = () => {}
  try {
    return work()
  } finally {
    console.warn = warn
  }
}

const HOUR_MS = 3_600_000
/** Where the library gives up on a span, smaller pieces are requested: no rule has more than 3,600 starts an hour. */
const PIECES_MS = [100 * HOUR_MS, HOUR_MS]
const MAX_PIECES = 300
/** Starts that are requested at once: the library makes all of them, a kilobyte each, before it returns the first. */
const AT_ONCE = 5000

interface Density {
  /** At most. */
  readonly startsADay: number
  /** The library counts from the first start in each request, so pieces would only mean more requests. */
  readonly isCounted: boolean
}

/** The starts of a rule by node-ical's engine, in requests of which none takes long. */
export function followLibrary(rrule: RRule, { startsADay, isCounted }: Density, budget: Budget): RuleStarts {
  const spanMs = isCounted ? Infinity : Math.max(HOUR_MS, Math.floor((AT_ONCE / startsADay) * DAY_MS))
  return {
    between(fromMs, untilMs, limit) {
      const starts: WallMs[] = []
      let pieces = 0
      const collect = (firstMs: WallMs, lastMs: WallMs, [pieceMs, ...smaller]: readonly number[]) => {
        if (++pieces > MAX_PIECES) throw new Error('it has too many starts to go through')
        budget.spend()
        try {
          const found = inSteps(() => rrule.between(new Date(firstMs), new Date(lastMs), true))
          for (const start of found.slice(0, limit - starts.length)) starts.push(start.getTime())
        } catch (error) {
          if (pieceMs === undefined || isCounted) throw error
          for (let at = firstMs; at <= lastMs && starts.length < limit; at += pieceMs)
            collect(at, Math.min(lastMs, at + pieceMs - 1), smaller)
        }
      }
      for (let at = fromMs; at <= untilMs && starts.length < limit; at += spanMs)
        collect(at, Math.min(untilMs, at + spanMs - 1), PIECES_MS)
      return starts
    },
    lastBefore(wallMs) {
      budget.spend()
      return inSteps(() => rrule.before(new Date(wallMs), true))?.getTime()
    },
  }
}

/** The library gives up after ten thousand steps; an hour of a dense rule has fewer. */
function inSteps<T>(work: () => T): T {
  try {
    return quietly(work)
  } catch (cause) {
    throw new Error('it takes too many steps', { cause })
  }
}
