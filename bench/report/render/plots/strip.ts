import { type Markish, rect } from '@observablehq/plot'
import type { StripPiece } from '../../drawing.ts'
import type { LogAxis } from './log-axis.ts'
import { inCss } from '../../palette.ts'
import { strokes } from './strokes.ts'
import type { Scale } from './sweep-scale.ts'

/** In pixels, above a frame. */
export const STRIP = { height: 10, gap: 18 } as const

/** Coloured pieces side by side above a frame, each as far as the middle between it and its neighbours. */
export function stripMarks(
  strip: readonly StripPiece[],
  { scale, upright }: { readonly scale: Scale; readonly upright: LogAxis },
): Markish[] {
  const top = upright.at(upright.domain[1])
  const y1 = upright.back(top - STRIP.gap - STRIP.height)
  const y2 = upright.back(top - STRIP.gap)
  const pieces = strip.map((piece, index) => {
    const [before, after] = [strip[index - 1], strip[index + 1]]
    return {
      ...piece,
      x1: before ? scale.between(before.x, piece.x) : scale.domain[0],
      x2: after ? scale.between(piece.x, after.x) : scale.domain[1],
      y1,
      y2,
    }
  })
  const place = { x1: 'x1', x2: 'x2', y1: 'y1', y2: 'y2', insetLeft: 0.5, insetRight: 0.5 }
  return [
    rect(
      pieces.flatMap((piece) => (piece.colour ? { ...piece, fill: inCss(piece.colour) } : [])),
      { ...place, fill: 'fill', fillOpacity: ({ isFaint }) => (isFaint ? 0.4 : 1) },
    ),
    rect(
      pieces.filter(({ colour, isFaint }) => !colour && !isFaint),
      { ...place, fill: 'none', stroke: inCss('muted') },
    ),
    strokes(
      pieces.filter(({ isHatched }) => isHatched).flatMap(({ x1, x2 }) => hatchesOver(x1, x2, y1, y2, scale)),
      { stroke: inCss('muted'), width: 1, name: 'inconclusive' },
    ),
  ]
}

/** Lines from the lower left to the upper right of a piece. */
function hatchesOver(x1: number, x2: number, y1: number, y2: number, { isLog }: Scale) {
  const at = (share: number) => (isLog ? x1 * (x2 / x1) ** share : x1 + (x2 - x1) * share)
  return [0.1, 0.3, 0.5, 0.7, 0.9].map((share) => ({ x1: at(share - 0.05), x2: at(share + 0.05), y1: y2, y2: y1 }))
}
