import { expect, test } from 'vitest'
import type { Taken } from '../../../../mock-server/main.ts'
import type { MeasuredByChild } from '../../../../bench/run/local/messages.ts'
import { createVirtualRuns } from '../../../../bench/run/local/virtual-runs.ts'
import { loadPlanOf } from '../../../../bench/plan/load-plan.ts'
import { type FinishedSeries, onSchedule, seriesTrials } from '../../../../bench/run/load/load-trial.ts'
import { createRecording, summarizeRun } from '../../../../strategies/recording.ts'
import { aTinyPlan } from '../../../support/races.ts'
import { A_TRIAL } from '../../../support/trials.ts'

const { scenario } = aTinyPlan()
const load = loadPlanOf(scenario, { jobs: 8, everyMs: 10, blocks: 2 })

function measured(sent: number): MeasuredByChild {
  return {
    beganMs: Date.UTC(2026, 0, 15, 9),
    makespanMs: 5,
    limits: { concurrency: 1, threads: 1, buffer: 0 },
    figures: { ...summarizeRun(createRecording(4), [], 0), feeds: 4, sent },
    cpuMs: 1,
    eventLoopDelayMs: 0,
    eventLoop: [],
    peakRssBytes: 1e8,
    examples: [],
    timedOut: false,
  }
}

/** Of eight jobs that say they sent so much each; the server accepted two texts from each of them. */
function aSeries(
  sent: readonly number[] = Array.from({ length: 8 }, () => 2),
  taken: Partial<Taken> = {},
): FinishedSeries {
  const nothing = new Float64Array(4)
  const counts = { fetches: new Uint32Array(4), postsOf: new Uint32Array(4) }
  const held = {
    ...counts,
    acceptedMs: nothing,
    fetchHeldMs: nothing,
    notifyHeldMs: nothing,
    fetchDrawnMs: nothing,
    notifyDrawnMs: nothing,
  }
  const figures = {
    requests: 50,
    notKept: 0,
    posts: 19,
    accepted: 16,
    duplicates: 14,
    digest: 'all texts',
    throttled: 3,
  }
  const rest = { peakFeedsInFlight: 1, peakConnections: 1, heldMs: 88, drawnMs: 80, cpuMs: 8, lagMs: 1 }
  const { load: _load, ...environment } = A_TRIAL.environment
  return {
    loadPlan: load,
    environment,
    variant: load.plan.variants[0]!,
    block: 1,
    position: 0,
    virtualRuns: createVirtualRuns({ withinMs: 60_000 }),
    taken: { ...held, ...figures, ...rest, ...taken },
    jobs: sent.map((one, job) => ({
      arrival: { intendedMs: 10 * job, startedMs: 10 * job, backlog: 0, everyMs: 10, stoodStillMs: 0 },
      ran: { measured: measured(one), load: 0 },
    })),
  }
}

test('the delivery record of a series is shared out over its jobs in whole numbers that add up to it', async () => {
  const trials = await seriesTrials(aSeries())
  const sumOf = (pick: (trial: (typeof trials)[number]) => number) =>
    trials.reduce((sum, trial) => sum + pick(trial), 0)
  expect(trials.map(({ deliveries }) => deliveries.accepted)).toEqual([2, 2, 2, 2, 2, 2, 2, 2])
  expect(trials.map(({ deliveries }) => deliveries.duplicates)).toEqual([0, 0, 0, 0, 0, 0, 0, 0])
  expect(sumOf(({ deliveries }) => deliveries.posts)).toBe(19)
  expect(sumOf(({ deliveries }) => deliveries.throttled)).toBe(3)
  expect(sumOf(({ mock }) => mock!.requests)).toBe(50)
  expect(sumOf(({ mock }) => mock!.heldMs)).toBeCloseTo(88)
  expect(trials.map(({ iteration, phase }) => `${phase} ${iteration}`)).toEqual(
    Array.from({ length: 8 }, (_, job) => `measured ${job + 1}`),
  )
  // Of one job alone the server knows nothing.
  expect(trials.some((trial) => 'timeBreakdown' in trial)).toBe(false)
})

test('the waiting alone of a series, as kept and as planned, is shared out evenly over its jobs', async () => {
  const [fetchHeldMs, fetchDrawnMs] = [new Float64Array([20, 20, 20, 20]), new Float64Array([16, 16, 16, 16])]
  const trials = await seriesTrials(aSeries(undefined, { fetchHeldMs, fetchDrawnMs }))
  for (const { idealMs, plannedIdealMs } of trials) {
    expect(idealMs).toBeCloseTo(10, 6)
    expect(plannedIdealMs).toBeCloseTo(8, 6)
  }
})

test('what was accepted more often than there are jobs was sent twice', async () => {
  const trials = await seriesTrials(aSeries(undefined, { accepted: 17, duplicates: 15 }))
  expect(trials.reduce((sum, { deliveries }) => sum + deliveries.duplicates, 0)).toBe(1)
})

// Breakage: a job that lost a notification and one that sent it twice, which together look like two that are right.
test('a series in which one job sent less and another one more is another series', async () => {
  const digestOf = async (sent: readonly number[]) => (await seriesTrials(aSeries(sent)))[0]!.deliveries.digest
  const right = await digestOf([2, 2, 2, 2, 2, 2, 2, 2])
  expect(await digestOf([2, 2, 2, 2, 2, 2, 2, 2])).toBe(right)
  expect(await digestOf([2, 2, 1, 2, 2, 3, 2, 2])).not.toBe(right)
})

test('what is done of one schedule cannot be taken for that of another, or for a benchmark', () => {
  const scenarioAt = (everyMs: number, jobs = 8) =>
    onSchedule(A_TRIAL, loadPlanOf(scenario, { jobs, everyMs, blocks: 2 })).scenario
  expect(scenarioAt(10)).toEqual(scenarioAt(10))
  expect(scenarioAt(10).digest).not.toBe(scenarioAt(11).digest)
  expect(scenarioAt(10).digest).not.toBe(A_TRIAL.scenario.digest)
  expect(scenarioAt(10).looks).toEqual([{ blocks: 2, alpha: 0.05 }])
})
