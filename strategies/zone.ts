/**
 * The instant, in epoch milliseconds, at which the clocks of `zone` show what a UTC clock shows at `wallMs`. A time that
 * daylight saving skips is read with the offset before the jump, one that it repeats is its first instance (RFC 5545, 3.3.5).
 */
export function wallClockIn(zone: string, wallMs: number): number {
  const before = wallMs - offsetMs(zone, wallMs - DAY_MS)
  const after = wallMs - offsetMs(zone, wallMs + DAY_MS)
  const fits = [before, after].filter((instant) => instant + offsetMs(zone, instant) === wallMs)
  return fits.length > 0 ? Math.min(...fits) : before
}

/** Throws a RangeError that names what was expected when `zone` is not an IANA time zone. */
export function assertZone(zone: string): void {
  try {
    formatOf(zone)
  } catch (cause) {
    throw new RangeError(`expected an IANA time zone such as Asia/Tokyo, got "${zone}"`, { cause })
  }
}

const DAY_MS = 86_400_000
const formats = new Map<string, Intl.DateTimeFormat>()

/** How far the zone's clocks are ahead of UTC at an instant. */
function offsetMs(zone: string, instantMs: number): number {
  const parts = formatOf(zone).formatToParts(instantMs)
  const part = (type: Intl.DateTimeFormatPartTypes) => Number(parts.find((one) => one.type === type)!.value)
  const wall = Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'))
  return wall - Math.floor(instantMs / 1000) * 1000
}

/** Formats are dear to make (tens of microseconds) and hold nothing of a run. */
function formatOf(zone: string): Intl.DateTimeFormat {
  let format = formats.get(zone)
  if (!format) {
    const numeric = 'numeric'
    format = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      year: numeric,
      month: numeric,
      day: numeric,
      hour: numeric,
      minute: numeric,
      second: numeric,
    })
    formats.set(zone, format)
  }
  return format
}
