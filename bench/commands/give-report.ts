import { join } from 'node:path'
import type { Messages } from '../report/messages/messages.ts'
import type { ReportDocument } from '../report/document.ts'
import { drawMarkdown } from '../report/render/markdown.ts'
import { drawTerminal } from '../report/render/terminal.ts'
import { escapeControlCharacters } from '../io/escape-control-characters.ts'
import { EXIT } from '../cli/exit-code.ts'
import type { ResultFolder } from './held-folder.ts'
import { calledIn } from '../cli/called.ts'
import { openPage } from './open-page.ts'
import { writePictures } from './pictures.ts'
import { tryToWrite } from './result-files.ts'
import { asJson, tell } from '../cli/print.ts'

/** What a command reports. */
export interface Report {
  /** For report.json. */
  readonly judgement: object
  /** For all other forms. */
  readonly document: ReportDocument
  readonly messages: Messages
  /** Beside report.md and report.json in the folder. */
  readonly files: readonly string[]
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

/**
 * Writes report.md, report.json and report.html to a folder, each whole or not at all, and prints the form that is wanted, in any case. Gives
 * the exit code: of usage where a file was wanted that could not be written, that of no verdict where the folder has gone.
 */
export async function giveReport(folder: ResultFolder, report: Report, wanted: FormOptions): Promise<number> {
  const { path } = folder
  const { document, messages } = report
  const data = asJson(report.judgement)
  const markdown = drawMarkdown(document)
  const isWritten = tryToWrite(folder, { 'report.md': markdown, 'report.json': data })
  for (const warning of report.warnings) tell(`utakata: ${warning}`, process.stderr)
  if (wanted.json) process.stdout.write(data)
  else if (wanted.markdown) process.stdout.write(markdown)
  else if (wanted.quiet) tell([document.recommendation.headline, ...document.recommendation.details].join('\n'))
  else {
    const { isTTY, columns } = process.stdout
    const colour = isTTY && process.stdout.hasColors()
    console.log(`${drawTerminal(document, { width: isTTY ? columns : 100, colour })}\n`)
  }
  // Last, so that whatever becomes of it all else is given.
  const isWhole = isWritten && tryToWrite(folder, { 'report.html': await pageOf(report) })
  if (wanted.pictures !== undefined) await writePictures(wanted.pictures, document, messages)
  if (wanted.open && isWhole) await openPage(join(path, 'report.html'))
  // What was wanted is on standard output.
  if (wanted.json || wanted.markdown) return report.exitCode
  const failed = folder.whyLost?.() === undefined ? EXIT.usage : EXIT.cannotJudge
  const exitCode = report.exitCode === EXIT.done && !isWhole ? failed : report.exitCode
  if (wanted.quiet) return exitCode
  if (folder.whyLost?.() !== undefined) return exitCode
  if (!isWhole) tell(messages.next.writeReportLater(calledIn(), path), process.stderr)
  else {
    // A path stays whole, to be copied or clicked, however long it is.
    console.error(escapeControlCharacters(messages.next.reportPath(join(path, 'report.html'))))
    tell(messages.next.otherFiles(messages.beside([...report.files, 'report.md', 'report.json'])), process.stderr)
  }
  for (const command of document.next) tell(messages.next.suggestion(command), process.stderr)
  return exitCode
}

/** The report as report.html. Loaded when it is wanted: what draws takes longer to load than to draw. */
export async function pageOf({ document, judgement, messages }: Report): Promise<string> {
  const { drawHtml } = await import('../report/render/html.ts')
  return drawHtml(document, { messages, data: judgement })
}
