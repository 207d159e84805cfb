import * as fc from 'fast-check'
import { ZONES } from './clocks.ts'
import type { Parts } from './events.ts'

const HEAD = ['BEGIN:VCALENDAR', 'VERSION:2.0', 'X-WR-CALNAME:Generated', 'PRODID:-//utakata//test//EN']

/** As a program would write it, the zones first. */
export function written({ zones, components }: Parts): Uint8Array {
  return bytesOf([...HEAD, ...zones.flat(), ...components.flat(), 'END:VCALENDAR', ''].map(inBytes).join('\r\n'))
}

/** Text as a string with one character for each of its bytes, which can be cut anywhere. */
export function inBytes(text: string): string {
  return Buffer.from(text, 'utf8').toString('latin1')
}

export function bytesOf(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text, 'latin1'))
}

/** Another way to write the same calendar. */
export interface Layout {
  readonly lineEnd: '\r\n' | '\n'
  /** Before which component each zone stands. */
  readonly zonesAt: readonly number[]
  /** Names: as they are, in lower case, in mixed case. */
  readonly nameCase: 'upper' | 'lower' | 'mixed'
  /** After BEGIN and END lines. */
  readonly trailing: '' | ' ' | '\t '
  /** Of every other UID, which does not make it another. */
  readonly uidParameter: '' | ';X-A="b:c"'
  /** Which line, where in it, and by what it is continued; `column` 0 leaves an empty line before. */
  readonly folds: readonly { readonly line: number; readonly column: number; readonly blank: ' ' | '\t' }[]
}

export const layouts: fc.Arbitrary<Layout> = fc.record({
  lineEnd: fc.constantFrom('\r\n', '\n'),
  zonesAt: fc.array(fc.nat(9), { minLength: ZONES.length, maxLength: ZONES.length }),
  nameCase: fc.constantFrom('upper', 'lower', 'mixed'),
  trailing: fc.constantFrom('', '', ' ', '\t '),
  uidParameter: fc.constantFrom('', ';X-A="b:c"'),
  folds: fc.array(
    fc.record({
      line: fc.nat(199),
      column: fc.oneof(fc.nat(14), fc.nat(90)),
      blank: fc.constantFrom(' ', '\t'),
    }),
    { maxLength: 40 },
  ),
})

/** The same calendar in another layout, which must not change what it means. */
export function laidOut({ zones, components }: Parts, layout: Layout): Uint8Array {
  const { lineEnd, zonesAt, uidParameter, folds } = layout
  const before = (at: number) => zones.filter((_, zone) => zonesAt[zone]! % (components.length + 1) === at).flat()
  const lines = [
    ...HEAD,
    ...components.flatMap((component, at) => [...before(at), ...component]),
    ...before(components.length),
    'END:VCALENDAR',
  ].map((line, at) => inBytes(named(at % 2 === 0 ? line.replace(/^UID(?=:)/, `UID${uidParameter}`) : line, layout)))
  for (const { line, column, blank } of folds) {
    const at = line % lines.length
    const whole = lines[at]!
    // There is no line before the first that an empty one could follow.
    const to = Math.max(at === 0 ? 1 : 0, Math.min(whole.length, column))
    const isInBreak = to > 0 && /[\r\n]/.test(whole.slice(to - 1, to + 1))
    if (!isInBreak) lines[at] = `${whole.slice(0, to)}${lineEnd}${blank}${whole.slice(to)}`
  }
  return bytesOf(`${lines.join(lineEnd)}${lineEnd}`)
}

function named(line: string, { nameCase, trailing }: Layout): string {
  const nameEnd = line.search(/[;:]/)
  const name = line.slice(0, nameEnd)
  const isLower = (at: number) => nameCase === 'lower' || (nameCase === 'mixed' && at % 2 === 1)
  const letters = Array.from(name, (letter, at) => (isLower(at) ? letter.toLowerCase() : letter))
  return `${letters.join('')}${line.slice(nameEnd)}${name === 'BEGIN' || name === 'END' ? trailing : ''}`
}
