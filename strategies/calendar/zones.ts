import type { Buffer } from 'node:buffer'
import { unescapeText } from './content-line.ts'
import { parseEvent } from './library.ts'
import type { Budget } from './limits.ts'
import type { Problems } from './problems.ts'
import type { Layout, Span } from './scan.ts'
import { nameOfZone, readZone } from './vtimezone.ts'
import { ianaZone, type Zone } from './zone.ts'

/** What is needed to read the events of one body. */
export interface Reading {
  readonly calendar: Buffer
  readonly zones: Zones
  readonly budget: Budget
  readonly problems: Problems
}

/** The time zones that the events of a body name. */
export class Zones {
  /** Of floating times and of days. */
  readonly floating: Zone
  readonly #calendar: Buffer
  readonly #layout: Layout
  readonly #budget: Budget
  readonly #problems: Problems
  /** By name. */
  readonly #wellKnown = new Map<string, Zone | undefined>()
  /** By calendar and name, as `#key` makes it. */
  readonly #named = new Map<string, Zone>()
  #definitions: ReadonlyMap<string, Span> | undefined

  constructor(calendar: Buffer, layout: Layout, floating: Zone, budget: Budget, problems: Problems) {
    this.#calendar = calendar
    this.#layout = layout
    this.floating = floating
    this.#budget = budget
    this.#problems = problems
  }

  /**
   * The zone a TZID names for the event at `offset`: an IANA or a Windows name, a VTIMEZONE of the event's own calendar (RFC
   * 5545, 3.2.19), or what else the name says. An unknown one is reported once and read like floating times.
   */
  named(written: string, offset: number): Zone {
    // A definition's name is TEXT, in which commas are escaped; many programs escape the parameter too.
    const tzid = unescapeText(written)
    const key = this.#key(tzid, offset)
    let zone = this.#named.get(key)
    if (!zone) {
      this.#budget.spend()
      zone = this.#find(tzid, key)
      if (!zone) {
        const { name } = this.floating
        this.#problems.add(
          `the time zone "${tzid.slice(0, 80)}" is neither known nor defined in the calendar; read as ${name}`,
          offset,
        )
        zone = this.floating
      }
      this.#named.set(key, zone)
    }
    return zone
  }

  #find(tzid: string, key: string): Zone | undefined {
    if (!this.#wellKnown.has(tzid)) this.#wellKnown.set(tzid, ianaZone(tzid) ?? windowsZone(tzid))
    return this.#wellKnown.get(tzid) ?? this.#define(tzid, key) ?? suffixZone(tzid) ?? offsetZone(tzid)
  }

  #define(tzid: string, key: string): Zone | undefined {
    this.#definitions ??= new Map(
      this.#layout.zones
        .slice(0, MAX_DEFINITIONS)
        .map((span) => [this.#key(nameOfZone(this.#calendar, span, this.#budget) ?? '', span.start), span]),
    )
    const span = this.#definitions.get(key)
    if (!span) return undefined
    try {
      return readZone(this.#calendar, span, tzid, this.#budget)
    } catch (error) {
      this.#problems.add(error, span.start)
      return undefined
    }
  }

  /** A name within the calendar that holds `offset`: each defines its own. */
  #key(tzid: string, offset: number): string {
    return `${Math.max(0, lastLess(this.#layout.calendars, offset + 1))} ${tzid}`
  }
}

/** The place of the last of `sorted` that is less than `limit`, -1 for none. By halves: there may be hundreds of thousands. */
export function lastLess(sorted: readonly number[], limit: number): number {
  let [first, end] = [0, sorted.length]
  while (first < end) {
    const middle = (first + end) >> 1
    if (sorted[middle]! < limit) first = middle + 1
    else end = middle
  }
  return first - 1
}

/** VTIMEZONEs of one body that are looked at. */
const MAX_DEFINITIONS = 10_000

/** IANA names have three parts at most, and no name of a zone is longer. */
const MAX_PARTS = 3
const LONGEST_NAME = 255

/** node-ical knows the names Windows gives to zones. Asked for "custom" ones it answers with the zone of this machine. */
function windowsZone(tzid: string): Zone | undefined {
  if (tzid.length > LONGEST_NAME || /custom|[\p{Cc}"]/iu.test(tzid)) return undefined
  const { tz = tzid } = parseEvent([`DTSTART;TZID="${tzid}":20000101T000000`]).start
  // What it makes of `UTC+3` is an offset, not a place; a calendar's own definition says more.
  return tz === tzid || !/^[A-Z]/i.test(tz) ? undefined : ianaZone(tz)
}

/** `/freeassociation.sourceforge.net/Tzfile/Europe/Berlin` ends in the name of an IANA zone. */
function suffixZone(tzid: string): Zone | undefined {
  if (tzid.length > LONGEST_NAME) return undefined
  const parts = tzid.split('/').filter((part) => part !== '')
  for (let length = Math.min(MAX_PARTS, parts.length - 1); length > 0; length--) {
    const zone = ianaZone(parts.slice(-length).join('/'))
    if (zone) return zone
  }
  return undefined
}

/** `UTC+3`, `+09:00` and `(GMT-05:00) Eastern Time` say an offset. */
function offsetZone(tzid: string): Zone | undefined {
  const [, sign, hours = '', minutes = '0'] = /^\(?(?:UTC|GMT)? ?([+-])(\d\d?):?(\d\d)?\b/i.exec(tzid) ?? []
  if (sign === undefined || Number(hours) > 15 || Number(minutes) > 59) return undefined
  const offsetMs = (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000
  return { name: tzid, offsetAt: () => offsetMs }
}
