import { expect, test } from 'vitest'
import { race, raceTrials } from '../../bench/run/local/race.ts'
import { PATIENCE } from '../../bench/run/local/patience.ts'
import { startWorld } from '../../bench/run/local/world.ts'
import { summarize } from '../../bench/judge/comparison/summarize.ts'
import { errorText } from '../../bench/report/messages/problems.ts'
import { trialSchema } from '../../bench/trial/trial.ts'
import { eventually, within } from '../support/eventually.ts'
import { connectionsOf, isRunning } from '../support/processes.ts'
import { aTinyPlan, children, noneLeft, servers } from '../support/races.ts'
import { MOCK_SERVER_DIED } from '../support/trials.ts'

/** Whichever is seen first of a killed process. */
const ENDED_OR_UNREACHABLE = { code: expect.stringMatching(/^(exited|unreachable)$/) }

const VARIANTS = ['sequential', 'pipelined', 'A/A', '+10%']

/** One feed of four never answers; a run waits for it as long as the client bears. */
const hanging = (headersTimeoutMs: number) => [
  'world.fetchFaults={ hang: 0.25 }',
  `client.headersTimeoutMs=${headersTimeoutMs}`,
]

test('each trial is complete when it is reported, and a report can be made of them', async () => {
  const trials = await raceTrials(aTinyPlan(['variants=[sequential, worker-threads, promise-all]']))
  for (const trial of trials)
    expect(trialSchema.parse(JSON.parse(JSON.stringify(trial)))).toEqual(JSON.parse(JSON.stringify(trial)))
  const { variants, iterationsCounted, deliveries } = summarize(trials)
  expect(variants.map(({ variant }) => variant)).toEqual(['sequential', 'worker-threads', 'promise-all', 'A/A', '+10%'])
  expect(iterationsCounted).toBe(2)
  expect(deliveries).toMatchObject({ same: true, accepted: 2, duplicates: 0 })
  for (const { makespanMs, idealMs, cpuMs, peakRssBytes, mock } of trials) {
    expect(makespanMs).toBeGreaterThan(0)
    expect(idealMs).toBeLessThanOrEqual(makespanMs)
    expect(cpuMs).toBeGreaterThan(0)
    expect(peakRssBytes).toBeGreaterThan(10_000_000)
    expect(mock!.heldMs).toBeGreaterThanOrEqual(mock!.drawnMs)
  }
})

// Breakage: delays that depend on who makes the request or when.
test('the delays of an iteration are the same for every variant and differ between iterations, the cold one among them', async () => {
  const trials = await raceTrials(aTinyPlan(['world.fetchDelay={ model: lognormal, medianMs: 0.3, sigma: 0.5 }']))
  const drawn = Map.groupBy(trials, ({ phase, iteration }) => `${phase} ${iteration}`)
    .values()
    .map((members) => [...new Set(members.map(({ mock }) => mock!.drawnMs.toFixed(6)))])
    .toArray()
  expect(drawn.map(({ length }) => length)).toEqual([1, 1, 1, 1])
  expect(drawn.flat().every((ms) => Number(ms) > 0)).toBe(true)
  expect(new Set(drawn.flat()).size).toBe(4)
})

// Breakage: a cold run after a warm-up, which is none, or one in the same order in every block.
test('every process is run cold once, alone, before anything else of its block, in an order drawn anew', async () => {
  const plan = aTinyPlan(['plan.warmUps=2', 'plan.iterations=1'], 3)
  const trials = await raceTrials(plan)
  const orders = [1, 2, 3].map((block) => {
    const own = trials.filter((trial) => trial.block === block)
    const cold = own.slice(0, plan.variants.length)
    expect(cold.map(({ phase, iteration, position }) => [phase, iteration, position])).toEqual(
      plan.variants.map((_, position) => ['cold', 0, position]),
    )
    expect(own.filter(({ phase }) => phase === 'cold')).toHaveLength(plan.variants.length)
    expect(cold.map(({ variant }) => variant).toSorted()).toEqual(VARIANTS.toSorted())
    // It sent the same notifications as the iterations, though it is no part of their times.
    for (const { deliveries, faults } of cold)
      expect([deliveries.accepted, deliveries.duplicates, faults]).toEqual([2, 0, []])
    return cold.map(({ variant }) => variant).join()
  })
  expect(new Set(orders).size).toBeGreaterThan(1)
  expect(summarize(trials).iterationsCounted).toBe(3)
})

