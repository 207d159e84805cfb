import type { Result } from '../../bench/judge/comparison/judgement.ts'
import { comparisonMarkdown, comparisonText } from './reports.ts'

export const WIDTHS = [60, 61, 72, 80, 100, 120, 200]

export const drawn = (result: Result, width: number) => comparisonText(result, { width })

/** As one line, so that it does not matter where lines are broken. */
export const flat = (text: string) => text.replaceAll(/\s+/g, ' ')

/** Every form in which a result is reported, with all that there is. */
export function formsOf(result: Result): string[] {
  return [...WIDTHS.map((width) => drawn(result, width)), comparisonMarkdown(result)]
}
