import { type DateWithTimeZone, expandRecurringEvent, type ParameterValue, sync, type VEvent } from 'node-ical'
import type { Calendar, Occurrence, Window } from './job.ts'
import { wallClockIn } from './zone.ts'

/** `zone`: IANA name in which floating times and all-day dates are read; UTC when not given. */
export interface CheckOptions {
  readonly mode?: 'prefilter' | 'full'
  readonly zone?: string
}

const utf8 = new TextDecoder()

/** More than the farthest any time zone lies from UTC: what may start in the window lies in the window widened by this. */
const ZONE_SPAN_MS = 26 * 3_600_000

/**
 * The occurrences that start in the half-open `window`, by start, then summary, then uid. Synchronous; never throws:
 * what cannot be read is a problem. CANCELLED is not due, an event already running is not, nor is anything but a VEVENT.
 * Expects the process to run in `TZ=UTC` (the launcher sets it), since node-ical reads floating times in the process's zone.
 */
export function checkCalendar(body: Uint8Array, window: Window, { zone = 'UTC' }: CheckOptions = {}): Calendar {
  // Unlike Buffer's toString it leaves a byte order mark away.
  const text = utf8.decode(body)
  if (!/^BEGIN:VCALENDAR\s*$/im.test(text)) return { occurrences: [], problems: [`not a calendar: ${whatItIs(text)}`] }
  const problems = /^END:VCALENDAR\s*$/im.test(text) ? [] : ['the calendar is cut off: it never comes to END:VCALENDAR']
  try {
    const components = quietly(() => sync.parseICS(text))
    const occurrences: Occurrence[] = []
    for (const component of Object.values(components)) {
      if (component?.type !== 'VEVENT') continue
      try {
        occurrences.push(...quietly(() => occurrencesOf(component, window, zone)))
      } catch (error) {
        problems.push(`event ${component.uid}: ${error instanceof Error ? error.message : String(error)}`)
      }
    }
    const name = components.vcalendar?.['WR-CALNAME']
    return { ...(typeof name === 'string' && { name }), occurrences: occurrences.sort(byStart), problems }
  } catch (error) {
    return {
      occurrences: [],
      problems: [...problems, `unreadable: ${error instanceof Error ? error.message : String(error)}`],
    }
  }
}

function occurrencesOf(event: VEvent, window: Window, zone: string): Occurrence[] {
  const from = new Date(window.fromMs - ZONE_SPAN_MS)
  const to = new Date(window.untilMs + ZONE_SPAN_MS)
  return expandRecurringEvent(event, { from, to }).flatMap((instance) => {
    if (instance.event.status === 'CANCELLED') return []
    const startMs = instantOf(instance.start, instance.isFullDay, zone)
    if (startMs < window.fromMs || startMs >= window.untilMs) return []
    const date = instance.isFullDay && { date: instance.start.toISOString().slice(0, 10) }
    return { uid: event.uid, summary: textOf(instance.summary), startMs, allDay: instance.isFullDay, ...date }
  })
}

function instantOf(start: DateWithTimeZone, allDay: boolean, zone: string): number {
  const floating = allDay || start.tz === undefined
  return floating && zone !== 'UTC' ? wallClockIn(zone, start.getTime()) : start.getTime()
}

function textOf(value: ParameterValue | undefined): string {
  return (typeof value === 'object' ? value.val : value) ?? ''
}

function byStart(a: Occurrence, b: Occurrence): number {
  return a.startMs - b.startMs || compare(a.summary, b.summary) || compare(a.uid, b.uid)
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b)
}

function whatItIs(text: string): string {
  if (text.trim() === '') return 'the body is empty'
  if (/^\s*<(?:!doctype\s+)?html/i.test(text)) return 'the body is a web page'
  return 'the body has no BEGIN:VCALENDAR'
}

/** node-ical tells its doubts to the console; those are the feed's, and not for the terminal or the logs. */
function quietly<T>(work: () => T): T {
  const { warn } = console
  console.warn = () => {}
  try {
    return work()
  } finally {
    console.warn = warn
  }
}
