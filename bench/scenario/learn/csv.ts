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
  return head
    .trim()
    .split(',')
    .map((name) => unquoted(name).toLowerCase())
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
    const values = text.split(',')
    const valueOf = (name: string) => {
      const value = unquoted(values[columns.get(name) ?? -1] ?? '')
      return value === '' ? undefined : value
    }
    const numberOf = (name: string) => {
      const value = valueOf(name)
      return value === undefined ? undefined : Number(value)
    }
    const [host, delayMs] = [valueOf('host'), numberOf('delay_ms')]
    // A last line that is cut off may end within a number.
    if (!isWhole || values.length < columns.size || host === undefined || delayMs === undefined) {
      into.leaveOut('torn', number)
      continue
    }
    const [bytes, bodyMs, connectMs] = [numberOf('bytes'), numberOf('body_ms'), numberOf('connect_ms')]
    into.add({ host, delayMs, bytes, bodyMs, connectMs, status: numberOf('status') ?? OK }, number)
  }
}

const OK = 200

function unquoted(value: string): string {
  const trimmed = value.trim()
  return trimmed.startsWith('"') && trimmed.endsWith('"') ? trimmed.slice(1, -1) : trimmed
}
