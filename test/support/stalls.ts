import { expect } from 'vitest'
import type { Result } from '../../bench/judge/comparison/judgement.ts'

/**
 * How many iterations a benchmark has measured, with those that were discarded since the machine was so busy that the mock server stood still. None
 * may be discarded for another reason.
 */
export function iterationsWithStalls({
  iterationsCounted,
  discardedIterations,
}: Pick<Result, 'iterationsCounted' | 'discardedIterations'>): number {
  for (const { reason } of discardedIterations) expect(reason.code).toBe('mock-server-stalled')
  return iterationsCounted + discardedIterations.length
}
