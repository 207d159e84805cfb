import { DAY_MS, type WallMs } from './date-time.ts'

/** The day of a wall clock, as a number since 1970-01-01. */
export function dayAt(wallMs: WallMs): number {
  return Math.floor(wallMs / DAY_MS)
}

/** 1970-01-01 was a Thursday. */
export const WEEKDAY_OF_DAY_0 = 4

export function weekdayOf(day: number): number {
  return (((day + WEEKDAY_OF_DAY_0) % 7) + 7) % 7
}

/** Months since January 2000: `Date.UTC` takes years below 100 as those of the twentieth century, and months of any size. */
export function monthOf(date: Date): number {
  return (date.getUTCFullYear() - 2000) * 12 + date.getUTCMonth()
}

export function beginOfMonth(month: number): number {
  return Date.UTC(2000, month) / DAY_MS
}

/** The first week of a year is the first one with four days in it (RFC 5545, 3.3.10); it may begin in the year before. */
export function beginOfWeekYear(year: number, weekStart: number): number {
  const fourth = beginOfMonth((year - 2000) * 12) + 3
  return fourth - ((weekdayOf(fourth) - weekStart + 7) % 7)
}

/** The year whose weeks have `day`. */
export function weekYearOf(day: number, weekStart: number): number {
  const year = new Date(day * DAY_MS).getUTCFullYear()
  if (day < beginOfWeekYear(year, weekStart)) return year - 1
  return day < beginOfWeekYear(year + 1, weekStart) ? year : year + 1
}
