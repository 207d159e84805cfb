import type { Result } from '../../bench/judge/comparison/judgement.ts'
import { comparisonDocument } from '../../bench/report/documents/comparison.ts'
import { ENGLISH } from '../../bench/report/messages/en.ts'
import { drawMarkdown } from '../../bench/report/render/markdown.ts'
import { drawTerminal } from '../../bench/report/render/terminal.ts'
import { comparisonText } from './reports.ts'

export const WIDTHS = [60, 61, 72, 80, 100, 120, 200]

export const drawn = (result: Result, width: number) => comparisonText(result, { width, colour: false })

/** As one line, so that it does not matter where lines are broken. */
export const flat = (text: string) => text.replaceAll(/\s+/g, ' ')

/** Every form in which a result is reported. */
export function formsOf(result: Result): string[] {
  const document = comparisonDocument({ results: [result] }, ENGLISH)
  return [...WIDTHS.map((width) => drawTerminal(document, { width, colour: false })), drawMarkdown(document)]
}
