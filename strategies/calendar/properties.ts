import type { Buffer } from 'node:buffer'
import { type ContentLine, splitLine } from './content-line.ts'
import { MOST_LINE_BYTES } from './limits.ts'
import { Lines } from './lines.ts'
import type { Span } from './scan.ts'

const READ: ReadonlySet<string> = new Set([
  'UID',
  'DTSTART',
  'RRULE',
  'RDATE',
  'EXDATE',
  'EXRULE',
  'RECURRENCE-ID',
  'SUMMARY',
  'STATUS',
  'SEQUENCE',
])
/** Of those, and of BEGIN and END: most lines are passed over without decoding their name. */
const INITIALS: ReadonlySet<number> = new Set('bdersu'.split('').map((letter) => letter.charCodeAt(0)))
const LISTS: ReadonlySet<string> = new Set(['RDATE', 'EXDATE'])
const DATES: ReadonlySet<string> = new Set(['DTSTART', 'RDATE', 'EXDATE', 'RECURRENCE-ID'])

/** The event's own properties that are read, without those of its alarms. */
export function propertiesOf(calendar: Buffer, { start, end }: Span, fail: (problem: string) => void): ContentLine[] {
  const properties: ContentLine[] = []
  const lines = new Lines(calendar, start, end)
  lines.next()
  let depth = 0
  while (lines.next()) {
    if (!INITIALS.has(lines.bytes[lines.from]! | 0x20)) continue
    const name = nameOf(lines)
    if (name === 'BEGIN') depth++
    else if (name === 'END') depth = Math.max(0, depth - 1)
    else if (depth === 0 && READ.has(name)) {
      const size = lines.to - lines.from
      if (size > MOST_LINE_BYTES && !LISTS.has(name)) {
        fail(`its ${name} is ${size} bytes long, more than ${MOST_LINE_BYTES} are not read`)
        continue
      }
      const line = splitLine(lines.text(), DATES.has(name))
      if (line) properties.push(line)
    }
  }
  return properties
}

const LONGEST_NAME = 20

function nameOf({ bytes, from, to }: Lines): string {
  let end = from
  const most = Math.min(to, from + LONGEST_NAME)
  while (end < most && bytes[end] !== 0x3a && bytes[end] !== 0x3b) end++
  return bytes.toString('latin1', from, end).trim().toUpperCase()
}
