import type { Buffer } from 'node:buffer'
import { unescapeText } from './content-line.ts'
import { DAY_MS, type DateTime, parseDateTime, type WallMs } from './date-time.ts'
import { type Budget, Exhausted } from './limits.ts'
import { beginsWith, isOf, Lines } from './lines.ts'
import { propertiesOf } from './properties.ts'
import { createRule, type Rule } from './rule.ts'
import type { Span } from './scan.ts'
import type { Zone } from './zone.ts'

/** Two hundred years of daylight saving, each onset a part of its own. */
const MAX_PARTS = 400
/** Onsets that one part lists. */
const MAX_LISTED = 1000
/** Onsets of one part's rule in one year. No law has ever changed the clocks more than four times. */
const MAX_YEARLY = 100

/** A STANDARD or DAYLIGHT part: the offset that begins at each of its onsets (RFC 5545, 3.6.5). */
interface Observance {
  readonly offsetFromMs: number
  readonly offsetToMs: number
  /** As the clocks show that it ends. */
  readonly onsets: readonly WallMs[]
  readonly rule?: Rule
}

const BEGIN = 'begin:'
const NAME: ReadonlySet<string> = new Set(['TZID'])
const READ: ReadonlySet<string> = new Set(['TZOFFSETFROM', 'TZOFFSETTO', 'DTSTART', 'RRULE', 'RDATE'])

/** The name a VTIMEZONE gives itself. */
export function nameOfZone(calendar: Buffer, span: Span, budget: Budget): string | undefined {
  budget.spend()
  for (const { value } of propertiesOf(calendar, span, NAME, () => {}))
    return unescapeText(value.trim().replace(/^"(.*)"$/, '$1'))
  return undefined
}

/** The clocks of a VTIMEZONE. Throws with a reason when it cannot be read. */
export function readZone(calendar: Buffer, span: Span, name: string, budget: Budget): Zone {
  const because = (reason: string) => `the time zone "${name}" cannot be read: ${reason}`
  try {
    const parts = partsOf(calendar, span)
    if (parts.length === 0) throw new Error('it has neither a STANDARD nor a DAYLIGHT part')
    budget.addZoneParts(parts.length)
    const observances = parts.map((part) => {
      budget.spend()
      return readObservance(calendar, part, budget)
    })
    return createZone(observances, name, budget)
  } catch (error) {
    throw error instanceof Exhausted ? error : new Error(because((error as Error).message), { cause: error })
  }
}

function partsOf(calendar: Buffer, { start, end }: Span): Span[] {
  const parts: Span[] = []
  const lines = new Lines(calendar, start, end)
  let partStart = -1
  while (lines.next()) {
    if (beginsWith(lines, BEGIN) && (isOf(lines, BEGIN.length, 'standard') || isOf(lines, BEGIN.length, 'daylight')))
      partStart = lines.start
    else if (partStart >= 0 && beginsWith(lines, 'end:')) {
      if (parts.push({ start: partStart, end: lines.after }) > MAX_PARTS)
        throw new Error(`it has more than ${MAX_PARTS} parts`)
      partStart = -1
    }
  }
  return parts
}

function readObservance(calendar: Buffer, part: Span, budget: Budget): Observance {
  const first = new Map<string, string>()
  const listed: DateTime[] = []
  const fail = (problem: string) => {
    throw new Error(problem)
  }
  for (const { name, value } of propertiesOf(calendar, part, READ, fail)) {
    if (name !== 'RDATE') first.set(name, first.get(name) ?? value)
    else if (value.length > 64 * MAX_LISTED || listed.length > MAX_LISTED)
      throw new Error(`a part of it has more than ${MAX_LISTED} RDATE`)
    else listed.push(...value.split(',').flatMap((text) => parseDateTime(text.split('/')[0]!) ?? []))
  }
  const offsetFromMs = parseOffset(first.get('TZOFFSETFROM'))
  const offsetToMs = parseOffset(first.get('TZOFFSETTO'))
  const start = parseDateTime(first.get('DTSTART') ?? '')
  if (!start) throw new Error('a part of it has no DTSTART that can be read')
  const rule = first.get('RRULE')
  // The library keeps what such a rule makes on the way to each year, megabytes of it.
  if (/FREQ\s*=\s*(?:SECOND|MINUTE|HOUR)LY/i.test(rule ?? ''))
    throw new Error('a part of it begins more than once a day')
  const clocks: Zone = { name: '', offsetAt: () => offsetFromMs }
  return {
    offsetFromMs,
    offsetToMs,
    onsets: [start, ...listed].map(({ kind, wallMs }) => (kind === 'utc' ? wallMs + offsetFromMs : wallMs)),
    ...(rule !== undefined && {
      rule: createRule(rule, { wallMs: inRange(start.wallMs), zone: clocks, kind: 'local' }, budget),
    }),
  }
}

