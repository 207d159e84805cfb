/** What was tried, how often, and what went wrong. */
export interface Tally {
  readonly count: (what: string, times?: number) => void
  /** A duration in milliseconds, of which the median and the maximum are printed. */
  readonly took: (what: string, ms: number) => void
  /** Something that must never happen; the same sentence counts once. */
  readonly violation: (sentence: string) => void
  readonly violations: () => readonly string[]
  readonly lines: () => string[]
}

export function createTally(): Tally {
  const counts = new Map<string, number>()
  const durations = new Map<string, number[]>()
  const violations = new Set<string>()
  return {
    count: (what, times = 1) => void counts.set(what, (counts.get(what) ?? 0) + times),
    took: (what, ms) => void durations.set(what, [...(durations.get(what) ?? []), ms]),
    violation: (sentence) => void violations.add(sentence),
    violations: () => [...violations],
    lines() {
      const counted = [...counts].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([what, times]) => `${what}: ${times}`)
      const timed = [...durations].map(([what, all]) => {
        const sorted = all.toSorted((a, b) => a - b)
        const median = sorted[Math.floor(sorted.length / 2)]!
        return `${what}: median ${Math.round(median)} ms, maximum ${Math.round(sorted.at(-1)!)} ms (${sorted.length} times)`
      })
      return [...counted, ...timed]
    },
  }
}
