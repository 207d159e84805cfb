import { DAY_MS, parseDateTime, type WallMs } from './date-time.ts'
import type { WallSpan } from './zone.ts'

/** A rule of which the days can be told by arithmetic; undefined for any other. */
interface PlainRule {
  readonly frequency: 'DAILY' | 'WEEKLY' | 'MONTHLY' | 'YEARLY'
  readonly interval: number
  readonly count: number
  /** Undefined for the weekday of the start. */
  readonly weekdays: readonly number[] | undefined
  readonly weekStart: number
}

const WEEKDAYS = ['SU', 'MO', 'TU', 'WE', 'TH', 'FR', 'SA']
/** Longer windows are not worth the arithmetic. */
const MOST_DAYS = 40

/**
 * Whether a rule (the value of an RRULE) certainly has no start while the clocks show `span`; its first start is at `startMs`,
 * before the span. False where that is not certain, or the rule is not one that reads like RFC 5545.
 */
export function missesSpan(rule: string, startMs: WallMs, span: WallSpan): boolean {
  const until = /(?:^|;)UNTIL=(\d{8})/i.exec(rule)
  // UNTIL is an instant or a day, and the span is of some clock: no two are further apart than two days.
  if (until && (parseDateTime(until[1]!)?.wallMs ?? Infinity) < span.fromMs - 3 * DAY_MS) return true
  const plain = plainRule(rule)
  if (!plain) return false
  const start = Math.floor(startMs / DAY_MS)
  // A plain rule starts at one time of the day.
  const time = startMs - start * DAY_MS
  const first = Math.ceil((span.fromMs - time) / DAY_MS)
  const last = Math.floor((span.untilMs - time) / DAY_MS)
  if (isOver(plain, start, first)) return true
  if (last - first > MOST_DAYS) return false
  for (let day = first; day <= last; day++) if (fallsOn(plain, start, day)) return false
  return true
}

function plainRule(rule: string): PlainRule | undefined {
  const plain = {
    frequency: '',
    interval: 1,
    count: Infinity,
    weekdays: undefined as number[] | undefined,
    weekStart: 1,
  }
  for (const part of rule.split(';')) {
    const equals = part.indexOf('=')
    const value = part.slice(equals + 1)
    switch (part.slice(0, equals)) {
      case 'FREQ':
        plain.frequency += value
        break
      case 'INTERVAL':
        plain.interval = Number(value)
        break
      case 'COUNT':
        plain.count = Number(value)
        break
      case 'BYDAY':
        plain.weekdays = value.split(',').map((day) => WEEKDAYS.indexOf(day))
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
  const { frequency, interval, count, weekdays, weekStart } = plain
  const isWhole =
    Number.isSafeInteger(interval) && interval > 0 && (Number.isSafeInteger(count) ? count > 0 : count === Infinity)
  if (!isWhole || weekStart < 0 || weekdays?.includes(-1) || !isPlain(frequency)) return undefined
  if (weekdays && frequency !== 'WEEKLY') return undefined
  return { frequency, interval, count, weekdays, weekStart }
}

function isPlain(frequency: string): frequency is PlainRule['frequency'] {
  return frequency === 'DAILY' || frequency === 'WEEKLY' || frequency === 'MONTHLY' || frequency === 'YEARLY'
}

/** Whether the last of a counted rule is before `first`, at the latest it can be. */
function isOver({ frequency, interval, count }: PlainRule, start: number, first: number): boolean {
  switch (frequency) {
    case 'DAILY':
      return start + (count - 1) * interval < first
    case 'WEEKLY':
      // The start's own week may have none of the weekdays left.
      return start + count * interval * 7 + 7 < first
    default:
      // Months without the day, and years without the 29th of February, are passed over and do not count.
      return false
  }
}

function fallsOn({ frequency, interval, weekdays, weekStart }: PlainRule, start: number, day: number): boolean {
  switch (frequency) {
    case 'DAILY':
      return (day - start) % interval === 0
    case 'WEEKLY':
      return (
        (weekdays ? weekdays.includes(weekdayOf(day)) : weekdayOf(day) === weekdayOf(start)) &&
        ((weekOf(day, weekStart) - weekOf(start, weekStart)) / 7) % interval === 0
      )
    case 'MONTHLY':
      return dateOf(day).getUTCDate() === dateOf(start).getUTCDate()
    case 'YEARLY':
      return (
        dateOf(day).getUTCDate() === dateOf(start).getUTCDate() &&
        dateOf(day).getUTCMonth() === dateOf(start).getUTCMonth()
      )
  }
}

function dateOf(day: number): Date {
  return new Date(day * DAY_MS)
}

function weekdayOf(day: number): number {
  return (((day + 4) % 7) + 7) % 7
}

/** The first day of the week that `day` is in. */
function weekOf(day: number, weekStart: number): number {
  return day - ((weekdayOf(day) - weekStart + 7) % 7)
}