// Breakage: a sensitivity check that its child process does not learn of, or that waits outside of what is measured.
test('the sensitivity check is the reference, a tenth longer than its own steps and their server took', async () => {
  const trials = await raceTrials(aTinyPlan(['world.fetchDelay={ model: constant, ms: 20 }', 'plan.iterations=3']))
  const measured = trials.filter(({ phase }) => phase === 'measured')
  const of = (variant: string) => measured.filter((trial) => trial.variant === variant)
  for (const trial of of('+10%')) {
    const reference = of('sequential').find(({ iteration }) => iteration === trial.iteration)!
    expect([trial.role, trial.strategy, trial.slowedBy]).toEqual(['sensitivity-check', 'sequential', 0.1])
    expect(trial.deliveries).toEqual(reference.deliveries)
    expect(trial.mock!.drawnMs).toBe(reference.mock!.drawnMs)
    // Four feeds of 20 ms and two posts are 80 ms at least, of which it is made a tenth longer.
    expect(trial.idealMs).toBeGreaterThan(80)
    expect(trial.makespanMs).toBeGreaterThanOrEqual(trial.idealMs! * 1.1)
    expect(trial.timeBreakdown!.startUpMs).toBeGreaterThanOrEqual((trial.makespanMs / 1.1) * 0.1 - 0.5)
  }
  for (const trial of measured.filter(({ role }) => role !== 'sensitivity-check'))
    expect(trial).not.toHaveProperty('slowedBy')
})

// Breakage: a variant without a recording that still has one, or that does another job.
test('a variant without a recording does the same job and reports none of its steps', async () => {
  const plan = aTinyPlan(['variants=[sequential, pipelined]'])
  const variants = plan.variants.map((variant) =>
    variant.role === 'candidate' ? { ...variant, isUnrecorded: true } : variant,
  )
  const trials = await raceTrials({ ...plan, variants })
  const ofStep = { count: 0, failed: 0, busyMs: 0, p50Ms: 0, p95Ms: 0, maxMs: 0 }
  const digests = new Set(trials.map(({ deliveries }) => deliveries.digest))
  expect(digests.size).toBe(1)
  for (const trial of trials) {
    expect([trial.sent, trial.deliveries.accepted, trial.faults]).toEqual([2, 2, []])
    expect(trial.mock!.fetchHeldMs).toBeGreaterThan(0)
    if (trial.variant === 'pipelined') {
      expect(trial.timeBreakdown).toBeUndefined()
      expect(trial.steps).toEqual({ fetch: ofStep, check: ofStep, notify: ofStep })
    } else {
      expect(trial.timeBreakdown).toBeDefined()
      expect(trial.steps.fetch!.count).toBe(4)
    }
  }
})

test('an abort in the middle of a run ends the benchmark promptly, without a trial of it and without a process left', async () => {
  const controller = new AbortController()
  const racing = raceTrials(aTinyPlan(hanging(60_000)), { signal: controller.signal })
  await eventually('a run was under way', () =>
    servers().some(({ pid }) => children().length === 4 && connectionsOf(pid) > 0),
  )
  const pids = [...children(), ...servers()].map(({ pid }) => pid)
  controller.abort(new Error('planned'))
  expect(await within(15_000, 'the end of the race', racing)).toEqual([])
  expect(pids).toHaveLength(5)
  expect(pids.filter(isRunning)).toEqual([])
})

test('an abort between two runs keeps what is done, and nothing more comes', async () => {
  const controller = new AbortController()
  const trials = await raceTrials(aTinyPlan(['plan.iterations=50']), {
    signal: controller.signal,
    ended: (_, { length }) => {
      if (length === 5) controller.abort(new Error('planned'))
    },
  })
  expect(trials).toHaveLength(5)
  noneLeft()
})

test('a child that is killed costs one trial, which says so, and is replaced', async () => {
  const trials = await raceTrials(aTinyPlan(['plan.iterations=3']), {
    ended: (_, { length }) => {
      // After the cold runs, the warm-ups and the first iteration: every variant has two more runs.
      if (length === 12) process.kill(children()[0]!.pid, 'SIGKILL')
    },
  })
  expect(trials).toHaveLength(4 + 4 + 12)
  const failed = trials.filter(({ faults }) => faults.length > 0)
  expect(failed).toHaveLength(1)
  const [{ variant, faults, iteration, makespanMs, items }] = failed as [(typeof failed)[0]]
  expect(faults[0]).toMatchObject({ code: 'no-result', variant, failure: ENDED_OR_UNREACHABLE })
  // It counts as the longest there can be, not as the shortest.
  expect(makespanMs).toBe(60_000)
  expect(items).toBe(0)
  expect(iteration).toBe(2)
  expect(trials.filter((trial) => trial.variant === variant && trial.iteration === 3)).toHaveLength(1)
  expect(summarize(trials).variants.find((one) => one.variant === variant)!.verdict?.code ?? 'unreliable').toBe(
    'unreliable',
  )
  noneLeft()
})

