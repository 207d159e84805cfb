import { Buffer } from 'node:buffer'
import { splitLine } from './content-line.ts'
import { beginsWith, COLON, CR, isNamed, isOf, LF, Lines, SEMICOLON } from './lines.ts'
import type { Prefilter } from './prefilter.ts'

const BEGIN = 'begin:'
const END = 'end:'

/** A component in the calendar's bytes, from its BEGIN line to past its END line. */
export interface Span {
  readonly start: number
  readonly end: number
}

/** Where things stand in a calendar's bytes. */
export interface Layout {
  /** Where calendars begin. */
  readonly calendars: readonly number[]
  readonly isClosed: boolean
  /** Where its X-WR-CALNAME line begins. */
  readonly nameAt?: number
  /** How many events there are. */
  readonly found: number
  /** How many of them may matter by themselves. */
  readonly mattering: number
  /** Those, and those that share a UID with one of them. */
  readonly events: Events
  readonly zones: readonly Span[]
  /** Where events begin that never end. */
  readonly unclosed: readonly number[]
  /** Where END lines of events stand that have no BEGIN. */
  readonly unopened: readonly number[]
  readonly unclear: readonly UnclearLine[]
}

/** A line that may not be what it looks like. */
interface UnclearLine {
  readonly start: number
  /** Of the character that nobody sees. */
  readonly codePoint: number
}

/**
 * Goes over the bytes once. `prefilter` says of each event whether it can matter; every event that shares its UID with one that
 * can is kept too, since one may replace what the other repeats. Without a prefilter all are kept.
 */
export function scan(calendar: Buffer, prefilter?: Prefilter): Layout {
  const lines = new Lines(calendar)
  const events = new Events(calendar)
  const zones: Span[] = []
  const unclosed: number[] = []
  const unopened: number[] = []
  const unclear = new UnclearLines(calendar)
  // Almost no calendar has one, and one search for it takes a fortieth of the time of going over the lines.
  const hasNul = calendar.includes(0)
  let nameAt: number | undefined
  const calendars: number[] = []
  let ended = 0
  let zoneStart = -1
  /** Components inside the calendar, or inside the event, that are neither. */
  let depth = 0
  let eventStart = -1
  let uidAt = -1

  while (lines.next()) {
    const { bytes, from } = lines
    if (hasNul) unclear.addNul(lines, ended < calendars.length)
    switch (bytes[from]! | 0x20) {
      case 0x62: // b
        if (!beginsWith(lines, BEGIN)) break
        if (isOf(lines, BEGIN.length, 'vevent')) {
          if (eventStart >= 0) unclosed.push(eventStart)
          eventStart = lines.start
          depth = 0
          uidAt = -1
          prefilter?.begin()
        } else if (isOf(lines, BEGIN.length, 'vcalendar')) {
          calendars.push(lines.start)
          depth = 0
        } else {
          if (eventStart < 0 && isOf(lines, BEGIN.length, 'vtimezone')) zoneStart = lines.start
          unclear.lookInto(lines)
          depth++
        }
        break
      case 0x65: // e
        if (!beginsWith(lines, END)) break
        if (isOf(lines, END.length, 'vevent')) {
          if (eventStart >= 0) events.add(eventStart, lines.after, uidAt, prefilter?.matters() ?? true)
          else unopened.push(lines.start)
          eventStart = -1
          depth = 0
        } else if (isOf(lines, END.length, 'vcalendar')) {
          ended++
          if (eventStart >= 0) unclosed.push(eventStart)
          eventStart = -1
        } else {
          if (zoneStart >= 0 && isOf(lines, END.length, 'vtimezone')) {
            zones.push({ start: zoneStart, end: lines.after })
            zoneStart = -1
          }
          unclear.lookInto(lines)
          if (depth > 0) depth--
        }
        break
      case 0x64: // d
        if (prefilter && eventStart >= 0 && depth === 0 && beginsWith(lines, 'dtstart')) prefilter.noteStart(lines)
        break
      case 0x72: // r
        if (prefilter && eventStart >= 0 && depth === 0) prefilter.noteRepeating(lines)
        break
      case 0x75: // u
        if (eventStart >= 0 && depth === 0 && uidAt === -1 && isNamed(lines, 'uid')) uidAt = lines.start
        break
      case 0x78: // x
        if (eventStart < 0 && depth === 0 && nameAt === undefined && isNamed(lines, 'x-wr-calname'))
          nameAt = lines.start
        break
      default:
        // No name begins so; of the lines that do almost all are blank.
        if (bytes[from]! < 0x20 || bytes[from]! >= 0x7f) unclear.lookInFront(lines)
    }
  }
  if (eventStart >= 0) unclosed.push(eventStart)
  return {
    calendars,
    isClosed: ended >= calendars.length,
    ...(nameAt !== undefined && { nameAt }),
    events,
    found: events.count,
    mattering: events.mattering,
    zones,
    unclosed,
    unopened,
    unclear: unclear.found,
  }
}

/** What stands behind characters that nobody sees would be passed over as a line of no known name. */
const HIDDEN = /^[\p{C}\p{Z}]+(?:BEGIN|END|UID|DTSTART|RECURRENCE-ID|SUMMARY|STATUS|SEQUENCE|RRULE|RDATE|EXDATE)[:;]/iu
const MAX_HIDDEN = 64
/** More are not reported. */
const MAX_UNCLEAR = 100
/** As many lines are decoded for it: a calendar with more of them is nothing but such lines, and seconds would go by. */
const MAX_DECODED = 100_000

