import { join } from 'node:path'
import type { Messages } from '../../report/messages/messages.ts'
import type { ReportDocument } from '../../report/document.ts'
import { drawMarkdown } from '../../report/render/markdown.ts'
import { drawTerminal } from '../../report/render/terminal.ts'
import { escapeControlCharacters } from '../../io/escape-control-characters.ts'
import { EXIT } from '../../cli/exit-code.ts'
import type { ResultFolder } from './held-folder.ts'
import { calledIn } from '../../cli/called.ts'
import { openPage } from './open-page.ts'
import { tryToWrite } from './result-files.ts'
import { requirePackages } from '../../cli/optional-packages.ts'
import { asJson, print, widthOf } from '../../cli/print.ts'
import { type Io, pathIn } from '../../cli/io.ts'
import type { Problem } from '../../io/problems.ts'
import { problemText } from '../../report/messages/problems.ts'
import { UserError } from '../../io/user-error.ts'
import { writeWhole } from '../../io/write-whole.ts'
import { makeFolders } from './make-folders.ts'
import { noticeTexts } from '../../report/messages/commands.ts'

/** What a command reports. */
export interface Report {
  /** For report.json. */
  readonly judgement: object
  /** For all other forms. */
  readonly document: ReportDocument
  readonly messages: Messages
  /** Beside report.md and report.json in the folder. */
  readonly files: readonly string[]
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
  /** Everything, and not only what matters most. */
  readonly verbose?: boolean | undefined
}

/**
 * Writes report.md, report.json and report.html to a folder, each whole or not at all, and prints the form that is wanted, in any case. Gives
 * the exit code: of usage where a file was wanted that could not be written, that of no verdict where the folder has gone.
 */
export async function giveReport(folder: ResultFolder, report: Report, wanted: FormOptions, io: Io): Promise<number> {
  const { path } = folder
  const { stdout, stderr } = io
  const { document, messages } = report
  const data = asJson(report.judgement)
  const markdown = drawMarkdown(document, messages)
  const isWritten = tryToWrite(folder, { 'report.md': markdown, 'report.json': data }, io)
  for (const warning of report.warnings) print(`utakata: ${problemText(warning)}`, stderr)
  if (wanted.json) stdout.write(data)
  else if (wanted.markdown) stdout.write(markdown)
  else if (wanted.quiet) print(recommendationLines(document).join('\n'), stdout)
  else {
    const colour = stdout.isTTY && stdout.hasColors()
    const isFull = wanted.verbose ?? false
    stdout.write(`${drawTerminal(document, { width: widthOf(stdout), colour, messages, isFull })}\n\n`)
  }
  // Last, so that whatever becomes of it all else is given.
  const isWhole = isWritten && tryToWrite(folder, { 'report.html': await pageOf(report) }, io)
  if (wanted.pictures !== undefined) await writePictures(pathIn(io, wanted.pictures), document, { messages, io })
  if (wanted.open && isWhole) await openPage(join(path, 'report.html'), io)
  // What was wanted is on standard output.
  if (wanted.json || wanted.markdown) return report.exitCode
  const failed = folder.whyLost?.() === undefined ? EXIT.usage : EXIT.cannotJudge
  const exitCode = report.exitCode === EXIT.done && !isWhole ? failed : report.exitCode
  if (wanted.quiet) return exitCode
  if (folder.whyLost?.() !== undefined) return exitCode
  if (!isWhole) print(messages.next.writeReportLater(calledIn(io.cwd), path), stderr)
  else {
    // A path stays whole, to be copied or clicked, however long it is.
    stderr.write(`${escapeControlCharacters(messages.next.reportPath(join(path, 'report.html')))}\n`)
    print(`        ${messages.next.reportHint}`, stderr)
    if (wanted.verbose)
      print(messages.next.otherFiles(messages.beside([...report.files, 'report.md', 'report.json'])), stderr)
  }
  for (const command of document.next) print(messages.next.suggestion(command), stderr)
  return exitCode
}

/** The report as report.html. Loaded when it is wanted: what draws takes longer to load than to draw. */
export async function pageOf({ document, judgement, messages }: Report): Promise<string> {
  const { drawHtml } = await import('../../report/render/html.ts')
  return drawHtml(document, { messages, data: judgement })
}

/** What to do, and what else has to be known for it. */
function recommendationLines({ recommendation: { headline, details } }: ReportDocument): string[] {
  return [headline, ...details.map((detail) => `  ${detail}`)]
}

/** Writes each chart as SVG and as PNG, in the colours of both themes; prints on standard error what was written. */
async function writePictures(
  folder: string,
  document: ReportDocument,
  { messages, io: { stderr } }: { readonly messages: Messages; readonly io: Io },
): Promise<void> {
  requirePackages('pictures')
  const [{ drawStandalone, standaloneCharts }, { hasLetters, rasterize }] = await Promise.all([
    import('../../report/render/standalone.ts'),
    import('../../report/render/raster.ts'),
  ])
  const charts = standaloneCharts(document, messages)
  try {
    makeFolders(folder)
    for (const chart of charts) {
      for (const [theme, suffix] of [
        ['light', ''],
        ['dark', '-dark'],
      ] as const) {
        const svg = drawStandalone(chart, theme)
        writeWhole(join(folder, `${chart.id}${suffix}.svg`), svg)
        writeWhole(join(folder, `${chart.id}${suffix}.png`), rasterize(svg))
      }
    }
  } catch (error) {
    const { code: why } = error as NodeJS.ErrnoException
    if (why === undefined) throw error
    throw new UserError('pictures-unwritable', { folder, system: why }, { cause: error })
  }
  if (messages.code === 'ja' && !hasLetters('取', '確')) print(noticeTexts.noJapaneseFont, stderr)
  print(
    noticeTexts.pictures(
      folder,
      charts.map(({ id }) => id),
    ),
    stderr,
  )
}
