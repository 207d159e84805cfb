import type { CalendarEvent } from '../../strategies/calendar/event.ts'
import type { Moment } from '../../strategies/calendar/moment.ts'
import { openCalendar } from '../../strategies/calendar/open.ts'
import { lineAt } from '../../strategies/calendar/problems.ts'
import { propertiesOf } from '../../strategies/calendar/properties.ts'
import type { Series, Start } from '../../strategies/calendar/series.ts'
import { zoneNamed } from '../../strategies/calendar/zone.ts'
import { isDue } from '../../strategies/check.ts'
import type { Window } from '../../strategies/job.ts'
import { layOut } from '../report/table.ts'
import { visible } from './visible.ts'

/** How far around the window starts are looked for, and how many on either side of it are shown. */
const AROUND_DAYS = 400
const NEIGHBOURS = 2
/** Of a list of dates. */
const MOST_CHARACTERS = 70
const LISTS: ReadonlySet<string> = new Set(['RDATE', 'EXDATE'])

/**
 * Why the events that `wanted` names (a UID, `line 12`, or part of a title) are due in the window or not, as lines for a
 * terminal; none when the calendar has no such event.
 */
export function explainEvents(body: Buffer, wanted: string, window: Window, zone: string): string[] {
  const aroundMs = AROUND_DAYS * 86_400_000
  const around = { fromMs: window.fromMs - aroundMs, untilMs: window.untilMs + aroundMs }
  const { series, startsOf } = openCalendar(body, around, 'full', zoneNamed(zone))
  const lineOf = ({ span }: CalendarEvent) => lineAt(body, span.start)
  const isWanted = (event: CalendarEvent) =>
    event.uid === wanted ||
    `line ${lineOf(event)}` === wanted ||
    event.summary.toLowerCase().includes(wanted.toLowerCase())
  return Array.from(series)
    .filter(({ masters, overrides }) => masters.some(isWanted) || overrides.some(isWanted))
    .flatMap((one) => explainSeries(one, startsOf(one), window, body))
}

function explainSeries(
  { masters, overrides }: Series,
  starts: readonly Start[],
  window: Window,
  body: Buffer,
): string[] {
  const lineOf = ({ span }: CalendarEvent) => lineAt(body, span.start)
  const inOrder = starts.toSorted((a, b) => a.startMs - b.startMs)
  const isIn = ({ startMs }: Start) => startMs >= window.fromMs && startMs < window.untilMs
  const shown = [
    ...inOrder.filter(({ startMs }) => startMs < window.fromMs).slice(-NEIGHBOURS),
    ...inOrder.filter(isIn),
    ...inOrder.filter(({ startMs }) => startMs >= window.untilMs).slice(0, NEIGHBOURS),
  ]
  const due = inOrder.filter((start) => isDue(start, window)).length
  const lost = inOrder.filter((start) => isIn(start) && !isDue(start, window)).length
  return [
    ...[...masters, ...overrides].flatMap((event) => describeEvent(event, body)),
    '',
    ...layOut(shown.map((start) => [`  ${utc(start.startMs)}`, `by ${start.because}`, fateOf(start, window, lineOf)])),
    due > 0
      ? `Due: ${due} of its starts ${due === 1 ? 'is' : 'are'} in the window.`
      : `Not due: ${lost > 0 ? 'what would start in the window is excluded, replaced or cancelled' : `no start of it is in the window`}.`,
  ]
}

function describeEvent(event: CalendarEvent, body: Buffer): string[] {
  const { span, start, recurrenceId, isRange, rules, status, uid } = event
  const facts: string[][] = [['starts', momentOf(start)]]
  if (recurrenceId)
    facts.push(['stands for', `the start at ${momentOf(recurrenceId)}${isRange ? ', and moves all later ones' : ''}`])
  for (const { text } of rules) facts.push(['repeats', text])
  for (const { name, value } of propertiesOf(body, span, LISTS, () => {}))
    facts.push([name === 'RDATE' ? 'also on' : 'not on', value])
  if (status !== '') facts.push(['status', status])
  const title = event.summary === '' ? '(no title)' : event.summary
  return [
    visible(`line ${lineAt(body, span.start)}: ${title}${uid === undefined ? '' : ` (UID ${uid})`}`),
    ...layOut(facts.map(([name, value]) => [`  ${name}`, shorten(visible(value!))])),
  ]
}

function fateOf(start: Start, window: Window, lineOf: (event: CalendarEvent) => number): string {
  switch (start.fate) {
    case 'excluded':
      return 'excluded by an EXDATE'
    case 'replaced':
      return `replaced by the event at line ${lineOf(start.replacedBy!)}`
    case 'cancelled':
      return `cancelled by the STATUS of the event at line ${lineOf(start.event)}`
    case 'stays':
      return `${placeOf(start, window)}${start.event.isRange && start.because !== 'RECURRENCE-ID' ? `, moved by the event at line ${lineOf(start.event)}` : ''}`
  }
}

function placeOf({ startMs }: Start, { fromMs, untilMs }: Window): string {
  if (startMs < fromMs) return 'before the window'
  return startMs < untilMs ? 'due' : 'after the window'
}

function momentOf({ kind, wallMs, zone, isFloating }: Moment): string {
  const iso = new Date(wallMs).toISOString()
  if (kind === 'date') return `${iso.slice(0, 10)}, all day, read in ${zone.name}`
  return `${iso.slice(0, 19).replace('T', ' ')} in ${zone.name}${isFloating ? ', since it names no time zone' : ''}`
}

function utc(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19).replace('T', ' ')} UTC`
}

function shorten(text: string): string {
  return text.length > MOST_CHARACTERS ? `${text.slice(0, MOST_CHARACTERS)}…` : text
}
