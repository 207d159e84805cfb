import type { Window } from './window.ts'
import { DAY_MS, dayOf, type WallMs } from './date-time.ts'
import { type CalendarEvent, cannotFollow } from './event.ts'
import { instantOfMoment, type Moment, momentsOf, wallOfMoment } from './moment.ts'
import { Overrides, type Range } from './overrides.ts'
import type { Reading } from './zones.ts'
import { instantOf, wallSpanOf, type Zone } from './zone.ts'

/** One time at which an event would start, why, and what becomes of it (RFC 5545, 3.8.5). */
export interface Start {
  /** The event that has its title: the one that repeats, or one that stands for this occurrence. */
  readonly event: CalendarEvent
  readonly startMs: number
  readonly wallMs: WallMs
  /** Where it would have started in its series, for one in the window that was moved away from there. */
  readonly recurrenceMs?: number
  readonly because: 'DTSTART' | 'RRULE' | 'RDATE' | 'RECURRENCE-ID'
  readonly fate: 'stays' | 'excluded' | 'replaced' | 'cancelled'
  /** The event that stands for it instead. */
  readonly replacedBy?: CalendarEvent
}

/** The events of one UID: those that repeat, and those that stand for single occurrences of them. */
export interface Series {
  readonly masters: readonly CalendarEvent[]
  readonly overrides: readonly CalendarEvent[]
}

/** Groups events by UID. Of revisions of one event the last is left (RFC 5545, 3.8.7.4). An event without UID stands alone. */
export function groupEvents(events: readonly CalendarEvent[]): Series[] {
  const groups = Map.groupBy(events, (event) => event.uid ?? event)
  return Array.from(groups.values(), (group) => {
    const masters = group.filter(({ recurrenceId }) => !recurrenceId)
    const sequence = masters.reduce((last, master) => Math.max(last, master.sequence), -Infinity)
    return {
      // Programs that give several events one UID lose none of them.
      masters: masters.filter((master) => master.sequence === sequence),
      overrides: group.filter(({ recurrenceId }) => recurrenceId),
    }
  })
}

/** The starts near the window: every one that lies in it, or would but for an exception. */
export function* startsOf(series: Series, window: Window, reading: Reading): Generator<Start> {
  const { masters } = series
  const overrides =
    series.overrides.length === 0 ? undefined : new Overrides(series.overrides, masters[0]?.start, reading)
  for (const master of masters) {
    try {
      reading.budget.spend()
      if (overrides || master.rules.length > 0 || master.hasDates)
        yield* startsOfMaster(master, overrides ?? new Overrides([], undefined, reading), window, reading)
      else yield startOf(master, 'DTSTART')
    } catch (error) {
      reading.problems.add(error, master.span.start)
    }
  }
  for (const event of overrides?.events ?? []) {
    try {
      const start = startOf(event, 'RECURRENCE-ID')
      // A series may have thousands, of which few start in the window.
      const isIn = start.startMs >= window.fromMs && start.startMs < window.untilMs
      const origin = isIn && movedFrom(overrides!.originOf(event), start.startMs)
      yield { ...start, ...origin, ...(overrides!.isExcluded(event) && { fate: 'excluded' }) }
    } catch (error) {
      reading.problems.add(error, event.span.start)
    }
  }
}

/** The start that an event itself gives. */
function startOf(event: CalendarEvent, because: Start['because']): Start {
  const { start, status } = event
  const fate = status === 'CANCELLED' ? 'cancelled' : 'stays'
  return { event, startMs: instantOfMoment(start), wallMs: start.wallMs, because, fate }
}

