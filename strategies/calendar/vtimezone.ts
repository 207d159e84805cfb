import type { Buffer } from 'node:buffer'
import { type ContentLine, splitLine, unescapeText } from './content-line.ts'
import { DAY_MS, parseDateTime, type WallMs } from './date-time.ts'
import { Lines } from './lines.ts'
import { createRule, type Rule } from './rule.ts'
import type { Span } from './scan.ts'
import type { Zone } from './zone.ts'

/** Two hundred years of daylight saving, each onset a part of its own. */
const MOST_PARTS = 400
/** Onsets that one part lists, and those of its rule in one year. */
const MOST_ONSETS = 1000

/** A STANDARD or DAYLIGHT part: the offset that begins at each of its onsets (RFC 5545, 3.6.5). */
interface Observance {
  readonly offsetFromMs: number
  readonly offsetToMs: number
  /** As the clocks show that it ends. */
  readonly onsets: readonly WallMs[]
  readonly rule?: Rule
}

/** The name a VTIMEZONE gives itself. */
export function nameOfZone(calendar: Buffer, span: Span): string | undefined {
  for (const { name, value } of contentLines(calendar, span))
    if (name === 'TZID') return unescapeText(value.trim().replace(/^"(.*)"$/, '$1'))
  return undefined
}

/** The clocks of a VTIMEZONE. Throws with a reason when it has no observance that can be read. */
export function readZone(calendar: Buffer, span: Span, name: string): Zone {
  const observances: Observance[] = []
  let part: ContentLine[] | undefined
  for (const line of contentLines(calendar, span)) {
    if (line.name === 'BEGIN' && /^(?:STANDARD|DAYLIGHT)\s*$/i.test(line.value)) part = []
    else if (line.name === 'END' && part) {
      if (observances.length === MOST_PARTS) throw new Error(`it has more than ${MOST_PARTS} parts`)
      observances.push(readObservance(part))
      part = undefined
    } else part?.push(line)
  }
  if (observances.length === 0) throw new Error('it has neither a STANDARD nor a DAYLIGHT part')
  return createZone(name, observances)
}

function* contentLines(calendar: Buffer, { start, end }: Span): Generator<ContentLine> {
  const lines = new Lines(calendar, start, end)
  while (lines.next()) {
    const line = splitLine(lines.text())
    if (line) yield line
  }
}

function readObservance(lines: readonly ContentLine[]): Observance {
  const value = (name: string) => lines.find((line) => line.name === name)?.value
  const offsetFromMs = parseOffset(value('TZOFFSETFROM'))
  const offsetToMs = parseOffset(value('TZOFFSETTO'))
  const start = parseDateTime(value('DTSTART') ?? '')
  if (!start) throw new Error('a part of it has no DTSTART that can be read')
  const rdates = lines.flatMap((line) => (line.name === 'RDATE' ? line.value.split(',') : []))
  const onsets = rdates.flatMap((text) => {
    const onset = parseDateTime(text.split('/')[0]!)
    return onset ? (onset.kind === 'utc' ? onset.wallMs + offsetFromMs : onset.wallMs) : []
  })
  if (onsets.length > MOST_ONSETS) throw new Error(`a part of it has ${onsets.length} RDATE, more than ${MOST_ONSETS}`)
  const rule = value('RRULE')
  const clocks: Zone = { name: '', offsetAt: () => offsetFromMs }
  return {
    offsetFromMs,
    offsetToMs,
    onsets: [start.wallMs, ...onsets],
    ...(rule !== undefined && {
      rule: createRule(rule, { wallMs: inRange(start.wallMs), zone: clocks, kind: 'local' }),
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

function createZone(name: string, observances: readonly Observance[]): Zone {
  /** What begins in a year, by instant, after what held before it. */
  const years = new Map<number, readonly Onset[]>()
  const first = observances.toSorted((a, b) => a.onsets[0]! - b.onsets[0]!)[0]!
  const onsetsIn = (year: number): readonly Onset[] => {
    const fromMs = Date.UTC(year, 0, 1) - DAY_MS
    const untilMs = Date.UTC(year + 1, 0, 1) + DAY_MS
    const onsets = observances.flatMap(({ offsetFromMs, offsetToMs, onsets: listed, rule }) => {
      const walls = [
        ...latest(listed.filter((wall) => wall < fromMs)),
        ...latest([rule?.lastBefore(fromMs)]),
        ...listed.filter((wall) => wall >= fromMs && wall <= untilMs),
        ...(rule?.between(fromMs, untilMs, MOST_ONSETS) ?? []),
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
        throw new Error(`its time zone "${name}" cannot be followed: ${(cause as Error).message}`, { cause })
      }
      return onsets.findLast((onset) => onset.instantMs <= instantMs)?.offsetMs ?? first.offsetFromMs
    },
  }
}

function latest(walls: readonly (WallMs | undefined)[]): WallMs[] {
  let last: WallMs | undefined
  for (const wall of walls) if (wall !== undefined && (last === undefined || wall > last)) last = wall
  return last === undefined ? [] : [last]
}
