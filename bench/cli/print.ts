import { escapeControlCharacters, escapeJson } from '../io/escape-control-characters.ts'
import { wrap } from '../report/table.ts'
import type { Output } from './io.ts'

/**
 * Prints text, line by line; on a terminal lines are broken at words, and what follows is set in. Whatever a name in it holds, nothing but
 * visible characters and the tabs between columns is printed.
 */
export function print(text: string, output: Pick<Output, 'isTTY' | 'columns' | 'write'>): void {
  const width = output.columns || 80
  for (const line of text.split('\n')) {
    const shown = line.split('\t').map(escapeControlCharacters).join('\t')
    const [margin] = /^ */.exec(shown)!
    const lines = output.isTTY
      ? wrap(shown.slice(margin.length), width - margin.length).map((part) => margin + part)
      : [shown]
    for (const part of lines) output.write(`${part}\n`)
  }
}

/** Prints a value as JSON. What a terminal would obey is escaped in it: to a program it is the same. */
export function printJson(value: unknown, output: Pick<Output, 'write'>): void {
  output.write(asJson(value))
}

/** A value as a file of JSON, in which everything is visible. */
export function asJson(value: unknown): string {
  return `${escapeJson(JSON.stringify(value, undefined, 2))}\n`
}

/** How wide what is drawn may be: as the terminal, and elsewhere as nobody minds. */
export function widthOf({ isTTY, columns }: Pick<Output, 'isTTY' | 'columns'>, elsewhere = 100): number {
  return isTTY ? columns : elsewhere
}
