import { DAY_MS, type DateTime, parseDateTime, type WallMs, writeAsUtc } from './date-time.ts'
import { readDayRule, WEEKDAYS } from './day-rule.ts'
import { followDays, type RuleStarts } from './day-starts.ts'
import { followLibrary, parseEvent } from './library.ts'
import type { Budget } from './limits.ts'
import { instantOf, type Zone } from './zone.ts'

export interface Rule extends RuleStarts {
  /** As written. */
  readonly text: string
}

/** When a rule starts: at what the clocks of a zone show. */
export interface RuleStart {
  readonly wallMs: WallMs
  readonly zone: Zone
  readonly kind: DateTime['kind']
}

/** Parts that name times of a day: "they MUST be ignored" where DTSTART is a day (RFC 5545, 3.3.10). */
const TIMES = ['BYHOUR', 'BYMINUTE', 'BYSECOND']

/** A rule, the value of an RRULE. Throws with a reason when it is none. */
export function createRule(text: string, start: RuleStart, budget: Budget): Rule {
  if (start.wallMs < EARLIEST_MS) throw new Error('it starts before the year 100')
  const parts = partsOf(text)
  if (start.kind === 'date') for (const name of TIMES) parts.delete(name)
  const until = untilOf(parts.get('UNTIL'), start)
  if (until.wallMs !== Infinity) parts.set('UNTIL', writeAsUtc(until.wallMs))
  const count = parts.get('COUNT')
  if (count !== undefined) settleCount(parts, count, start.wallMs)
  refuseDense(parts)
  const { between, lastBefore } = followParts(parts, start, budget)
  const { instantMs } = until
  if (instantMs === undefined) return { text, between, lastBefore }
  const isInTime = (wallMs: WallMs) => instantOf(start.zone, wallMs) <= instantMs
  return { text, between: (...span) => between(...span).filter(isInTime), lastBefore }
}

/** By arithmetic, a hundred times faster than by the library, where that can be done. */
function followParts(parts: Map<string, string>, start: RuleStart, budget: Budget): RuleStarts {
  const dayRule = readDayRule(parts, start.wallMs)
  if (dayRule) return followDays(dayRule, parseDateTime(parts.get('UNTIL') ?? '')?.wallMs ?? Infinity, budget)
  addWeekday(parts, start.wallMs)
  const { rrule } = parseEvent([writeStart(start), `RRULE:${Array.from(parts, (part) => part.join('=')).join(';')}`])
  return followLibrary(rrule!, { startsADay: startsADay(parts), isCounted: parts.has('COUNT') }, budget)
}

/** Without a day, BYWEEKNO means the weekday of DTSTART; the library takes one that depends on the span requested. */
function addWeekday(parts: Map<string, string>, startMs: WallMs): void {
  const namesDay = ['BYDAY', 'BYMONTHDAY', 'BYYEARDAY'].some((name) => parts.has(name))
  if (parts.has('BYWEEKNO') && !namesDay) parts.set('BYDAY', WEEKDAYS[new Date(startMs).getUTCDay()]!)
}

/** A start as node-ical reads it right in every zone: its wall clock, written as UTC. */
export function writeStart({ wallMs }: Pick<RuleStart, 'wallMs'>): string {
  return `DTSTART:${writeAsUtc(wallMs)}`
}

type Parts = ReadonlyMap<string, string>

/** FREQ first, since node-ical forgets what stands before it. */
function partsOf(text: string): Map<string, string> {
  const parts = new Map<string, string>([['FREQ', '']])
  for (const part of text.toUpperCase().split(';')) {
    if (part.trim() === '') continue
    const [name = '', value = ''] = part.split('=', 2).map((one) => one.trim())
    if (parts.get(name)) throw new Error(`it has two parts ${name}`)
    parts.set(name, value)
  }
  if (parts.get('FREQ') === '') throw new Error('it has no FREQ')
  const calendar = parts.get('RSCALE') ?? GREGORIAN
  if (calendar !== GREGORIAN) throw new Error(`it repeats by the calendar ${calendar}, only ${GREGORIAN} is read`)
  return parts
}

/** RSCALE of RFC 7529. */
const GREGORIAN = 'GREGORIAN'

/**
 * The last moment of a rule as the clocks of its zone show it; a day counts from its beginning where events have a time. Around a
 * change of the clocks, what they show is ambiguous: then it is late enough, and `instantMs` decides.
 */