test('what warms the replacement of a dead child is not booked to the run that died', async () => {
  const trials = await raceTrials(aTinyPlan(['plan.iterations=2', 'plan.warmUps=3']), {
    ended: (_, { length }) => {
      if (length === 16) process.kill(children()[0]!.pid, 'SIGKILL')
    },
  })
  const failed = trials.filter(({ faults }) => faults.length > 0)
  expect(failed).toHaveLength(1)
  expect(failed[0]!.deliveries).toMatchObject({ posts: 0, duplicates: 0 })
  expect(summarize(trials).deliveries.duplicates).toBe(0)
  noneLeft()
})

test('a mock server that is killed in a run discards the iteration for every variant, and the benchmark goes on with another one', async () => {
  let killed = 0
  const plan = aTinyPlan([...hanging(700), 'variants=[sequential]'])
  const trials = await raceTrials(plan, {
    ended: (_, { length }) => {
      if (length !== 6) return
      const { pid } = servers()[0]!
      void eventually('a run was under way', () => connectionsOf(pid) > 0).then(() => {
        killed = pid
        process.kill(pid, 'SIGKILL')
      })
    },
  })
  expect(killed).toBeGreaterThan(0)
  expect(trials.map(({ iteration }) => iteration)).toEqual([0, 0, 0, 0, 0, 0, 1, 1, 1, 2, 2, 2])
  const discarded = trials.filter((trial) => trial.discarded !== undefined)
  expect(discarded.map(({ phase, iteration, discarded: reason }) => [phase, iteration, reason])).toEqual([
    ['measured', 1, MOCK_SERVER_DIED],
  ])
  const { discardedIterations, iterationsCounted, variants } = summarize(trials)
  expect(discardedIterations).toEqual([{ block: 1, iteration: 1, reason: MOCK_SERVER_DIED }])
  expect(iterationsCounted).toBe(1)
  // The iteration that counts, and the cold run.
  for (const { failed } of variants) expect(failed).toMatchObject({ trials: 0, of: 2 })
  noneLeft()
})

test('a mock server that keeps dying is given up at its third death', async () => {
  const world = await startWorld(aTinyPlan().scenario.world)
  const kill = () => process.kill(servers()[0]!.pid, 'SIGKILL')
  kill()
  expect(await world.take()).toBeInstanceOf(Error)
  kill()
  await world.reset()
  kill()
  // Which of the two is seen first: that it ended, or that nobody listens.
  const error: unknown = await world.take().catch((why: unknown) => why)
  expect(errorText(error)).toMatch(/^the mock server (ended unexpectedly \(SIGKILL\)|could not be reached)/)
  await world.stop()
})

// Breakage: its first reset, which waits for the warm-up, has no more time than any other.
test('a mock server that takes long to warm itself up is not killed for it', async () => {
  const worldMs = 1000
  const world = await startWorld(aTinyPlan().scenario.world, { patience: { ...PATIENCE, worldMs } })
  const takesLongToWarmUp = async () => {
    const { pid } = servers()[0]!
    process.kill(pid, 'SIGSTOP')
    setTimeout(() => process.kill(pid, 'SIGCONT'), 2 * worldMs)
    await world.reset()
    expect([await world.check(), servers()[0]!.pid]).toEqual([undefined, pid])
    return pid
  }
  process.kill(await takesLongToWarmUp(), 'SIGKILL')
  expect(await world.take()).toBeInstanceOf(Error)
  await takesLongToWarmUp()
  await world.stop()
  noneLeft()
})

test('failures that a world planned are no faults of anybody', async () => {
  const trials = await raceTrials(aTinyPlan(['world.fetchFaults={ status-500: 0.25, html: 0.25 }']))
  for (const { faults, failures } of trials) {
    expect(faults).toEqual([])
    expect(failures).toEqual({ 'fetch status': 1, 'check malformed': 1 })
  }
})

test('a run that takes too long is ended, and fails', async () => {
  const settings = ['world.fetchDelay={ model: constant, ms: 5000 }', 'client.runTimeoutMs=100', 'plan.iterations=1']
  const trials = await raceTrials(aTinyPlan(settings))
  expect(trials).toHaveLength(12)
  for (const { faults, makespanMs } of trials) {
    expect(faults[0]).toEqual({ code: 'timed-out', withinMs: 100 })
    // Node counts a timer from the beginning of the loop's turn, in which a run is made ready too.
    expect(makespanMs).toBeGreaterThan(50)
    expect(makespanMs).toBeLessThan(5000)
  }
})

test('a look that says go on is followed by the next, and the last ends the benchmark', async () => {
  const plan = {
    ...aTinyPlan(['plan.iterations=1', 'variants=[sequential]']),
    looks: [1, 2, 3].map((blocks) => ({ blocks, alpha: 0.01 })),
  }
  const calls: number[] = []
  const blocks = new Set<number>()
  const goOn = (done: number) => {
    calls.push(done)
    return done < 2
  }
  await race(plan, { goOn, ended: ({ block }) => blocks.add(block) }, new AbortController().signal)
  expect(calls).toEqual([1, 2])
  expect([...blocks]).toEqual([1, 2])
})
