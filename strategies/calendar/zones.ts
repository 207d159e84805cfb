import type { Buffer } from 'node:buffer'
import { parseEvent } from './library.ts'
import { MOST_ZONES } from './limits.ts'
import type { Span } from './scan.ts'
import { nameOfZone, readZone } from './vtimezone.ts'
import { ianaZone, type Zone } from './zone.ts'

/** The time zones that one calendar's events name. */
export class Zones {
  /** Of floating times and of days. */
  readonly floating: Zone
  readonly #calendar: Buffer
  readonly #spans: readonly Span[]
  readonly #report: (problem: string, offset: number) => void
  readonly #known = new Map<string, Zone>()
  #defined: ReadonlyMap<string, Span> | undefined

  constructor(
    calendar: Buffer,
    spans: readonly Span[],
    floating: Zone,
    report: (problem: string, offset: number) => void,
  ) {
    this.#calendar = calendar
    this.#spans = spans
    this.floating = floating
    this.#report = report
  }

  /** The zone a TZID names for the event at `offset`; one nobody knows is reported once and read like floating times. */
  named(tzid: string, offset: number): Zone {
    let zone = this.#known.get(tzid)
    if (!zone) {
      if (this.#known.size >= MOST_ZONES)
        throw new Error(`its time zone "${tzid}" is one too many: a calendar may name ${MOST_ZONES}`)
      zone = ianaZone(tzid) ?? libraryZone(tzid) ?? this.#ownZone(tzid) ?? suffixZone(tzid)
      if (!zone) {
        this.#report(
          `the time zone "${tzid.slice(0, 80)}" is neither known nor defined in the calendar; read as ${this.floating.name}`,
          offset,
        )
        zone = this.floating
      }
      this.#known.set(tzid, zone)
    }
    return zone
  }

  #ownZone(tzid: string): Zone | undefined {
    this.#defined ??= new Map(
      this.#spans.flatMap((span) => {
        const name = nameOfZone(this.#calendar, span)
        return name === undefined ? [] : [[name, span] as const]
      }),
    )
    const span = this.#defined.get(tzid)
    if (!span) return undefined
    try {
      return readZone(this.#calendar, span, tzid)
    } catch (error) {
      this.#report(
        `the time zone "${tzid}" cannot be read: ${error instanceof Error ? error.message : String(error)}`,
        span.start,
      )
      return undefined
    }
  }
}

/** node-ical knows the names Windows gives to zones, and what `UTC+3` means. Asked for "custom" ones it answers with the zone of this machine. */
function libraryZone(tzid: string): Zone | undefined {
  if (/custom|[\r"]/i.test(tzid)) return undefined
  const { start } = parseEvent([`DTSTART;TZID="${tzid}":20000101T000000`])
  if (start.tz !== tzid) return ianaZone(start.tz ?? '')
  const offsetMs = Date.UTC(2000, 0, 1) - start.getTime()
  return offsetMs === 0 ? undefined : { name: tzid, offsetAt: () => offsetMs }
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
