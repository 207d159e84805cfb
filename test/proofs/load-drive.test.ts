import { expect, test } from 'vitest'
import { eventually, within } from '../support/eventually.ts'
import { PATIENCE } from '../../bench/run/local/patience.ts'
import { runLoad } from '../../bench/run/load/drive.ts'
import { isScheduled } from '../../bench/judge/load/blocks.ts'
import { summarizeLoad } from '../../bench/judge/load/summarize.ts'
import { variantsOf, orderOf } from '../../bench/plan/schedule.ts'
import { badCandidate } from '../support/bad-strategies.ts'
import { connectionsOf } from '../support/processes.ts'
import { MOCK_SERVER_DIED } from '../support/trials.ts'
import { children, noneLeft, servers } from '../support/races.ts'
import { aTinyLoad, ran } from '../support/loads.ts'

// Breakage: whoever watches draws while a process of the next variant is begun.
test('between two variants there is a time in which nothing runs, and it is waited for', async () => {
  const load = aTinyLoad({ settings: ['plan.warmUps=1'], jobs: 3, blocks: 1 })
  const events: string[] = []
  const stop = new AbortController()
  await runLoad(
    load,
    {
      starting: (_block, variant) => events.push(`starts ${variant}`),
      ended: () => {},
      async variantEnded() {
        expect(children()).toEqual([])
        await new Promise((resolve) => setTimeout(resolve, 20))
        events.push('has waited')
        if (events.length === 4) stop.abort()
      },
    },
    stop.signal,
  )
  const [one, other] = orderOf(load.plan.variants, 1, 1, 0).map(({ name }) => `starts ${name}`)
  expect(events).toEqual([one, 'has waited', other, 'has waited'])
  noneLeft()
})

// Breakage: a process that dies takes the schedule with it, or its job is counted as a quick one.
test('a process that is killed makes its job a fault, is replaced, and the schedule goes on', async () => {
  const load = aTinyLoad({ settings: ['plan.warmUps=1', 'world.fetchDelay={ model: constant, ms: 10 }'], blocks: 1 })
  let killed: number | undefined
  const trials = await ran(load, {
    ended: ([trial]) => {
      // The series follows upon the last warm-up.
      if (killed === undefined && trial!.variant === 'pipelined' && trial!.phase === 'warmup') {
        killed = children()[0]!.pid
        setTimeout(() => process.kill(killed!, 'SIGKILL'), 10)
      }
    },
  })
  const jobs = trials.filter(isScheduled).filter(({ variant }) => variant === 'pipelined')
  expect(jobs.map(({ faults }) => faults)).toEqual([
    [{ code: 'no-result', variant: 'pipelined', failure: { code: 'exited', signal: 'SIGKILL' } }],
    ...Array.from({ length: 7 }, () => []),
  ])
  expect(jobs[0]!.makespanMs).toBe(60_000)
  const { variants, deliveries } = summarizeLoad(trials)
  expect(variants.find(({ variant }) => variant === 'pipelined')!.verdict).toEqual({
    code: 'unreliable',
    cause: { code: 'runs-failed', failed: 1, of: 9 },
  })
  expect(deliveries.same).toBe(true)
  noneLeft()
})

test('when the mock server dies, the block is discarded for every variant', async () => {
  let killed = false
  const load = aTinyLoad({ settings: ['plan.warmUps=1'], blocks: 1, jobs: 20, everyMs: 50 })
  const trials = await ran(load, {
    ended: ([trial]) => {
      if (!killed && trial!.phase === 'warmup') {
        killed = true
        // In the middle of a series of a second, however late the timer is.
        setTimeout(() => process.kill(servers()[0]!.pid, 'SIGKILL'), 300)
      }
    },
  })
  const discarded = trials.filter(({ discarded: why }) => why !== undefined)
  expect(discarded).toHaveLength(20)
  expect(discarded[0]!.discarded).toEqual(MOCK_SERVER_DIED)
  expect(() => summarizeLoad(trials)).toThrow(expect.objectContaining({ code: 'no-whole-schedule' }))
  noneLeft()
})

