import { DAY_MS, type WallMs } from './date-time.ts'
import type { Budget } from './limits.ts'
import type { WallSpan } from './zone.ts'

/** Finds the starts of a rule, as wall clocks: rules repeat what the clocks show (RFC 5545, 3.3.10). */
export interface RuleStarts {
  /** The starts from `fromMs` to `untilMs`, both included, in order; at most `limit` of them. */
  readonly between: (fromMs: WallMs, untilMs: WallMs, limit: number) => WallMs[]
  /** The last start that is not after `wallMs`. */
  readonly lastBefore: (wallMs: WallMs) => WallMs | undefined
}

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
type Lists = { readonly [name in keyof typeof RANGES]?: readonly number[] }

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

/** Longer windows are not worth the arithmetic. */
const MAX_DAYS = 40

/**
 * Whether a rule, as written, certainly has no start while the clocks show `span`; its first start is at `startMs`, before the span.
 * False where that is not certain. Never throws: the prefilter calls it for every event, and errors are slow.
 */
export function missesSpan(text: string, startMs: WallMs, { fromMs, untilMs }: WallSpan): boolean {
  const rule = readDayRule(text.split(';').map(splitPart), startMs)
  if (!rule) return false
  const { BYHOUR, BYMINUTE, BYSECOND } = rule.lists
  const timeMs = startMs - dayAt(startMs) * DAY_MS
  // With several times a day, or at other times than the start, it may be any.
  const [earliestMs, latestMs] = BYHOUR || BYMINUTE || BYSECOND ? [0, DAY_MS - 1] : [timeMs, timeMs]
  const first = Math.ceil((fromMs - latestMs) / DAY_MS)
  const last = dayAt(untilMs - earliestMs)
  if (isOver(rule, first)) return true
  if (last - first > MAX_DAYS) return false
  for (let day = first; day <= last; day++) if (hasDay(rule, day)) return false
  return true
}

function splitPart(part: string): readonly string[] {
  const equals = part.indexOf('=')
  return [part.slice(0, equals), part.slice(equals + 1)]
}

/** Whether the last start of a rule with COUNT is certainly before the day `first`. */
function isOver({ frequency, interval, count, startMs, lists, weekdays }: DayRule, first: number): boolean {
  // These parts may leave a day or a week without a start, which then does not count.
  if (lists.BYMONTH || lists.BYMONTHDAY || lists.BYSETPOS) return false
  if (frequency === 'DAILY' && !weekdays) return dayAt(startMs) + (count - 1) * interval < first
  // In the week of the start, all its weekdays may be over.
  return frequency === 'WEEKLY' && dayAt(startMs) + count * interval * 7 + 7 < first
}

/** Days that are tried before the budget is looked at again. */
const DAYS_AT_ONCE = 1000
const NEVER: readonly number[] = []

/** The starts of a rule, none of them after `endMs`. */
export function followDays(rule: DayRule, endMs: WallMs, budget: Budget): RuleStarts {
  const { startMs, count, lists } = rule
  const startDay = dayAt(startMs)
  const isCounted = count !== Infinity
  const times = timesOf(lists, startMs)
  const chosenOn = lists.BYSETPOS && choosePositions(rule, times, lists.BYSETPOS)
  const timesOn = (day: number): readonly number[] => {
    if (day % DAYS_AT_ONCE === 0) budget.spend()
    if (!hasDay(rule, day)) return NEVER
    return chosenOn ? chosenOn(day) : times
  }
  const between = (fromMs: WallMs, untilMs: WallMs, limit: number): WallMs[] => {
    const lastMs = Math.min(untilMs, endMs)
    const lastDay = dayAt(lastMs)
    const found: WallMs[] = []
    let left = count
    // COUNT counts from the start.
    for (let day = isCounted ? startDay : Math.max(startDay, dayAt(fromMs)); day <= lastDay; day++)
      for (const timeMs of timesOn(day)) {
        const wallMs = day * DAY_MS + timeMs
        if (wallMs < startMs) continue
        if (wallMs > lastMs || left-- === 0 || found.length >= limit) return found
        if (wallMs >= fromMs) found.push(wallMs)
      }
    return found
  }
  const lastBefore = (wallMs: WallMs): WallMs | undefined => {
    if (isCounted) return between(startMs, wallMs, Infinity).at(-1)
    const lastMs = Math.min(wallMs, endMs)
    for (let day = dayAt(lastMs); day >= startDay; day--) {
      const timeMs = timesOn(day).findLast((timeMs) => day * DAY_MS + timeMs <= lastMs)
      if (timeMs !== undefined) return day * DAY_MS + timeMs < startMs ? undefined : day * DAY_MS + timeMs
    }
    return undefined
  }
  return { between, lastBefore }
}

