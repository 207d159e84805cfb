import type { Buffer } from 'node:buffer'
import { type ContentLine, parameterOf, splitLine, unescapeText } from './content-line.ts'
import { type DateTime, dayOf, parseDateTime, writeAsUtc } from './date-time.ts'
import { parseEvent } from './library.ts'
import { MOST_LINE_BYTES } from './limits.ts'
import { Lines } from './lines.ts'
import type { Span } from './scan.ts'
import { type Zone, UTC, wallOf, instantOf } from './zone.ts'
import type { Zones } from './zones.ts'

/** A start as an event tells it: what the clocks of a zone show. */
export interface Moment extends DateTime {
  readonly zone: Zone
  /** It names no zone. */
  readonly isFloating: boolean
}

/** What an event says of itself. */
export interface CalendarEvent {
  /** Where it begins in the calendar's bytes. */
  readonly offset: number
  /** As written; events with the same one belong together. */
  readonly uid?: string
  readonly summary: string
  readonly status: string
  readonly sequence: number
  readonly start: Moment
  /** The occurrence, of the event with the same UID, that it stands for. */
  readonly recurrenceId?: Moment
  /** It also moves and renames all later ones (RANGE=THISANDFUTURE). */
  readonly isRange: boolean
  readonly rules: readonly string[]
  readonly rdates: readonly ContentLine[]
  readonly exdates: readonly ContentLine[]
}

/** Throws with a reason when the event has no start that can be read; `fail` is told what else is left out. */
export function readEvent(calendar: Buffer, span: Span, zones: Zones, fail: (problem: string) => void): CalendarEvent {
  const lines = propertiesOf(calendar, span, fail)
  const all = (name: string) => lines.filter((line) => line.name === name)
  const first = (name: string) => lines.find((line) => line.name === name)
  const [start, another] = all('DTSTART')
  if (!start) throw new Error('it has no DTSTART')
  if (another && another.value !== start.value) throw new Error('it has two DTSTART')
  if (first('EXRULE')) fail('its EXRULE is left out: RFC 5545 has none any more')
  const uid = first('UID')?.value
  const recurrenceId = first('RECURRENCE-ID')
  const moment = momentOf(start, start.value, zones, span.start)
  const { status = '', sequence } = parseEvent([
    `DTSTART:${writeAsUtc(moment.wallMs)}`,
    `STATUS:${first('STATUS')?.value.trim() ?? ''}`,
    `SEQUENCE:${first('SEQUENCE')?.value.trim() ?? ''}`,
  ])
  return {
    offset: span.start,
    ...(uid !== undefined && uid.trim() !== '' && { uid }),
    summary: unescapeText(first('SUMMARY')?.value ?? ''),
    status: status.toUpperCase(),
    sequence: Number(sequence) || 0,
    start: moment,
    ...(recurrenceId && { recurrenceId: momentOf(recurrenceId, recurrenceId.value, zones, span.start) }),
    isRange: recurrenceId !== undefined && /^THISANDFUTURE$/i.test(parameterOf(recurrenceId, 'RANGE') ?? ''),
    rules: all('RRULE').map(({ value }) => value),
    rdates: all('RDATE'),
    exdates: all('EXDATE'),
  }
}

/** The moments an event lists; of a PERIOD its start. Those that name no zone are in the event's own. */
export function* momentsOf(
  event: CalendarEvent,
  list: 'rdates' | 'exdates',
  zones: Zones,
  fail: (reason: string) => void,
): Generator<Moment> {
  for (const line of event[list]) {
    const zone = zoneOf(line, zones, event.offset) ?? event.start.zone
    // A line may list hundreds of thousands: they are taken one at a time.
    for (let at = 0; at < line.value.length;) {
      const comma = line.value.indexOf(',', at)
      const text = line.value.slice(at, comma === -1 ? undefined : comma)
      at = comma === -1 ? line.value.length : comma + 1
      if (text.trim() === '') continue
      const dateTime = parseDateTime(text.includes('/') ? text.slice(0, text.indexOf('/')) : text)
      if (dateTime) yield { ...dateTime, zone: dateTime.kind === 'utc' ? UTC : zone, isFloating: false }
      else fail(unreadable(line.name, text))
    }
  }
}

