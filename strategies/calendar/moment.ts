import { type ContentLine, parameterOf } from './content-line.ts'
import { type DateTime, dayOf, parseDateTime } from './date-time.ts'
import { instantOf, UTC, wallOf, type Zone } from './zone.ts'
import type { Zones } from './zones.ts'

/** A start as an event tells it: what the clocks of a zone show. */
export interface Moment extends DateTime {
  readonly zone: Zone
  /** It names no zone. */
  readonly isFloating: boolean
}

/** Throws with a reason when the line's value is none. `offset`: where in the calendar its event begins. */
export function momentOf(line: ContentLine, zones: Zones, offset: number): Moment {
  const dateTime = parseDateTime(line.value)
  if (!dateTime) throw new Error(unreadable(line, line.value))
  const isDay = dateTime.kind === 'date' || parameterOf(line, 'VALUE')?.toUpperCase() === 'DATE'
  if (isDay) return { kind: 'date', wallMs: dayOf(dateTime.wallMs), zone: zones.floating, isFloating: true }
  if (dateTime.kind === 'utc') return { ...dateTime, zone: UTC, isFloating: false }
  const zone = zoneOf(line, zones, offset)
  return { ...dateTime, zone: zone ?? zones.floating, isFloating: !zone }
}

function unreadable({ name }: ContentLine, text: string): string {
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

/** The moments that lines list, RDATE or EXDATE; of a PERIOD its start. Those that name no zone are in `otherwise`. */
export function* momentsOf(
  lines: readonly ContentLine[],
  otherwise: Zone,
  zones: Zones,
  offset: number,
  fail: (reason: string) => void,
): Generator<Moment> {
  for (const line of lines) {
    const zone = zoneOf(line, zones, offset) ?? otherwise
    // A line may list hundreds of thousands: they are taken one at a time.
    for (let at = 0; at < line.value.length;) {
      const comma = line.value.indexOf(',', at)
      const text = line.value.slice(at, comma === -1 ? undefined : comma)
      at = comma === -1 ? line.value.length : comma + 1
      if (text.trim() === '') continue
      const dateTime = parseDateTime(text.includes('/') ? text.slice(0, text.indexOf('/')) : text)
      if (dateTime) yield { ...dateTime, zone: dateTime.kind === 'utc' ? UTC : zone, isFloating: false }
      else fail(unreadable(line, text))
    }
  }
}
