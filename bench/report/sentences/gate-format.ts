import type { Change } from '../../judge/gate/limit.ts'
import type { Messages } from '../messages/messages.ts'

/** A change as people read it, such as `+21.3% (+19.8% to +22.9%)`. */
export function formatChange({ ratio, low, high }: Pick<Change, 'ratio' | 'low' | 'high'>, messages: Messages): string {
  return messages.units.withInterval({
    estimate: formatGrowth(ratio),
    low: formatGrowth(low),
    high: formatGrowth(high),
  })
}

/** A limit as people read it, such as `+10%`. */
export function formatLimit(limit: number): string {
  return `+${formatShare(limit)}`
}

/** The ends of a change as people read them, such as `-1.5% to +0.8%`. */
export function formatRange({ low, high }: Pick<Change, 'low' | 'high'>, messages: Messages): string {
  return messages.units.range(formatGrowth(low), formatGrowth(high))
}

/** A share as people read it, such as `10%`. */
export function formatShare(share: number): string {
  return `${+(share * 100).toFixed(6)}%`
}

function formatGrowth(ratio: number): string {
  // Without the sign of a zero that was rounded from below.
  const percent = Math.round((ratio - 1) * 1000) / 10 + 0
  return `${percent < 0 ? '' : '+'}${percent.toFixed(1)}%`
}
