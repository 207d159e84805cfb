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
  expect(programFaults(MEASURED, taken(1004, 1019), { scenario, isSeries: false })).toEqual([])
  expect(programFaults(MEASURED, taken(1004, 1025), { scenario, isSeries: false })).toEqual([
    { code: 'answered-early', posts: 1 },
  ])
  // It may be of the next run.
  expect(programFaults(MEASURED, taken(1004, 1025), { scenario, isSeries: true })).toEqual([])
})

test('a program that says it is through with fewer items has no right run', () => {
  const measured = { ...MEASURED, reported: { items: 3 } }
  expect(programFaults(measured, taken(), { scenario, isSeries: false })).toEqual([
    { code: 'missing-outcomes', outcomes: 3, items: 4 },
  ])
})
