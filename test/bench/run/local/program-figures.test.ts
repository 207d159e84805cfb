import { expect, test } from 'vitest'
import type { Taken } from '../../../../mock-server/main.ts'
import { programFaults, programFigures } from '../../../../bench/run/local/program-figures.ts'
import type { MeasuredOfProgram } from '../../../../bench/run/local/messages.ts'
import { aTinyPlan } from '../../../support/races.ts'

const { scenario } = aTinyPlan()
const MEASURED: MeasuredOfProgram = {
  beganMs: Date.UTC(2026, 0, 15, 9),
  beganMonotonicMs: 1000,
  endedMonotonicMs: 1020,
  makespanMs: 20,
  cpuMs: 8,
  peakRssBytes: 30_000_000,
  protocolMs: 0.2,
  reported: {},
  timedOut: false,
}
const taken = (...acceptedMs: readonly number[]) => ({ acceptedMs: Float64Array.from(acceptedMs) }) as Taken

test('when a program sent what is what the mock server saw, and what nobody knows is absent', () => {
  expect(programFigures(MEASURED, taken(1004, 1008, 1018), scenario)).toEqual({
    firstNotificationMs: 4,
    medianNotificationMs: 8,
    lastNotificationMs: 18,
    cpuMs: 8,
    peakRssBytes: 30_000_000,
    steps: {},
    items: 4,
    sent: 3,
    failures: {},
  })
  expect(programFigures(MEASURED, new Error('the server died'), scenario)).toMatchObject({ sent: 0 })
})

test('what a program reports of itself is taken from it', () => {
  const reported = { items: 4, failures: { 'fetch timeout': 2 }, eventLoopDelayMs: 3 }
  expect(programFigures({ ...MEASURED, reported }, taken(), scenario)).toMatchObject(reported)
})

test('in a series a run has what was accepted while it was under way', () => {
  expect(programFigures(MEASURED, taken(990, 1004, 1030), scenario)).toMatchObject({ sent: 1, firstNotificationMs: 4 })
})

// Breakage: a program that does not wait for its posts would be the fastest of all.
test('a program that answers before all that it sent is accepted has no right run', () => {
  expect(programFaults(MEASURED, taken(1004, 1019), { scenario, isSeries: false, plain: false })).toEqual([])
  expect(programFaults(MEASURED, taken(1004, 1025), { scenario, isSeries: false, plain: false })).toEqual([
    { code: 'answered-early', posts: 1 },
  ])
  // It may be of the next run.
  expect(programFaults(MEASURED, taken(1004, 1025), { scenario, isSeries: true, plain: false })).toEqual([])
})

test('a program that says it is through with fewer items has no right run', () => {
  const measured = { ...MEASURED, reported: { items: 3 } }
  expect(programFaults(measured, taken(), { scenario, isSeries: false, plain: false })).toEqual([
    { code: 'missing-outcomes', outcomes: 3, items: 4 },
  ])
})

// Breakage: a program that gives up half of its items without a word of the mock server's is timed as if it had done them.
test('failures that a program reports, and that the world did not plan, leave it no right run', () => {
  const reported = { run: 1, done: true as const, failures: { 'fetch timeout': 5, other: 1 } }
  const faultsIn = (fetchFaults: object, plain = false) =>
    programFaults({ ...MEASURED, reported }, taken(), {
      scenario: { world: { ...scenario.world, items: { ...scenario.world.items, count: 10 }, fetchFaults } },
      isSeries: false,
      plain,
    })
  const each = [
    { code: 'unexpected-failures', kind: 'fetch timeout', failures: 5 },
    { code: 'unexpected-failures', kind: 'other', failures: 1 },
  ]
  expect(faultsIn({})).toEqual(each)
  expect(faultsIn({ 'status-503': 0.5 })).toEqual(each)
  expect(faultsIn({ 'status-503': 0.6 })).toEqual([])
  expect(faultsIn({ 'status-503': 0.6 }, true)).toEqual(each)
})
