import { isDeepStrictEqual } from 'node:util'
import { digestOf, type Scenario } from './scenario.ts'
import { checkScenario, type ListedValue, placeOf, scenarioOf, type WrittenScenario } from './mistakes.ts'
import { UsageError } from '../io/usage-error.ts'
import { type Axis, type Coordinates, findAxes, gridOf, mistakeIn, MAX_CELLS, shown, withoutLists } from './axes.ts'

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

/** The sweep that was written; throws a UsageError with file, line and column for whatever does not fit. */
export function sweepOf(value: unknown, written: WrittenScenario): Sweep {
  const axes = findAxes(value)
  if (axes.length === 0) return { axes, cells: [{ at: {}, scenario: scenarioOf(value, written) }] }
  refuseAxes(axes, written)
  const mistakes = new Set<string>()
  const cells = gridOf(axes).flatMap((places): Cell[] => {
    const listed = axes.map(({ path, values }, axis): ListedValue => {
      const index = places[axis]!
      return { path: path.split('.'), index, value: values[index] }
    })
    const at = Object.fromEntries(axes.map(({ path }, axis) => [path, listed[axis]!.value]))
    const checked = checkScenario(withoutLists(value, at), written, listed)
    for (const mistake of checked.mistakes) mistakes.add(mistake)
    return checked.scenario ? [{ at, scenario: checked.scenario }] : []
  })
  if (mistakes.size > 0) throw new UsageError([...mistakes].slice(0, MAX_MISTAKES).join('\n'))
  refuseTwins(cells, axes, written)
  return { axes, cells }
}

/** Told at once. */
const MAX_MISTAKES = 20

/** Lengths of lists in an error. */
const MAX_TOLD = 8

function refuseAxes(axes: readonly Axis[], written: WrittenScenario): void {
  const placed = ({ path }: Axis) => `${placeOf(written, path.split('.'))}: ${path}`
  refuseSize(axes, placed)
  const mistakes = axes.flatMap((axis) => {
    const mistake = mistakeIn(axis)
    return mistake === undefined ? [] : `${placed(axis)}: ${mistake}`
  })
  if (mistakes.length > 0) throw new UsageError(mistakes.join('\n'))
}

/** Before anything is made of them: what is done with values takes longer the more there are. */
function refuseSize(axes: readonly Axis[], placed: (axis: Axis) => string): void {
  const count = axes.reduce((product, { values }) => product * values.length, 1)
  if (count <= MAX_CELLS) return
  const longest = axes.reduce((a, b) => (b.values.length > a.values.length ? b : a))
  const lengths = axes.map(({ values }) => values.length)
  const more = lengths.length > MAX_TOLD ? ' × ...' : ''
  const product = axes.length === 1 ? '' : ` (${lengths.slice(0, MAX_TOLD).join(' × ')}${more})`
  throw new UsageError(
    `${placed(longest)}: expected a sweep of at most ${MAX_CELLS} cells, got ${count}${product}; take fewer values`,
  )
}

/** Values that make no difference to what is measured would only have it measured twice. */
function refuseTwins(cells: readonly Cell[], axes: readonly Axis[], written: WrittenScenario): void {
  const seen = new Map<string, Coordinates>()
  for (const { at, scenario } of cells) {
    const digest = digestOf(scenario)
    const twin = seen.get(digest)
    if (twin) {
      const { path } = axes.find((axis) => !isDeepStrictEqual(at[axis.path], twin[axis.path]))!
      throw new UsageError(
        `${placeOf(written, path.split('.'))}: ${path}: expected values that change what is measured, got ${shown(twin[path])} and ${shown(at[path])}, which do not`,
      )
    }
    seen.set(digest, at)
  }
}
