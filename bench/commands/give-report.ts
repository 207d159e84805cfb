import { join } from 'node:path'
import type { Language } from '../report/messages/language.ts'
import type { Sourced } from '../report/page/drawing/picture.ts'
import type { TerminalOptions } from '../report/terminal.ts'
import { escapeControlCharacters } from '../io/escape-control-characters.ts'
import { EXIT } from '../cli/exit-code.ts'
import type { ResultFolder } from './held-folder.ts'
import { calledIn } from '../cli/called.ts'
import { openPage } from './open-page.ts'
import { writePictures } from './pictures.ts'
import { tryToWrite } from './result-files.ts'
import { asJson, print, widthOf } from '../cli/print.ts'
import { type Io, pathIn } from '../cli/io.ts'
import type { Problem } from '../io/problems.ts'
import { problemText } from '../report/messages/problems.ts'

/** A report in each of its forms. */
export interface ReportForms {
  /** For report.json. */
  readonly value: object
  /** For report.md. */
  readonly markdown: string
  readonly terminal: (options: TerminalOptions) => string
  /** For report.html. Loaded when it is wanted: what draws takes longer to load than to draw. */
  readonly page: () => Promise<string>
  /** What is drawn on it, to stand alone. */
  readonly pictures: () => Promise<readonly Sourced[]>
  readonly language: Language
  /** What to do, in a sentence or two. */
  readonly advice: string
  /** What stands beside them in the folder. */
  readonly files: readonly string[]
  /** A command that may be wanted next. */
  readonly next?: string
  /** To be printed beside it. */
  readonly warnings: readonly Problem[]
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
export async function giveReport(
  folder: ResultFolder,
  report: ReportForms,
  wanted: FormOptions,
  io: Io,
): Promise<number> {
  const { path } = folder
  const { stdout, stderr } = io
  const { say, beside } = report.language
  const data = asJson(report.value)
  const isWritten = tryToWrite(folder, { 'report.md': report.markdown, 'report.json': data }, io)
  for (const warning of report.warnings) print(`utakata: ${problemText(warning)}`, stderr)
  if (wanted.json) stdout.write(data)
  else if (wanted.markdown) stdout.write(report.markdown)
  else if (wanted.quiet) print(report.advice, stdout)
  else {
    const colour = stdout.isTTY && stdout.hasColors()
    stdout.write(`${report.terminal({ width: widthOf(stdout), colour })}\n\n`)
  }
  // Last, so that whatever becomes of it all else is given.
  const isWhole = isWritten && tryToWrite(folder, { 'report.html': await report.page() }, io)
  if (wanted.pictures !== undefined)
    await writePictures(pathIn(io, wanted.pictures), await report.pictures(), report.language, io)
  if (wanted.open && isWhole) await openPage(join(path, 'report.html'), io)
  // What was wanted is on standard output.
  if (wanted.json || wanted.markdown) return report.exitCode
  const failed = folder.whyLost?.() === undefined ? EXIT.usage : EXIT.cannotJudge
  const exitCode = report.exitCode === EXIT.done && !isWhole ? failed : report.exitCode
  if (wanted.quiet) return exitCode
  if (folder.whyLost?.() !== undefined) return exitCode
  if (!isWhole) print(say`Once it can be written, ${calledIn(io.cwd)} report ${path} does so.`, stderr)
  else {
    // A path stays whole, to be copied or clicked, however long it is.
    stderr.write(`${escapeControlCharacters(say`Report: ${join(path, 'report.html')}`)}\n`)
    print(say`Beside it: ${beside([...report.files, 'report.md', 'report.json'])}`, stderr)
  }
  if (report.next !== undefined) print(say`Next: ${report.next}`, stderr)
  return exitCode
}
