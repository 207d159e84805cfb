import type { Buffer } from 'node:buffer'
import { parseEvent } from './library.ts'
import { MOST_ZONES } from './limits.ts'
import type { Layout, Span } from './scan.ts'
import { nameOfZone, readZone } from './vtimezone.ts'
import { ianaZone, type Zone } from './zone.ts'

/** The time zones that the events of a body name. */
export class Zones {
  /** Of floating times and of days. */
  readonly floating: Zone
  readonly #calendar: Buffer
  readonly #layout: Layout
  readonly #report: (problem: string, offset: number) => void
  readonly #known = new Map<string, Zone | undefined>()
  readonly #own = new Map<Span, Zone | undefined>()
  #definitions: readonly { readonly name: string | undefined; readonly span: Span }[] | undefined

  constructor(calendar: Buffer, layout: Layout, floating: Zone, report: (problem: string, offset: number) => void) {
    this.#calendar = calendar
    this.#layout = layout
    this.floating = floating
    this.#report = report
  }

  /**
   * The zone a TZID names for the event at `offset`: an IANA or a Windows name, a VTIMEZONE of the event's own calendar (RFC
   * 5545, 3.2.19), or what else the name tells. One that nobody knows is reported and read like floating times.
   */
  named(tzid: string, offset: number): Zone {
    const zone = this.#wellKnown(tzid) ?? this.#ownZone(tzid, offset) ?? suffixZone(tzid) ?? offsetZone(tzid)
    if (!zone)
      this.#report(
        `the time zone "${tzid.slice(0, 80)}" is neither known nor defined in the calendar; read as ${this.floating.name}`,
        offset,
      )
    return zone ?? this.floating
  }

  #wellKnown(tzid: string): Zone | undefined {
    if (this.#known.has(tzid)) return this.#known.get(tzid)
    if (this.#known.size >= MOST_ZONES)
      throw new Error(`its time zone "${tzid.slice(0, 80)}" is one too many: a calendar may name ${MOST_ZONES}`)
    const zone = ianaZone(tzid) ?? windowsZone(tzid)
    this.#known.set(tzid, zone)
    return zone
  }

  #ownZone(tzid: string, offset: number): Zone | undefined {
    this.#definitions ??= this.#layout.zones.map((span) => ({ span, name: nameOfZone(this.#calendar, span) }))
    const { calendars } = this.#layout
    const begin = calendars.findLast((start) => start <= offset) ?? 0
    const end = calendars.find((start) => start > offset) ?? Infinity
    const definition = this.#definitions.find(
      ({ name, span }) => name === tzid && span.start >= begin && span.start < end,
    )
    if (!definition) return undefined
    const { span } = definition
    if (!this.#own.has(span)) this.#own.set(span, this.#read(span, tzid))
    return this.#own.get(span)
  }

  #read(span: Span, tzid: string): Zone | undefined {
    try {
      return readZone(this.#calendar, span, tzid)
    } catch (error) {
      this.#report(`the time zone "${tzid}" cannot be read: ${(error as Error).message}`, span.start)
      return undefined
    }
  }
}

/** node-ical knows the names Windows gives to zones. Asked for "custom" ones it answers with the zone of this machine. */
function windowsZone(tzid: string): Zone | undefined {
  if (/custom|[\r"]/i.test(tzid)) return undefined
  const { tz = tzid } = parseEvent([`DTSTART;TZID="${tzid}":20000101T000000`]).start
  // What it makes of `UTC+3` is an offset, not a place; a calendar's own definition tells more.
  return tz === tzid || !/^[A-Z]/i.test(tz) ? undefined : ianaZone(tz)
}

/** `/freeassociation.sourceforge.net/Tzfile/Europe/Berlin` ends in the name of an IANA zone. */
function suffixZone(tzid: string): Zone | undefined {
  const parts = tzid.split('/').filter((part) => part !== '')
  for (let at = 1; at < parts.length; at++) {
    const zone = ianaZone(parts.slice(at).join('/'))
    if (zone) return zone
  }
  return undefined
}

/** `UTC+3` and `(GMT-05:00) Eastern Time` tell an offset. */
function offsetZone(tzid: string): Zone | undefined {
  const parts = /^\(?(?:UTC|GMT) ?([+-])(\d\d?):?(\d\d)?\b/i.exec(tzid)
  if (!parts) return undefined
  const [, sign, hours, minutes = '0'] = parts
  const offsetMs = (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000
  return { name: tzid, offsetAt: () => offsetMs }
}