test('an abort ends at once with what was done, in the middle of a series or while one waits for its next job', async () => {
  const controller = new AbortController()
  const load = aTinyLoad({ settings: ['plan.warmUps=1'], everyMs: 3_600_000, blocks: 1 })
  const running = ran(load, {
    signal: controller.signal,
    ended: ([trial]) => {
      if (trial!.phase === 'warmup') setTimeout(() => controller.abort(), 50)
    },
  })
  const trials = await within(20_000, 'the end', running)
  expect(trials.map(({ phase }) => phase)).toEqual(['cold', 'warmup'])
  await eventually('none is left', () => [...children(), ...servers()].length === 0)
})

// Breakage: no limit of the parent's own; or jobs that are waited for until each would have been due.
test('a variant that hangs is killed twice, its other jobs fail at once', { timeout: 120_000 }, async () => {
  const everyMs = 10_000
  const whole = aTinyLoad({ settings: ['plan.warmUps=1', 'client.runTimeoutMs=1500'], jobs: 8, everyMs, blocks: 1 })
  const variants = variantsOf(whole.plan.scenario, [badCandidate('loops')]).filter(({ name }) => name === 'loops')
  const patience = { ...PATIENCE, graceMs: 500 }
  const load = { ...whole, plan: { ...whole.plan, variants } }
  // The second job is waited for; none of the rest is.
  const trials = await within(100_000, 'the series', ran(load, { patience }))
  const faults = trials.filter(isScheduled).map((trial) => trial.faults[0])
  expect(faults).toHaveLength(8)
  expect(faults.slice(0, 2)).toEqual(
    [1, 2].map(() => ({ code: 'no-result', variant: 'loops', failure: { code: 'killed', withinMs: 2000 } })),
  )
  for (const fault of faults.slice(2)) expect(fault).toMatchObject({ code: 'not-run', kills: 2 })
  expect(trials.filter(isScheduled).map(({ arrival }) => arrival.intendedMs)).toEqual(
    Array.from({ length: 8 }, (_, job) => job * everyMs),
  )
  noneLeft()
})

// Breakage: a server that is only queried when all jobs are over, each of which then hangs for as long as a run may take.
test('a mock server that is stopped in a series is noticed after one job, and the series is discarded', async () => {
  // A job of four fetches is under way far longer than it takes to look whether one is.
  const world = 'world.fetchDelay={ model: constant, ms: 30 }'
  const settings = ['plan.warmUps=2', 'variants=[sequential]', 'client.runTimeoutMs=1000', world]
  const load = aTinyLoad({ settings, jobs: 50, blocks: 1 })
  let began = 0
  // The server that is started in its place has that long for each answer, too, on a machine at other work.
  const patience = { ...PATIENCE, worldMs: 4000 }
  const running = ran(load, {
    patience,
    ended([trial]) {
      if (trial?.phase !== 'warmup' || trial.iteration !== 0 || ++began !== 1) return
      const { pid } = servers()[0]!
      void eventually('the warm-up was over', () => connectionsOf(pid) === 0)
        .then(() => eventually('a job was under way', () => connectionsOf(pid) > 0))
        .then(() => process.kill(pid, 'SIGSTOP'))
    },
  })
  const trials = await within(60_000, 'the end', running)
  const lost = trials.filter((trial) => trial.discarded !== undefined)
  expect(lost).toHaveLength(50)
  expect(lost.filter(({ faults }) => faults.some(({ code }) => code === 'timed-out'))).toHaveLength(1)
  expect(lost[0]!.discarded).toEqual({ code: 'mock-server-failed', failure: { code: 'killed', withinMs: 4000 } })
  // The others meet a server that was started again.
  expect(trials.filter(isScheduled)).toHaveLength(50 * load.plan.variants.length)
  noneLeft()
})
