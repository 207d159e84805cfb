import { medianDelayMs, quantileAt } from '../../mock-server/delay.ts'
import { errorShares } from '../../mock-server/draws.ts'
import { MAX_BODY_BYTES, MIN_BODY_BYTES } from '../../mock-server/world-schema.ts'
import type { ObservedExchange } from '../../mock-server/traffic.ts'
import type { ScenarioMistake } from '../io/problems.ts'
import { median } from '../statistics/quantile.ts'
import type { ScenarioWorld } from './scenario.ts'

interface Unlike {
  readonly path: readonly string[]
  readonly wrong: ScenarioMistake['wrong']
}

/** How far what a scenario says of its traffic may be off: shares of a median, and of all requests. */
const MAX_OFF = { median: 0.1, errors: 0.01 }

/**
 * The key of a world whose value is not that of its traffic, if any. The traffic is what is served, so that such a value, which somebody may have
 * changed on purpose, would have no effect.
 */
export function unlikeTraffic(world: ScenarioWorld, exchanges: readonly ObservedExchange[]): Unlike | undefined {
  const answered = exchanges.filter(({ failed }) => failed === undefined)
  const [notifies, fetches] = [answered.filter(isPost), answered.filter((one) => !isPost(one))]
  const sizes = fetches.flatMap(({ bytes, status = 0 }) =>
    bytes === undefined || status >= 300 ? [] : Math.min(MAX_BODY_BYTES, Math.max(MIN_BODY_BYTES, bytes)),
  )
  const delays = (of: readonly ObservedExchange[]) => of.map(({ delayMs }) => delayMs)
  return (
    unlikeMedian('fetchDelay', medianDelayMs(world.fetchDelay), delays(fetches), 'ms') ??
    unlikeMedian('notifyDelay', medianDelayMs(world.notifyDelay), delays(notifies), 'ms') ??
    unlikeMedian('items', bytesOf(world), sizes, 'bytes') ??
    unlikeErrors(world, exchanges)
  )
}

function isPost({ to }: ObservedExchange): boolean {
  return to === 'notify'
}

/** Undefined where samples are served, or nothing is said. */
function bytesOf({ items: { bytes } }: ScenarioWorld): number | undefined {
  return typeof bytes === 'object' ? quantileAt(bytes.quantilesBytes, 0.5) : bytes
}

function unlikeMedian(
  key: 'fetchDelay' | 'notifyDelay' | 'items',
  said: number | undefined,
  observed: readonly number[],
  unit: 'ms' | 'bytes',
): Unlike | undefined {
  if (said === undefined || observed.length === 0) return undefined
  const found = median(observed)
  if (Math.abs(said - found) <= MAX_OFF.median * found) return undefined
  const path = ['world', key, ...(key === 'items' ? ['bytes'] : [])]
  return { path, wrong: { code: 'unlike-traffic', of: 'median', said, found, unit } }
}

function unlikeErrors(world: ScenarioWorld, exchanges: readonly ObservedExchange[]): Unlike | undefined {
  const fetches = exchanges.filter((one) => !isPost(one))
  const said = errorShares(world).reduce((sum, [, share]) => sum + share, 0)
  const found =
    fetches.filter(({ failed, status = 0 }) => failed !== undefined || status >= 400).length / fetches.length
  if (Math.abs(said - found) <= MAX_OFF.errors) return undefined
  return { path: ['world', 'fetchErrors'], wrong: { code: 'unlike-traffic', of: 'share', said, found } }
}
