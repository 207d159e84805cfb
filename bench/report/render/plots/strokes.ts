import type { Markish, RenderFunction } from '@observablehq/plot'

const SVG = 'http://www.w3.org/2000/svg'

/** From one place to another at a height, in the units of the axes; upright where both places are the same. */
export interface Stroke {
  readonly x1: number
  readonly x2: number
  readonly y1: number
  readonly y2: number
}

/** Many strokes as one element: an element for each would be five times the bytes, and a report has thousands of them. */
export function strokes(
  all: readonly Stroke[],
  {
    stroke,
    width,
    opacity = 1,
    name,
  }: { readonly stroke: string; readonly width: number; readonly opacity?: number; readonly name: string },
): Markish {
  const render: RenderFunction = (_index, scales, _values, _dimensions, context) => {
    if (all.length === 0) return null
    const x = scales.x as (value: number) => number
    const y = scales.y as (value: number) => number
    const tenths = (pixels: number) => String(Math.round(pixels * 10) / 10)
    const path = context.document.createElementNS(SVG, 'path')
    path.setAttribute(
      'd',
      all
        .map(({ x1, x2, y1, y2 }) => {
          const begin = `M${tenths(x(x1))} ${tenths(y(y1))}`
          // What is too short to be seen is drawn as short as can be.
          if (y1 === y2) return `${begin}H${tenths(Math.max(x(x2), x(x1) + 0.3))}`
          return x1 === x2 ? `${begin}V${tenths(y(y2))}` : `${begin}L${tenths(x(x2))} ${tenths(y(y2))}`
        })
        .join(''),
    )
    path.setAttribute('fill', 'none')
    path.setAttribute('stroke', stroke)
    path.setAttribute('stroke-width', String(width))
    path.setAttribute('class', name)
    if (opacity < 1) path.setAttribute('stroke-opacity', String(opacity))
    return path
  }
  return render
}
