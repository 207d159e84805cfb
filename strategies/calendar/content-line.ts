/** A property: its name in upper case, its parameters as they stand (`;TZID=Asia/Tokyo`, or nothing) and its value (RFC 5545, 3.1). */
export interface ContentLine {
  readonly name: string
  readonly parameters: string
  readonly value: string
}

/**
 * The parts of an unfolded line; undefined for one without name and value. A quoted parameter may hold `:` and `;`. Programs
 * also write them unquoted in a TZID (`TZID=tzone://Microsoft/Utc`): where `valueIsDate`, a date behind the last one is the value.
 */
export function splitLine(line: string, valueIsDate = false): ContentLine | undefined {
  const nameEnd = line.search(/[;:]/)
  if (nameEnd < 1) return undefined
  const last = valueIsDate ? line.lastIndexOf(':') : -1
  const colon = last !== -1 && DATE.test(line.slice(last + 1)) ? last : colonAfter(line, nameEnd)
  if (colon < nameEnd) return undefined
  return {
    name: line.slice(0, nameEnd).trim().toUpperCase(),
    parameters: line.slice(nameEnd, colon),
    value: line.slice(colon + 1),
  }
}

const DATE = /^\s*\d{8}/

function colonAfter(line: string, nameEnd: number): number {
  let isQuoted = false
  for (let at = nameEnd; at < line.length; at++) {
    if (line[at] === '"') isQuoted = !isQuoted
    else if (line[at] === ':' && !isQuoted) return at
  }
  // An odd quote hides the colon; the first one is the best guess left.
  return line.indexOf(':', nameEnd)
}

/** The value of parameter `name` (upper case), without its quotes. */
export function parameterOf({ parameters }: ContentLine, name: string): string | undefined {
  if (parameters === '') return undefined
  for (const [, key, quoted, plain] of parameters.matchAll(/;([^=;"]+)=(?:"([^"]*)"|([^;]*))/g))
    if (key!.trim().toUpperCase() === name) return (quoted ?? plain)!.trim()
  return undefined
}

/** TEXT without its escapes (RFC 5545, 3.3.11). */
export function unescapeText(value: string): string {
  return value.includes('\\')
    ? value.replaceAll(/\\([\\;,nN])/g, (_, escaped: string) => (escaped === 'n' || escaped === 'N' ? '\n' : escaped))
    : value
}
