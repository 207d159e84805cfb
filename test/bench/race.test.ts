import { expect, test } from 'vitest'
import { race } from '../../bench/local/race.ts'
import { startWorld } from '../../bench/local/world.ts'
import { orderOf } from '../../bench/schedule.ts'
import { summarize } from '../../bench/report/summarize.ts'
import { trialSchema } from '../../bench/trial.ts'
import { eventually, within } from '../support/eventually.ts'
import { childrenWith, connectionsOf, isRunning } from '../support/processes.ts'
import { aTinyPlan, raced } from '../support/races.ts'

const ARMS = ['sequential', 'pipelined', 'A/A']
const children = () => childrenWith('bench/local/child.ts')
const servers = () => childrenWith('mock-server/main.ts')
const noneLeft = () => expect([...children(), ...servers()]).toEqual([])
/** One feed of four never answers; a run waits for it as long as the client bears. */
const hanging = (headersTimeoutMs: number) => [
  'world.feedFaults={ hang: 0.25 }',
  `client.headersTimeoutMs=${headersTimeoutMs}`,
]

test('every arm runs in every round of every fork, once, alone, in the order of the seed, and nothing is wrong', async () => {
  const plan = aTinyPlan(['plan.warmUps=2'], 2)
  const trials = await raced(plan)
  const places = trials.map(({ fork, phase, round, arm }) => `${fork} ${phase} ${round} ${arm}`)
  const expected = [1, 2].flatMap((fork) => [
    ...ARMS.flatMap((arm) => [`${fork} warmup 1 ${arm}`, `${fork} warmup 0 ${arm}`]),
    ...[1, 2].flatMap((round) =>
      orderOf(plan.arms, 1, fork, round).map(({ name }) => `${fork} measured ${round} ${name}`),
    ),
  ])
  expect(places).toEqual(expected)
  for (const { faults, void: spoilt } of trials) {
    expect(faults).toEqual([])
    expect(spoilt).toBeUndefined()
  }
  const measured = trials.filter(({ phase }) => phase === 'measured')
  expect(measured.map(({ position }) => position)).toEqual([0, 1, 2, 0, 1, 2, 0, 1, 2, 0, 1, 2])
  expect(new Set(measured.map(({ ledger }) => ledger.digest)).size).toBe(1)
  for (const { ledger, sent, feeds } of measured)
    expect([ledger.accepted, ledger.duplicates, sent, feeds]).toEqual([2, 0, 2, 4])
  // Alone: each begins when the one before it has ended.
  for (const [index, { beganAt }] of trials.slice(1).entries())
    expect(Date.parse(beganAt) + 1).toBeGreaterThanOrEqual(
      Date.parse(trials[index]!.beganAt) + trials[index]!.makespanMs,
    )
  noneLeft()
})

test('trials are whole as they are told, and a report can be made of them', async () => {
  const trials = await raced(aTinyPlan(['strategies=[sequential, worker-threads, promise-all]']))
  for (const trial of trials)
    expect(trialSchema.parse(JSON.parse(JSON.stringify(trial)))).toEqual(JSON.parse(JSON.stringify(trial)))
  const { arms, roundsCounted, ledger } = summarize(trials)
  expect(arms.map(({ arm }) => arm)).toEqual(['sequential', 'worker-threads', 'promise-all', 'A/A'])
  expect(roundsCounted).toBe(2)
  expect(ledger).toMatchObject({ same: true, accepted: 2, duplicates: 0 })
  for (const { makespanMs, structuralMs, cpuMs, peakRssBytes, mock } of trials) {
    expect(makespanMs).toBeGreaterThan(0)
    expect(structuralMs).toBeLessThanOrEqual(makespanMs)
    expect(cpuMs).toBeGreaterThan(0)
    expect(peakRssBytes).toBeGreaterThan(10_000_000)
    expect(mock!.heldMs).toBeGreaterThanOrEqual(mock!.drawnMs)
  }
})

// Breakage: delays that depend on who asks or when.
test('the delays of a round are the same for every arm and differ between rounds', async () => {
  const trials = await raced(aTinyPlan(['world.feedDelay={ model: lognormal, medianMs: 0.3, sigma: 0.5 }']))
  const drawn = Map.groupBy(trials, ({ round }) => round)
    .values()
    .map((members) => [...new Set(members.map(({ mock }) => mock!.drawnMs.toFixed(6)))])
    .toArray()
  expect(drawn.map(({ length }) => length)).toEqual([1, 1, 1])
  expect(new Set(drawn.flat()).size).toBe(3)
})

test('an abort in the middle of a run ends the race promptly, without a trial of it and without a process left', async () => {
  const controller = new AbortController()
  const racing = raced(aTinyPlan(hanging(60_000)), { signal: controller.signal })
  await eventually('a run was under way', () =>
    servers().some(({ pid }) => children().length === 3 && connectionsOf(pid) > 0),
  )
  const pids = [...children(), ...servers()].map(({ pid }) => pid)
  controller.abort(new Error('planned'))
  expect(await within(15_000, 'the end of the race', racing)).toEqual([])
  expect(pids).toHaveLength(4)
  expect(pids.filter(isRunning)).toEqual([])
})

