import { linesOf } from '../../io/read-file.ts'
import type { Observations, SourceExchange } from './observations.ts'

/** Far more than a million lines have. */
const MAX_BYTES = 2_000_000_000
const MAX_LINE_BYTES = 10_000

/** The columns that are known, by the name of each in the first line. */
const COLUMNS = {
  host: 'host',
  delay_ms: 'delayMs',
  bytes: 'bytes',
  status: 'status',
  connect_ms: 'connectMs',
  body_ms: 'bodyMs',
} as const

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

/** Reads `host,delay_ms,bytes`, in any order and with others beside them: an answer of 200 is meant where there is no status. */
export function readCsv(file: string, into: Observations): void {
  let columns: (keyof SourceExchange | undefined)[] = []
  for (const { text, number, isWhole } of linesOf(file, { mostBytes: MAX_BYTES, mostLineBytes: MAX_LINE_BYTES })) {
    if (number === 1) {
      columns = namesIn(text).map((name) => COLUMNS[name as keyof typeof COLUMNS])
      continue
    }
    if (text.trim() === '') continue
    const values = text.trim().split(',').map(unquoted)
    // A last line that is cut off may end within a number.
    if (!isWhole || values.length < columns.length) {
      into.leaveOut('torn', number)
      continue
    }
    const given = Object.fromEntries(
      columns.flatMap((column, at) => (column === undefined || values[at] === '' ? [] : [[column, values[at]!]])),
    ) as Partial<Record<keyof SourceExchange, string>>
    const { host, status = '200', ...numbers } = given
    if (host === undefined || numbers.delayMs === undefined) {
      into.leaveOut('torn', number)
      continue
    }
    const measured = Object.fromEntries(Object.entries(numbers).map(([key, value]) => [key, Number(value)]))
    into.add({ host, status: Number(status), ...measured } as unknown as SourceExchange, number)
  }
}

function unquoted(value: string): string {
  return value.trim().replace(/^"(.*)"$/, '$1')
}
