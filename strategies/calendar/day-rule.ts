import { DAY_MS, type WallMs } from './date-time.ts'
import { beginOfMonth, beginOfWeekYear, dayAt, monthOf, WEEKDAY_OF_DAY_0, weekdayOf, weekYearOf } from './days.ts'

/**
 * A rule for which each day can be decided by itself: a day belongs to the rule when it is in one of every `interval` periods and in
 * every list (RFC 5545, 3.3.10, the table and its notes). Days are numbers since 1970-01-01.
 */
export interface DayRule {
  readonly frequency: (typeof FREQUENCIES)[number]
  readonly interval: number
  /** Infinity when the rule has no COUNT. */
  readonly count: number
  readonly startMs: WallMs
  readonly startPeriod: number
  readonly weekStart: number
  readonly lists: Lists
  readonly weekdays: readonly Weekday[] | undefined
  /** Some of the weekdays have a number. */
  readonly isNumbered: boolean
  /** No other part lists days. */
  readonly hasOnlyWeekdays: boolean
}

interface Weekday {
  /** Which one of the month or year, below 0 from its end; 0 for every one. */
  readonly number: number
  readonly weekday: number
}

const FREQUENCIES = ['DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY'] as const
export const WEEKDAYS = ['SU', 'MO', 'TU', 'WE', 'TH', 'FR', 'SA']
/** The least and the greatest number of a list. Below 0 the list counts from the end, and 0 itself means nothing. */
const RANGES = {
  BYMONTH: [1, 12],
  BYMONTHDAY: [-31, 31],
  BYYEARDAY: [-366, 366],
  BYWEEKNO: [-53, 53],
  BYSETPOS: [-366, 366],
  BYHOUR: [0, 23],
  BYMINUTE: [0, 59],
  BYSECOND: [0, 59],
} as const
export type Lists = { readonly [name in keyof typeof RANGES]?: readonly number[] }

/** Reads the parts of a rule, in upper case. Undefined when the rule repeats within a day, or is not one that RFC 5545 defines. */
export function readDayRule(parts: Iterable<readonly string[]>, startMs: WallMs): DayRule | undefined {
  let [written, interval, count, weekStart] = ['', 1, Infinity, 1]
  let weekdays: Weekday[] | undefined
  const lists: { -readonly [name in keyof Lists]: Lists[name] } = {}
  for (const [name = '', value = ''] of parts) {
    if (name === 'FREQ') written += value
    else if (name === 'INTERVAL') interval = Number(value)
    else if (name === 'COUNT') count = Number(value)
    else if (name === 'WKST') weekStart = WEEKDAYS.indexOf(value)
    else if (name === 'BYDAY') weekdays = itemsOf(value).map(readWeekday)
    else if (isListName(name)) {
      const [min, max] = RANGES[name]
      lists[name] = itemsOf(value).map(Number)
      if (!lists[name].every((item) => isWhole(item) && item >= min && item <= max && (item !== 0 || min === 0)))
        return undefined
    } else if (name !== 'UNTIL' && !name.startsWith('X-')) return undefined
  }
  const frequency = FREQUENCIES.find((one) => one === written)
  const isNumbered = weekdays?.some(({ number }) => number !== 0) ?? false
  const isReadable =
    isWhole(interval) &&
    interval > 0 &&
    (count === Infinity || (isWhole(count) && count > 0)) &&
    weekStart >= 0 &&
    (weekdays?.every(({ number, weekday }) => weekday >= 0 && isWhole(number)) ?? true)
  if (!frequency || !isReadable) return undefined
  if (frequency !== 'YEARLY' && (lists.BYYEARDAY || lists.BYWEEKNO)) return undefined
  if (frequency === 'WEEKLY' && lists.BYMONTHDAY) return undefined
  if (isNumbered && (frequency === 'DAILY' || frequency === 'WEEKLY' || lists.BYWEEKNO)) return undefined

  if (frequency !== 'DAILY' && !weekdays && !lists.BYMONTHDAY && !lists.BYYEARDAY) {
    // What the parts leave open comes from the start.
    const start = new Date(startMs)
    if (frequency === 'WEEKLY' || lists.BYWEEKNO) weekdays = [{ number: 0, weekday: start.getUTCDay() }]
    else {
      lists.BYMONTHDAY = [start.getUTCDate()]
      if (frequency === 'YEARLY') lists.BYMONTH ??= [start.getUTCMonth() + 1]
    }
  }
  const { BYMONTH, BYMONTHDAY, BYYEARDAY, BYWEEKNO } = lists
  const hasOnlyWeekdays = !isNumbered && !BYMONTH && !BYMONTHDAY && !BYYEARDAY && !BYWEEKNO
  // Also where the start is in a week of the year before: so does node-ical.
  const startPeriod = BYWEEKNO
    ? new Date(startMs).getUTCFullYear()
    : periodOf({ frequency, weekStart, lists }, dayAt(startMs))
  return { frequency, interval, count, startMs, startPeriod, weekStart, lists, weekdays, isNumbered, hasOnlyWeekdays }
}

