/** Milliseconds that the clocks of a place show, counted as if it were UTC; which instant that is depends on the zone. */
export type WallMs = number

export const DAY_MS = 86_400_000

/** A DATE or DATE-TIME as written (RFC 5545, 3.3.4 and 3.3.5): a day, an instant in UTC, or what some clock shows. */
export interface DateTime {
  readonly kind: 'date' | 'utc' | 'local'
  readonly wallMs: WallMs
}

/** Undefined for what is neither, or names a day or time that does not exist. */
export function parseDateTime(text: string): DateTime | undefined {
  const parts = /^\s*(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d)(Z?))?\s*$/i.exec(text)
  if (!parts) return undefined
  const [, year, month, day, hour, minute, second, zulu] = parts
  const date = new Date(0)
  date.setUTCFullYear(Number(year), Number(month) - 1, Number(day))
  if (date.getUTCMonth() !== Number(month) - 1 || date.getUTCDate() !== Number(day)) return undefined
  if (hour === undefined) return { kind: 'date', wallMs: date.getTime() }
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 60) return undefined
  // A leap second counts as the one before it where clocks have none (RFC 5545, 3.3.12).
  date.setUTCHours(Number(hour), Number(minute), Math.min(59, Number(second)))
  return { kind: zulu === '' ? 'local' : 'utc', wallMs: date.getTime() }
}

/** The day on which a wall clock shows it, as the DATE of RFC 5545. */
export function dayOf(wallMs: WallMs): WallMs {
  return Math.floor(wallMs / DAY_MS) * DAY_MS
}

/** The last second that RFC 5545 can write. */
const LAST_MS = Date.UTC(9999, 11, 31, 23, 59, 59)

/** `20260115T093000Z`: a wall clock written as if it were UTC, at the latest the last one that can be. */
export function writeAsUtc(wallMs: WallMs): string {
  return `${new Date(Math.min(wallMs, LAST_MS)).toISOString().slice(0, 19).replaceAll(/[-:]/g, '')}Z`
}