function momentOf(line: ContentLine, text: string, zones: Zones, offset: number): Moment {
  const dateTime = parseDateTime(text)
  if (!dateTime) throw new Error(unreadable(line.name, text))
  const isDay = dateTime.kind === 'date' || parameterOf(line, 'VALUE')?.toUpperCase() === 'DATE'
  if (isDay) return { kind: 'date', wallMs: dayOf(dateTime.wallMs), zone: zones.floating, isFloating: true }
  if (dateTime.kind === 'utc') return { ...dateTime, zone: UTC, isFloating: false }
  const zone = zoneOf(line, zones, offset)
  return { ...dateTime, zone: zone ?? zones.floating, isFloating: !zone }
}

function unreadable(name: string, text: string): string {
  return `its ${name} ${text.trim().slice(0, 40)} is neither a date nor a date with a time`
}

function zoneOf(line: ContentLine, zones: Zones, offset: number): Zone | undefined {
  const tzid = parameterOf(line, 'TZID')
  return tzid === undefined || tzid === '' ? undefined : zones.named(tzid, offset)
}

export function instantOfMoment({ zone, wallMs }: Moment): number {
  return instantOf(zone, wallMs)
}

/** What the clocks of `zone` show at a moment; a day is the same day everywhere. */
export function wallOfMoment(moment: Moment, zone: Zone): number {
  return moment.kind === 'date' || moment.zone === zone ? moment.wallMs : wallOf(zone, instantOfMoment(moment))
}

const READ: ReadonlySet<string> = new Set([
  'UID',
  'DTSTART',
  'RRULE',
  'RDATE',
  'EXDATE',
  'EXRULE',
  'RECURRENCE-ID',
  'SUMMARY',
  'STATUS',
  'SEQUENCE',
])
/** Of those, and of BEGIN and END: most lines are passed over without decoding their name. */
const INITIALS: ReadonlySet<number> = new Set('bdersu'.split('').map((letter) => letter.charCodeAt(0)))
const LISTS: ReadonlySet<string> = new Set(['RDATE', 'EXDATE'])
const DATES: ReadonlySet<string> = new Set(['DTSTART', 'RDATE', 'EXDATE', 'RECURRENCE-ID'])

/** The event's own properties that are read, without those of its alarms. */
function propertiesOf(calendar: Buffer, { start, end }: Span, fail: (problem: string) => void): ContentLine[] {
  const properties: ContentLine[] = []
  const lines = new Lines(calendar, start, end)
  lines.next()
  let depth = 0
  while (lines.next()) {
    if (!INITIALS.has(lines.bytes[lines.from]! | 0x20)) continue
    const name = nameOf(lines)
    if (name === 'BEGIN') depth++
    else if (name === 'END') depth = Math.max(0, depth - 1)
    else if (depth === 0 && READ.has(name)) {
      const size = lines.to - lines.from
      if (size > MOST_LINE_BYTES && !LISTS.has(name)) {
        fail(`its ${name} is ${size} bytes long, more than ${MOST_LINE_BYTES} are not read`)
        continue
      }
      const line = splitLine(lines.text(), DATES.has(name))
      // One object for each name, not one for each line, of which there may be hundreds of thousands.
      if (line) properties.push({ name, parameters: line.parameters, value: line.value })
    }
  }
  return properties
}

const LONGEST_NAME = 20

function nameOf({ bytes, from, to }: Lines): string {
  let end = from
  const most = Math.min(to, from + LONGEST_NAME)
  while (end < most && bytes[end] !== 0x3a && bytes[end] !== 0x3b) end++
  return bytes.toString('latin1', from, end).trim().toUpperCase()
}
