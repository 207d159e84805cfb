import type { Markish, RenderFunction } from '@observablehq/plot'
import { inCss } from '../../palette.ts'
import { widthOf } from '../../table.ts'

const SVG = 'http://www.w3.org/2000/svg'

/** About how wide a letter is, and how high a plate, in pixels. */
const COLUMN = 7.5
const HEIGHT = 18

/** A text, and in the units of the axes where its middle is, or where it begins. */
export interface Plate {
  readonly text: string
  readonly x: number
  readonly y: number
}

/** Behind texts, and upon the lines of the axes: no line of these runs through a text. `anchor`: which part of the text is at `x`; `dx`: to the right of it, in pixels. */
export function plates(
  all: readonly Plate[],
  { anchor, dx = 0 }: { readonly anchor: 'start' | 'middle'; readonly dx?: number },
): Markish {
  const render: RenderFunction = (_index, scales, _values, _dimensions, context) => {
    const x = scales.x as (value: number) => number
    const y = scales.y as (value: number) => number
    const group = context.document.createElementNS(SVG, 'g')
    group.setAttribute('class', 'plates')
    group.setAttribute('fill', inCss('page'))
    for (const { text, x: at, y: middle } of all) {
      const width = widthOf(text) * COLUMN + 4
      const left = x(at) + dx - (anchor === 'middle' ? width / 2 : 2)
      const plate = context.document.createElementNS(SVG, 'rect')
      for (const [name, value] of Object.entries({ x: left, y: y(middle) - HEIGHT / 2, width, height: HEIGHT }))
        plate.setAttribute(name, String(value))
      group.append(plate)
    }
    return group
  }
  return render
}
