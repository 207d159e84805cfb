import { join } from 'node:path'
import type { Messages } from '../../report/messages/messages.ts'
import type { ReportDocument } from '../../report/document.ts'
import { UserError } from '../../io/user-error.ts'
import { writeWhole } from '../../io/write-whole.ts'
import { makeFolders } from './make-folders.ts'
import { print } from '../../cli/print.ts'
import type { Io } from '../../cli/io.ts'
import { noticeTexts } from '../../report/messages/commands.ts'

/** Writes each chart as SVG and as PNG, in the colours of both themes; prints on standard error what was written. */
export async function writePictures(
  folder: string,
  document: ReportDocument,
  { messages: { code }, io: { stderr } }: { readonly messages: Messages; readonly io: Io },
): Promise<void> {
  const [{ drawStandalone, standaloneCharts }, { hasLetters, rasterize }] = await Promise.all([
    import('../../report/render/standalone.ts'),
    import('../../report/render/raster.ts'),
  ])
  const charts = standaloneCharts(document)
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
  if (code === 'ja' && !hasLetters('取', '確')) print(noticeTexts.noJapaneseFont, stderr)
  print(
    noticeTexts.pictures(
      folder,
      charts.map(({ id }) => id),
    ),
    stderr,
  )
}
