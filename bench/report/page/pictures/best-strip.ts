import { type Markish, rect } from '@observablehq/plot'
import type { Axis } from '../../../scenario/axes.ts'
import type { CellResult } from '../../../judge/sweep/judgement.ts'
import { isOpen } from '../../../judge/sweep/eligibility.ts'
import type { LogAxis } from '../drawing/log-axis.ts'
import { inCss } from '../drawing/palette.ts'
import type { Look } from '../drawing/picture.ts'
import { strokes } from '../drawing/strokes.ts'
import type { Scale } from '../drawing/sweep-scale.ts'

/** In pixels, above a frame. */
export const STRIP = { height: 10, gap: 18 } as const

interface Strip extends Pick<Look, 'colours'> {
  readonly axis: Axis
  readonly scale: Scale
  readonly upright: LogAxis
}

/** What to ship along the axis of a sweep, a piece a cell: as far as the middle between it and its neighbours. */
export function bestStrip(cells: readonly CellResult[], { axis, scale, colours, upright }: Strip): Markish[] {
  const top = upright.at(upright.domain[1])
  const y1 = upright.back(top - STRIP.gap - STRIP.height)
  const y2 = upright.back(top - STRIP.gap)
  const places = cells.map(({ at }) => scale.placeOf(at[axis.path]))
  const pieces = cells.map((cell, index) => {
    const {
      best: [first],
      isPredicted,
    } = cell
    const [before, own, after] = [places[index - 1], places[index]!, places[index + 1]]
    return {
      x1: before === undefined ? scale.domain[0] : scale.between(before, own),
      x2: after === undefined ? scale.domain[1] : scale.between(own, after),
      y1,
      y2,
      fill: first === undefined ? 'none' : inCss(colours.get(first)!),
      isKnown: first !== undefined,
      isOpen: isOpen(cell),
      isPredicted,
    }
  })
  const place = { x1: 'x1', x2: 'x2', y1: 'y1', y2: 'y2', insetLeft: 0.5, insetRight: 0.5 }
  return [
    rect(
      pieces.filter(({ isKnown }) => isKnown),
      { ...place, fill: 'fill', fillOpacity: ({ isPredicted }) => (isPredicted ? 0.4 : 1) },
    ),
    rect(
      pieces.filter(({ isKnown, isPredicted }) => !isKnown && !isPredicted),
      { ...place, fill: 'none', stroke: inCss('muted') },
    ),
    strokes(
      pieces.filter((piece) => piece.isOpen).flatMap(({ x1, x2 }) => hatchesOver(x1, x2, y1, y2, scale)),
      { stroke: inCss('muted'), width: 1, name: 'inconclusive' },
    ),
  ]
}

/** Lines from the lower left to the upper right of a piece. */
function hatchesOver(x1: number, x2: number, y1: number, y2: number, { isLog }: Scale) {
  const at = (share: number) => (isLog ? x1 * (x2 / x1) ** share : x1 + (x2 - x1) * share)
  return [0.1, 0.3, 0.5, 0.7, 0.9].map((share) => ({ x1: at(share - 0.05), x2: at(share + 0.05), y1: y2, y2: y1 }))
}