function untilOf(
  text: string | undefined,
  { zone, kind }: RuleStart,
): { readonly wallMs: WallMs; readonly instantMs?: number } {
  if (text === undefined) return { wallMs: Infinity }
  const until = parseDateTime(text)
  if (!until) throw new Error(`its UNTIL is neither a date nor a date with a time: ${text}`)
  const { wallMs } = until
  if (until.kind !== 'utc' || kind === 'date') return { wallMs }
  const offsets = [wallMs - DAY_MS, wallMs, wallMs + DAY_MS].map(zone.offsetAt)
  const latestMs = wallMs + Math.max(...offsets)
  return new Set(offsets).size === 1 ? { wallMs: latestMs } : { wallMs: latestMs, instantMs: wallMs }
}

/** Dates of JavaScript take the years before for those of the twentieth century. */
const EARLIEST_MS = new Date(0).setUTCFullYear(100, 0, 1)
const UNIT_MS: Readonly<Record<string, number>> = {
  SECONDLY: 1000,
  MINUTELY: 60_000,
  HOURLY: 3_600_000,
  DAILY: DAY_MS,
  WEEKLY: 7 * DAY_MS,
}
/** The most that the library counts. */
const MAX_COUNTED = 10_000
/** No window is later. */
const HORIZON_MS = Date.UTC(2200, 0, 1)

/** Spares the counting where an UNTIL says the same, or where the count never ends: programs also write 99999, or -1, for that. */
function settleCount(parts: Map<string, string>, text: string, startMs: WallMs): void {
  const count = Number(text)
  if (!Number.isInteger(count)) throw new Error(`its COUNT ${text} is not a whole number`)
  const unitMs = UNIT_MS[parts.get('FREQ')!]
  const isPlain = ![...parts.keys()].some((name) => name.startsWith('BY'))
  const interval = Number(parts.get('INTERVAL') ?? 1)
  if (count < 0 || count > mostADay(parts) * ((HORIZON_MS - startMs) / DAY_MS)) parts.delete('COUNT')
  else if (unitMs !== undefined && isPlain && !parts.has('UNTIL') && interval >= 1) {
    parts.delete('COUNT')
    parts.set('UNTIL', writeAsUtc(startMs + (count - 1) * interval * unitMs))
  } else if (count > MAX_COUNTED) throw new Error(`it counts ${count} starts, more than ${MAX_COUNTED}`)
}

/** How many starts a day of the rule may have. */
function mostADay(parts: Parts): number {
  const frequency = parts.get('FREQ')
  const isSecondly = frequency === 'SECONDLY'
  const isMinutely = isSecondly || frequency === 'MINUTELY'
  const isHourly = isMinutely || frequency === 'HOURLY'
  return (
    listed(parts, 'BYHOUR', isHourly ? 24 : 1) *
    listed(parts, 'BYMINUTE', isMinutely ? 60 : 1) *
    listed(parts, 'BYSECOND', isSecondly ? 60 : 1)
  )
}

/** The same, less what its interval passes over. */
function startsADay(parts: Parts): number {
  const frequency = parts.get('FREQ')!
  const unitMs = UNIT_MS[frequency] ?? Infinity
  const interval = Math.max(1, Number(parts.get('INTERVAL') ?? 1))
  if (unitMs >= DAY_MS) return mostADay(parts)
  const inMinutes = frequency === 'SECONDLY' ? 1 : listed(parts, 'BYSECOND', 1)
  const inHours = frequency === 'HOURLY' ? listed(parts, 'BYMINUTE', 1) : 1
  return Math.min(mostADay(parts), (DAY_MS / (unitMs * interval)) * inMinutes * inHours)
}

/** Starts of one day, week, month or year of a rule, which the library makes all at once. */
const MAX_AT_ONCE = 10_000
const DAYS: Readonly<Record<string, number>> = { DAILY: 1, WEEKLY: 7, MONTHLY: 31, YEARLY: 366 }

function refuseDense(parts: Parts): void {
  const days = DAYS[parts.get('FREQ')!]
  const namesDays = ['BYDAY', 'BYMONTHDAY', 'BYYEARDAY', 'BYWEEKNO'].some((name) => parts.has(name))
  const most = days === undefined ? 0 : mostADay(parts) * (namesDays ? days : listed(parts, 'BYMONTH', 1))
  if (most > MAX_AT_ONCE) throw new Error(`it may have ${most} starts at once, more than ${MAX_AT_ONCE}`)
}

function listed(parts: Parts, name: string, otherwise: number): number {
  return parts.get(name)?.split(',').length ?? otherwise
}
