import { unescapeText } from '../../strategies/calendar/content-line.ts'
import { propertiesOf } from '../../strategies/calendar/properties.ts'
import type { Span } from '../../strategies/calendar/scan.ts'

type IsMeant = (event: Span) => boolean

/**
 * What a word may mean, the surest first: a line in an event; else a UID; else part of a title, in any case. Nothing is
 * parsed for it, so that events that cannot be read are found too.
 */
export function meaningsOf(word: string, body: Buffer): readonly IsMeant[] {
  const [, line] = /^line\s*(\d+)$/i.exec(word.trim()) ?? []
  if (line !== undefined) {
    const offset = offsetOfLine(body, Number(line))
    return [({ start, end }) => start <= offset && offset < end]
  }
  const title = word.toLowerCase()
  return [
    (event) => textOf('UID', event, body) === word,
    (event) => textOf('SUMMARY', event, body).toLowerCase().includes(title),
  ]
}

function textOf(name: string, event: Span, body: Buffer): string {
  for (const { value } of propertiesOf(body, event, new Set([name]), () => {})) return unescapeText(value)
  return ''
}

/** Where a line begins; the end of the body for one that is not there. */
function offsetOfLine(body: Buffer, line: number): number {
  let offset = 0
  for (let at = 1; at < line && offset < body.length; at++) {
    const end = body.indexOf(10, offset)
    offset = end === -1 ? body.length : end + 1
  }
  return offset
}