/** The times of day of the starts, in milliseconds and in order. */
function timesOf({ BYHOUR, BYMINUTE, BYSECOND }: Lists, startMs: WallMs): number[] {
  if (!BYHOUR && !BYMINUTE && !BYSECOND) return [startMs - dayAt(startMs) * DAY_MS]
  const start = new Date(startMs)
  const hours = inOrder(BYHOUR ?? [start.getUTCHours()])
  const minutes = inOrder(BYMINUTE ?? [start.getUTCMinutes()])
  const seconds = inOrder(BYSECOND ?? [start.getUTCSeconds()])
  return hours.flatMap((hour) =>
    minutes.flatMap((minute) => seconds.map((second) => ((hour * 60 + minute) * 60 + second) * 1000)),
  )
}

/** Without repetitions. */
function inOrder(numbers: readonly number[]): number[] {
  return [...new Set(numbers)].sort((a, b) => a - b)
}

/** Of the `times` of a day, those at one of the `positions` (BYSETPOS) among all starts of its period. */
function choosePositions(rule: DayRule, times: readonly number[], positions: readonly number[]) {
  let [begin, end] = [0, 0]
  let days: number[] = []
  let places: number[] = []
  return (day: number): readonly number[] => {
    if (day < begin || day >= end) {
      const period = periodOf(rule, day)
      days = []
      begin = day
      while (periodOf(rule, begin - 1) === period) begin--
      for (end = begin; periodOf(rule, end) === period; end++) if (isListed(rule, end)) days.push(end)
      // The starts are counted, not made: each second of a week may be one.
      const total = days.length * times.length
      places = inOrder(positions.map((position) => (position > 0 ? position - 1 : total + position)))
    }
    return places
      .filter((place) => days[Math.floor(place / times.length)] === day)
      .map((place) => times[place % times.length]!)
  }
}

/** Whether `day` belongs to the rule. COUNT, UNTIL and BYSETPOS, and where the rule begins, are not looked at. */
function hasDay(rule: DayRule, day: number): boolean {
  const { interval, startPeriod } = rule
  return (interval === 1 || (periodOf(rule, day) - startPeriod) % interval === 0) && isListed(rule, day)
}

type Periods = Pick<DayRule, 'frequency' | 'weekStart' | 'lists'>

/** The number of the day, week, month or year that `day` is in; consecutive periods have consecutive numbers. */
function periodOf({ frequency, weekStart, lists }: Periods, day: number): number {
  if (frequency === 'DAILY') return day
  if (frequency === 'WEEKLY') return Math.floor((day + WEEKDAY_OF_DAY_0 - weekStart) / 7)
  if (lists.BYWEEKNO) return weekYearOf(day, weekStart)
  const date = new Date(day * DAY_MS)
  return frequency === 'MONTHLY' ? monthOf(date) : date.getUTCFullYear()
}

/** Whether every part that lists days has `day`. */
function isListed(rule: DayRule, day: number): boolean {
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

/** The day of a wall clock. */
function dayAt(wallMs: WallMs): number {
  return Math.floor(wallMs / DAY_MS)
}

/** 1970-01-01 was a Thursday. */
const WEEKDAY_OF_DAY_0 = 4

function weekdayOf(day: number): number {
  return (((day + WEEKDAY_OF_DAY_0) % 7) + 7) % 7
}

/** Months since January 2000: `Date.UTC` takes years below 100 as those of the twentieth century, and months of any size. */
function monthOf(date: Date): number {
  return (date.getUTCFullYear() - 2000) * 12 + date.getUTCMonth()
}

function beginOfMonth(month: number): number {
  return Date.UTC(2000, month) / DAY_MS
}

/** The first week of a year is the first one with four days in it (RFC 5545, 3.3.10); it may begin in the year before. */
function beginOfWeekYear(year: number, weekStart: number): number {
  const fourth = beginOfMonth((year - 2000) * 12) + 3
  return fourth - ((weekdayOf(fourth) - weekStart + 7) % 7)
}

/** The year whose weeks have `day`. */
function weekYearOf(day: number, weekStart: number): number {
  const year = new Date(day * DAY_MS).getUTCFullYear()
  if (day < beginOfWeekYear(year, weekStart)) return year - 1
  return day < beginOfWeekYear(year + 1, weekStart) ? year : year + 1
}
