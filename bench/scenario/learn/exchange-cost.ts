import type { ObservedExchange } from '../../../mock-server/traffic.ts'

/**
 * What an exchange with a mock server takes on a machine beside its delay, in milliseconds. Clients that observed exchanges had the like of it in
 * their times, and a benchmark adds it again.
 */
export interface ExchangeCost {
  /** Until the first byte of an answer to a request for an item. */
  readonly answerMs: number
  /** From there to the last byte of a body of typical size. */
  readonly bodyMs: number
  readonly connectMs: number
  /** Until the first byte of an answer to a post. */
  readonly postMs: number
}

/** What most of some exchanges are like. */
export interface TypicalExchanges {
  readonly hosts: 'one' | 'many'
  readonly delayMs: number
  readonly postDelayMs: number
  readonly bytes: number
}

interface Observed {
  /** Whether its delay is that of the whole exchange: connecting and the body too. */
  readonly isWhole: boolean
  readonly hosts: TypicalExchanges['hosts']
}

/** An exchange without what it will cost again when it is served: none of its times falls below zero. */
export function withoutCost(
  exchange: ObservedExchange,
  cost: ExchangeCost,
  { isWhole, hosts }: Observed,
): ObservedExchange {
  const { delayMs, connectMs, to = 'fetch', failed } = exchange
  // As long as the client had patience.
  if (failed === 'hang') return exchange
  const answerMs = to === 'notify' ? cost.postMs : cost.answerMs
  const besideMs = to === 'notify' ? 0 : cost.bodyMs + (hosts === 'many' ? cost.connectMs : 0)
  const rest = (ms: number, costMs: number) => Number(Math.max(0, ms - costMs).toPrecision(DIGITS))
  return {
    ...exchange,
    delayMs: rest(delayMs, isWhole ? answerMs + besideMs : answerMs),
    ...(connectMs !== undefined && { connectMs: rest(connectMs, cost.connectMs) }),
  }
}

/** Of what was observed, as many as are kept. */
const DIGITS = 7
