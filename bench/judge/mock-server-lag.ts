import type { Trial } from '../trial/trial.ts'

/**
 * How much longer the waiting took than planned, where the strategy's order makes it count: the ideal time from the delays the
 * mock server kept, over the ideal time from those it drew. Absent where neither is known; 1 where nothing was to be waited for.
 */
export function knownMockServerLag(trials: readonly Trial[]): { readonly mockServerLag?: number } {
  return trials.some(({ plannedIdealMs }) => plannedIdealMs !== undefined)
    ? { mockServerLag: mockServerLag(trials) }
    : {}
}

export function mockServerLag(trials: readonly Trial[]): number {
  const plannedMs = trials.reduce((sum, { plannedIdealMs = 0 }) => sum + plannedIdealMs, 0)
  return plannedMs > 0 ? trials.reduce((sum, { idealMs = 0 }) => sum + idealMs, 0) / plannedMs : 1
}
