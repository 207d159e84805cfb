import type { Markish, RenderFunction } from '@observablehq/plot'

const SVG = 'http://www.w3.org/2000/svg'

/** A stretch of an area that has the same height throughout, in the units of the axes. */
export interface Step {
  readonly x1: number
  readonly x2: number
  readonly low: number
  readonly high: number
}

/** An area with an upper and a lower edge of steps, as one path whose edges turn only where they do: a tenth of the bytes of an area through all points. */
export function stepArea(
  steps: readonly Step[],
  { fill, opacity, name }: { readonly fill: string; readonly opacity: number; readonly name: string },
): Markish {
  const render: RenderFunction = (_index, scales, _values, _dimensions, context) => {
    const x = scales.x as (value: number) => number
    const y = scales.y as (value: number) => number
    const tenths = (pixels: number) => String(Math.round(pixels * 10) / 10)
    const upper = steps.map(({ x1, x2, high }) => ({ from: tenths(x(x1)), until: tenths(x(x2)), at: tenths(y(high)) }))
    const lower = steps
      .toReversed()
      .map(({ x1, x2, low }) => ({ from: tenths(x(x2)), until: tenths(x(x1)), at: tenths(y(low)) }))
    const path = context.document.createElementNS(SVG, 'path')
    path.setAttribute('d', `M${upper[0]?.from ?? 0} ${lower.at(-1)?.at ?? 0}${edge(upper)}${edge(lower)}Z`)
    path.setAttribute('fill', fill)
    path.setAttribute('fill-opacity', String(opacity))
    path.setAttribute('class', name)
    return path
  }
  return render
}

/** Along one edge: to each height, and on at it as long as it stays. */
function edge(pieces: readonly { readonly from: string; readonly until: string; readonly at: string }[]): string {
  return pieces
    .map(({ until, at }, index) => {
      const turn = pieces[index - 1]?.at === at ? '' : `V${at}`
      return pieces[index + 1]?.at === at ? turn : `${turn}H${until}`
    })
    .join('')
}
