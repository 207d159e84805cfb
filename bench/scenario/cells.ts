import { isDeepStrictEqual } from 'node:util'
import { bytesOfSize } from '../../mock-server/world-schema.ts'
import { digestOf, type Scenario } from './scenario.ts'
import { checkScenario, type ListedValue, placeOf, scenarioOf, type WrittenScenario } from './mistakes.ts'
import { UserError } from '../io/user-error.ts'
import { type Axis, type Coordinates, findAxes, gridOf, mistakeIn, MAX_CELLS, shown, withoutLists } from './axes.ts'
import type { ScenarioMistake } from '../io/problems.ts'

/** One scenario of a sweep, and the values of the axes that make it. */
interface Cell {
  readonly at: Coordinates
  readonly scenario: Scenario
}

/** A scenario for each combination of the values in its lists, the last list changing fastest; one and no axes where it has none. */
export interface Sweep {
  readonly axes: readonly Axis[]
  readonly cells: readonly Cell[]
}

/** The sweep that was written; throws a UserError with file, line and column for whatever does not fit. */
export function sweepOf(value: unknown, written: WrittenScenario): Sweep {
  const axes = findAxes(value).map(withNumbers)
  if (axes.length === 0) return { axes, cells: [{ at: {}, scenario: scenarioOf(value, written) }] }
  refuseAxes(axes, written)
  const mistakes = new Map<string, ScenarioMistake>()
  const cells = gridOf(axes).flatMap((places): Cell[] => {
    const listed = axes.map(({ path, values }, axis): ListedValue => {
      const index = places[axis]!
      return { path: path.split('.'), index, value: values[index] }
    })
    const at = Object.fromEntries(axes.map(({ path }, axis) => [path, listed[axis]!.value]))
    const checked = checkScenario(withoutLists(value, at), written, listed)
    for (const mistake of checked.mistakes) mistakes.set(JSON.stringify(mistake), mistake)
    return checked.scenario ? [{ at, scenario: checked.scenario }] : []
  })
  if (mistakes.size > 0)
    throw new UserError('scenario-mistakes', { mistakes: [...mistakes.values()].slice(0, MAX_MISTAKES) })
  refuseTwins(cells, axes, written)
  return { axes, cells }
}

/** Sizes as bytes, so that the axis has an order and an in-between. */
function withNumbers({ path, values }: Axis): Axis {
  if (path !== 'world.items.bytes') return { path, values }
  return { path, values: values.map((size) => (typeof size === 'string' ? (bytesOfSize(size) ?? size) : size)) }
}

/** Reported at once. */
const MAX_MISTAKES = 20

function refuseAxes(axes: readonly Axis[], written: WrittenScenario): void {
  refuseSize(axes, written)
  const mistakes = axes.flatMap((axis): ScenarioMistake[] => {
    const wrong = mistakeIn(axis)
    return wrong ? [{ place: placeOf(written, axis.path.split('.')), key: axis.path, wrong }] : []
  })
  if (mistakes.length > 0) throw new UserError('scenario-mistakes', { mistakes })
}

/** Before anything is made of them: what is done with values takes longer the more there are. */
function refuseSize(axes: readonly Axis[], written: WrittenScenario): void {
  const count = axes.reduce((product, { values }) => product * values.length, 1)
  if (count <= MAX_CELLS) return
  const longest = axes.reduce((a, b) => (b.values.length > a.values.length ? b : a))
  throw new UserError('sweep-too-large', {
    place: placeOf(written, longest.path.split('.')),
    path: longest.path,
    most: MAX_CELLS,
    cells: count,
    lengths: axes.map(({ values }) => values.length),
  })
}

/** Values that make no difference to what is measured would only have it measured twice. */
function refuseTwins(cells: readonly Cell[], axes: readonly Axis[], written: WrittenScenario): void {
  const seen = new Map<string, Coordinates>()
  for (const { at, scenario } of cells) {
    const digest = digestOf(scenario)
    const twin = seen.get(digest)
    if (twin) {
      const { path } = axes.find((axis) => !isDeepStrictEqual(at[axis.path], twin[axis.path]))!
      throw new UserError('sweep-values-alike', {
        place: placeOf(written, path.split('.')),
        path,
        one: shown(twin[path]),
        other: shown(at[path]),
      })
    }
    seen.set(digest, at)
  }
}
