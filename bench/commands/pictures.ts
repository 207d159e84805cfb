import { join } from 'node:path'
import type { Language } from '../report/messages/language.ts'
import type { Sourced } from '../report/page/drawing/picture.ts'
import { UserError } from '../io/user-error.ts'
import { writeWhole } from '../io/write-whole.ts'
import { makeFolders } from './make-folders.ts'
import { print } from '../cli/print.ts'
import type { Io } from '../cli/io.ts'
import { noticeTexts } from '../report/messages/commands.ts'

/** Writes each picture as SVG and as PNG, in the colours of both themes; prints on standard error what was written. */
export async function writePictures(
  folder: string,
  pictures: readonly Sourced[],
  { code }: Language,
  { stderr }: Io,
): Promise<void> {
  const [{ drawStandalone }, { hasLetters, rasterize }] = await Promise.all([
    import('../report/page/standalone.ts'),
    import('../report/page/raster.ts'),
  ])
  try {
    makeFolders(folder)
    for (const picture of pictures) {
      for (const [theme, suffix] of [
        ['light', ''],
        ['dark', '-dark'],
      ] as const) {
        const svg = drawStandalone(picture, theme)
        writeWhole(join(folder, `${picture.id}${suffix}.svg`), svg)
        writeWhole(join(folder, `${picture.id}${suffix}.png`), rasterize(svg))
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
      pictures.map(({ id }) => id),
    ),
    stderr,
  )
}
