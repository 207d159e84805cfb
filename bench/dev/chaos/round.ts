import { drawUnits } from '../../../mock-server/delay.ts'
import { EXIT } from '../../cli/exit-code.ts'
import { extentOf } from '../../statistics/extent.ts'
import { median } from '../../statistics/quantile.ts'
import type { EndedCommand } from './command.ts'

/** What one attack has. */
export interface Round {
  readonly draws: Draws
  /** Of its own, and empty. */
  readonly folder: string
  readonly tally: Tally
}

/** A sequence of random choices that depends on nothing but its key, so that a round can be repeated from its seed and number. */
export interface Draws {
  /** A whole number from `low` to `high`, both included. */
  readonly between: (low: number, high: number) => number
  readonly chance: (share: number) => boolean
  readonly pick: <T>(choices: readonly T[]) => T
}

export function createDraws(...key: readonly (string | number)[]): Draws {
  let drawn = 0
  const unit = () => drawUnits(...key, drawn++)[0]
  const between = (low: number, high: number) => low + Math.floor(unit() * (high - low + 1))
  return {
    between,
    chance: (share) => unit() < share,
    pick: (choices) => choices[between(0, choices.length - 1)]!,
  }
}

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
        const [middle, most] = [median(all), extentOf(all)[1]].map(Math.round)
        return `${what}: median ${middle} ms, maximum ${most} ms (${all.length} times)`
      })
      return [...counted, ...timed]
    },
  }
}

/** Every command ends by itself and leaves no process behind. */
export function expectEnd({ isStuck, left, stderr }: EndedCommand, what: string, tally: Tally): void {
  if (isStuck) tally.violation(`${what}: never ended; ${stderr.slice(-300)}`)
  for (const command of left) tally.violation(`${what}: left behind ${command}`)
}

/** No command ends in an error that nobody foresaw. */
export function expectNoDefect({ code, stdout, stderr }: EndedCommand, what: string, tally: Tally): void {
  if (code === EXIT.internal || /utakata: internal error|^\s+at .*\.ts:\d+/m.test(stderr + stdout))
    tally.violation(`${what}: exit code ${code}; ${stderr.slice(0, 400)}`)
}
