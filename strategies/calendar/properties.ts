import type { Buffer } from 'node:buffer'
import { type ContentLine, splitLine } from './content-line.ts'
import { MOST_LINE_BYTES } from './limits.ts'
import { beginsWith, Lines } from './lines.ts'
import type { Span } from './scan.ts'

/** Lists of dates are as long as they are: what of them is not read would be told wrongly. */
const LISTS: ReadonlySet<string> = new Set(['RDATE', 'EXDATE'])
const DATES: ReadonlySet<string> = new Set(['DTSTART', 'RECURRENCE-ID', ...LISTS])

/**
 * The properties of a component that `names` (upper case) holds, which may change on the way, in order, without those of the
 * components in it. One at a time: there may be hundreds of thousands. `fail` is told of lines that are too long to be read.
 */
export function* propertiesOf(
  calendar: Buffer,
  { start, end }: Span,
  names: ReadonlySet<string>,
  fail: (problem: string) => void,
): Generator<ContentLine> {
  const lines = new Lines(calendar, start, end)
  lines.next()
  let depth = 0
  while (lines.next()) {
    if (beginsWith(lines, 'begin:')) depth++
    else if (beginsWith(lines, 'end:')) depth = Math.max(0, depth - 1)
    if (depth > 0) continue
    const name = nameOf(lines, names)
    if (name === undefined) continue
    const bytes = lines.to - lines.from
    if (bytes > MOST_LINE_BYTES && !LISTS.has(name)) {
      fail(`its ${name} is ${bytes} bytes long, more than ${MOST_LINE_BYTES} are not read`)
      continue
    }
    const line = splitLine(lines.text(), DATES.has(name))
    if (!line) continue
    const { length } = line.parameters
    if (length <= MOST_LINE_BYTES) yield line
    else fail(`the parameters of its ${name} are ${length} characters long, more than ${MOST_LINE_BYTES} are not read`)
  }
}

/** Which of `names`, upper case, the line has; most lines are passed over without decoding any of them. */
function nameOf(lines: Lines, names: ReadonlySet<string>): string | undefined {
  for (const name of names) if (isNamed(lines, name)) return name
  return undefined
}

function isNamed({ bytes, from, to }: Lines, name: string): boolean {
  const end = from + name.length
  if (end >= to || (bytes[end] !== COLON && bytes[end] !== SEMICOLON)) return false
  for (let at = 0; at < name.length; at++) {
    const upper = name.charCodeAt(at)
    if (bytes[from + at] !== upper && bytes[from + at] !== (upper | LOWER)) return false
  }
  return true
}

const COLON = 0x3a
const SEMICOLON = 0x3b
/** The bit by which small letters differ. */
const LOWER = 0x20
