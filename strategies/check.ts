import { unescapeText } from './calendar/content-line.ts'
import { type CheckMode, openCalendar } from './calendar/open.ts'
import type { Start } from './calendar/series.ts'
import { zoneNamed } from './calendar/zone.ts'
import type { Calendar, Occurrence } from './job.ts'
import type { Window } from './calendar/window.ts'

export interface CheckOptions {
  /** Both give the same occurrences. */
  readonly mode?: CheckMode
  /** IANA name of the zone in which floating times and all-day dates are read; UTC when not given. */
  readonly zone?: string
  /** How many occurrences of one calendar are sent, the first ones; 50 when not given. */
  readonly mostOccurrences?: number
}

/**
 * The occurrences that start in the half-open `window`, by start, then summary, then uid. Synchronous; throws only for a `zone`
 * that is none: what cannot be read is a problem, a sentence that names the line where it can. CANCELLED is not due, an event
 * already running is not, nor is anything but a VEVENT. Source: RFC 5545.
 */
export function checkCalendar(
  body: Uint8Array,
  window: Window,
  { mode = 'prefilter', zone = 'UTC', mostOccurrences = 50 }: CheckOptions = {},
): Calendar {
  const { name, series, startsOf, problems } = openCalendar(body, window, {
    mode,
    floating: zoneNamed(zone),
  })
  const soonest = new Soonest(mostOccurrences)
  for (const one of series)
    for (const start of startsOf(one)) if (isDue(start, window)) soonest.add(occurrenceOf(start))
  const count = soonest.count()
  if (count > mostOccurrences)
    problems.add(`${count} occurrences start in the window, only the first ${mostOccurrences} are reported`)
  return { ...(name !== undefined && { name }), occurrences: soonest.occurrences(), problems: problems.sentences() }
}

export function isDue({ fate, startMs }: Start, { fromMs, untilMs }: Window): boolean {
  return fate === 'stays' && startMs >= fromMs && startMs < untilMs
}

function occurrenceOf({ event, startMs, wallMs, recurrenceMs }: Start): Occurrence {
  const allDay = event.start.kind === 'date'
  const date = allDay && { date: new Date(wallMs).toISOString().slice(0, 10) }
  const origin = recurrenceMs !== undefined && { recurrenceMs }
  return { uid: unescapeText(event.uid ?? ''), summary: event.summary, startMs, ...origin, allDay, ...date }
}

/**
 * The first few of any number of occurrences, each once: two alike in title, start and UID are one for people, and the one that was
 * not moved stands for both.
 */
class Soonest {
  #kept: Occurrence[] = []
  #left = 0
  readonly #most: number

  constructor(most: number) {
    this.#most = most
  }

  add(occurrence: Occurrence): void {
    if (this.#kept.push(occurrence) > 2 * this.#most + 1000) this.#settle()
  }

  /** How many there were. */
  count(): number {
    this.#settle()
    return this.#kept.length + this.#left
  }

  /** In order. */
  occurrences(): readonly Occurrence[] {
    this.#settle()
    return this.#kept
  }

  #settle(): void {
    const distinct = this.#kept
      .sort((a, b) => compareOccurrences(a, b) || originOf(a) - originOf(b))
      .filter((one, at, all) => at === 0 || compareOccurrences(one, all[at - 1]!) !== 0)
    this.#kept = distinct.slice(0, this.#most)
    this.#left += distinct.length - this.#kept.length
  }
}

function compareOccurrences(a: Occurrence, b: Occurrence): number {
  return a.startMs - b.startMs || compare(a.summary, b.summary) || compare(a.uid, b.uid)
}

/** Starts of the years that can be written are never that early. */
const NOT_MOVED = -Number.MAX_VALUE

function originOf({ recurrenceMs = NOT_MOVED }: Occurrence): number {
  return recurrenceMs
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b)
}
