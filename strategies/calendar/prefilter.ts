import { Buffer } from 'node:buffer'
import type { Window } from './window.ts'
import { parameterOf, splitLine } from './content-line.ts'
import { DAY_MS, parseDateTime } from './date-time.ts'
import { missesSpan } from './day-starts.ts'
import { beginsWith, type Lines } from './lines.ts'
import { ianaZone, UTC, wallSpanOf, type WallSpan, type Zone } from './zone.ts'

/** More than the clocks of any place are from UTC: what starts in the window shows a day that the widened window touches. */
const ZONE_SPAN_MS = 26 * 3_600_000
const NOTHING = Buffer.alloc(0)
/** Names of zones that are looked up; more are not worth it here. */
const MAX_ZONES = 200
/** Longer rules are not plain. */
const LONGEST_RULE = 300
/** A longer DTSTART line is not looked into here. */
const LONGEST_START = 300

/**
 * Says of an event, from a few of its bytes, whether it may have an occurrence in a window, move one into it or take one
 * out. It may say yes for nothing, never no wrongly: whatever is double, missing, unreadable or unusual may matter.
 */
export class Prefilter {
  readonly #window: Window
  readonly #widest: WallSpan
  readonly #floating: Zone
  readonly #firstDay: number
  readonly #lastDay: number
  readonly #spans = new Map<Zone, WallSpan>()
  readonly #zones = new Map<string, Zone | undefined>()
  #starts = 0
  #startDay = 0
  #startBytes: Buffer = NOTHING
  #startFrom = 0
  #startTo = 0
  #rules = 0
  #rule = ''
  #isOdd = false

  /** `floating`: the zone of times that name none. */
  constructor(window: Window, floating: Zone) {
    this.#window = window
    this.#widest = { fromMs: window.fromMs - ZONE_SPAN_MS, untilMs: window.untilMs + ZONE_SPAN_MS }
    this.#floating = floating
    this.#firstDay = dayNumber(this.#widest.fromMs)
    this.#lastDay = dayNumber(this.#widest.untilMs)
  }

  /** Forgets the last event. */
  begin(): void {
    this.#starts = this.#startDay = this.#rules = 0
    this.#isOdd = false
  }

  noteStart(lines: Lines): void {
    this.#starts++
    this.#startDay = dayIn(lines)
    this.#startBytes = lines.bytes
    this.#startFrom = lines.from
    this.#startTo = lines.to
  }

  /** Takes notice of a line that begins with R: what repeats or moves an event does. */
  noteRepeating(lines: Lines): void {
    if (beginsWith(lines, 'rrule:') && lines.to - lines.from <= LONGEST_RULE) {
      this.#rules++
      this.#rule = lines.text().slice('rrule:'.length)
    } else if (beginsWith(lines, 'rrule') || beginsWith(lines, 'rdate')) this.#isOdd = true
    else if (beginsWith(lines, 'recurrence-id;') && /RANGE/i.test(lines.text())) this.#isOdd = true
  }

  matters(): boolean {
    if (this.#isOdd || this.#starts !== 1 || this.#startDay === 0 || this.#rules > 1) return true
    if (this.#startDay > this.#lastDay) return false
    if (this.#startDay < this.#firstDay && this.#rules === 0) return false
    return this.#mayStart()
  }

  /** Looks closer at an event that starts, or began to repeat, before the window's last day. */
  #mayStart(): boolean {
    if (this.#startTo - this.#startFrom > LONGEST_START) return true
    const line = splitLine(this.#startBytes.toString('utf8', this.#startFrom, this.#startTo), true)
    const start = line && parseDateTime(line.value)
    if (!start) return true
    const value = parameterOf(line, 'VALUE')
    if (value !== undefined && value !== (start.kind === 'date' ? 'DATE' : 'DATE-TIME')) return true
    const tzid = parameterOf(line, 'TZID')
    const zone =
      start.kind === 'utc' ? UTC : start.kind === 'date' || tzid === undefined ? this.#floating : this.#zoneNamed(tzid)
    // What other names mean takes the calendar's own definitions.
    if (!zone) return this.#startDay >= this.#firstDay || !missesSpan(this.#rule, start.wallMs, this.#widest)
    let span = this.#spans.get(zone)
    if (!span) this.#spans.set(zone, (span = wallSpanOf(zone, this.#window)))
    if (start.wallMs >= span.fromMs && start.wallMs <= span.untilMs) return true
    return this.#rules === 1 && !missesSpan(this.#rule, start.wallMs, span)
  }

  /** Looking up a zone that does not exist is slow, so each name is looked up once, and only so many names. */
  #zoneNamed(tzid: string): Zone | undefined {
    let zone = this.#zones.get(tzid)
    if (!zone && !this.#zones.has(tzid) && this.#zones.size < MAX_ZONES) this.#zones.set(tzid, (zone = ianaZone(tzid)))
    return zone
  }
}

/** The day of a DTSTART line as a number such as 20260115, or 0 where it is not a date, or a date and a time, and nothing else. */
function dayIn({ bytes, from, to }: Lines): number {
  let colon = to - 1
  while (colon > from && bytes[colon] !== 0x3a) colon--
  const number = digitsIn(bytes, colon + 1, colon + 9, to)
  if (!isTime(bytes, colon + 9, to)) return 0
  const day = number % 100
  const month = Math.trunc(number / 100) % 100
  if (day < 1 || month < 1 || month > 12) return 0
  return day <= SHORTEST_MONTH || day <= daysIn(Math.trunc(number / 10_000), month) ? number : 0
}

/** `month`: 1 to 12. */
function daysIn(year: number, month: number): number {
  if (month !== 2) return 30 + ((month + (month >> 3)) & 1)
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28
}

/** Whether nothing is left of a date, or `T093000`, or `T093000Z`. */
function isTime(bytes: Uint8Array, from: number, to: number): boolean {
  if (from === to) return true
  if ((bytes[from]! | LOWER) !== LETTER_T) return false
  const time = digitsIn(bytes, from + 1, from + 7, to)
  const isEnd = to - from === 7 || (to - from === 8 && (bytes[from + 7]! | LOWER) === LETTER_Z)
  return isEnd && time >= 0 && time < 240_000 && Math.trunc(time / 100) % 100 < 60 && time % 100 <= 60
}

/** The number that the bytes from `from` to `end` write, or -1 where they are not all digits before `to`. */
function digitsIn(bytes: Uint8Array, from: number, end: number, to: number): number {
  if (end > to) return -1
  let number = 0
  for (let at = from; at < end; at++) {
    const digit = bytes[at]! - 0x30
    if (digit < 0 || digit > 9) return -1
    number = number * 10 + digit
  }
  return number
}

const LETTER_T = 0x74
const LETTER_Z = 0x7a
/** The bit by which small letters differ. */
const LOWER = 0x20
const SHORTEST_MONTH = 28

function dayNumber(ms: number): number {
  const day = new Date(Math.min(Math.max(ms, EARLIEST_MS), LATEST_MS))
  return day.getUTCFullYear() * 10_000 + (day.getUTCMonth() + 1) * 100 + day.getUTCDate()
}

const EARLIEST_MS = Date.UTC(1000, 0, 1)
const LATEST_MS = Date.UTC(9999, 11, 31) + DAY_MS - 1
