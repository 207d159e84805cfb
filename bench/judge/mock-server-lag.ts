import type { Trial } from '../trial/trial.ts'

/**
 * How much longer the waiting took than planned, where the strategy's order makes it count: the ideal time from the delays the
 * mock server kept, over the ideal time from those it drew. Of a strategy without an ideal time: all delays it kept over all it drew. Absent
 * where neither is known; 1 where nothing was to be waited for.
 */
export function knownMockServerLag(trials: readonly Trial[]): { readonly mockServerLag?: number } {
  const isKnown = trials.some(({ plannedIdealMs, mock }) => plannedIdealMs !== undefined || (mock && mock.drawnMs > 0))
  return isKnown ? { mockServerLag: mockServerLag(trials) } : {}
}

export function mockServerLag(trials: readonly Trial[]): number {
  const sumOf = (pick: (trial: Trial) => number) => trials.reduce((sum, trial) => sum + pick(trial), 0)
  const plannedMs = sumOf(({ plannedIdealMs = 0 }) => plannedIdealMs)
  if (plannedMs > 0) return sumOf(({ idealMs = 0 }) => idealMs) / plannedMs
  const drawnMs = sumOf(({ mock }) => mock?.drawnMs ?? 0)
  return drawnMs > 0 ? sumOf(({ mock }) => mock?.heldMs ?? 0) / drawnMs : 1
}
