import { Buffer } from 'node:buffer'

export const LF = 10
export const CR = 13
const TAB = 9
const SPACE = 32
export const COLON = 0x3a
export const SEMICOLON = 0x3b
const LETTER_A = 0x61
/** Four bytes, each one more than a line feed. */
const PAST_LINE_FEEDS = 0x0b0b0b0b
const NO_WORDS = new Int32Array(0)
/** No name that is looked for, with its colon, is longer; a shorter first part may be half of one. */
const LONGEST_NAME = 'RECURRENCE-ID:'.length

/**
 * The content lines of a calendar's bytes, one at a time and without decoding any (RFC 5545, 3.1). After `next()` gave true
 * the line stands at `from` to `to` of `bytes`: usually the calendar's own bytes with whatever folds the value has; a copy
 * without folds where a fold may have split the name, or the value of a line whose whole value is looked at.
 */
export class Lines {
  bytes: Buffer
  from = 0
  to = 0
  /** Where the line begins in the calendar, and where the next one does. */
  start = 0
  after: number
  isFolded = false

  readonly #calendar: Buffer
  readonly #end: number
  /** The same bytes as words, which begin `aside` bytes later. */
  readonly #words: Int32Array
  readonly #aside: number

  constructor(calendar: Buffer, start = 0, end = calendar.length) {
    this.#calendar = this.bytes = calendar
    this.after = start
    this.#end = end
    this.#aside = -calendar.byteOffset & 3
    const count = (calendar.length - this.#aside) >> 2
    this.#words = count > 0 ? new Int32Array(calendar.buffer, calendar.byteOffset + this.#aside, count) : NO_WORDS
  }

  next(): boolean {
    const bytes = this.#calendar
    const start = this.after
    if (start >= this.#end) return false
    if (this.isFolded) {
      this.bytes = bytes
      this.isFolded = false
    }
    this.from = this.start = start
    // A byte order mark, also where calendars were put one behind the other.
    if (bytes[start] === 0xef && bytes[start + 1] === 0xbb && bytes[start + 2] === 0xbf) this.from += 3
    let to = this.#lineEnd(start)
    this.after = to + 1
    if (isBlank(bytes[to + 1]!)) to = this.#unfold(to)
    if (to > this.from && this.bytes[to - 1] === CR) to--
    this.to = to
    return true
  }

  /** The whole line as text, without its folds. */
  text(): string {
    const line = this.bytes.subarray(this.from, this.to)
    return (this.isFolded && this.bytes === this.#calendar ? withoutFolds(line) : line).toString('utf8')
  }

  /**
   * Where the line that `from` is in ends. Four bytes at a time: a byte of a word is a line feed or less exactly when this
   * subtraction borrows from its highest bit alone. Twice as fast as a loop over bytes, and than `indexOf` on short lines.
   * Source: Anderson, Bit Twiddling Hacks, "Determine if a word has a byte less than n".
   */
  #lineEnd(from: number): number {
    const bytes = this.#calendar
    const words = this.#words
    const end = this.#end
    let at = from
    for (; ((at - this.#aside) & 3) !== 0; at++) if (at >= end || bytes[at] === LF) return at
    let word = (at - this.#aside) >> 2
    for (const last = words.length; word < last; word++) {
      const four = words[word]!
      if (((four - PAST_LINE_FEEDS) & ~four & 0x80808080) !== 0) break
    }
    at = (word << 2) + this.#aside
    while (at < end && bytes[at] !== LF) at++
    return at < end ? at : end
  }

  /** Goes to the end of a line that is continued, and copies it without its folds where the name or the value asks for it. */
  #unfold(firstEnd: number): number {
    const bytes = this.#calendar
    const size = this.#end
    let to = firstEnd
    while (to + 1 < size && isBlank(bytes[to + 1]!)) {
      // Behind the blank, since a tab would have the rest of the line looked at byte by byte.
      to = this.#lineEnd(to + 2)
    }
    this.isFolded = true
    this.after = to + 1
    if (firstEnd - this.from > LONGEST_NAME && !isLookedAt(bytes[this.from]!, bytes[this.from + 1]!)) return to
    this.bytes = withoutFolds(bytes.subarray(this.from, to))
    this.from = 0
    return this.bytes.length
  }
}

function isBlank(byte: number): boolean {
  return byte === SPACE || byte === TAB
}

/** Does a name begin like BEGIN, END, DTSTART, RRULE, RDATE or RECURRENCE-ID? */
function isLookedAt(first: number, second: number): boolean {
  switch (String.fromCharCode(first, second).toLowerCase()) {
    case 'be':
    case 'en':
    case 'dt':
    case 'rr':
    case 'rd':
    case 're':
      return true
    default:
      return false
  }
}

/** Folds are taken out of bytes, not of text: they may stand inside a character (RFC 5545, 3.1). */
function withoutFolds(line: Uint8Array): Buffer {
  const whole = Buffer.allocUnsafe(line.length)
  let size = 0
  for (let at = 0; at < line.length; at++) {
    if (line[at] === LF) {
      at++
      if (size > 0 && whole[size - 1] === CR) size--
    } else whole[size++] = line[at]!
  }
  return whole.subarray(0, size)
}

/** Whether the line begins with `word`: names are in any case (RFC 5545, 2). */
export function beginsWith({ bytes, from, to }: Lines, word: string): boolean {
  return to - from >= word.length && isWord(bytes, from, word)
}

/** Whether `name` is the whole name of the line. */
export function isNamed(lines: Lines, name: string): boolean {
  const end = lines.from + name.length
  if (end >= lines.to) return false
  const after = lines.bytes[end]
  return (after === COLON || after === SEMICOLON) && isWord(lines.bytes, lines.from, name)
}

/** Whether `component` follows the first `skip` bytes of a BEGIN or END line; spaces may follow it. */
export function isOf({ bytes, from, to }: Lines, skip: number, component: string): boolean {
  const end = from + skip + component.length
  if (end > to || !isWord(bytes, from + skip, component)) return false
  for (let at = end; at < to; at++) if (bytes[at]! > SPACE) return false
  return true
}

/** From its end on, since names that are not meant differ there more often: DTSTAMP for DTSTART. */
function isWord(bytes: Uint8Array, from: number, word: string): boolean {
  for (let at = word.length - 1; at >= 0; at--) {
    const wanted = word.charCodeAt(at) | SPACE
    const byte = bytes[from + at]!
    // Only letters have a case.
    if ((byte | SPACE) !== wanted || (wanted < LETTER_A && byte !== wanted)) return false
  }
  return true
}
