import type { Window } from '../job.ts'
import { DAY_MS, dayOf, type WallMs } from './date-time.ts'
import { type CalendarEvent, cannotFollow } from './event.ts'
import { instantOfMoment, type Moment, momentsOf, wallOfMoment } from './moment.ts'
import { Overrides } from './overrides.ts'
import { instantOf, wallSpanOf } from './zone.ts'
import type { Zones } from './zones.ts'

/** One time at which an event would start, why, and what becomes of it (RFC 5545, 3.8.5). */
export interface Start {
  /** The event that tells its title: the one that repeats, or one that stands for this occurrence. */
  readonly event: CalendarEvent
  readonly startMs: number
  readonly wallMs: WallMs
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

/**
 * The starts near the window: every one that lies in it, or would but for an exception. `fail` is told why an event of
 * the series could not be followed to the end.
 */
export function* startsOf(
  { masters, overrides }: Series,
  window: Window,
  zones: Zones,
  fail: (event: CalendarEvent, reason: unknown) => void,
): Generator<Start> {
  const exceptions = new Overrides(overrides, masters[0]?.start)
  for (const master of masters) {
    try {
      yield* startsOfMaster(master, exceptions, window, zones, (reason) => fail(master, reason))
    } catch (error) {
      fail(master, error)
    }
  }
  for (const event of exceptions.events) {
    const { wallMs } = event.start
    const fate = exceptions.isExcluded(event) ? 'excluded' : event.status === 'CANCELLED' ? 'cancelled' : 'stays'
    yield { event, startMs: instantOfMoment(event.start), wallMs, because: 'RECURRENCE-ID', fate }
  }
}

/** Starts of one event that are gone through. */
const MOST_STARTS = 10_000

function* startsOfMaster(
  master: CalendarEvent,
  overrides: Overrides,
  window: Window,
  zones: Zones,
  fail: (reason: unknown) => void,
): Generator<Start> {
  const { start } = master
  const { zone } = start
  const allDay = start.kind === 'date'
  const span = wallSpanOf(zone, window)
  // What is moved into the window comes from further away.
  let [fromMs, untilMs] = [span.fromMs, span.untilMs]
  for (const range of overrides.ranges) {
    const shiftMs = range.shiftIn(zone)
    fromMs = Math.min(fromMs, span.fromMs - shiftMs)
    untilMs = Math.max(untilMs, span.untilMs - shiftMs)
  }

  const found = new Map<number, Pick<Start, 'wallMs' | 'because'>>()
  const add = (because: Start['because'], wallMs: WallMs, startMs = instantOf(zone, wallMs)) => {
    if (wallMs >= fromMs && wallMs <= untilMs && !found.has(startMs)) found.set(startMs, { wallMs, because })
  }
  add('DTSTART', start.wallMs)
  for (const rule of master.rules) {
    try {
      const walls = rule.between(fromMs, untilMs, MOST_STARTS)
      for (const wallMs of walls) add('RRULE', wallMs)
      if (walls.length === MOST_STARTS)
        fail(`its RRULE ${rule.text} has ${MOST_STARTS} starts near the window, no more are looked at`)
    } catch (error) {
      fail(cannotFollow(rule.text, error))
    }
  }
  // What lists dates may list hundreds of thousands: zones are asked only about those near enough.
  const isNear = ({ wallMs }: Moment) => wallMs >= fromMs - 2 * DAY_MS && wallMs <= untilMs + 2 * DAY_MS
  for (const moment of momentsOf(master.rdates, zone, zones, master.offset, fail))
    if (isNear(moment))
      add('RDATE', wallOfMoment(moment, zone), allDay || moment.kind === 'date' ? undefined : instantOfMoment(moment))

  const excluded = new Set<number>()
  const excludedDays = new Set<WallMs>()
  for (const moment of momentsOf(master.exdates, zone, zones, master.offset, fail)) {
    overrides.exclude(moment)
    if (!isNear(moment)) continue
    if (allDay || moment.kind === 'date') excludedDays.add(dayOf(moment.wallMs))
    else excluded.add(instantOfMoment(moment))
  }

  for (const [startMs, { wallMs, because }] of found) {
    if (excluded.has(startMs) || excludedDays.has(dayOf(wallMs))) {
      yield { event: master, startMs, wallMs, because, fate: 'excluded' }
      continue
    }
    const replacedBy = overrides.at(startMs, wallMs)
    if (replacedBy) {
      yield { event: master, startMs, wallMs, because, fate: 'replaced', replacedBy }
      continue
    }
    const range = overrides.rangeBefore(startMs)
    const event = range?.event ?? master
    const movedMs = wallMs + (range?.shiftIn(zone) ?? 0)
    const fate = event.status === 'CANCELLED' ? 'cancelled' : 'stays'
    yield { event, startMs: movedMs === wallMs ? startMs : instantOf(zone, movedMs), wallMs: movedMs, because, fate }
  }
}
