import { Buffer } from 'node:buffer'
import { splitLine } from './content-line.ts'
import { beginsWith, Lines } from './lines.ts'
import type { Prefilter } from './prefilter.ts'

/** A component in the calendar's bytes, from its BEGIN line to past its END line. */
export interface Span {
  readonly start: number
  readonly end: number
}

interface EventSpan extends Span {
  /** Equal for events with the same UID; 0 without one. */
  readonly uidHash: number
}

/** Where things stand in a calendar's bytes. `events` are in file order, without those that cannot matter. */
export interface Layout {
  /** Where calendars begin. */
  readonly calendars: readonly number[]
  readonly isClosed: boolean
  readonly name?: string
  readonly events: readonly EventSpan[]
  /** How many events there are, kept or not. */
  readonly found: number
  readonly zones: readonly Span[]
  /** Where events begin that never end. */
  readonly unclosed: readonly number[]
}

/**
 * Goes over the bytes once. `prefilter` says of each event whether it can matter; every event that shares its UID with a kept one
 * is kept too, since one may replace what the other repeats. Without a
 * prefilter all are.
 */
export function scan(calendar: Buffer, prefilter?: Prefilter): Layout {
  const lines = new Lines(calendar)
  const events = new Events()
  const zones: Span[] = []
  const unclosed: number[] = []
  let name: string | undefined
  const calendars: number[] = []
  let ended = 0
  let zoneStart = -1
  /** Components inside the calendar, or inside the event, that are neither. */
  let depth = 0
  let eventStart = -1
  let uidHash = 0

  while (lines.next()) {
    const { bytes, from } = lines
    switch (bytes[from]! | 0x20) {
      case 0x62: // b
        if (!beginsWith(lines, 'begin:')) break
        if (isComponent(lines, 6, 'vevent')) {
          if (eventStart >= 0) unclosed.push(eventStart)
          eventStart = lines.start
          depth = uidHash = 0
          prefilter?.begin()
        } else if (isComponent(lines, 6, 'vcalendar')) {
          calendars.push(lines.start)
          depth = 0
        } else {
          if (eventStart < 0 && isComponent(lines, 6, 'vtimezone')) zoneStart = lines.start
          depth++
        }
        break
      case 0x65: // e
        if (!beginsWith(lines, 'end:')) break
        if (isComponent(lines, 4, 'vevent')) {
          if (eventStart >= 0) events.add(eventStart, lines.after, uidHash, prefilter?.matters() ?? true)
          eventStart = -1
          depth = 0
        } else if (isComponent(lines, 4, 'vcalendar')) {
          ended++
          if (eventStart >= 0) unclosed.push(eventStart)
          eventStart = -1
        } else {
          if (zoneStart >= 0 && isComponent(lines, 4, 'vtimezone')) {
            zones.push({ start: zoneStart, end: lines.after })
            zoneStart = -1
          }
          if (depth > 0) depth--
        }
        break
      case 0x64: // d
      case 0x72: // r
        if (prefilter && eventStart >= 0 && depth === 0) prefilter.note(lines)
        break
      case 0x75: // u
        if (eventStart >= 0 && depth === 0 && uidHash === 0 && isUid(lines)) uidHash = hashOfUid(lines)
        break
      case 0x78: // x
        if (eventStart < 0 && depth === 0 && name === undefined && beginsWith(lines, 'x-wr-calname'))
          name = lines.text()
        break
      default:
    }
  }
  if (eventStart >= 0) unclosed.push(eventStart)
  return {
    calendars,
    isClosed: ended >= calendars.length,
    ...(name !== undefined && { name }),
    events: events.kept(),
    found: events.count,
    zones,
    unclosed,
  }
}

/** Whether a BEGIN or END line, whose name ends at `nameLength`, is of `component` (lower case). */
function isComponent({ bytes, from, to }: Lines, nameLength: number, component: string): boolean {
  const start = from + nameLength
  const end = start + component.length
  for (let at = 0; at < component.length; at++)
    if ((bytes[start + at]! | 0x20) !== component.charCodeAt(at)) return false
  // Spaces may follow.
  for (let at = end; at < to; at++) if (bytes[at]! > 0x20) return false
  return end <= to
}

function isUid(lines: Lines): boolean {
  return beginsWith(lines, 'uid:') || beginsWith(lines, 'uid;')
}

/** FNV-1a of a UID's bytes, never 0. Two UIDs with one hash only keep an event that need not be kept. */
function hashOfUid(lines: Lines): number {
  let { bytes, from, to } = lines
  from += 'uid:'.length
  if (bytes[from - 1] !== 0x3a) {
    bytes = Buffer.from(splitLine(lines.text())?.value ?? '')
    from = 0
    to = bytes.length
  }
  let hash = 0x811c9dc5 | 0
  for (let at = from; at < to; at++) hash = Math.imul(hash ^ bytes[at]!, 0x01000193)
  return hash === 0 ? 1 : hash
}

/** The events as they are found. */
class Events {
  count = 0
  /** Start, end and hash of the UID of each, side by side: there may be a hundred thousand. */
  #places = new Int32Array(3 * 32)
  readonly #keptAt: number[] = []

  add(start: number, end: number, uidHash: number, matters: boolean): void {
    const at = 3 * this.count
    if (at === this.#places.length) {
      const places = new Int32Array(2 * at)
      places.set(this.#places)
      this.#places = places
    }
    this.#places[at] = start
    this.#places[at + 1] = end
    this.#places[at + 2] = uidHash
    if (matters) this.#keptAt.push(this.count)
    this.count++
  }

  /** Those that matter, and those that share a UID with one of them. */
  kept(): EventSpan[] {
    if (this.#keptAt.length === 0 || this.#keptAt.length === this.count) return this.#keptAt.map((at) => this.#span(at))
    const matters = new Set(this.#keptAt)
    const uids = new Set(this.#keptAt.map((at) => this.#places[3 * at + 2]!))
    uids.delete(0)
    const spans: EventSpan[] = []
    for (let at = 0; at < this.count; at++)
      if (matters.has(at) || uids.has(this.#places[3 * at + 2]!)) spans.push(this.#span(at))
    return spans
  }

  #span(at: number): EventSpan {
    const [start, end, uidHash] = this.#places.subarray(3 * at, 3 * at + 3)
    return { start: start!, end: end!, uidHash: uidHash! }
  }
}
