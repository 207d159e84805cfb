import { DAY_MS, parseDateTime, type WallMs } from './date-time.ts'
import type { Follow } from './rule.ts'
import type { WallSpan } from './zone.ts'

/** A rule of which it can be told of a day by itself whether it falls on it; undefined lists are not given. */
interface PlainRule {
  readonly frequency: 'DAILY' | 'WEEKLY' | 'MONTHLY' | 'YEARLY'
  readonly interval: number
  readonly count: number
  readonly months: readonly number[] | undefined
  /** From the begin of a month, or below 0 from its end. */
  readonly monthDays: readonly number[] | undefined
  readonly weekdays: readonly Weekday[] | undefined
  readonly weekStart: number
}

interface Weekday {
  /** Of the month, from its begin or below 0 from its end; 0 for every one. */
  readonly number: number
  readonly weekday: number
}

export const WEEKDAYS = ['SU', 'MO', 'TU', 'WE', 'TH', 'FR', 'SA']
/** Longer windows are not worth the arithmetic. */
const MAX_DAYS = 40

/**
 * Whether a rule (the value of an RRULE) certainly has no start while the clocks show `span`; its first start is at `startMs`,
 * before the span. False where that is not certain, or the rule is not one that reads like RFC 5545.
 */
export function missesSpan(rule: string, startMs: WallMs, span: WallSpan): boolean {
  const until = /(?:^|;)UNTIL=(\d{8})/i.exec(rule)
  // UNTIL is an instant or a day, and the span is of some clock: no two are further apart than two days.
  if (until && (parseDateTime(until[1]!)?.wallMs ?? Infinity) < span.fromMs - 3 * DAY_MS) return true
  const plain = plainRule(rule.split(';').map(splitPart))
  if (!plain) return false
  const start = Math.floor(startMs / DAY_MS)
  // A plain rule starts at one time of the day.
  const time = startMs - start * DAY_MS
  const first = Math.ceil((span.fromMs - time) / DAY_MS)
  const last = Math.floor((span.untilMs - time) / DAY_MS)
  if (isOver(plain, start, first)) return true
  if (last - first > MAX_DAYS) return false
  for (let day = first; day <= last; day++) if (fallsOn(plain, start, day)) return false
  return true
}

/**
 * The starts of a daily or weekly rule without COUNT, which most are, by arithmetic: a hundred times faster than by the library,
 * and the same. Undefined for any other. `untilMs`: what the clocks show at its end.
 */
export function followPlain(parts: Iterable<Part>, startMs: WallMs, untilMs: WallMs): Follow | undefined {
  const plain = plainRule(parts)
  if (plain?.count !== Infinity || (plain.frequency !== 'DAILY' && plain.frequency !== 'WEEKLY')) return undefined
  const start = Math.floor(startMs / DAY_MS)
  const time = startMs - start * DAY_MS
  const lastDayBefore = (wallMs: WallMs) => Math.floor((Math.min(wallMs, untilMs) - time) / DAY_MS)
  return {
    between(fromMs, lastMs, most) {
      const starts: WallMs[] = []
      const last = lastDayBefore(lastMs)
      for (let day = Math.max(start, Math.ceil((fromMs - time) / DAY_MS)); day <= last && starts.length < most; day++)
        if (fallsOn(plain, start, day)) starts.push(day * DAY_MS + time)
      return starts
    },
    lastBefore(wallMs) {
      for (let day = lastDayBefore(wallMs); day >= start; day--)
        if (fallsOn(plain, start, day)) return day * DAY_MS + time
      return undefined
    },
  }
}

/** Name and value of a part of a rule. */
type Part = readonly [name: string, value: string]

function splitPart(part: string): Part {
  const equals = part.indexOf('=')
  return [part.slice(0, equals), part.slice(equals + 1)]
}

