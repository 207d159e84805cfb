import { Buffer } from 'node:buffer'
import { splitLine, unescapeText } from './calendar/content-line.ts'
import { type CalendarEvent, readEvent } from './calendar/event.ts'
import { Budget, LIMITS, MOST_OCCURRENCES } from './calendar/limits.ts'
import { Prefilter } from './calendar/prefilter.ts'
import { Problems } from './calendar/problems.ts'
import { type Layout, scan } from './calendar/scan.ts'
import { groupEvents, type Start, startsOf } from './calendar/series.ts'
import { zoneNamed } from './calendar/zone.ts'
import { Zones } from './calendar/zones.ts'
import type { Calendar, Occurrence, Window } from './job.ts'

export interface CheckOptions {
  /** `prefilter`: only events that can matter are parsed; `full`: all are. Their occurrences are the same. */
  readonly mode?: 'prefilter' | 'full'
  /** IANA name of the zone in which floating times and all-day dates are read; UTC when not given. */
  readonly zone?: string
  /** How many occurrences of one calendar are told, the first ones; 50 when not given. */
  readonly mostOccurrences?: number
}

/**
 * The occurrences that start in the half-open `window`, by start, then summary, then uid. Synchronous; never throws but for a
 * `zone` that is none: what cannot be read is a problem, a sentence that begins with its line. CANCELLED is not due, an event
 * already running is not, nor is anything but a VEVENT. Source: RFC 5545.
 */
export function checkCalendar(body: Uint8Array, window: Window, options: CheckOptions = {}): Calendar {
  const { mostOccurrences = MOST_OCCURRENCES } = options
  const { name, starts, problems } = readStarts(body, window, options)
  const due = starts
    .filter(({ fate, startMs }) => fate === 'stays' && startMs >= window.fromMs && startMs < window.untilMs)
    .map(occurrenceOf)
    .sort(byStart)
    .filter((occurrence, at, all) => at === 0 || byStart(occurrence, all[at - 1]!) !== 0)
  if (due.length > mostOccurrences)
    problems.add(`${due.length} occurrences start in the window, only the first ${mostOccurrences} are told`)
  return {
    ...(name !== undefined && { name }),
    occurrences: due.slice(0, mostOccurrences),
    problems: problems.sentences(),
  }
}

/** Every start near the window and what becomes of it, for the check and for those who ask why. */
export function readStarts(body: Uint8Array, window: Window, { mode = 'prefilter', zone = 'UTC' }: CheckOptions) {
  const floating = zoneNamed(zone)
  const calendar = Buffer.from(body.buffer, body.byteOffset, body.byteLength)
  const problems = new Problems(calendar)
  const limits = LIMITS[mode]
  if (calendar.length > limits.bodyBytes) {
    problems.add(`the calendar is ${calendar.length} bytes long, more than ${limits.bodyBytes} are not looked into`)
    return { starts: [], problems }
  }
  const layout = scan(calendar, mode === 'prefilter' ? new Prefilter(window, floating) : undefined)
  tellShape(layout, calendar, problems)
  if (layout.calendars === 0) return { starts: [], problems }
  const zones = new Zones(calendar, layout.zones, floating, (offset, problem) => problems.add(problem, offset))
  const starts = startsIn(calendar, layout, window, zones, new Budget(limits), problems)
  const name = layout.name === undefined ? undefined : splitLine(layout.name)?.value
  return { ...(name !== undefined && { name: unescapeText(name) }), starts, problems }
}

function startsIn(
  calendar: Buffer,
  layout: Layout,
  window: Window,
  zones: Zones,
  budget: Budget,
  problems: Problems,
): Start[] {
  const fail = ({ offset }: { readonly offset: number }, reason: unknown) =>
    problems.add(reason instanceof Error ? reason.message : String(reason), offset)
  const events: CalendarEvent[] = []
  let left = 0
  let refusal: string | undefined
  for (const span of layout.events) {
    refusal ??= budget.refuses(span.end - span.start)
    if (refusal !== undefined) left++
    else
      try {
        events.push(readEvent(calendar, span, zones))
      } catch (error) {
        fail({ offset: span.start }, error)
      }
  }
  const starts: Start[] = []
  for (const series of groupEvents(events)) {
    refusal ??= budget.refuses(0)
    if (refusal !== undefined) left += series.masters.length + series.overrides.length
    else starts.push(...startsOf(series, window, zones, fail))
  }
  if (refusal !== undefined)
    problems.add(`too much to parse: ${refusal}; ${left} of ${layout.found} events are left out`)
  return starts
}

function occurrenceOf({ event, startMs, wallMs }: Start): Occurrence {
  const allDay = event.start.kind === 'date'
  const date = allDay && { date: new Date(wallMs).toISOString().slice(0, 10) }
  return { uid: unescapeText(event.uid ?? ''), summary: event.summary, startMs, allDay, ...date }
}

function byStart(a: Occurrence, b: Occurrence): number {
  return a.startMs - b.startMs || compare(a.summary, b.summary) || compare(a.uid, b.uid)
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b)
}

/** What is wrong with the calendar as a whole. */
function tellShape({ calendars, isClosed, unclosed }: Layout, calendar: Buffer, problems: Problems): void {
  if (calendars === 0) problems.add(`not a calendar: ${whatItIs(calendar)}`)
  else if (!isClosed) problems.add('the calendar is cut off: it never comes to END:VCALENDAR')
  for (const offset of unclosed) problems.add('the event never comes to END:VEVENT', offset)
}

function whatItIs(calendar: Buffer): string {
  const head = calendar.toString('utf8', 0, 1000)
  if (head.trim() === '') return 'the body is empty'
  if (/^\W*<(?:!doctype\s+)?html/i.test(head)) return 'the body is a web page'
  return 'the body has no BEGIN:VCALENDAR'
}
