import { DAY_MS, type WallMs } from './date-time.ts'
import { type DayRule, hasDay, isListed, type Lists, periodOf, readDayRule } from './day-rule.ts'
import { dayAt } from './days.ts'
import type { Budget } from './limits.ts'
import type { WallSpan } from './zone.ts'

/** Finds the starts of a rule, as wall clocks: rules repeat what the clocks show (RFC 5545, 3.3.10). */
export interface RuleStarts {
  /** The starts from `fromMs` to `untilMs`, both included, in order; at most `limit` of them. */
  readonly between: (fromMs: WallMs, untilMs: WallMs, limit: number) => WallMs[]
  /** The last start that is not after `wallMs`. */
  readonly lastBefore: (wallMs: WallMs) => WallMs | undefined
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
