import type { TerminalOptions } from '../report/terminal.ts'
import { tryToWrite } from './result-files.ts'
import { tell } from './tell.ts'

/** A report in each of its forms. */
export interface ReportForms {
  /** For report.json. */
  readonly value: object
  /** For report.md. */
  readonly markdown: string
  readonly terminal: (options: TerminalOptions) => string
  /** What stands beside the two in the folder. */
  readonly files: readonly string[]
  /** A command that may be wanted next. */
  readonly next?: string
}

export interface ReportWanted {
  /** Told beside it. */
  readonly warnings?: readonly string[]
  readonly json?: boolean | undefined
  readonly markdown?: boolean | undefined
}

/** Writes report.md and report.json to a folder, whole or not at all, and prints the form that is wanted, in any case. */
export function giveReport(folder: string, report: ReportForms, wanted: ReportWanted): void {
  const data = `${JSON.stringify(report.value, undefined, 2)}\n`
  const isWritten = tryToWrite(folder, { 'report.md': report.markdown, 'report.json': data })
  for (const warning of wanted.warnings ?? []) console.error(`utakata: ${warning}`)
  if (wanted.json) process.stdout.write(data)
  else if (wanted.markdown) process.stdout.write(report.markdown)
  else {
    const { isTTY, columns } = process.stdout
    const colour = isTTY && process.stdout.hasColors()
    console.log(`${report.terminal({ width: isTTY ? columns : 100, colour })}\n`)
    if (isWritten) tell(`Written: ${folder}/{${[...report.files, 'report.md', 'report.json'].join(',')}}`)
    if (report.next !== undefined) tell(`Next: ${report.next}`)
  }
}
