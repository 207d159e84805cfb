import { isDeepStrictEqual } from 'node:util'
import { type Axis, type Coordinates, isNumeric } from '../../scenario/axes.ts'
import type { CellResult } from './judgement.ts'

/** The cells in the order of their values, numbers by size, so that neighbours stand beside each other. */
export function inOrder(axes: readonly Axis[], cells: readonly CellResult[]): CellResult[] {
  const orders = axes.map(({ path }) => ({ path, values: valuesOf(axes, path, cells) }))
  const placeOf = (at: Coordinates) =>
    orders.map(({ path, values }) => values.findIndex((value) => isDeepStrictEqual(value, at[path])))
  return cells.toSorted((a, b) => {
    const [left, right] = [placeOf(a.at), placeOf(b.at)]
    const axis = left.findIndex((place, index) => place !== right[index])
    return axis < 0 ? 0 : left[axis]! - right[axis]!
  })
}

/** The values of an axis that there are cells for. */
export function valuesOf(axes: readonly Axis[], path: string, cells: readonly CellResult[]): unknown[] {
  const axis = axes.find((one) => one.path === path)!
  if (isNumeric(axis)) {
    const all = new Set([...axis.values, ...cells.map(({ at }) => at[path])] as number[])
    return [...all].toSorted((a, b) => a - b)
  }
  return [...axis.values]
}