/** Each day is looked up in the list, so thousands of equal items are not kept. */
function itemsOf(list: string): string[] {
  const items = list.split(',')
  return items.length > 100 ? [...new Set(items)] : items
}

function readWeekday(text: string): Weekday {
  return { number: Number(text.slice(0, -2)), weekday: WEEKDAYS.indexOf(text.slice(-2)) }
}

function isListName(name: string): name is keyof Lists {
  return Object.hasOwn(RANGES, name)
}

function isWhole(number: number): boolean {
  return Number.isSafeInteger(number)
}

/** Whether `day` belongs to the rule. COUNT, UNTIL and BYSETPOS, and where the rule begins, are not looked at. */
export function hasDay(rule: DayRule, day: number): boolean {
  const { interval, startPeriod } = rule
  return (interval === 1 || (periodOf(rule, day) - startPeriod) % interval === 0) && isListed(rule, day)
}

type Periods = Pick<DayRule, 'frequency' | 'weekStart' | 'lists'>

/** The number of the day, week, month or year that `day` is in; consecutive periods have consecutive numbers. */
export function periodOf({ frequency, weekStart, lists }: Periods, day: number): number {
  if (frequency === 'DAILY') return day
  if (frequency === 'WEEKLY') return Math.floor((day + WEEKDAY_OF_DAY_0 - weekStart) / 7)
  if (lists.BYWEEKNO) return weekYearOf(day, weekStart)
  const date = new Date(day * DAY_MS)
  return frequency === 'MONTHLY' ? monthOf(date) : date.getUTCFullYear()
}

/** Whether every part that lists days has `day`. */
export function isListed(rule: DayRule, day: number): boolean {
  const { weekdays } = rule
  if (weekdays && !weekdays.some(({ weekday }) => weekday === weekdayOf(day))) return false
  if (rule.hasOnlyWeekdays) return true

  const { frequency, isNumbered, weekStart } = rule
  const { BYMONTH, BYMONTHDAY, BYYEARDAY, BYWEEKNO } = rule.lists
  const date = new Date(day * DAY_MS)
  const month = monthOf(date)
  const january = month - date.getUTCMonth()
  if (BYMONTH && !BYMONTH.includes(month - january + 1)) return false
  if (BYMONTHDAY && !BYMONTHDAY.includes(date.getUTCDate()) && !BYMONTHDAY.includes(day - beginOfMonth(month + 1)))
    return false
  if (BYYEARDAY && !isIn(BYYEARDAY, day, beginOfMonth(january), beginOfMonth(january + 12))) return false
  if (BYWEEKNO) {
    const year = weekYearOf(day, weekStart)
    if (!isIn(BYWEEKNO, day, beginOfWeekYear(year, weekStart), beginOfWeekYear(year + 1, weekStart), 7)) return false
  }
  if (!isNumbered) return true
  const [first, next] = frequency === 'MONTHLY' || BYMONTH ? [month, month + 1] : [january, january + 12]
  const [begin, end] = [beginOfMonth(first), beginOfMonth(next)]
  return weekdays!.some(
    ({ number, weekday }) => weekday === weekdayOf(day) && (number === 0 || isIn([number], day, begin, end, 7)),
  )
}

/** Whether `list` has the number of `day` between `begin` and `end`, from the first (1) or the last (-1); of its week with `length` 7. */
function isIn(list: readonly number[], day: number, begin: number, end: number, length = 1): boolean {
  return list.includes(Math.ceil((day - begin + 1) / length)) || list.includes(Math.floor((day - end) / length))
}
