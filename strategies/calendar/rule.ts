import type { RRule } from 'node-ical'
import { parseDateTime, type WallMs, writeAsUtc } from './date-time.ts'
import { parseEvent, quietly } from './library.ts'
import { type Zone, wallOf } from './zone.ts'

/** The starts a recurrence rule makes, as wall clocks: rules repeat what the clocks show (RFC 5545, 3.3.10). */
export interface Rule {
  /** Those from `fromMs` to `untilMs`, both included, in order; at most `most` of them. */
  readonly between: (fromMs: WallMs, untilMs: WallMs, most: number) => WallMs[]
  readonly lastBefore: (wallMs: WallMs) => WallMs | undefined
}

/**
 * A rule, the value of an RRULE, that starts when the clocks of `zone` show `startMs`. What is asked of it later lies before
 * `horizonMs`. Throws with a reason when the rule is not one.
 */
export function createRule(text: string, startMs: WallMs, zone: Zone, allDay: boolean, horizonMs: WallMs): Rule {
  const parts = partsOf(text)
  const until = parts.get('UNTIL')
  if (until !== undefined) parts.set('UNTIL', writeAsUtc(lastWall(until, zone, allDay)))
  const count = parts.get('COUNT')
  if (count !== undefined) settleCount(parts, Number(count), startMs, horizonMs)
  const event = parseEvent([
    `DTSTART:${writeAsUtc(startMs)}`,
    `RRULE:${Array.from(parts, (part) => part.join('=')).join(';')}`,
  ])
  if (!event.rrule) throw new Error('it has no FREQ')
  return ruleOver(event.rrule)
}

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
function lastWall(text: string, zone: Zone, allDay: boolean): WallMs {
  const until = parseDateTime(text)
  if (!until) throw new Error(`its UNTIL is neither a date nor a date with a time: ${text}`)
  return until.kind === 'utc' && !allDay ? wallOf(zone, until.wallMs) : until.wallMs
}

const UNIT_MS: Readonly<Record<string, number>> = {
  SECONDLY: 1000,
  MINUTELY: 60_000,
  HOURLY: 3_600_000,
  DAILY: 86_400_000,
  WEEKLY: 7 * 86_400_000,
}
/** The most that the library counts. */
const MOST_COUNTED = 10_000

/** Spares the counting where the count says nothing before the horizon, or says the same as an UNTIL. */
function settleCount(parts: Map<string, string>, count: number, startMs: WallMs, horizonMs: WallMs): void {
  // A rule has at most one start a second. Negative counts are written by programs that mean none.
  if (count < 0 || count > (horizonMs - startMs) / 1000 + 1) {
    parts.delete('COUNT')
    return
  }
  const unitMs = UNIT_MS[parts.get('FREQ')!]
  const isPlain = ![...parts.keys()].some((name) => name.startsWith('BY'))
  const interval = Number(parts.get('INTERVAL') ?? 1)
  if (unitMs !== undefined && isPlain && !parts.has('UNTIL') && interval >= 1) {
    parts.delete('COUNT')
    const lastMs = startMs + (count - 1) * interval * unitMs
    if (lastMs < horizonMs) parts.set('UNTIL', writeAsUtc(lastMs))
  } else if (count > MOST_COUNTED) throw new Error(`it counts ${count} starts, more than ${MOST_COUNTED}`)
}

/** No rule has more than 3,600 starts in it: at most one a second. */
const HOUR_MS = 3_600_000
/** Hours of a dense rule that are looked into one by one before it is given up. */
const MOST_HOURS = 200

function ruleOver(rrule: RRule): Rule {
  const ask = (fromMs: number, untilMs: number) =>
    inSteps(() => rrule.between(new Date(fromMs), new Date(untilMs), true).map(Number))
  return {
    between(fromMs, untilMs, most) {
      try {
        return ask(fromMs, untilMs).slice(0, most)
      } catch (error) {
        if (untilMs - fromMs <= HOUR_MS) throw error
      }
      const starts: WallMs[] = []
      for (let hour = 0, at = fromMs; at <= untilMs && starts.length < most; at += HOUR_MS) {
        if (++hour > MOST_HOURS) throw new Error('it has too many starts to go through')
        starts.push(...ask(at, Math.min(untilMs, at + HOUR_MS - 1)))
      }
      return starts.slice(0, most)
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
