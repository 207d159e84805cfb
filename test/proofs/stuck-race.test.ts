import { expect, test } from 'vitest'
import { raceTrials } from '../../bench/run/local/race.ts'
import { eventually, within } from '../support/eventually.ts'
import { PATIENCE, type Patience } from '../../bench/run/local/patience.ts'
import { errorText } from '../../bench/report/messages/problems.ts'
import { createVirtualRuns } from '../../bench/run/local/virtual-runs.ts'
import { startWorld } from '../../bench/run/local/world.ts'
import type { Plan } from '../../bench/plan/plan.ts'
import { summarize } from '../../bench/judge/comparison/summarize.ts'
import { variantsOf } from '../../bench/plan/schedule.ts'
import { resolveLimits } from '../../strategies/limits.ts'
import { badCandidate, type BadStrategy } from '../support/bad-strategies.ts'
import { childrenWith, connectionsOf, cpuMsOf, stateOf } from '../support/processes.ts'
import { aTinyPlan } from '../support/races.ts'

/** Whichever is seen first of a killed process. */
const ENDED_OR_UNREACHABLE = { code: expect.stringMatching(/^(exited|unreachable)$/) }

const children = () => childrenWith('bench/run/local/child.ts')
const servers = () => childrenWith('mock-server/main.ts')
const noneLeft = () =>
  expect([...children(), ...servers(), ...childrenWith('bench/run/local/virtual-child.ts')]).toEqual([])

/** A run of four feeds takes some milliseconds: far above that, and short enough to be waited for. */
const RUN_TIMEOUT_MS = 1500
const BRIEF: Patience = { ...PATIENCE, graceMs: 500 }

function planWith(names: readonly BadStrategy[], settings: readonly string[] = []): Plan {
  const plan = aTinyPlan(['variants=[sequential]', `client.runTimeoutMs=${RUN_TIMEOUT_MS}`, ...settings])
  return { ...plan, variants: variantsOf(plan.scenario, names.map(badCandidate)) }
}

// Breakage: no limit of the parent's own, so that it never ends; or one without end to the kills, two iterations longer.
test(
  'variants that hang when measured are killed twice, then not run any more, and the others are judged',
  { timeout: 120_000 },
  async () => {
    const bad = ['loops', 'ignores-cancel', 'stops-itself'] as const
    const plan = planWith(bad, ['plan.iterations=4'])
    const trials = await raceTrials(plan, { patience: BRIEF })
    const withinMs = RUN_TIMEOUT_MS + BRIEF.graceMs
    const killed = (variant: string) => ({ code: 'no-result', variant, failure: { code: 'killed', withinMs } })
    const notRun = (variant: string) => ({ code: 'not-run', variant, kills: 2, withinMs })
    for (const name of bad) {
      const own = trials.filter(({ variant }) => variant === name)
      expect(own.map(({ phase, iteration, faults }) => [phase, iteration, ...faults])).toEqual([
        ['cold', 0],
        ['warmup', 0],
        ['measured', 1, killed(name)],
        ['measured', 2, killed(name)],
        ['measured', 3, notRun(name)],
        ['measured', 4, notRun(name)],
      ])
    }
    const others = trials.filter(({ variant }) => !bad.some((name) => name === variant))
    expect(others).toHaveLength(3 * 6)
    expect(others.flatMap(({ faults }) => faults)).toEqual([])
    const { variants, iterationsCounted, discardedIterations } = summarize(trials)
    expect([iterationsCounted, discardedIterations]).toEqual([4, []])
    for (const { variant, verdict, failed } of variants)
      expect([variant, failed.trials, verdict?.code === 'unreliable']).toEqual(
        bad.some((name) => name === variant) ? [variant, 4, true] : [variant, 0, false],
      )
    noneLeft()
  },
)

