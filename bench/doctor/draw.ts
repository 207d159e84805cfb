import { styleText } from 'node:util'
import { layOut, wrap } from '../report/table.ts'
import type { Finding, Mark } from './finding.ts'

export interface DrawOptions {
  /** Columns; at least 60 are used. */
  readonly width: number
  readonly colour: boolean
}

const COLOUR = { ok: 'green', look: 'yellow', bad: 'red' } as const satisfies Readonly<Record<Mark, string>>
const ADVICE = '→ '

/** The findings as a table for a terminal: the mark, of what, what was found, and below it what to do. */
export function drawFindings(findings: readonly Finding[], { width, colour }: DrawOptions): string[] {
  const heads = layOut(findings.map(({ mark, of }) => [mark, of, '|']))
  const left = heads[0]!.length - 1
  return findings.flatMap((finding, row) => {
    const lines = wrap(finding.found, Math.max(60, width) - left, '')
    const advice = finding.mark === 'ok' ? [] : wrap(ADVICE + finding.advice, Math.max(60, width) - left)
    const { mark } = finding
    const head = heads[row]!.slice(mark.length, left)
    const painted = colour ? styleText(COLOUR[mark], mark, { validateStream: false }) : mark
    return [...lines, ...advice].map((line, index) => (index === 0 ? painted + head : ' '.repeat(left)) + line)
  })
}
