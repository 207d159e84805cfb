import { DAY_MS, parseDateTime, type WallMs } from './date-time.ts'
import type { Budget } from './limits.ts'
import { WEEKDAYS } from './plain-rule.ts'
import type { Follow } from './rule.ts'

type Parts = ReadonlyMap<string, string>

/**
 * Whether a yearly rule names its days in two ways that narrow each other, as `BYYEARDAY=100;BYDAY=FR` does, or a 53rd weekday.
 * node-ical's engine unites such parts, or ignores one (rrule-temporal 2.2.4).
 */
export function narrowsYears(parts: Parts): boolean {
  if (parts.get('FREQ') !== 'YEARLY') return false
  const [byDay = '', has] = [parts.get('BYDAY'), (name: string) => parts.has(name)]
  const isNumbered = /\d/.test(byDay) && !has('BYWEEKNO')
  if (has('BYYEARDAY')) return byDay !== '' || has('BYMONTHDAY') || has('BYWEEKNO')
  if (has('BYMONTHDAY')) return isNumbered || has('BYWEEKNO')
  return isNumbered && !has('BYMONTH') && /5[3-9]|[6-9]\d|\d{3}/.test(byDay)
}

/** The starts of such a rule: those days of each year that every part agrees to (RFC 5545, 3.3.10, the table and its notes). */
export function followYears(parts: Parts, startMs: WallMs, budget: Budget): Follow {
  const start = new Date(startMs)
  const interval = Number(parts.get('INTERVAL') ?? 1)
  const count = Number(parts.get('COUNT') ?? Infinity)
  const untilMs = parseDateTime(parts.get('UNTIL') ?? '')?.wallMs ?? Infinity
  const positions = numbersOf(parts, 'BYSETPOS')
  const times = timesOf(parts, start)
  if (!(interval >= 1)) throw new Error('its INTERVAL is not a number of at least 1')

  const startsIn = (year: number): WallMs[] => {
    const all = daysOf(parts, year).flatMap((day) => times.map((time) => day + time))
    const chosen = positions ? all.filter((_, at) => positions.has(at + 1) || positions.has(at - all.length)) : all
    return chosen.filter((wallMs) => wallMs >= startMs && wallMs <= untilMs)
  }
  const between = (fromMs: WallMs, lastMs: WallMs, most: number): WallMs[] => {
    const first = start.getUTCFullYear()
    // A counted rule is counted from its start.
    const skipped =
      count === Infinity ? Math.max(0, Math.floor((new Date(fromMs).getUTCFullYear() - first) / interval)) : 0
    const found: WallMs[] = []
    let left = count
    for (let year = first + skipped * interval; Date.UTC(year - 1, 11, 1) <= lastMs && left > 0; year += interval) {
      budget.spend()
      const starts = startsIn(year).slice(0, left)
      left -= starts.length
      for (const wallMs of starts) if (wallMs >= fromMs && wallMs <= lastMs && found.length < most) found.push(wallMs)
    }
    return found
  }
  return { between, lastBefore: (wallMs) => between(startMs, wallMs, Infinity).at(-1) }
}

function daysOf(parts: Parts, year: number): WallMs[] {
  const [months, yearDays, monthDays, weeks] = ['BYMONTH', 'BYYEARDAY', 'BYMONTHDAY', 'BYWEEKNO'].map((name) =>
    numbersOf(parts, name),
  )
  const weekdays = parts.get('BYDAY')?.split(',').map(readWeekday)
  const weekStart = Math.max(0, WEEKDAYS.indexOf(parts.get('WKST') ?? 'MO'))
  // The weeks of a year begin in the one before, or end in the next.
  const beginOf = (of: number) => (weeks ? firstWeek(of, weekStart) : Date.UTC(of, 0, 1))
  const [begin, end] = [beginOf(year), beginOf(year + 1)]
  const days: WallMs[] = []
  for (let day = begin; day < end; day += DAY_MS) {
    const date = new Date(day)
    const [of, month] = [date.getUTCFullYear(), date.getUTCMonth()]
    const inYear = place(day, Date.UTC(of, 0, 1), Date.UTC(of + 1, 0, 1))
    const inMonth = place(day, Date.UTC(of, month, 1), Date.UTC(of, month + 1, 1))
    const { fromBegin, fromEnd } = months ? inMonth : inYear
    const isWeekday = ({ number, weekday }: Weekday) =>
      weekday === date.getUTCDay() &&
      (number === 0 || number === Math.ceil(fromBegin / 7) || number === Math.floor(fromEnd / 7))
    if (
      (!months || months.has(month + 1)) &&
      (!yearDays || yearDays.has(inYear.fromBegin) || yearDays.has(inYear.fromEnd)) &&
      (!monthDays || monthDays.has(inMonth.fromBegin) || monthDays.has(inMonth.fromEnd)) &&
      (!weeks || isListed(weeks, place(day, begin, end))) &&
      (!weekdays || weekdays.some(isWeekday))
    )
      days.push(day)
  }
  return days
}

/** Which day it is of a span of days, from its begin (1 is the first) and from its end (-1 is the last). */
interface Place {
  readonly fromBegin: number
  readonly fromEnd: number
}

function place(day: WallMs, begin: WallMs, end: WallMs): Place {
  return { fromBegin: (day - begin) / DAY_MS + 1, fromEnd: (day - end) / DAY_MS }
}

/** Whether the week of a day is listed, by its number or counted from the last. */
function isListed(weeks: ReadonlySet<number>, { fromBegin, fromEnd }: Place): boolean {
  return weeks.has(Math.ceil(fromBegin / 7)) || weeks.has(Math.floor(fromEnd / 7))
}

/** When the first week of a year begins: the first with four days in it (RFC 5545, 3.3.10). */
function firstWeek(year: number, weekStart: number): WallMs {
  const fourth = Date.UTC(year, 0, 4)
  return fourth - ((((new Date(fourth).getUTCDay() - weekStart) % 7) + 7) % 7) * DAY_MS
}

interface Weekday {
  /** 0 for every one. */
  readonly number: number
  readonly weekday: number
}

function readWeekday(text: string): Weekday {
  const weekday = WEEKDAYS.indexOf(text.slice(-2))
  const number = Number(text.slice(0, -2))
  if (weekday === -1 || !Number.isInteger(number)) throw new Error(`its BYDAY ${text} is none`)
  return { number, weekday }
}

function timesOf(parts: Parts, start: Date): number[] {
  const sorted = (name: string, otherwise: number) => [...(numbersOf(parts, name) ?? [otherwise])].sort((a, b) => a - b)
  return sorted('BYHOUR', start.getUTCHours()).flatMap((hour) =>
    sorted('BYMINUTE', start.getUTCMinutes()).flatMap((minute) =>
      sorted('BYSECOND', start.getUTCSeconds()).map((second) => ((hour * 60 + minute) * 60 + second) * 1000),
    ),
  )
}

function numbersOf(parts: Parts, name: string): ReadonlySet<number> | undefined {
  const list = parts.get(name)
  return list === undefined ? undefined : new Set(list.split(',').map(Number))
}
