import type { WriteStream } from 'node:tty'
import { wrap } from '../report/table.ts'

/** Prints a line; on a terminal it is broken at words, and what follows is set in. */
export function tell(line: string, stream: WriteStream = process.stdout): void {
  const [margin] = /^ */.exec(line)!
  const lines = stream.isTTY
    ? wrap(line.slice(margin.length), stream.columns - margin.length).map((part) => margin + part)
    : [line]
  for (const part of lines) stream.write(`${part}\n`)
}
