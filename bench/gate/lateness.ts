import { MOST_HELD_OVER_DRAWN } from '../report/final-verdict.ts'
import type { ArmResult } from '../report/result.ts'

/** Whether the mock server was too late for an arm to be measured at all. */
export function isLate({ heldOverDrawn = 1 }: Pick<ArmResult, 'heldOverDrawn'>): boolean {
  return heldOverDrawn > MOST_HELD_OVER_DRAWN
}
