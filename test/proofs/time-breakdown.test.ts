import { expect, test } from 'vitest'
import { runOn, serve } from '../../bench/run/contract/running.ts'
import { aWorld } from '../../bench/run/contract/worlds.ts'
import { breakDownTime } from '../../bench/trial/time-breakdown.ts'
import { burnCpu } from '../../strategies/burn-cpu.ts'
import { type StrategyName, strategies } from '../../strategies/index.ts'
import type { Strategy } from '../../strategies/job.ts'
import { clockMs } from '../../strategies/recording.ts'
import type { TimeBreakdown } from '../../bench/trial/trial.ts'
import { runsOf } from '../support/races.ts'

const sumOf = ({ waitingMs, cpuMs, queueingMs, startUpMs }: TimeBreakdown) => waitingMs + cpuMs + queueingMs + startUpMs

/** The splits of a strategy's measured runs in the tiny world, each checked to add up. */
async function racedSplits(strategy: string, settings: readonly string[]): Promise<TimeBreakdown[]> {
  const runs = await runsOf(strategy, settings)
  expect(runs).toHaveLength(2)
  return runs.map(({ timeBreakdown: split, makespanMs, faults }) => {
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

/** Splits of a run of four feeds that nobody holds, in this process. */
async function burntSplit(strategy: Strategy, burnMs: number): Promise<TimeBreakdown> {
  await using server = await serve(aWorld({ items: { count: 4, dueShare: 0 } }))
  const cpu = process.cpuUsage()
  const beganMs = clockMs()
  const { recording } = await runOn(server, strategy, { options: { checkCpuMs: burnMs } })
  const { user, system } = process.cpuUsage(cpu)
  const makespanMs = Math.max(...recording) - beganMs
  const [fetchHeldMs, notifyHeldMs] = [new Float64Array(4), new Float64Array(4)]
  return breakDownTime({ recording, beganMs, makespanMs, cpuMs: (user + system) / 1000, fetchHeldMs, notifyHeldMs })!
}

// Breakage: the checks of all feeds charged to whoever fetches all at once, or none of them to whoever takes one after another.
test('real runs: checks that burn the processor are CPU one after another, and what they kept others from is queueing', async () => {
  const inTurn = await burntSplit(strategies.sequential, 25)
  expect(inTurn.cpuMs).toBeGreaterThanOrEqual(4 * 25)
  expect(inTurn.cpuMs).toBeGreaterThan(inTurn.queueingMs)
  const atOnce = await burntSplit(strategies['promise-all'], 25)
  expect(atOnce.cpuMs).toBeGreaterThanOrEqual(25)
  // An answer that is there cannot be read while another feed is checked.
  expect(atOnce.cpuMs + atOnce.queueingMs).toBeGreaterThanOrEqual(4 * 25)
  for (const { waitingMs } of [inTurn, atOnce]) expect(waitingMs).toBe(0)
})

// Breakage: time that passes while another thread has the processor taken for CPU time, or what a thread's own clock shows in steps of 4 ms.
test('so much CPU is burnt as is asked for, whoever else wants the processor', async () => {
  const cpuMsOf = (cpu: NodeJS.CpuUsage) => (cpu.user + cpu.system) / 1000
  const alone = process.cpuUsage()
  for (let item = 0; item < 60; item++) burnCpu(5)
  expect(cpuMsOf(process.cpuUsage(alone)) / (60 * 5)).toBeGreaterThan(0.9)
  expect(cpuMsOf(process.cpuUsage(alone)) / (60 * 5)).toBeLessThan(1.2)
})

// Breakage: a strategy whose checks are made elsewhere, on threads of its own, and burn nothing.
test.each(Object.keys(strategies) as StrategyName[])(
  'real runs: checkCpuMs is CPU time of each check of %s',
  async (name) => {
    const cpuMsIn = async (checkCpuMs: number) => {
      const own = await runsOf(name, [`checkCpuMs=${checkCpuMs}`, 'limits.threads=4'])
      expect(own).toHaveLength(2)
      expect(own.flatMap(({ faults }) => faults)).toEqual([])
      return {
        cpuMs: Math.min(...own.map(({ cpuMs }) => cpuMs)),
        idealMs: own[0]!.idealMs!,
        checkMs: own[0]!.steps.check!.busyMs,
      }
    }
    const [none, some] = [await cpuMsIn(0), await cpuMsIn(50)]
    expect((some.cpuMs - none.cpuMs) / (4 * 50)).toBeGreaterThan(0.85)
    expect((some.cpuMs - none.cpuMs) / (4 * 50)).toBeLessThan(1.2)
    expect(some.checkMs).toBeGreaterThanOrEqual(4 * 50)
    expect(some.idealMs).toBeGreaterThanOrEqual(50)
  },
)

// Breakage: a check that is begun although the run was cancelled.
test.each(Object.keys(strategies) as StrategyName[])(
  'a run of %s that is cancelled burns nothing more after the check under way',
  async (name) => {
    await using server = await serve(aWorld({ items: { count: 12, dueShare: 0 } }))
    const controller = new AbortController()
    const cpu = process.cpuUsage()
    setTimeout(() => controller.abort(new Error('enough')), 100)
    const { outcomes } = await runOn(server, strategies[name], {
      signal: controller.signal,
      limits: { threads: 2 },
      options: { checkCpuMs: 300 },
    })
    const { user, system } = process.cpuUsage(cpu)
    expect(outcomes.filter(({ failures }) => failures.some(({ kind }) => kind === 'aborted')).length).toBeGreaterThan(7)
    expect((user + system) / 1000).toBeLessThan(5 * 300)
  },
)
