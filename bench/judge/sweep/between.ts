import type { Scenario } from '../../scenario/scenario.ts'
import { type Axis, type Coordinates, gridOf, isAt } from '../../scenario/axes.ts'
import type { SweepRecord } from '../../trial/sweep-record.ts'

/** Keys whose every value has a prediction: how many feeds, how large, how slow their servers, what constraints them. */
const PREDICTABLE: Readonly<Record<string, { readonly isWhole: boolean }>> = {
  'world.items.count': { isWhole: true },
  'world.items.events': { isWhole: true },
  'world.items.bytes': { isWhole: true },
  'world.items.descriptionBytes': { isWhole: true },
  'world.fetchDelay.ms': { isWhole: false },
  'world.fetchDelay.medianMs': { isWhole: false },
  'world.fetchDelay.p50Ms': { isWhole: false },
  'world.fetchDelay.p99Ms': { isWhole: false },
  'world.notifyDelay.ms': { isWhole: false },
  'world.notifyDelay.medianMs': { isWhole: false },
  'world.notifyDelay.p50Ms': { isWhole: false },
  'world.notifyDelay.p99Ms': { isWhole: false },
  'world.dnsDelayMs': { isWhole: false },
  'world.bytesPerSecond': { isWhole: true },
  'world.notifyRate.perSecond': { isWhole: false },
  'world.notifyRate.burst': { isWhole: true },
  checkCpuMs: { isWhole: false },
  'limits.concurrency': { isWhole: true },
  'limits.threads': { isWhole: true },
  'limits.buffer': { isWhole: true },
}

/** A cell that nobody runs. */
export interface CellBetween {
  readonly at: Coordinates
  readonly scenario: Scenario
}

/** The cells between neighbouring ones of a sweep, at the geometric middle of their values, on axes that have one that can be predicted. */
export function cellsBetween({ axes, cells }: Pick<SweepRecord, 'axes' | 'cells'>): CellBetween[] {
  const refined = axes.map((axis) => ({ path: axis.path, values: [...axis.values, ...middlesOf(axis)] }))
  return gridOf(refined)
    .map((places) => Object.fromEntries(refined.map(({ path, values }, axis) => [path, values[places[axis]!]])))
    .filter((at) => !cells.some((cell) => isAt(cell.at, at)))
    .map((at) => {
      // Values that cannot be in between are those of a cell that there is.
      const fixed = Object.fromEntries(Object.entries(at).filter(([path]) => !Object.hasOwn(PREDICTABLE, path)))
      const like = cells.find((cell) => isAt(cell.at, fixed))!.scenario
      const free = Object.entries(at).filter(([path]) => Object.hasOwn(PREDICTABLE, path))
      const scenario = free.reduce((changed, [path, value]) => withValue(changed, path.split('.'), value), like)
      return { at, scenario }
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
