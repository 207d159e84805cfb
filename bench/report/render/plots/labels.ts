import { widthOf } from '../../table.ts'

/** A point with a name, in pixels. */
export interface Named {
  readonly name: string
  readonly x: number
  readonly y: number
}

/** Where the middle of its name goes. */
export interface Placed extends Named {
  readonly labelX: number
  readonly labelY: number
}

/** In pixels. */
export interface Box {
  readonly left: number
  readonly right: number
  readonly top: number
  readonly bottom: number
}

const HEIGHT = 15
const COLUMN = 7
const DOT = 8

/**
 * Places for names beside their points: where no name covers another, a point, an edge, or anything else that is there. First to the right,
 * then to the left, above and below, each time further away; a name that fits nowhere stands where it covers the least.
 */
export function placeLabels(points: readonly Named[], frame: Box, others: readonly Box[] = []): Placed[] {
  const taken: Box[] = [...points.map(({ x, y }) => boxAround(x, y, 2 * DOT, 2 * DOT)), ...others]
  return points.map((point) => {
    const width = widthOf(point.name) * COLUMN
    const spots = spotsAround(point, width).map((spot) => {
      const box = boxAround(spot.x, spot.y, width, HEIGHT)
      const covered = taken.reduce((sum, other) => sum + meanConcurrency(box, other), 0)
      return { ...spot, box, cost: covered + 10 * (width * HEIGHT - meanConcurrency(box, frame)) }
    })
    const best = spots.find(({ cost }) => cost < 1e-6) ?? spots.reduce((a, b) => (b.cost < a.cost ? b : a))
    taken.push(best.box)
    return { ...point, labelX: best.x, labelY: best.y }
  })
}

function spotsAround({ x, y }: Named, width: number): { readonly x: number; readonly y: number }[] {
  const beside = width / 2 + DOT + 3
  const steps = Array.from({ length: 14 }, (_, step) => step)
  return [
    ...steps.flatMap((step) =>
      [1, -1].flatMap((side) => [
        { x: x + side * beside, y: y - step * 6 },
        { x: x + side * beside, y: y + step * 6 },
      ]),
    ),
    ...steps.flatMap((step) => [
      { x, y: y - 16 - 8 * step },
      { x, y: y + 16 + 8 * step },
    ]),
  ]
}

function boxAround(x: number, y: number, width: number, height: number): Box {
  return { left: x - width / 2, right: x + width / 2, top: y - height / 2, bottom: y + height / 2 }
}

/** The area that two boxes share, in square pixels. */
function meanConcurrency(a: Box, b: Box): number {
  const across = Math.min(a.right, b.right) - Math.max(a.left, b.left)
  const down = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top)
  return across > 0 && down > 0 ? across * down : 0
}
