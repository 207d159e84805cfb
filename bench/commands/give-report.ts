import { join } from 'node:path'
import type { Language } from '../language/language.ts'
import type { Picture } from '../report/page/picture.ts'
import type { TerminalOptions } from '../report/terminal.ts'
import { openPage } from './open-page.ts'
import { writePictures } from './pictures.ts'
import { tryToWrite } from './result-files.ts'
import { tell } from './tell.ts'

/** A report in each of its forms. */
export interface ReportForms {
  /** For report.json. */
  readonly value: object
  /** For report.md. */
  readonly markdown: string
  readonly terminal: (options: TerminalOptions) => string
  /** For report.html. Loaded when it is wanted: what draws takes longer to load than to draw. */
  readonly page: () => Promise<string>
  /** What is drawn on it. */
  readonly pictures: () => Promise<readonly Picture[]>
  readonly language: Language
  /** What to do, in a sentence or two. */
  readonly advice: string
  /** What stands beside them in the folder. */
  readonly files: readonly string[]
  /** A command that may be wanted next. */
  readonly next?: string
  /** To be told beside it. */
  readonly warnings: readonly string[]
  readonly exitCode: 0 | 2 | 5
}

/** In which forms a report is given. */
export interface FormOptions {
  readonly json?: boolean | undefined
  readonly markdown?: boolean | undefined
  /** A folder for each picture as a file. */
  readonly pictures?: string | undefined
  /** Whether to open the page. */
  readonly open?: boolean | undefined
  /** Only what to do, in a sentence or two, and nothing beside it. */
  readonly quiet?: boolean | undefined
}

/** Writes report.md, report.json and report.html to a folder, each whole or not at all, and prints the form that is wanted, in any case. */
export async function giveReport(folder: string, report: ReportForms, wanted: FormOptions): Promise<void> {
  const data = `${JSON.stringify(report.value, undefined, 2)}\n`
  const isWritten = tryToWrite(folder, { 'report.md': report.markdown, 'report.json': data })
  for (const warning of report.warnings) console.error(`utakata: ${warning}`)
  if (wanted.json) process.stdout.write(data)
  else if (wanted.markdown) process.stdout.write(report.markdown)
  else if (wanted.quiet) tell(report.advice)
  else {
    const { isTTY, columns } = process.stdout
    const colour = isTTY && process.stdout.hasColors()
    console.log(`${report.terminal({ width: isTTY ? columns : 100, colour })}\n`)
  }
  // Last, so that whatever becomes of it all else is given.
  const isWhole = isWritten && tryToWrite(folder, { 'report.html': await report.page() })
  if (wanted.pictures !== undefined) await writePictures(wanted.pictures, await report.pictures(), report.language)
  if (wanted.open && isWhole) await openPage(join(folder, 'report.html'))
  if (wanted.quiet || wanted.json || wanted.markdown) return
  if (isWhole)
    tell(
      `Written: ${folder}/{${[...report.files, 'report.md', 'report.json', 'report.html'].join(',')}}`,
      process.stderr,
    )
  if (report.next !== undefined) tell(`Next: ${report.next}`, process.stderr)
}
