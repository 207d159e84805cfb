import { DAY_MS, dayOf, type WallMs } from './date-time.ts'
import type { CalendarEvent } from './event.ts'
import { instantOfMoment, type Moment, wallOfMoment } from './moment.ts'
import { instantOf, type WallSpan, type Zone } from './zone.ts'
import { lastLess, type Reading } from './zones.ts'

/** An event that stands for one occurrence of a series and moves all later ones (RFC 5545, 3.2.13). */
export interface Range {
  readonly event: CalendarEvent
  readonly fromMs: number
  /** By how much it moves what the clocks of a zone show: "by the same time difference" (RFC 5545, 3.8.4.4). */
  readonly shiftIn: (zone: Zone) => number
}

/** The events that stand for single occurrences of a series (RFC 5545, 3.8.4.4): the last revision for each. */
export class Overrides {
  readonly events: readonly CalendarEvent[]
  readonly ranges: readonly Range[]
  readonly #rangesFromMs: readonly number[]
  readonly #master: Moment | undefined
  readonly #places = new Map<string, CalendarEvent>()
  readonly #days = new Set<WallMs>()
  readonly #excluded = new Set<string>()

  /** `master`: the start of the series, if it is there. */
  constructor(overrides: readonly CalendarEvent[], master: Moment | undefined, { problems }: Reading) {
    this.#master = master
    for (const event of overrides) {
      try {
        this.#add(event, event.recurrenceId!)
      } catch (error) {
        problems.add(error, event.span.start)
      }
    }
    this.events = [...this.#places.values()]
    this.ranges = this.events
      .filter(({ isRange }) => isRange)
      .map((event) => rangeOf(event, inSeries(event.recurrenceId!, master)))
      .sort((a, b) => a.fromMs - b.fromMs)
    this.#rangesFromMs = this.ranges.map(({ fromMs }) => fromMs)
  }

  #add(event: CalendarEvent, recurrenceId: Moment): void {
    const place = this.#placeOf(recurrenceId)
    const other = this.#places.get(place)
    if (!other || event.sequence >= other.sequence) this.#places.set(place, event)
    const day = dayOf(recurrenceId.wallMs)
    for (const near of [day - 2 * DAY_MS, day - DAY_MS, day, day + DAY_MS, day + 2 * DAY_MS]) this.#days.add(near)
  }

  /** The span that what falls into `span` once it is moved comes from. */
  widen({ fromMs, untilMs }: WallSpan, zone: Zone): WallSpan {
    let span = { fromMs, untilMs }
    for (const { shiftIn } of this.ranges) {
      const shiftMs = shiftIn(zone)
      // Moved onto a day, it may start elsewhere on that day.
      span = {
        fromMs: Math.min(span.fromMs, fromMs - shiftMs - DAY_MS),
        untilMs: Math.max(span.untilMs, untilMs - shiftMs + DAY_MS),
      }
    }
    return span
  }

  /** The event that stands for the occurrence at `startMs`, when the clocks show `wallMs`. */
  at(startMs: number, wallMs: WallMs): CalendarEvent | undefined {
    return this.#places.size === 0 ? undefined : (this.#places.get(`${startMs}`) ?? this.#places.get(dayPlace(wallMs)))
  }

  /** Where the occurrence that `event` stands for starts in the series; of a series of days, where that day begins. */
  originOf({ recurrenceId }: CalendarEvent): number {
    const master = this.#master
    return master?.kind === 'date'
      ? instantOf(master.zone, dayOf(recurrenceId!.wallMs))
      : instantOfMoment(inSeries(recurrenceId!, master))
  }

  /** The last range that begins before `startMs`. */
  rangeBefore(startMs: number): Range | undefined {
    return this.ranges[lastLess(this.#rangesFromMs, startMs)]
  }

  /** An excluded occurrence is not there to be stood for. */
  exclude(exdate: Moment): void {
    if (this.#days.has(dayOf(exdate.wallMs))) this.#excluded.add(this.#placeOf(exdate))
  }

  isExcluded({ recurrenceId }: CalendarEvent): boolean {
    if (this.#excluded.size === 0) return false
    return this.#excluded.has(this.#placeOf(recurrenceId!)) || this.#excluded.has(dayPlace(recurrenceId!.wallMs))
  }

  /** Which occurrence a RECURRENCE-ID or EXDATE means: an instant, or a day where either side is one. */
  #placeOf(moment: Moment): string {
    if (moment.kind === 'date' || this.#master?.kind === 'date') return dayPlace(moment.wallMs)
    return String(instantOfMoment(inSeries(moment, this.#master)))
  }
}

function dayPlace(wallMs: WallMs): string {
  return `day ${dayOf(wallMs)}`
}

function rangeOf(event: CalendarEvent, from: Moment): Range {
  return {
    event,
    fromMs: instantOfMoment(from),
    shiftIn: (zone) => wallOfMoment(event.start, zone) - wallOfMoment(from, zone),
  }
}

/** The occurrence a RECURRENCE-ID means: of a day, that day's; without a zone, in that of the series. */
function inSeries(recurrenceId: Moment, master: Moment | undefined): Moment {
  if (!master || master.kind === 'date') return recurrenceId
  if (recurrenceId.kind === 'date')
    return { ...master, wallMs: recurrenceId.wallMs + (master.wallMs - dayOf(master.wallMs)) }
  return recurrenceId.isFloating ? { ...recurrenceId, zone: master.zone } : recurrenceId
}
