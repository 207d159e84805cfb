import type { Window } from './window.ts'
import { DAY_MS, type WallMs } from './date-time.ts'

/** The clocks of a place. */
export interface Zone {
  /** As it is reported. */
  readonly name: string
  /** How far they are ahead of UTC at an instant, in milliseconds. */
  readonly offsetAt: (instantMs: number) => number
}

export const UTC: Zone = { name: 'UTC', offsetAt: () => 0 }

/**
 * The instant, in epoch milliseconds, at which the clocks of `zone` show `wallMs`. A time that daylight saving skips is
 * read with the offset before the jump, one that it repeats is its first instance (RFC 5545, 3.3.5).
 */
export function instantOf(zone: Zone, wallMs: WallMs): number {
  if (zone === UTC) return wallMs
  const before = wallMs - zone.offsetAt(wallMs - DAY_MS)
  const after = wallMs - zone.offsetAt(wallMs + DAY_MS)
  const fits = [before, after].filter((instant) => wallOf(zone, instant) === wallMs)
  return fits.length > 0 ? Math.min(...fits) : before
}

/** What the clocks of `zone` show at an instant. */
export function wallOf(zone: Zone, instantMs: number): WallMs {
  return instantMs + zone.offsetAt(instantMs)
}

/** From and until when clocks show something, both included. */
export interface WallSpan {
  readonly fromMs: WallMs
  readonly untilMs: WallMs
}

/** What the clocks of `zone` show of a window, and a little more around daylight saving. */
export function wallSpanOf(zone: Zone, { fromMs, untilMs }: Window): WallSpan {
  if (zone === UTC) return { fromMs, untilMs }
  const offsets = [fromMs - DAY_MS, fromMs, untilMs, untilMs + DAY_MS].map(zone.offsetAt)
  return { fromMs: fromMs + Math.min(...offsets), untilMs: untilMs + Math.max(...offsets) }
}

/** By the name that ICU gives them, of which there are some 450. */
const zones = new Map<string, Zone>([['UTC', UTC]])
/** By names as written: they are in any case, so that there are millions of each. The first format that is made takes 10 ms: UTC needs none. */
const written = new Map<string, Zone>([['UTC', UTC]])
const MAX_WRITTEN = 1000

/**
 * The IANA time zone `name`, or undefined. Zones are kept over runs: their formats are slow to make (tens of microseconds) and
 * hold nothing of a run.
 */
export function ianaZone(name: string): Zone | undefined {
  const known = written.get(name)
  if (known) return known
  // An offset, which Intl takes too, is no name.
  const format = /^[+-]/.test(name) ? undefined : formatOf(name)
  if (!format) return undefined
  const { timeZone } = format.resolvedOptions()
  let zone = zones.get(timeZone)
  if (!zone)
    zones.set(timeZone, (zone = { name: timeZone, offsetAt: rememberDays((instantMs) => offsetIn(format, instantMs)) }))
  if (written.size < MAX_WRITTEN) written.set(name, zone)
  return zone
}

/** Some three years of days. */
const MAX_DAYS = 1000

/** Asks only once a day where a day begins and ends with one offset: no zone has ever changed twice within a day. */
function rememberDays(offsetAt: (instantMs: number) => number): (instantMs: number) => number {
  const days = new Map<number, number>()
  const atBeginOf = (day: number): number => {
    let offsetMs = days.get(day)
    if (offsetMs === undefined) {
      if (days.size >= MAX_DAYS) days.clear()
      days.set(day, (offsetMs = offsetAt(day * DAY_MS)))
    }
    return offsetMs
  }
  return (instantMs) => {
    const day = Math.floor(instantMs / DAY_MS)
    const offsetMs = atBeginOf(day)
    return offsetMs === atBeginOf(day + 1) ? offsetMs : offsetAt(instantMs)
  }
}

/** Throws a RangeError that names what was expected when `name` is not an IANA time zone. */
export function zoneNamed(name: string): Zone {
  const zone = ianaZone(name)
  if (!zone) throw new RangeError(`expected an IANA time zone such as Asia/Tokyo, got "${name}"`)
  return zone
}

function offsetIn(format: Intl.DateTimeFormat, instantMs: number): number {
  const parts = format.formatToParts(instantMs)
  const part = (type: Intl.DateTimeFormatPartTypes) => Number(parts.find((one) => one.type === type)!.value)
  const wall = new Date(0)
  wall.setUTCFullYear(part('year'), part('month') - 1, part('day'))
  wall.setUTCHours(part('hour'), part('minute'), part('second'))
  return wall.getTime() - Math.floor(instantMs / 1000) * 1000
}

function formatOf(timeZone: string): Intl.DateTimeFormat | undefined {
  const numeric = 'numeric'
  try {
    return new Intl.DateTimeFormat('en-US', {
      timeZone,
      calendar: 'iso8601',
      hourCycle: 'h23',
      year: numeric,
      month: numeric,
      day: numeric,
      hour: numeric,
      minute: numeric,
      second: numeric,
    })
  } catch {
    return undefined
  }
}