function* startsOfMaster(
  master: CalendarEvent,
  overrides: Overrides,
  window: Window,
  reading: Reading,
): Generator<Start> {
  const { zone } = master.start
  const near = overrides.widen(wallSpanOf(zone, window), zone)
  const found = new Found(master, near)
  repeat(master, found, reading)
  // What lists dates may list hundreds of thousands: zones are looked up only for those near enough.
  const isNear = ({ wallMs }: Moment) => wallMs >= near.fromMs - 2 * DAY_MS && wallMs <= near.untilMs + 2 * DAY_MS
  for (const moment of momentsOf(master, 'RDATE', reading)) if (isNear(moment)) found.addMoment(moment)
  for (const moment of momentsOf(master, 'EXDATE', reading)) {
    overrides.exclude(moment)
    if (isNear(moment)) found.exclude(moment)
  }
  if (found.isFull)
    reading.problems.add(
      `it has more than ${MAX_STARTS} starts near the window, the others are left out`,
      master.span.start,
    )

  for (const { startMs, wallMs, because, isExcluded } of found.starts()) {
    const replacedBy = isExcluded ? undefined : overrides.at(startMs, wallMs)
    if (isExcluded) yield { event: master, startMs, wallMs, because, fate: 'excluded' }
    else if (replacedBy) yield { event: master, startMs, wallMs, because, fate: 'replaced', replacedBy }
    else {
      const range = overrides.rangeBefore(startMs)
      const event = range?.event ?? master
      const fate = event.status === 'CANCELLED' ? 'cancelled' : 'stays'
      const moved = range ? movedBy(range, wallMs, zone) : { startMs, wallMs }
      yield { event, ...moved, ...movedFrom(startMs, moved.startMs), because, fate }
    }
  }
}

function movedFrom(recurrenceMs: number, startMs: number): Pick<Start, 'recurrenceMs'> {
  return recurrenceMs === startMs ? {} : { recurrenceMs }
}

/** Where a range takes an occurrence at which the clocks of `zone` would show `wallMs`; one that is all-day takes it to a day. */
function movedBy({ event, shiftIn }: Range, wallMs: WallMs, zone: Zone): Pick<Start, 'startMs' | 'wallMs'> {
  const movedMs = wallMs + shiftIn(zone)
  if (event.start.kind !== 'date') return { startMs: instantOf(zone, movedMs), wallMs: movedMs }
  const dayMs = dayOf(movedMs)
  return { startMs: instantOf(event.start.zone, dayMs), wallMs: dayMs }
}

function repeat(master: CalendarEvent, found: Found, { budget, problems }: Reading): void {
  for (const rule of master.rules) {
    try {
      budget.spend()
      for (const wallMs of rule.between(found.near.fromMs, found.near.untilMs, MAX_STARTS + 1))
        found.add('RRULE', wallMs)
    } catch (error) {
      problems.add(cannotFollow(rule.text, error), master.span.start)
    }
  }
}

/** Starts of one event that are gone through. */
const MAX_STARTS = 10_000

/** The starts of one event near a window, each once, and which of them are excluded. */
class Found {
  readonly near: { readonly fromMs: WallMs; readonly untilMs: WallMs }
  isFull = false
  readonly #start: Moment
  readonly #starts = new Map<number, Pick<Start, 'wallMs' | 'because'>>()
  readonly #excluded = new Set<number>()
  readonly #excludedDays = new Set<WallMs>()

  constructor({ start }: CalendarEvent, near: Found['near']) {
    this.near = near
    this.#start = start
    this.add('DTSTART', start.wallMs)
  }

  add(because: Start['because'], shownMs: WallMs, startMs?: number): void {
    // A day begins where it begins, also when a rule or a further date has a time.
    const wallMs = this.#start.kind === 'date' ? dayOf(shownMs) : shownMs
    if (wallMs < this.near.fromMs || wallMs > this.near.untilMs) return
    const instant = startMs ?? instantOf(this.#start.zone, wallMs)
    if (this.#starts.has(instant)) return
    if (this.#starts.size >= MAX_STARTS) this.isFull = true
    else this.#starts.set(instant, { wallMs, because })
  }

  addMoment(moment: Moment): void {
    const isDay = moment.kind === 'date' || this.#start.kind === 'date'
    this.add('RDATE', wallOfMoment(moment, this.#start.zone), isDay ? undefined : instantOfMoment(moment))
  }

  exclude(moment: Moment): void {
    if (moment.kind === 'date' || this.#start.kind === 'date') this.#excludedDays.add(dayOf(moment.wallMs))
    else {
      const startMs = instantOfMoment(moment)
      if (this.#starts.has(startMs)) this.#excluded.add(startMs)
    }
  }

  *starts(): Generator<Pick<Start, 'startMs' | 'wallMs' | 'because'> & { readonly isExcluded: boolean }> {
    for (const [startMs, { wallMs, because }] of this.#starts)
      yield {
        startMs,
        wallMs,
        because,
        isExcluded: this.#excluded.has(startMs) || this.#excludedDays.has(dayOf(wallMs)),
      }
  }
}
