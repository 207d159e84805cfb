import { expect, test } from 'vitest'
import { raceTrials } from '../../bench/run/local/race.ts'
import type { TimeBreakdown } from '../../bench/trial/trial.ts'
import { aTinyPlan } from '../support/races.ts'

const sumOf = ({ waitingMs, cpuMs, queueingMs, startUpMs }: TimeBreakdown) => waitingMs + cpuMs + queueingMs + startUpMs

/** The splits of a strategy's measured runs in the tiny world, each checked to add up. */
async function racedSplits(strategy: string, settings: readonly string[]): Promise<TimeBreakdown[]> {
  const trials = await raceTrials(aTinyPlan([`variants=[${strategy}]`, `reference=${strategy}`, ...settings]))
  return trials
    .filter(({ phase, role }) => phase === 'measured' && role === 'reference')
    .map(({ timeBreakdown: split, makespanMs, faults }) => {
      expect(faults).toEqual([])
      expect(sumOf(split!)).toBeCloseTo(makespanMs, 6)
      return split!
    })
}

const HEAVY = ['world.items.events=600', 'world.items.descriptionBytes=400', 'check=full']

// Breakage: what the server held of one feed booked to another, or not at all.
test('real runs: a delay that the server is given shows as waiting, one feed of it where all are fetched at once', async () => {
  const delayed = ['world.fetchDelay={ model: constant, ms: 40 }']
  for (const split of await racedSplits('sequential', delayed)) {
    expect(split.waitingMs).toBeGreaterThanOrEqual(4 * 40)
    expect(split.path).toEqual({ fetch: 4, check: 4, notify: 2 })
  }
  for (const split of await racedSplits('promise-all', delayed)) {
    expect(split.waitingMs).toBeGreaterThanOrEqual(40)
    expect(split.waitingMs).toBeLessThan(4 * 40)
    expect(split.path.fetch).toBe(1)
  }
})

// Breakage: heavy calendars taken for a slow server, or for a queue.
test('real runs: calendars that are heavy to read show as CPU, and not as waiting', async () => {
  for (const split of await racedSplits('sequential', HEAVY)) {
    expect(split.cpuMs).toBeGreaterThan(split.waitingMs + split.startUpMs)
    expect(split.cpuMs).toBeGreaterThan(split.queueingMs)
  }
})
