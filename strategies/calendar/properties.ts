import type { Buffer } from 'node:buffer'
import { type ContentLine, splitLine } from './content-line.ts'
import { MAX_LINE_BYTES, MAX_LIST_BYTES } from './limits.ts'
import { beginsWith, isNamed, Lines } from './lines.ts'
import type { Span } from './scan.ts'

const LISTS: ReadonlySet<string> = new Set(['RDATE', 'EXDATE'])
const DATES: ReadonlySet<string> = new Set(['DTSTART', 'RECURRENCE-ID', ...LISTS])

/**
 * The properties of a component that `names` (upper case) holds, which may change on the way, in order, without those of the
 * components in it. One at a time: there may be hundreds of thousands. `fail` is called for lines that are too long to be read;
 * throws for a list of dates that is.
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
    const line = readLine(lines, name)
    if (typeof line === 'object') yield line
    else if (line !== undefined) {
      if (LISTS.has(name)) throw new Error(line)
      fail(line)
    }
  }
}

/** A property, why it is not read, or undefined for a line that is none. */
function readLine(lines: Lines, name: string): ContentLine | string | undefined {
  const bytes = lines.to - lines.from
  const most = LISTS.has(name) ? MAX_LIST_BYTES : MAX_LINE_BYTES
  if (bytes > most) return `its ${name} is ${bytes} bytes long, more than ${most} are not read`
  const line = splitLine(lines.text(), DATES.has(name))
  const characters = line?.parameters.length ?? 0
  return characters > MAX_LINE_BYTES
    ? `the parameters of its ${name} are ${characters} characters long, more than ${MAX_LINE_BYTES} are not read`
    : line
}

/** Which of `names` the line has; most lines are passed over without decoding any of them. */
function nameOf(lines: Lines, names: ReadonlySet<string>): string | undefined {
  for (const name of names) if (isNamed(lines, name)) return name
  return undefined
}
