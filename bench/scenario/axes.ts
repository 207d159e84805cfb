import { isDeepStrictEqual } from 'node:util'
import type { ScenarioMistake } from '../io/problems.ts'

/** A key of a scenario that takes several values, each a scalar or a map, as they were written. */
export interface Axis {
  /** Such as `world.items.count`. */
  readonly path: string
  readonly values: readonly unknown[]
}

/** One value for each axis, by its path. */
export type Coordinates = Readonly<Record<string, unknown>>

/** Whether a cell lies where some of its values are these. */
export function isAt(at: Coordinates, where: Coordinates): boolean {
  return Object.entries(where).every(([path, value]) => isDeepStrictEqual(at[path], value))
}

/** Axes that have an order and an in-between; seeds are numbers without either. */
export function isNumeric({ path, values }: Axis): boolean {
  return path !== 'world.seed' && values.every((value) => typeof value === 'number')
}

/** More than this is a day and more, and a mistake. */
export const MAX_CELLS = 400

/** Keys whose values are lists by nature, which are no values of a sweep. */
const LISTS = new Set(['variants', 'quantilesMs', 'quantilesBytes'])

/** Whether the value of a key, which is the last of its path, is a list by nature. */
export function isListKey(key: string | undefined): boolean {
  return key !== undefined && LISTS.has(key)
}

/** The lists in a scenario that has not been looked at yet, in its order. */
export function findAxes(scenario: unknown): Axis[] {
  return isMap(scenario) ? Object.entries(scenario).flatMap(([key, value]) => listsIn(value, key)) : []
}

/** The lists in a value that stands at `path`. */
export function listsIn(value: unknown, path: string): Axis[] {
  if (isListKey(path.split('.').at(-1))) return []
  if (Array.isArray(value)) return [{ path, values: value }]
  return isMap(value) ? Object.entries(value).flatMap(([key, inner]) => listsIn(inner, `${path}.${key}`)) : []
}

/** What keeps an axis from being one, in words; undefined where nothing does. */
export function mistakeIn({ values }: Axis): ScenarioMistake['wrong'] | undefined {
  if (values.length === 0) return { code: 'empty-list' }
  const [nested] = values.flatMap((value) => listsIn(value, ''))
  if (nested) return { code: 'nested-list', value: shown(nested.values) }
  const twice = values.find((value, index) => values.slice(0, index).some((other) => isDeepStrictEqual(other, value)))
  return twice === undefined ? undefined : { code: 'value-twice', value: shown(twice) }
}

/** Every combination of the axes' values, as the place of each value in its list; the last axis changes fastest. */
export function gridOf(axes: readonly Axis[]): number[][] {
  return axes.reduce<number[][]>(
    (cells, { values }) => cells.flatMap((cell) => values.map((_, place) => [...cell, place])),
    [[]],
  )
}

/** The scenario with one value in the place of each list. */
export function withoutLists(scenario: unknown, at: Coordinates, path = ''): unknown {
  if (Object.hasOwn(at, path)) return at[path]
  if (!isMap(scenario)) return scenario
  return Object.fromEntries(
    Object.entries(scenario).map(([key, value]) => [
      key,
      withoutLists(value, at, path === '' ? key : `${path}.${key}`),
    ]),
  )
}

/** A value as it is shown in an error, in at most 80 characters. */
export function shown(value: unknown): string {
  // JSON has no Infinity.
  return typeof value === 'number' ? String(value) : (JSON.stringify(value)?.slice(0, 80) ?? 'nothing')
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
