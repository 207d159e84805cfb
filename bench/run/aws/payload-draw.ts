import { drawUnits } from '../../../mock-server/delay.ts'

/** What one invocation is asked, of several that are drawn by their weights. */
export interface WeightedPayload {
  readonly weight: number
  readonly event: unknown
}

/** Which of several payloads an invocation is given: decided by place, never by variant, so that all variants are asked the same. */
export function drawPayload(
  payloads: readonly WeightedPayload[],
  seed: number,
  block: number,
  iteration: number,
): unknown {
  const total = payloads.reduce((sum, { weight }) => sum + weight, 0)
  let left = drawUnits(seed, 'payload', block, iteration)[0] * total
  return (payloads.find(({ weight }) => (left -= weight) < 0) ?? payloads.at(-1)!).event
}