/** Lines that hold a NUL anywhere, which no calendar may, or another such character where it hides what the line is. */
class UnclearLines {
  readonly found: UnclearLine[] = []

  #decoded = 0
  readonly #calendar: Buffer

  constructor(calendar: Buffer) {
    this.#calendar = calendar
  }

  /** What fills up the last block of a file, behind the calendar, hides nothing. */
  addNul(lines: Lines, isInCalendar: boolean): void {
    if (this.#isFull()) return
    const calendar = this.#calendar
    const { start, after } = lines
    let hasNul = false
    let hasText = isInCalendar
    // Byte by byte: no call for each of millions of lines.
    for (let at = start; at < after; at++) {
      const byte = calendar[at]!
      if (byte === 0) hasNul = true
      else if (byte > 0x20) hasText = true
    }
    if (hasNul && hasText) this.#add(lines, 0)
  }

  /** Of a line that begins or ends a component: what stands behind a lone CR in it is not read. */
  lookInto(lines: Lines): void {
    const { bytes, from, to } = lines
    let codePoint = -1
    for (let at = from; at < to; at++) {
      const byte = bytes[at]!
      if (byte < 0x20) codePoint = byte
      else if (byte > 0x20 && codePoint !== -1) return this.#add(lines, codePoint)
    }
  }

  lookInFront(lines: Lines): void {
    const { bytes, from, to } = lines
    const end = Math.min(to, from + MAX_HIDDEN)
    if (this.#isFull() || !hasName(bytes, from, end) || this.#decoded++ >= MAX_DECODED) return
    const head = bytes.toString('utf8', from, end)
    if (HIDDEN.test(head)) this.#add(lines, head.codePointAt(0)!)
  }

  #isFull(): boolean {
    return this.found.length >= MAX_UNCLEAR
  }

  #add({ start }: Lines, codePoint: number): void {
    if (!this.#isFull() && this.found.at(-1)?.start !== start) this.found.push({ start, codePoint })
  }
}

/** Whether a letter stands right before a colon or a semicolon, as the last one of a name does. */
function hasName(bytes: Buffer, from: number, to: number): boolean {
  for (let at = from + 1; at < to; at++) {
    if (bytes[at] !== COLON && bytes[at] !== SEMICOLON) continue
    const before = bytes[at - 1]! | 0x20
    if (before >= 0x61 && before <= 0x7a) return true
  }
  return false
}

/** FNV-1a of the UID whose line begins at `uidAt`. Two UIDs with one hash only keep an event that need not be kept. */
function hashOfUid(lines: Lines, uidAt: number): number {
  lines.after = uidAt
  lines.next()
  let { bytes, from, to } = lines
  from += 'uid:'.length
  if (bytes[from - 1] !== 0x3a) {
    bytes = Buffer.from(splitLine(lines.text())?.value ?? '')
    from = 0
    to = bytes.length
  }
  let hash = 0x811c9dc5 | 0
  for (let at = from; at < to; at++) {
    // Folds are no part of it: many programs write UIDs of more than a line.
    if (bytes[at] === CR && bytes[at + 1] === LF) at++
    if (bytes[at] === LF) at++
    else hash = Math.imul(hash ^ bytes[at]!, 0x01000193)
  }
  return hash
}

/** What is noted of one event: start, end, where its UID line begins (-1 for none), and 1 where it matters. */
const NOTES = 4

/** The events as they are found. UIDs are hashed only where an event matters: most feeds have none that does. */
class Events {
  count = 0
  mattering = 0
  /** There may be hundreds of thousands: no object each, and no copy as they become more. Each chunk is twice as long as the last. */
  #chunk = new Int32Array(32 * NOTES)
  readonly #chunks = [this.#chunk]
  #at = 0
  readonly #calendar: Buffer

  constructor(calendar: Buffer) {
    this.#calendar = calendar
  }

  add(start: number, end: number, uidAt: number, matters: boolean): void {
    if (this.#at === this.#chunk.length) {
      this.#chunks.push((this.#chunk = new Int32Array(2 * this.#chunk.length)))
      this.#at = 0
    }
    const chunk = this.#chunk
    const at = this.#at
    chunk[at] = start
    chunk[at + 1] = end
    chunk[at + 2] = uidAt
    chunk[at + 3] = matters ? 1 : 0
    this.#at = at + NOTES
    this.count++
    if (matters) this.mattering++
  }

  /**
   * Those that matter and those that share a UID with one of them, by UID; an event without one is alone. At most `most` UIDs:
   * for further ones `countLeft` gets the number of events that matter.
   */
  *kept(most: number, countLeft: (events: number) => void): Generator<readonly Span[]> {
    const groups = new Map<number, Span[]>()
    const lines = new Lines(this.#calendar)
    let left = 0
    for (const chunk of this.#chunks)
      for (let at = 0; at < chunk.length; at += NOTES) {
        if (chunk[at + 3] === 0) continue
        if (chunk[at + 2] === -1) {
          yield [{ start: chunk[at]!, end: chunk[at + 1]! }]
          continue
        }
        const hash = hashOfUid(lines, chunk[at + 2]!)
        if (groups.size < most) groups.set(hash, [])
        else if (!groups.has(hash)) left++
      }
    if (groups.size === 0) return
    for (const chunk of this.#chunks)
      for (let at = 0; at < chunk.length && chunk[at + 1] !== 0; at += NOTES)
        if (chunk[at + 2] !== -1)
          groups.get(hashOfUid(lines, chunk[at + 2]!))?.push({ start: chunk[at]!, end: chunk[at + 1]! })
    yield* groups.values()
    if (left > 0) countLeft(left)
  }
}
