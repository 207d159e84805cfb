import { linesOf } from '../../io/read-file.ts'
import type { Observations } from './observations.ts'

/** Far more than a million lines have. */
const MAX_BYTES = 2_000_000_000
const MAX_LINE_BYTES = 10_000

/** Whether the first line of a text is the head of such a file. */
export function isCsv(head: string): boolean {
  const names = namesIn(head)
  return names.includes('host') && names.includes('delay_ms')
}

function namesIn(head: string): string[] {
  return valuesIn(head.trim()).map((name) => name.trim().toLowerCase())
}

/**
 * Reads `host,delay_ms,bytes`, and `status`, `connect_ms` and `body_ms`, in any order and with others beside them; an answer of 200 is meant where there
 * is no status.
 */
export function readCsv(file: string, into: Observations): void {
  let columns = new Map<string, number>()
  for (const { text, number, isWhole } of linesOf(file, { mostBytes: MAX_BYTES, mostLineBytes: MAX_LINE_BYTES })) {
    if (number === 1) {
      columns = new Map(namesIn(text).map((name, at) => [name, at]))
      continue
    }
    if (text.trim() === '') continue
    const values = valuesIn(text)
    const valueOf = (name: string) => {
      const value = (values[columns.get(name) ?? -1] ?? '').trim()
      return value === '' ? undefined : value
    }
    const numberOf = (name: string) => {
      const value = valueOf(name)
      return value === undefined ? undefined : Number(value)
    }
    const [host, delayMs] = [valueOf('host'), numberOf('delay_ms')]
    // A last line that is cut off may end within a number.
    if (!isWhole || values.length !== columns.size || host === undefined || delayMs === undefined) {
      into.leaveOut('torn', number)
      continue
    }
    const [bytes, bodyMs, connectMs] = [numberOf('bytes'), numberOf('body_ms'), numberOf('connect_ms')]
    into.add({ host, delayMs, bytes, bodyMs, connectMs, status: numberOf('status') ?? OK }, number)
  }
}

const OK = 200

/** A value in quotes may hold commas, and quotes that are doubled. Source: RFC 4180. */
const VALUE = /\s*(?:"((?:[^"]|"")*)"\s*|((?!")[^,]*))(?:,|$)/y

function valuesIn(line: string): string[] {
  if (!line.includes('"')) return line.split(',')
  const values: string[] = []
  VALUE.lastIndex = 0
  // One more than there are commas outside of quotes.
  for (let hasMore = true; hasMore;) {
    const match = VALUE.exec(line)
    // A quote that nothing closes: no line of its columns.
    if (!match) return []
    const [whole, quoted, plain = ''] = match
    values.push(quoted === undefined ? plain : quoted.replaceAll('""', '"'))
    hasMore = whole.endsWith(',')
  }
  return values
}
