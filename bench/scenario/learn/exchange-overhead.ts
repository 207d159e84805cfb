import type { ObservedExchange } from '../../../mock-server/traffic.ts'

/**
 * How much longer than its delay an exchange with a mock server takes on a machine, in milliseconds. What clients observed contains as much, and a
 * benchmark adds it again.
 */
export interface ExchangeOverhead {
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

/** An exchange without what serving it will add again. None of its times falls below zero. */
export function withoutOverhead(
  exchange: ObservedExchange,
  overhead: ExchangeOverhead,
  { isWhole, hosts }: Observed,
): ObservedExchange {
  const { delayMs, connectMs, to = 'fetch', failed } = exchange
  // As long as the client had patience.
  if (failed === 'hang') return exchange
  const answerMs = to === 'notify' ? overhead.postMs : overhead.answerMs
  // Posts keep their connection and have next to no body.
  const extraMs = to === 'notify' ? 0 : overhead.bodyMs + (hosts === 'many' ? overhead.connectMs : 0)
  const rest = (ms: number, partMs: number) => Number(Math.max(0, ms - partMs).toPrecision(DIGITS))
  return {
    ...exchange,
    delayMs: rest(delayMs, isWhole ? answerMs + extraMs : answerMs),
    ...(connectMs !== undefined && { connectMs: rest(connectMs, overhead.connectMs) }),
  }
}

/** Of what was observed, as many as are kept. */
const DIGITS = 7