test('once the budget is spent a variant that hangs is not run again', { timeout: 120_000 }, async () => {
  const trials = await raceTrials({ ...planWith(['loops']), budgetMs: 1 }, { patience: BRIEF })
  const faults = trials
    .filter(({ variant, phase }) => variant === 'loops' && phase === 'measured')
    .map((one) => one.faults[0])
  expect(faults[0]).toMatchObject({ code: 'no-result', failure: { code: 'killed' } })
  expect(faults[1]).toMatchObject({ code: 'not-run', variant: 'loops', kills: 1 })
  noneLeft()
})

// Breakage: a variant whose process hangs when it is started, for which the whole block waits.
test('a variant whose module hangs when it is loaded fails, and the others run', { timeout: 120_000 }, async () => {
  const plan = { ...planWith(['loops-on-import-when-measured']), budgetMs: 1 }
  const trials = await raceTrials(plan, { patience: { ...BRIEF, startMs: 8000 } })
  const own = trials.filter(({ variant }) => variant === 'loops-on-import-when-measured')
  expect(own).toHaveLength(4)
  for (const { faults } of own) expect(faults[0]).toMatchObject({ code: 'not-run', withinMs: 8000 })
  expect(trials.filter(({ faults }) => faults.length === 0)).toHaveLength(3 * 4)
  noneLeft()
})

// Breakage: a variant that ends its process and is counted as one that hangs, though it costs no time.
test('a variant that kills its own process is run to the end, and each of its runs fails', async () => {
  const trials = await raceTrials(planWith(['kills-itself'], ['plan.iterations=4']), { patience: BRIEF })
  const own = trials.filter(({ variant, phase }) => variant === 'kills-itself' && phase === 'measured')
  expect(own).toHaveLength(4)
  for (const { faults } of own)
    expect(faults[0]).toMatchObject({ code: 'no-result', variant: 'kills-itself', failure: ENDED_OR_UNREACHABLE })
  noneLeft()
})

test('a variant that leaves a timer when measured is judged, and its process ends all the same', async () => {
  const trials = await raceTrials(planWith(['leaves-a-timer-when-measured']), { patience: BRIEF })
  expect(trials.flatMap(({ faults }) => faults)).toEqual([])
  noneLeft()
})

// Breakage: a run of the user's strategy in this very process, which would then hang for ever.
test('a strategy that loops on the virtual clock is killed there', async () => {
  const virtualRuns = createVirtualRuns({ withinMs: 4000 })
  const candidate = badCandidate('loops-on-the-virtual-clock')
  const requests = [1, 2].map(() =>
    virtualRuns.idealMs(candidate, resolveLimits(candidate.order), [{ fetchMs: 1, notifyMs: 1 }]),
  )
  for (const one of requests)
    expect(errorText(await one.catch((error: unknown) => error))).toBe(
      'loops-on-the-virtual-clock on the virtual clock was killed: it gave no answer within 4000 ms',
    )
  await virtualRuns.stop()
  noneLeft()
})

// Breakage: a process that stays dead, and a variant all of whose later runs fail for an accident.
test('a process of the virtual clock that was killed is started again', async () => {
  const virtualRuns = createVirtualRuns({ withinMs: 20_000 })
  const candidate = badCandidate('leaves-a-timer-when-measured')
  const run = () => virtualRuns.idealMs(candidate, resolveLimits(candidate.order), [{ fetchMs: 1, notifyMs: 2 }])
  expect(await run()).toBe(3)
  const [child] = childrenWith('bench/run/local/virtual-child.ts')
  process.kill(child!.pid, 'SIGKILL')
  expect(await run()).toBe(3)
  await virtualRuns.stop()
  noneLeft()
})

test(
  'a run whose ideal time is unknown fails with an explanation, and the others have theirs',
  { timeout: 120_000 },
  async () => {
    const patience = { ...BRIEF, startMs: 8000 }
    const trials = await raceTrials(planWith(['loops-on-the-virtual-clock'], ['plan.iterations=1']), { patience })
    for (const { variant, faults, idealMs } of trials) {
      if (variant !== 'loops-on-the-virtual-clock') expect([faults, typeof idealMs]).toEqual([[], 'number'])
      else
        expect([faults[0], idealMs]).toEqual([
          { code: 'ideal-unknown', strategy: variant, failure: { code: 'killed', withinMs: 8000 } },
          undefined,
        ])
    }
    noneLeft()
  },
)

