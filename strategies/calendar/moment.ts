import { type ContentLine, parameterOf } from './content-line.ts'
import { type DateTime, dayOf, parseDateTime } from './date-time.ts'
import { propertiesOf } from './properties.ts'
import type { Reading } from './zones.ts'
import type { Span } from './scan.ts'
import { instantOf, UTC, wallOf, type Zone } from './zone.ts'

/** A start as an event gives it: what the clocks of a zone show. */
export interface Moment extends DateTime {
  readonly zone: Zone
  /** It names no zone. */
  readonly isFloating: boolean
}

/** Throws with a reason when the line's value is none. `offset`: where in the calendar its event begins. */
export function momentOf(line: ContentLine, offset: number, reading: Reading): Moment {
  const { floating } = reading.zones
  const dateTime = parseDateTime(line.value)
  if (!dateTime) throw new Error(unreadable(line.name, line.value))
  const isDay = dateTime.kind === 'date' || parameterOf(line, 'VALUE')?.toUpperCase() === 'DATE'
  if (isDay) return { kind: 'date', wallMs: dayOf(dateTime.wallMs), zone: floating, isFloating: true }
  if (dateTime.kind === 'utc') return { ...dateTime, zone: UTC, isFloating: false }
  const zone = zoneOf(line, offset, reading)
  return { ...dateTime, zone: zone ?? floating, isFloating: !zone }
}

const LISTS = { RDATE: new Set(['RDATE']), EXDATE: new Set(['EXDATE']) }
/** Dates that are read between two looks at the clock. */
const PIECE = 256

/** The moments an event lists; of a PERIOD its start. Those that name no zone are in the event's own. */
export function* momentsOf(
  { span, start, hasDates }: { readonly span: Span; readonly start: Moment; readonly hasDates: boolean },
  list: 'RDATE' | 'EXDATE',
  reading: Reading,
): Generator<Moment> {
  if (!hasDates) return
  const { calendar, problems, budget } = reading
  const fail = (problem: string) => problems.add(problem, span.start)
  let count = 0
  for (const line of propertiesOf(calendar, span, LISTS[list], fail)) {
    budget.spend()
    const zone = zoneOf(line, span.start, reading) ?? start.zone
    const isDay = parameterOf(line, 'VALUE')?.toUpperCase() === 'DATE'
    const { value } = line
    for (let at = 0; at < value.length;) {
      if (count++ % PIECE === 0) budget.spend()
      const comma = value.indexOf(',', at)
      const text = value.slice(at, comma === -1 ? undefined : comma)
      at = comma === -1 ? value.length : comma + 1
      if (text.trim() === '') continue
      const dateTime = parseDateTime(text.includes('/') ? text.slice(0, text.indexOf('/')) : text)
      if (dateTime && isDay) yield { kind: 'date', wallMs: dayOf(dateTime.wallMs), zone, isFloating: true }
      else if (dateTime) yield { ...dateTime, zone: dateTime.kind === 'utc' ? UTC : zone, isFloating: false }
      else fail(unreadable(list, text))
    }
  }
}

export function instantOfMoment({ zone, wallMs }: Moment): number {
  return instantOf(zone, wallMs)
}

/** What the clocks of `zone` show at a moment; a day is the same day everywhere. */
export function wallOfMoment(moment: Moment, zone: Zone): number {
  return moment.kind === 'date' || moment.zone === zone ? moment.wallMs : wallOf(zone, instantOfMoment(moment))
}

function zoneOf(line: ContentLine, offset: number, { zones }: Reading): Zone | undefined {
  const tzid = parameterOf(line, 'TZID')
  return tzid === undefined || tzid === '' ? undefined : zones.named(tzid, offset)
}

function unreadable(name: string, text: string): string {
  return `its ${name} ${text.trim().slice(0, 40)} is neither a date nor a date with a time`
}
