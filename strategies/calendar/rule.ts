import type { RRule } from 'node-ical'
import { DAY_MS, type DateTime, parseDateTime, type WallMs, writeAsUtc } from './date-time.ts'
import { parseEvent, quietly } from './library.ts'
import { followYears, narrowsYears, WEEKDAYS } from './yearly-rule.ts'
import { type Zone, wallOf } from './zone.ts'

/** The starts a recurrence rule makes, as wall clocks: rules repeat what the clocks show (RFC 5545, 3.3.10). */
export interface Rule {
  /** As written. */
  readonly text: string
  /** Those from `fromMs` to `untilMs`, both included, in order; at most `most` of them. */
  readonly between: (fromMs: WallMs, untilMs: WallMs, most: number) => WallMs[]
  readonly lastBefore: (wallMs: WallMs) => WallMs | undefined
}

/** When a rule starts: at what the clocks of a zone show. */
export interface RuleStart {
  readonly wallMs: WallMs
  readonly zone: Zone
  readonly kind: DateTime['kind']
}

/** A rule, the value of an RRULE. Throws with a reason when it is none. */
export function createRule(text: string, start: RuleStart): Rule {
  if (start.wallMs < EARLIEST_MS) throw new Error('it starts before the year 100')
  const parts = partsOf(text)
  const until = parts.get('UNTIL')
  if (until !== undefined) parts.set('UNTIL', writeAsUtc(lastWall(until, start)))
  const count = parts.get('COUNT')
  if (count !== undefined) settleCount(parts, Number(count), start.wallMs)
  refuseDense(parts)
  if (narrowsYears(parts)) return { text, ...followYears(parts, start.wallMs) }
  addWeekday(parts, start.wallMs)
  const { rrule } = parseEvent([writeStart(start), `RRULE:${Array.from(parts, (part) => part.join('=')).join(';')}`])
  return { text, ...follow(rrule!) }
}

/** A week of a year alone means its day that DTSTART tells; the library takes one that depends on what it is asked. */
function addWeekday(parts: Map<string, string>, startMs: WallMs): void {
  const tellsDay = ['BYDAY', 'BYMONTHDAY', 'BYYEARDAY'].some((name) => parts.has(name))
  if (parts.has('BYWEEKNO') && !tellsDay) parts.set('BYDAY', WEEKDAYS[new Date(startMs).getUTCDay()]!)
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
  return parts
}

/** UNTIL as the clocks of the zone show it; a day counts from its beginning where events have a time. */
function lastWall(text: string, { zone, kind }: RuleStart): WallMs {
  const until = parseDateTime(text)
  if (!until) throw new Error(`its UNTIL is neither a date nor a date with a time: ${text}`)
  return until.kind === 'utc' && kind !== 'date' ? wallOf(zone, until.wallMs) : until.wallMs
}

/** Dates of JavaScript take the years before for those of the twentieth century. */
const EARLIEST_MS = new Date(0).setUTCFullYear(100, 0, 1)
const UNIT_MS: Readonly<Record<string, number>> = {
  SECONDLY: 1000,
  MINUTELY: 60_000,
  HOURLY: 3_600_000,
  DAILY: 86_400_000,
  WEEKLY: 7 * 86_400_000,
}
/** The most that the library counts. */
const MOST_COUNTED = 10_000
/** Nobody asks what starts later. */
const HORIZON_MS = Date.UTC(2200, 0, 1)

/** Spares the counting where an UNTIL says the same, or where the count never ends: programs also write 99999, or -1, for that. */
function settleCount(parts: Map<string, string>, count: number, startMs: WallMs): void {
  const unitMs = UNIT_MS[parts.get('FREQ')!]
  const isPlain = ![...parts.keys()].some((name) => name.startsWith('BY'))
  const interval = Number(parts.get('INTERVAL') ?? 1)
  if (count < 0 || count > mostADay(parts) * ((HORIZON_MS - startMs) / DAY_MS)) parts.delete('COUNT')
  else if (unitMs !== undefined && isPlain && !parts.has('UNTIL') && interval >= 1) {
    parts.delete('COUNT')
    parts.set('UNTIL', writeAsUtc(startMs + (count - 1) * interval * unitMs))
  } else if (count > MOST_COUNTED) throw new Error(`it counts ${count} starts, more than ${MOST_COUNTED}`)
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

/** Starts of one day, week, month or year of a rule, which the library makes all at once. */
const MOST_AT_ONCE = 10_000
const DAYS: Readonly<Record<string, number>> = { DAILY: 1, WEEKLY: 7, MONTHLY: 31, YEARLY: 366 }

function refuseDense(parts: Parts): void {
  const days = DAYS[parts.get('FREQ')!]
  const tellsDays = ['BYDAY', 'BYMONTHDAY', 'BYYEARDAY', 'BYWEEKNO'].some((name) => parts.has(name))
  const most = days === undefined ? 0 : mostADay(parts) * (tellsDays ? days : listed(parts, 'BYMONTH', 1))
  if (most > MOST_AT_ONCE) throw new Error(`it may have ${most} starts at once, more than ${MOST_AT_ONCE}`)
}

function listed(parts: Parts, name: string, otherwise: number): number {
  return parts.get(name)?.split(',').length ?? otherwise
}

/** Where the library gives up over a span, it is asked for pieces: of an hour no rule has more than 3,600 starts. */
const PIECES_MS = [100 * 3_600_000, 3_600_000]
const MOST_PIECES = 300

function follow(rrule: RRule): Pick<Rule, 'between' | 'lastBefore'> {
  return {
    between(fromMs, untilMs, most) {
      const starts: WallMs[] = []
      let pieces = 0
      const collect = (firstMs: WallMs, lastMs: WallMs, [pieceMs, ...smaller]: readonly number[]) => {
        if (++pieces > MOST_PIECES) throw new Error('it has too many starts to go through')
        try {
          const found = inSteps(() => rrule.between(new Date(firstMs), new Date(lastMs), true))
          for (const start of found.slice(0, most - starts.length)) starts.push(start.getTime())
        } catch (error) {
          if (pieceMs === undefined) throw error
          for (let at = firstMs; at <= lastMs && starts.length < most; at += pieceMs)
            collect(at, Math.min(lastMs, at + pieceMs - 1), smaller)
        }
      }
      collect(fromMs, untilMs, PIECES_MS)
      return starts
    },
    lastBefore: (wallMs) => inSteps(() => rrule.before(new Date(wallMs), true))?.getTime(),
  }
}

/** The library gives up after ten thousand steps, which an hour of a dense rule has not. */
function inSteps<T>(work: () => T): T {
  try {
    return quietly(work)
  } catch (cause) {
    throw new Error('it takes too many steps', { cause })
  }
}