// Breakage: a question to the mock server without a limit.
test(
  'a mock server that is stopped in a run is killed and replaced, and the iteration is discarded for every variant',
  { timeout: 120_000 },
  async () => {
    let stopped = 0
    // The server that is started in its place has that long for each answer, too, on a machine at other work.
    const worldMs = 4000
    const plan = aTinyPlan(['world.fetchFaults={ hang: 0.25 }', 'client.headersTimeoutMs=700', 'variants=[sequential]'])
    const trials = await raceTrials(plan, {
      patience: { ...PATIENCE, worldMs },
      ended: (_, { length }) => {
        if (length !== 6) return
        const { pid } = servers()[0]!
        void eventually('the run before was over', () => connectionsOf(pid) === 0)
          .then(() => eventually('a run was under way', () => connectionsOf(pid) > 0))
          .then(() => {
            stopped = pid
            process.kill(pid, 'SIGSTOP')
          })
      },
    })
    expect(stopped).toBeGreaterThan(0)
    expect(trials).toHaveLength(12)
    expect(trials.flatMap((trial) => trial.discarded ?? [])).toEqual([
      { code: 'mock-server-failed', failure: { code: 'killed', withinMs: worldMs } },
    ])
    expect(summarize(trials).iterationsCounted).toBe(1)
    noneLeft()
  },
)

test('a mock server that is stopped is ended by stop, and by an abort during a request to it', async () => {
  const { scenario } = aTinyPlan()
  const first = await startWorld(scenario.world)
  process.kill(servers()[0]!.pid, 'SIGSTOP')
  await within(20_000, 'the stop', first.stop())
  const controller = new AbortController()
  const second = await startWorld(scenario.world, { signal: controller.signal })
  process.kill(servers()[0]!.pid, 'SIGSTOP')
  const taken = second.take().catch(errorText)
  controller.abort(new Error('planned'))
  expect(await within(20_000, 'the answer', taken)).toMatch(/^the mock server /)
  await second.stop()
  noneLeft()
})

// Breakage: an abort that waits for the patience of each process, or for the limit of the run.
test('an abort during a run that hangs ends it with what is done', { timeout: 60_000 }, async () => {
  for (const name of ['loops', 'stops-itself'] as const) {
    const controller = new AbortController()
    const racing = raceTrials(planWith([name], ['client.runTimeoutMs=600000']), {
      signal: controller.signal,
      ended: (_, trials) => {
        // Whatever hangs does so in the first iteration, which has four runs.
        if (trials.length === 4 + 4 + 2) setTimeout(() => controller.abort(new Error('planned')), 500)
      },
    })
    const trials = await within(30_000, 'the end of the race', racing)
    expect(trials.length).toBeGreaterThanOrEqual(10)
    expect(trials.length).toBeLessThan(16)
    noneLeft()
  }
})

// Breakage: an abort that the virtual clock does not hear of.
test('an abort while a strategy loops on the virtual clock ends it', { timeout: 60_000 }, async () => {
  const controller = new AbortController()
  const racing = raceTrials(planWith(['loops-on-the-virtual-clock']), { signal: controller.signal })
  const isThere = () => childrenWith('bench/run/local/virtual-child.ts').some(({ pid }) => cpuMsOf(pid) > 1000)
  await eventually('it loops', isThere)
  controller.abort(new Error('planned'))
  const trials = await within(20_000, 'the end of the race', racing)
  expect(trials.flatMap(({ faults }) => faults)).toEqual([])
  noneLeft()
})

test('processes of a variant that stops itself are stopped, not ended, until they are killed', async () => {
  const racing = raceTrials(planWith(['stops-itself'], ['plan.iterations=1']), { patience: BRIEF })
  await eventually('one is stopped', () => children().some(({ pid }) => stateOf(pid) === 'T'))
  expect((await racing).filter(({ faults }) => faults.length > 0)).toHaveLength(1)
  noneLeft()
})
