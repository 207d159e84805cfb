import { axisY, type Markish, type PlotOptions, rect, text } from '@observablehq/plot'
import { inCss } from '../../palette.ts'
import { shortNames } from '../../short-names.ts'
import { widthOf } from '../../table.ts'
import { isNarrow } from './room.ts'

/** A picture of rows, each with a name: where these stand, and what that leaves. */
export interface Rows {
  /** In units of a row, from its upper edge: what belongs to a row lies around this. */
  readonly middle: number
  readonly options: Pick<
    PlotOptions,
    'width' | 'height' | 'marginLeft' | 'marginRight' | 'marginTop' | 'marginBottom' | 'y'
  >
  readonly marks: readonly Markish[]
  /** To be drawn upon the axis: no line of it runs through a name that stands above its row. */
  readonly behindNames: readonly Markish[]
  /** The same of the second line above a row, where there is one. */
  readonly second: number
  /** Pixels between the margins. */
  readonly inner: number
}

/** About how wide a letter of a name is, in pixels, and a third of which names are longer is left out of them. */
const COLUMN = 7
const MAX_COLUMNS = 90

/** Of text, in pixels. */
const LINE = 16

export interface RowsOptions {
  readonly rowHeight: number
  readonly marginRight?: number
  /** How many lines of text stand above a row where names do: the name is the first. */
  readonly lines?: number
}

const MARGINS = { top: 8, bottom: 38 }

/** Names stand to the left of their rows, or above them where there is little room. */
export function rowsOf(
  names: readonly string[],
  width: number,
  { rowHeight, marginRight = 14, lines = 1 }: RowsOptions,
): Rows {
  const narrow = isNarrow(width)
  const height = narrow ? rowHeight + LINE * lines : rowHeight
  const short = shortNames(names, MAX_COLUMNS)
  const shown = names.map((name) => short.get(name)!)
  const marginLeft = narrow ? 12 : 20 + Math.max(...shown.map((name) => widthOf(name) * COLUMN))
  const middle = narrow ? 1 - rowHeight / 2 / height : 0.5
  return {
    middle,
    second: (1.5 * LINE) / height,
    options: {
      width,
      height: MARGINS.top + MARGINS.bottom + height * names.length,
      marginLeft,
      marginRight,
      marginTop: MARGINS.top,
      marginBottom: MARGINS.bottom,
      y: { domain: [0, names.length], range: [MARGINS.top, MARGINS.top + height * names.length], axis: null },
    },
    marks: narrow
      ? [
          text(shown, {
            y: (_, index: number) => index + (0.55 * LINE) / height,
            text: (name: string) => name,
            frameAnchor: 'left',
            textAnchor: 'start',
            fontWeight: 600,
            fontSize: 12,
          }),
        ]
      : [
          axisY(
            shown.map((_, index) => index + middle),
            { tickSize: 0, tickFormat: (_: number, index: number) => shown[index]!, fontSize: 12, label: null },
          ),
        ],
    behindNames: narrow
      ? [
          rect(shown, {
            y1: (_, index: number) => index,
            y2: (_, index: number) => index + (LINE * lines) / height,
            fill: inCss('page'),
          }),
        ]
      : [],
    inner: width - marginLeft - marginRight,
  }
}
