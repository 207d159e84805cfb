import { lognormalOf, medianDelayMs } from '../../../mock-server/delay.ts'
import { MIN_BODY_BYTES } from '../../../mock-server/world-schema.ts'
import type { Limits } from '../../../strategies/job.ts'
import type { Scenario, ScenarioWorld } from '../../scenario/scenario.ts'
import { UserError } from '../../io/user-error.ts'
import { kilobytesOf } from '../../model/simulated-feeds.ts'

/** What a prediction can be made for: items, milliseconds, bytes, fetches, threads, posts a second. */
export type AxisName = 'items' | 'delay' | 'size' | 'concurrency' | 'threads' | 'notifyRate'

/** The values of an axis, the lowest first. */
export interface Axis {
  readonly name: AxisName
  readonly values: readonly number[]
}

/** A scenario with one value of each axis laid over it. */
export interface Place {
  readonly scenario: Scenario
  readonly limits: Partial<Limits>
}

/** Where a value of an axis was placed, to the digits that are known: a feed has whole events, so that a size may be a little beside it. */
export function placedAt(name: AxisName, value: number, { scenario: { world } }: Place): number {
  switch (name) {
    case 'items':
    case 'concurrency':
    case 'threads':
      return value
    case 'delay':
    case 'notifyRate':
      return +value.toPrecision(3)
    case 'size':
      return +(kilobytesOf(world) * 1000).toPrecision(3)
  }
}

/** The scenario at these values; what is not among them stays as it is. `delay` is the median fetch delay. Throws a UserError for a size that no feed of the scenario has. */
export function placeAt(scenario: Scenario, at: Partial<Readonly<Record<AxisName, number>>>): Place {
  const { items, delay, size, concurrency, threads, notifyRate } = at
  const { world } = scenario
  if (world.traffic !== undefined && delay !== undefined) throw new UserError('traffic-decides', { axis: 'delay' })
  if (world.traffic !== undefined && size !== undefined) throw new UserError('traffic-decides', { axis: 'size' })
  // Retry-After is in whole seconds: with a smaller burst no more than so many would ever be taken in one.
  const burst = world.notifyRate?.burst ?? Math.max(1, Math.ceil(notifyRate ?? 1))
  return {
    scenario: {
      ...scenario,
      world: {
        ...world,
        items: {
          ...world.items,
          ...(items !== undefined && { count: items }),
          ...(size !== undefined && sizeOf(world, size)),
        },
        ...(delay !== undefined && { fetchDelay: scaled(world.fetchDelay, delay) }),
        ...(notifyRate !== undefined && { notifyRate: { perSecond: notifyRate, burst } }),
      },
    },
    limits: {
      ...scenario.limits,
      ...(concurrency !== undefined && { concurrency }),
      ...(threads !== undefined && { threads }),
    },
  }
}

/** What makes a feed of about so many bytes, in the way that the scenario says it. */
function sizeOf(world: ScenarioWorld, bytes: number): Pick<ScenarioWorld['items'], 'events' | 'bytes'> {
  if (world.items.bytes === undefined) return { events: eventsFor(world, bytes) }
  if (bytes < MIN_BODY_BYTES) throw new UserError('size-too-small', { leastBytes: MIN_BODY_BYTES, bytes })
  return { bytes: Math.round(bytes) }
}

/** How many events make a feed of about so many bytes. */
function eventsFor(world: ScenarioWorld, bytes: number): number {
  const bytesOf = (events: number) => kilobytesOf({ ...world, items: { ...world.items, events } }) * 1000
  const leastBytes = bytesOf(1)
  if (bytes < leastBytes - ROUNDING_BYTES)
    throw new UserError('size-too-small', { leastBytes: Math.round(leastBytes), bytes })
  const eventBytes = (bytesOf(SAMPLE + 1) - leastBytes) / SAMPLE
  return Math.max(1, Math.round((bytes - leastBytes) / eventBytes) + 1)
}

/** A size that was read off this message may be given. */
const ROUNDING_BYTES = 1

const SAMPLE = 50

function scaled(delay: ScenarioWorld['fetchDelay'], toMs: number): ScenarioWorld['fetchDelay'] {
  switch (delay.model) {
    case 'constant':
      return { ...delay, ms: toMs }
    case 'lognormal':
      return { model: 'lognormal', medianMs: toMs, sigma: lognormalOf(delay).sigma }
    case 'pareto': {
      const factor = toMs / medianDelayMs(delay)
      return { ...delay, leastMs: delay.leastMs * factor, mostMs: delay.mostMs * factor }
    }
    case 'empirical': {
      const factor = toMs / medianDelayMs(delay)
      return { ...delay, quantilesMs: delay.quantilesMs.map((ms) => ms * factor) }
    }
  }
}
