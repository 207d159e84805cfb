import { fileURLToPath } from 'node:url'
import { Resvg } from '@resvg/resvg-js'

/** Where a machine has none of its own: a picture without letters would look as if it had none. */
const FONTS = [
  import.meta.resolve('dejavu-fonts-ttf/ttf/DejaVuSans.ttf'),
  import.meta.resolve('dejavu-fonts-ttf/ttf/DejaVuSans-Bold.ttf'),
].map((address) => fileURLToPath(address))

const FONT = {
  fontFiles: FONTS,
  loadSystemFonts: true,
  defaultFontFamily: 'DejaVu Sans',
  sansSerifFamily: 'DejaVu Sans',
}

/** Pixels for each of the drawing's: sharp on the screens that people show things on. */
const ZOOM = 2

/** A drawing as PNG. */
export function rasterize(svg: string): Buffer {
  return new Resvg(svg, { fitTo: { mode: 'zoom', value: ZOOM }, font: FONT }).render().asPng()
}

/** Whether letters such as these can be drawn: where no font has them, two that differ come out the same. */
export function hasLetters(one: string, other: string): boolean {
  const drawn = [one, other].map((letter) =>
    rasterize(
      `<svg xmlns="http://www.w3.org/2000/svg" width="40" height="40"><text x="5" y="30" font-size="24">${letter}</text></svg>`,
    ),
  )
  return !drawn[0]!.equals(drawn[1]!)
}
