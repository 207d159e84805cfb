import { FETCH_DEFAULTS } from '../../../strategies/fetch.ts'
import { NOTIFY_DEFAULTS } from '../../../strategies/notify.ts'
import type { Scenario } from '../../scenario/scenario.ts'
import type { PredictedRow } from './tables.ts'

/** Connections to one address that Linux has ports for: `net.ipv4.ip_local_port_range` is 32768 to 60999 unless it is changed. */
const PORTS = 28_232

/** What whoever reads predictions should know beside them; shares are the largest of any row. */
export type PredictionNote =
  | { readonly code: 'more-fetches-than-ports'; readonly strategy: string; readonly ports: number }
  | {
      readonly code: 'items-given-up'
      readonly share: number
      readonly headersTimeoutMs: number
      readonly bodyTimeoutMs: number
      readonly fetchTimeoutMs: number
    }
  | { readonly code: 'posts-given-up'; readonly share: number; readonly answerTimeoutMs: number }
  | { readonly code: 'notify-faults-left-out' }

export function predictionNotes({ world, client }: Scenario, rows: readonly PredictedRow[]): PredictionNote[] {
  const predictions = rows.flatMap((row) => Object.entries(row.predictions))
  const largest = (of: 'items' | 'posts') => Math.max(...predictions.map(([, { givenUp }]) => givenUp[of]))
  const [items, posts] = [largest('items'), largest('posts')]
  const crowded = new Set(predictions.flatMap(([name, { peakFetches }]) => (peakFetches > PORTS ? [name] : [])))
  const { headersTimeoutMs, bodyTimeoutMs } = client
  const { fetchTimeoutMs } = FETCH_DEFAULTS
  const { answerTimeoutMs } = NOTIFY_DEFAULTS
  return [
    ...Array.from(crowded, (strategy) => ({ code: 'more-fetches-than-ports', strategy, ports: PORTS }) as const),
    ...(items > 0
      ? [{ code: 'items-given-up', share: items, headersTimeoutMs, bodyTimeoutMs, fetchTimeoutMs } as const]
      : []),
    ...(posts > 0 ? [{ code: 'posts-given-up', share: posts, answerTimeoutMs } as const] : []),
    ...(Object.values(world.notifyFaults).some((share) => share > 0)
      ? [{ code: 'notify-faults-left-out' } as const]
      : []),
  ]
}
