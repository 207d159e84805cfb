import type { WriteStream } from 'node:tty'
import { escapeControlCharacters, escapeJson } from '../io/escape-control-characters.ts'
import { wrap } from '../report/table.ts'

/**
 * Prints text, line by line; on a terminal lines are broken at words, and what follows is set in. Whatever a name in it holds, nothing but
 * visible characters and the tabs between columns is printed.
 */
export function tell(text: string, stream: WriteStream = process.stdout): void {
  // 0 of a terminal that does not know how wide it is.
  const width = stream.columns || 80
  for (const line of text.split('\n')) {
    const shown = line.split('\t').map(escapeControlCharacters).join('\t')
    const [margin] = /^ */.exec(shown)!
    const lines = stream.isTTY
      ? wrap(shown.slice(margin.length), width - margin.length).map((part) => margin + part)
      : [shown]
    for (const part of lines) stream.write(`${part}\n`)
  }
}

/** Prints a value as JSON. What a terminal would obey is escaped in it: to a program it is the same. */
export function tellJson(value: unknown): void {
  process.stdout.write(asJson(value))
}

/** A value as a file of JSON, in which everything is visible. */
export function asJson(value: unknown): string {
  return `${escapeJson(JSON.stringify(value, undefined, 2))}\n`
}
