import { UserError } from '../../io/user-error.ts'
import { METRICS, type Metric } from './metric.ts'

/** What must not happen: that a metric has grown significantly more than `limit`, 0.1 being a tenth. */
export interface Condition {
  readonly metric: Metric
  readonly limit: number
  /** Of this strategy alone. */
  readonly strategy?: string
}

/** What a baseline is there for where nothing else is said. */
export const DEFAULT_CONDITION: Condition = { metric: 'time', limit: 0.1 }

/** A limit beyond this is a typing mistake. */
const MAX_PERCENT = 10_000

/** `time > +10%`, or `pipelined: time > +10%` for one strategy; throws a UserError for anything else. */
export function parseCondition(text: string): Condition {
  const [, strategy, metric, number] = /^(?:([^:>]+?) *: *)?([a-z-]+) *> *\+(\d+(?:\.\d+)?) *%$/.exec(text.trim()) ?? []
  const percent = Number(number)
  const isMetric = metric !== undefined && Object.hasOwn(METRICS, metric)
  if (!isMetric || !(percent > 0 && percent <= MAX_PERCENT))
    throw new UserError('not-a-condition', { metrics: Object.keys(METRICS), mostPercent: MAX_PERCENT, given: text })
  return { metric: metric as Metric, limit: percent / 100, ...(strategy !== undefined && { strategy }) }
}

/** The condition as it is parsed, but for spaces. */
export function formatCondition({ metric, limit, strategy }: Condition): string {
  return `${strategy === undefined ? '' : `${strategy}: `}${metric} > ${formatShare(limit)}`
}

/** With its sign and as many digits as it takes, such as `+10%`. */
function formatShare(share: number): string {
  return `+${+(share * 100).toFixed(6)}%`
}