/** The calendar repeats itself after 400 years. */
const CYCLE_MS = 146_097 * DAY_MS

/** Some programs begin their zones in the year 1. */
function inRange(startMs: WallMs): WallMs {
  return startMs < Date.UTC(1200, 0, 1) ? inRange(startMs + CYCLE_MS) : startMs
}

/** UTC-OFFSET in milliseconds (RFC 5545, 3.3.14). */
function parseOffset(text: string | undefined): number {
  const parts = /^\s*([+-])(\d\d):?(\d\d)(?::?(\d\d))?\s*$/.exec(text ?? '')
  if (!parts || Number(parts[2]) > 23 || Number(parts[3]) > 59)
    throw new Error(`its offset ${text ?? ''} is not one such as +0100`)
  const [, sign, hours, minutes, seconds = '0'] = parts
  const ms = ((Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1000
  return sign === '-' ? -ms : ms
}

interface Onset {
  readonly instantMs: number
  readonly offsetMs: number
}

function createZone(observances: readonly Observance[], name: string, budget: Budget): Zone {
  /** What begins in a year, by instant, after what held before it. */
  const years = new Map<number, readonly Onset[]>()
  const first = observances.toSorted((a, b) => a.onsets[0]! - b.onsets[0]!)[0]!
  const onsetsIn = (year: number): readonly Onset[] => {
    const fromMs = Date.UTC(year, 0, 1) - DAY_MS
    const untilMs = Date.UTC(year + 1, 0, 1) + DAY_MS
    const onsets = observances.flatMap(({ offsetFromMs, offsetToMs, onsets: listed, rule }) => {
      budget.spend()
      const walls = [
        ...latest(listed.filter((wall) => wall < fromMs)),
        ...latest([rule?.lastBefore(fromMs)]),
        ...listed.filter((wall) => wall >= fromMs && wall <= untilMs),
        ...(rule ? yearly(rule, fromMs, untilMs) : []),
      ]
      return walls.map((wall) => ({ instantMs: wall - offsetFromMs, offsetMs: offsetToMs }))
    })
    return onsets.sort((a, b) => a.instantMs - b.instantMs)
  }
  return {
    name,
    offsetAt(instantMs) {
      const year = new Date(instantMs).getUTCFullYear()
      let onsets = years.get(year)
      try {
        if (!onsets) years.set(year, (onsets = onsetsIn(year)))
      } catch (cause) {
        if (cause instanceof Exhausted) throw cause
        throw new Error(`its time zone "${name}" cannot be followed: ${(cause as Error).message}`, { cause })
      }
      return onsets.findLast((onset) => onset.instantMs <= instantMs)?.offsetMs ?? first.offsetFromMs
    },
  }
}

function yearly(rule: Rule, fromMs: WallMs, untilMs: WallMs): WallMs[] {
  const onsets = rule.between(fromMs, untilMs, MAX_YEARLY + 1)
  if (onsets.length > MAX_YEARLY) throw new Error(`a part of it begins more than ${MAX_YEARLY} times a year`)
  return onsets
}

function latest(walls: readonly (WallMs | undefined)[]): WallMs[] {
  let last: WallMs | undefined
  for (const wall of walls) if (wall !== undefined && (last === undefined || wall > last)) last = wall
  return last === undefined ? [] : [last]
}