function plainRule(parts: Iterable<Part>): PlainRule | undefined {
  const plain = {
    frequency: '',
    interval: 1,
    count: Infinity,
    months: undefined as number[] | undefined,
    monthDays: undefined as number[] | undefined,
    weekdays: undefined as Weekday[] | undefined,
    weekStart: 1,
  }
  for (const [name, value] of parts) {
    switch (name) {
      case 'FREQ':
        plain.frequency += value
        break
      case 'INTERVAL':
        plain.interval = Number(value)
        break
      case 'COUNT':
        plain.count = Number(value)
        break
      case 'BYMONTH':
        plain.months = value.split(',').map(Number)
        break
      case 'BYMONTHDAY':
        plain.monthDays = value.split(',').map(Number)
        break
      case 'BYDAY':
        plain.weekdays = value.split(',').map(readWeekday)
        break
      case 'WKST':
        plain.weekStart = WEEKDAYS.indexOf(value)
        break
      case 'UNTIL':
        break
      default:
        return undefined
    }
  }
  const { frequency, interval, count, months, monthDays, weekdays, weekStart } = plain
  const isWhole =
    isCount(interval) &&
    (isCount(count) || count === Infinity) &&
    weekStart >= 0 &&
    (months?.every((month) => isCount(month) && month <= 12) ?? true) &&
    (monthDays?.every((day) => isCount(Math.abs(day)) && Math.abs(day) <= 31) ?? true) &&
    (weekdays?.every(({ number, weekday }) => weekday >= 0 && Number.isInteger(number)) ?? true)
  if (!isWhole || !isPlain(frequency) || (frequency === 'WEEKLY' && monthDays)) return undefined
  const isNumbered = weekdays?.some(({ number }) => number !== 0) ?? false
  // Of a year, weekdays are counted within the year unless it names months.
  if (isNumbered && frequency !== 'MONTHLY' && !(frequency === 'YEARLY' && months)) return undefined
  return { ...plain, frequency }
}

function isCount(number: number): boolean {
  return Number.isSafeInteger(number) && number > 0
}

function readWeekday(text: string): Weekday {
  return { number: Number(text.slice(0, -2)), weekday: WEEKDAYS.indexOf(text.slice(-2)) }
}

function isPlain(frequency: string): frequency is PlainRule['frequency'] {
  return frequency === 'DAILY' || frequency === 'WEEKLY' || frequency === 'MONTHLY' || frequency === 'YEARLY'
}

/** Whether the last of a counted rule is before `first`, at the latest it can be. */
function isOver({ frequency, interval, count, months, monthDays, weekdays }: PlainRule, start: number, first: number) {
  // Days that are passed over do not count.
  if (months || monthDays) return false
  if (frequency === 'DAILY' && !weekdays) return start + (count - 1) * interval < first
  // The start's own week may have none of the weekdays left.
  return frequency === 'WEEKLY' && start + count * interval * 7 + 7 < first
}

/** Whether the rule, which began on the day `start`, falls on `day`. Both are days since 1970-01-01. */
function fallsOn(rule: PlainRule, start: number, day: number): boolean {
  const { frequency, interval, months, monthDays, weekdays, weekStart } = rule
  if (frequency === 'DAILY' && (day - start) % interval !== 0) return false
  if (frequency === 'WEEKLY' && ((weekOf(day, weekStart) - weekOf(start, weekStart)) / 7) % interval !== 0) return false
  if (frequency === 'WEEKLY' && !weekdays && weekdayOf(day) !== weekdayOf(start)) return false
  if (frequency === 'DAILY' || frequency === 'WEEKLY') {
    if (weekdays && !weekdays.some(({ weekday }) => weekday === weekdayOf(day))) return false
    if (!months && !monthDays) return true
  }

  const [date, began] = [new Date(day * DAY_MS), new Date(start * DAY_MS)]
  const [month, monthDay] = [date.getUTCMonth() + 1, date.getUTCDate()]
  const years = date.getUTCFullYear() - began.getUTCFullYear()
  const fromEnd = monthDay - daysIn(date.getUTCFullYear(), month) - 1
  if (months && !months.includes(month)) return false
  if (monthDays && !monthDays.includes(monthDay) && !monthDays.includes(fromEnd)) return false
  if (frequency === 'DAILY' || frequency === 'WEEKLY') return true

  if (frequency === 'MONTHLY' && (years * 12 + date.getUTCMonth() - began.getUTCMonth()) % interval !== 0) return false
  if (frequency === 'YEARLY' && years % interval !== 0) return false
  if (weekdays)
    return weekdays.some(
      ({ number, weekday }) =>
        weekday === weekdayOf(day) &&
        (number === 0 || number === Math.ceil(monthDay / 7) || number === Math.floor(fromEnd / 7)),
    )
  if (monthDays) return true
  return (
    monthDay === began.getUTCDate() &&
    (frequency === 'MONTHLY' || months !== undefined || month === began.getUTCMonth() + 1)
  )
}

/** `month`: 1 to 12. */
export function daysIn(year: number, month: number): number {
  if (month !== 2) return 30 + ((month + (month >> 3)) & 1)
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28
}

function weekdayOf(day: number): number {
  return (((day + 4) % 7) + 7) % 7
}

/** The first day of the week that `day` is in. */
function weekOf(day: number, weekStart: number): number {
  return day - ((weekdayOf(day) - weekStart + 7) % 7)
}
