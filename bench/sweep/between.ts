import type { Scenario } from '../scenario.ts'
import { type Axis, type Coordinates, gridOf, isAt } from './axes.ts'
import type { SweepRecord } from './record.ts'

/** Keys whose every value has a prediction: how many feeds, how large, how slow their servers. `whole`: only whole numbers. */
const PREDICTABLE: Readonly<Record<string, { readonly isWhole: boolean }>> = {
  'world.feeds.count': { isWhole: true },
  'world.feeds.events': { isWhole: true },
  'world.feeds.descriptionBytes': { isWhole: true },
  'world.feedDelay.ms': { isWhole: false },
  'world.feedDelay.medianMs': { isWhole: false },
  'world.slackDelay.ms': { isWhole: false },
  'world.slackDelay.medianMs': { isWhole: false },
  'world.dnsDelayMs': { isWhole: false },
}

/** A cell that nobody runs. */
export interface CellBetween {
  readonly at: Coordinates
  readonly scenario: Scenario
}

/** More would take longer to predict than anyone waits for a report. */
const MOST_BETWEEN = 120

/**
 * The cells between neighbouring ones of a sweep, at the geometric middle of their values; none where an axis has no in-between that
 * can be predicted, or where they would be more than 120.
 */
export function cellsBetween({ axes, cells }: Pick<SweepRecord, 'axes' | 'cells'>): CellBetween[] {
  const refined = axes.map((axis) => ({ path: axis.path, values: [...axis.values, ...middlesOf(axis)] }))
  const between = gridOf(refined)
    .map((places) => Object.fromEntries(refined.map(({ path, values }, axis) => [path, values[places[axis]!]])))
    .filter((at) => !cells.some((cell) => isAt(cell.at, at)))
  if (between.length > MOST_BETWEEN) return []
  return between.map((at) => {
    // Values that cannot be in between are those of a cell that there is.
    const fixed = Object.fromEntries(Object.entries(at).filter(([path]) => !Object.hasOwn(PREDICTABLE, path)))
    const like = cells.find((cell) => isAt(cell.at, fixed))!.scenario
    const free = Object.entries(at).filter(([path]) => Object.hasOwn(PREDICTABLE, path))
    return { at, scenario: free.reduce((scenario, [path, value]) => withValue(scenario, path.split('.'), value), like) }
  })
}

function middlesOf({ path, values }: Axis): number[] {
  const found = PREDICTABLE[path]
  if (!found) return []
  const sorted = (values as readonly number[]).toSorted((a, b) => a - b)
  return sorted.slice(1).flatMap((high, index) => {
    const low = sorted[index]!
    const middle = Math.sqrt(low * high)
    const rounded = found.isWhole ? Math.round(middle) : Number(middle.toPrecision(2))
    return low > 0 && rounded > low && rounded < high ? rounded : []
  })
}

function withValue<T extends object>(holder: T, [key, ...rest]: readonly string[], value: unknown): T {
  const inner = holder[key as keyof T]
  return { ...holder, [key!]: rest.length === 0 ? value : withValue(inner as object, rest, value) }
}