test('an abort between two runs keeps what is done, and nothing more comes', async () => {
  const controller = new AbortController()
  const trials = await raced(aTinyPlan(['plan.rounds=50']), {
    signal: controller.signal,
    ended: ({ length }) => {
      if (length === 5) controller.abort(new Error('planned'))
    },
  })
  expect(trials).toHaveLength(5)
  noneLeft()
})

test('an abort before the beginning measures nothing', async () => {
  expect(await raced(aTinyPlan(), { signal: AbortSignal.abort(new Error('planned')) })).toEqual([])
  noneLeft()
})

test('a child that is killed costs one trial, which says so, and is replaced', async () => {
  const trials = await raced(aTinyPlan(['plan.rounds=3']), {
    ended: ({ length }) => {
      // After the warm-ups and the first round: every arm has two more runs.
      if (length === 6) process.kill(children()[0]!.pid, 'SIGKILL')
    },
  })
  expect(trials).toHaveLength(3 + 9)
  const failed = trials.filter(({ faults }) => faults.length > 0)
  expect(failed).toHaveLength(1)
  const [{ arm, faults, round, makespanMs, feeds }] = failed as [(typeof failed)[0]]
  expect(faults[0]).toMatch(new RegExp(`^${arm} (ended by itself \\(SIGKILL\\)|could not be reached)`))
  // It counts as the longest there can be, not as the shortest.
  expect(makespanMs).toBe(60_000)
  expect(feeds).toBe(0)
  expect(round).toBe(2)
  expect(trials.filter((trial) => trial.arm === arm && trial.round === 3)).toHaveLength(1)
  expect(summarize(trials).arms.find((one) => one.arm === arm)!.verdict?.word ?? 'unreliable').toBe('unreliable')
  noneLeft()
})

test('what warms the replacement of a dead child is not booked to the run that died', async () => {
  const trials = await raced(aTinyPlan(['plan.rounds=2', 'plan.warmUps=3']), {
    ended: ({ length }) => {
      if (length === 9) process.kill(children()[0]!.pid, 'SIGKILL')
    },
  })
  const failed = trials.filter(({ faults }) => faults.length > 0)
  expect(failed).toHaveLength(1)
  expect(failed[0]!.ledger).toMatchObject({ posts: 0, duplicates: 0 })
  expect(summarize(trials).ledger.duplicates).toBe(0)
  noneLeft()
})

test('a mock server that is killed in a run voids the round for every arm, and the race goes on with another one', async () => {
  let killed = 0
  const plan = aTinyPlan([...hanging(700), 'strategies=[sequential]'])
  const trials = await raced(plan, {
    ended: ({ length }) => {
      if (length !== 2) return
      const { pid } = servers()[0]!
      void eventually('a run was under way', () => connectionsOf(pid) > 0).then(() => {
        killed = pid
        process.kill(pid, 'SIGKILL')
      })
    },
  })
  expect(killed).toBeGreaterThan(0)
  expect(trials.map(({ round }) => round)).toEqual([0, 0, 1, 1, 2, 2])
  const spoilt = trials.filter((trial) => trial.void !== undefined)
  expect(spoilt.map(({ phase, round, void: reason }) => [phase, round, reason])).toEqual([
    ['measured', 1, 'the mock server ended by itself (SIGKILL)'],
  ])
  const { voidRounds, roundsCounted, arms } = summarize(trials)
  expect(voidRounds).toEqual(['fork 1, round 1: the mock server ended by itself (SIGKILL)'])
  expect(roundsCounted).toBe(1)
  for (const { failed } of arms) expect(failed).toMatchObject({ trials: 0, of: 1 })
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
  await expect(world.take()).rejects.toThrow(/^the mock server (ended by itself \(SIGKILL\)|could not be reached)/)
  await world.stop()
})

test('failures that a world planned are no faults of anybody', async () => {
  const trials = await raced(aTinyPlan(['world.feedFaults={ status-500: 0.25, html: 0.25 }']))
  for (const { faults, failures } of trials) {
    expect(faults).toEqual([])
    expect(failures).toEqual({ 'fetch status': 1, 'check malformed': 1 })
  }
})

test('a run that takes too long is ended, and fails', async () => {
  const settings = ['world.feedDelay={ model: constant, ms: 5000 }', 'client.runTimeoutMs=100', 'plan.rounds=1']
  const trials = await raced(aTinyPlan(settings))
  expect(trials).toHaveLength(6)
  for (const { faults, makespanMs } of trials) {
    expect(faults[0]).toBe('not done within 100 ms')
    // Node counts a timer from the beginning of the loop's turn, in which a run is made ready too.
    expect(makespanMs).toBeGreaterThan(50)
    expect(makespanMs).toBeLessThan(5000)
  }
})

test('a look that says go on is followed by the next, and the last ends the race', async () => {
  const plan = {
    ...aTinyPlan(['plan.rounds=1', 'strategies=[sequential]']),
    looks: [1, 2, 3].map((forks) => ({ forks, alpha: 0.01 })),
  }
  const asked: number[] = []
  const forks = new Set<number>()
  const goOn = (done: number) => {
    asked.push(done)
    return done < 2
  }
  await race(plan, { goOn, ended: ({ fork }) => forks.add(fork) }, new AbortController().signal)
  expect(asked).toEqual([1, 2])
  expect([...forks]).toEqual([1, 2])
})
