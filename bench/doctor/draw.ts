import { styleText } from 'node:util'
import type { Finding, Mark } from '../io/findings.ts'
import { type FindingText, findingText } from '../report/messages/findings.ts'
import { layOut, wrap } from '../report/table.ts'

interface DrawOptions {
  /** Columns; at least 60 are used. */
  readonly width: number
  readonly colour: boolean
}

const COLOUR = { ok: 'green', look: 'yellow', bad: 'red' } as const satisfies Readonly<Record<Mark, string>>
const ADVICE = '→ '

/** The findings as people read them. */
export function textsOf(findings: readonly Finding[]): FindingText[] {
  return findings.map((finding) => findingText(finding))
}

/** The findings as a table for a terminal: the mark, of what, what was found, and below it what to do. */
export function drawFindings(findings: readonly FindingText[], { width, colour }: DrawOptions): string[] {
  const heads = layOut(findings.map(({ mark, of }) => [mark, of, '|']))
  const left = heads[0]!.length - 1
  return findings.flatMap((finding, row) => {
    const lines = wrap(finding.found, Math.max(60, width) - left, '')
    const advice = finding.advice === undefined ? [] : wrap(ADVICE + finding.advice, Math.max(60, width) - left)
    const { mark } = finding
    const head = heads[row]!.slice(mark.length, left)
    const painted = colour ? styleText(COLOUR[mark], mark, { validateStream: false }) : mark
    return [...lines, ...advice].map((line, index) => (index === 0 ? painted + head : ' '.repeat(left)) + line)
  })
}
