import { Buffer } from 'node:buffer'
import type { Window } from './window.ts'
import { splitLine, unescapeText } from './content-line.ts'
import { DAY_MS } from './date-time.ts'
import { type CalendarEvent, readEvent } from './event.ts'
import { Budget, Exhausted, LIMITS, MAX_LINE_BYTES } from './limits.ts'
import { Lines } from './lines.ts'
import { Prefilter } from './prefilter.ts'
import { Problems } from './problems.ts'
import { type Layout, scan, type Span } from './scan.ts'
import { groupEvents, type Series, type Start, startsOf } from './series.ts'
import type { Zone } from './zone.ts'
import { type Reading, Zones } from './zones.ts'

/** `prefilter`: only events that can matter are parsed; `full`: all are. */
export type CheckMode = 'prefilter' | 'full'

export interface OpenOptions {
  readonly mode: CheckMode
  /** The zone of times and days that name none. */
  readonly floating: Zone
  /** Asked once about the events of each UID, in order: those of which it says no are not parsed. */
  readonly isWanted?: (events: readonly Span[]) => boolean
}

/** A calendar of which the events are parsed while they are gone through, and what was wrong with those gone through so far. */
export interface OpenCalendar {
  readonly name?: string
  readonly series: Iterable<Series>
  /** Those near a window, that of the calendar when none is given; of others than that the prefilter may have missed some. */
  readonly startsOf: (series: Series, window?: Window) => readonly Start[]
  readonly problems: Problems
}

const NOTHING = { series: [], startsOf: () => [] }

/** Finds out where things stand in the bytes of a calendar. */
export function openCalendar(
  body: Uint8Array,
  requested: Window,
  { mode, floating, isWanted = () => true }: OpenOptions,
): OpenCalendar {
  const window = inRange(requested)
  const calendar = Buffer.from(body.buffer, body.byteOffset, body.byteLength)
  const problems = new Problems(calendar)
  const limits = LIMITS[mode]
  if (calendar.length > limits.bodyBytes) {
    problems.add(`the calendar is ${calendar.length} bytes long, more than ${limits.bodyBytes} are not looked into`)
    return { ...NOTHING, problems }
  }
  const budget = new Budget(limits, calendar.length)
  const layout = scan(calendar, mode === 'prefilter' ? new Prefilter(window, floating) : undefined)
  const { calendars, isClosed, unclosed, unopened, unclear } = layout
  if (calendars.length === 0) problems.add(`not a calendar: ${whatItIs(calendar)}`)
  else if (!isClosed) problems.add('the calendar is cut off: it never comes to END:VCALENDAR')
  for (const offset of unclosed) problems.add('the event never comes to END:VEVENT', offset)
  if (calendars.length === 0) return { ...NOTHING, problems }
  for (const offset of unopened) problems.add('the event that ends here has no BEGIN:VEVENT, so it is not read', offset)
  for (const { start, codePoint } of unclear) problems.add(`${hiddenBy(codePoint)}, so it may be misread`, start)

  const name = nameOf(calendar, layout, problems)
  const named = name !== undefined && { name }
  if (layout.mattering === 0) return { ...named, ...NOTHING, problems }
  const reading = { calendar, budget, problems, zones: new Zones(calendar, layout, floating, budget, problems) }
  return {
    ...named,
    series: seriesIn(layout, isWanted, reading),
    startsOf: (series, near = window) =>
      withinBudget(reading, series.masters.length + series.overrides.length, () => [
        ...startsOf(series, inRange(near), reading),
      ]),
    problems,
  }
}

function* seriesIn(
  { events, found }: Layout,
  isWanted: (events: readonly Span[]) => boolean,
  reading: Reading,
): Generator<Series> {
  const { budget, problems } = reading
  // All events of a UID, or none: one may cancel what another repeats.
  for (const spans of events.kept(budget.mostEvents, (left) => budget.leaveOut(left)))
    if (isWanted(spans) && budget.admits(spans))
      yield* withinBudget(reading, spans.length, () => groupEvents(spans.flatMap((span) => readOne(span, reading))))
  const shortfall = budget.shortfall(found)
  if (shortfall !== undefined) problems.add(shortfall)
}

/** What `work` gives, or nothing where it would cost too much. */
function withinBudget<T>({ budget }: Reading, events: number, work: () => readonly T[]): readonly T[] {
  try {
    return work()
  } catch (error) {
    if (!(error instanceof Exhausted)) throw error
    budget.leaveOut(events)
    return []
  }
}

function readOne(span: Span, reading: Reading): readonly CalendarEvent[] {
  try {
    return [readEvent(span, reading)]
  } catch (error) {
    reading.problems.add(error, span.start)
    return []
  }
}

function nameOf(calendar: Buffer, { nameAt }: Layout, problems: Problems): string | undefined {
  if (nameAt === undefined) return undefined
  const lines = new Lines(calendar, nameAt)
  lines.next()
  const bytes = lines.to - lines.from
  // An empty name is none.
  if (bytes <= MAX_LINE_BYTES) return unescapeText(splitLine(lines.text())?.value.trim() ?? '') || undefined
  problems.add(`the calendar's name is ${bytes} bytes long, more than ${MAX_LINE_BYTES} are not read`)
  return undefined
}

const FIRST_MS = new Date(0).setUTCFullYear(101, 0, 1)
const LAST_MS = Date.UTC(9999, 11, 31) + 3 * DAY_MS

/** Within the years that RFC 5545 can write, but for those JavaScript takes for the twentieth century's, and days around them. */
function inRange({ fromMs, untilMs }: Window): Window {
  const clamp = (ms: number) => Math.min(Math.max(ms, FIRST_MS), LAST_MS)
  return { fromMs: clamp(fromMs), untilMs: clamp(untilMs) }
}

function hiddenBy(codePoint: number): string {
  return `an invisible character (U+${codePoint.toString(16).toUpperCase().padStart(4, '0')}) stands in the line`
}

function whatItIs(calendar: Buffer): string {
  const [first, second] = calendar
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff))
    return 'the body is UTF-16, calendars are UTF-8'
  const head = calendar.toString('utf8', 0, 1000)
  if (head.trim() === '') return 'the body is empty'
  if (/^BEGIN:VCALENDAR\r/i.test(head)) return 'its lines end with CR, those of calendars end with CRLF'
  if (/^\W*<(?:!doctype\s+)?html/i.test(head)) return 'the body is a web page'
  return 'the body has no BEGIN:VCALENDAR'
}
