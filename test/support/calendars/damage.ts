import * as fc from 'fast-check'
import { bytesOf, inBytes } from './layout.ts'

export interface Damage {
  readonly kind: 'replace' | 'delete' | 'insert' | 'double' | 'swap' | 'drop' | 'case' | 'colon' | 'cut'
  /** Which line, out of any number, and where in it. */
  readonly line: number
  readonly column: number
  readonly text: string
}

/** What stands in calendars, and what confuses readers of them. */
const SCRAPS = [
  ':',
  ';',
  '=',
  ',',
  '"',
  '\\',
  ' ',
  '\t',
  '\r',
  '\n',
  '\r\n',
  '\r\n ',
  '\n\t',
  '\0',
  '\u001A',
  '\u001B',
  '\f',
  '\u00A0',
  '\u00EF\u00BB\u00BF',
  '\u00FF',
  '\u2028',
  '0',
  '9',
  'Z',
  'T',
  '-',
  '+',
  ';X=1',
  ';VALUE=DATE',
  ';TZID=Asia/Tokyo',
  '\r\nBEGIN:VEVENT\r\n',
  '\r\nEND:VEVENT\r\n',
  '\r\nBEGIN:VALARM\r\n',
  '\r\nEND:VALARM\r\n',
  '\r\nEND :VALARM\r\n',
  '\r\nEND:VCALENDAR\r\n',
  '\r\nBEGIN:VCALENDAR\r\n',
  '\r\nBEGIN:VTIMEZONE\r\n',
  '\r\nEND:VTIMEZONE\r\n',
  '\r\nUID:1@feeds.example\r\n',
  '\r\nRRULE:FREQ=DAILY\r\n',
  '\r\nDTSTART:20260515T000000Z\r\n',
  '\r\nRDATE:20260515T000000Z\r\n',
  '\r\nEXDATE:20260515\r\n',
  '\r\nRECURRENCE-ID:20260515T000000Z\r\n',
  ';RANGE=THISANDFUTURE',
]

export const damages: fc.Arbitrary<readonly Damage[]> = fc.array(
  fc.record({
    kind: fc.constantFrom('replace', 'delete', 'insert', 'insert', 'double', 'swap', 'drop', 'case', 'colon', 'cut'),
    line: fc.nat(499),
    column: fc.oneof(fc.nat(15), fc.nat(80)),
    text: fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...SCRAPS) }, fc.string({ maxLength: 4 })),
  }),
  { minLength: 1, maxLength: 8 },
)

/** The calendar after each damage in turn. */
export function damaged(calendar: Uint8Array, damages: readonly Damage[]): Uint8Array {
  let lines = Buffer.from(calendar).toString('latin1').split('\n')
  for (const { kind, line, column, text } of damages) {
    const at = line % lines.length
    const old = lines[at]!
    const to = Math.min(old.length, column)
    // Bytes where it can be, so that some are no UTF-8.
    const scrap = /^[^\u0100-\uFFFF]*$/.test(text) ? text : inBytes(text)
    if (kind === 'replace') lines[at] = `${old.slice(0, to)}${scrap}${old.slice(to + 1)}`
    else if (kind === 'delete') lines[at] = `${old.slice(0, to)}${old.slice(to + 1 + scrap.length)}`
    else if (kind === 'insert') lines[at] = `${old.slice(0, to)}${scrap}${old.slice(to)}`
    else if (kind === 'double') lines.splice(at, 0, old)
    else if (kind === 'drop') lines.splice(at, 1)
    else if (kind === 'swap') lines.splice((line * 7 + column) % lines.length, 0, ...lines.splice(at, 1))
    else if (kind === 'case') lines[at] = line % 2 === 0 ? old.toLowerCase() : old.toUpperCase()
    else if (kind === 'colon') lines[at] = old.replace(/(?=[;:])/, () => scrap)
    // Seldom, since little is left of a calendar that was cut.
    else if (column === 7) lines.length = at + 1
    lines = lines.length === 0 ? [''] : lines
  }
  return bytesOf(lines.join('\n'))
}
