import type { SeriesClock } from '../../../../bench/plan/series.ts'

export interface FakeSeriesClock extends SeriesClock {
  /** Lets so much time pass. */
  readonly pass: (ms: number) => void
}

/** A clock that only waiting and `pass` move; waits end `lateMs` late. */
export function aSeriesClock({ lateMs = 0 }: { readonly lateMs?: number } = {}): FakeSeriesClock {
  let nowMs = 1000
  return {
    nowMs: () => nowMs,
    async waitUntil(instantMs) {
      if (instantMs > nowMs) nowMs = instantMs + lateMs
    },
    pass: (ms) => {
      nowMs += ms
    },
  }
}
