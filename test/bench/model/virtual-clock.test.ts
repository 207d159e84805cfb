import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { idealMs, type Wait } from '../../../bench/model/virtual-clock.ts'
import { drawUnits } from '../../../mock-server/delay.ts'
import { strategies } from '../../../strategies/index.ts'
import type { Limits, Strategy } from '../../../strategies/job.ts'
import { resolveLimits } from '../../../strategies/limits.ts'
import { listScheduled, lookedAhead, piped } from '../../support/closed-forms.ts'

const CASES = 1000

interface Case {
  readonly seed: number
  readonly waits: readonly Wait[]
  readonly concurrency: number
  readonly threads: number
  readonly buffer: number
}

/** A random case: up to 30 feeds, some of which answer at once or have nothing to send, up to 8 at a time. */
function caseOf(seed: number): Case {
  const draw = (purpose: string) => drawUnits(seed, 'case', purpose)[0]
  const some = (purpose: string, least: number, most: number) => least + Math.floor(draw(purpose) * (most - least + 1))
  // Whole milliseconds now and then, so that things end together.
  const length = (purpose: string) => (draw('whole') < 0.3 ? Math.ceil : (ms: number) => ms)(draw(purpose) * 20)
  const waits = Array.from({ length: some('feeds', 1, 30) }, (_, index) => ({
    fetchMs: draw(`none ${index}`) < 0.1 ? 0 : length(`fetch ${index}`),
    notifyMs: draw(`quiet ${index}`) < 0.4 ? 0 : length(`notify ${index}`),
  }))
  return {
    seed,
    waits,
    concurrency: some('concurrency', 1, 8),
    threads: some('threads', 1, 4),
    buffer: some('buffer', 0, 5),
  }
}

const cases = Array.from({ length: CASES }, (_, index) => caseOf(index + 1))

/** The cases, as text, in which a strategy takes another time than it should. */
async function differing(
  strategy: Strategy,
  limitsOf: (one: Case) => Partial<Limits>,
  form: (one: Case) => number,
): Promise<string[]> {
  const found: string[] = []
  for (const one of cases) {
    const got = await idealMs(strategy, resolveLimits(strategy, limitsOf(one)), one.waits)
    const due = form(one)
    if (!(Math.abs(got - due) < 1e-6)) found.push(`seed ${one.seed}: ${got} where ${due} is due`)
  }
  return found
}

const sums = ({ waits }: Case) => waits.map(({ fetchMs, notifyMs }) => fetchMs + notifyMs)

test('sequential takes the sum of all waits', async () => {
  expect(
    await differing(
      strategies.sequential,
      () => ({}),
      (one) => sums(one).reduce((sum, ms) => sum + ms, 0),
    ),
  ).toEqual([])
})

test('promise-all without a bound takes the longest feed', async () => {
  expect(
    await differing(
      strategies['promise-all'],
      () => ({}),
      (one) => Math.max(...sums(one)),
    ),
  ).toEqual([])
})

test('look-ahead takes fetches back to back, each notify from the end of its fetch', async () => {
  expect(
    await differing(
      strategies['look-ahead'],
      () => ({}),
      ({ waits }) => lookedAhead(waits),
    ),
  ).toEqual([])
})

test('promise-all with a bound schedules fetches in order on so many slots, and notifies beside them', async () => {
  const form = ({ waits, concurrency }: Case) => {
    const ends = listScheduled(
      waits.map(({ fetchMs }) => fetchMs),
      concurrency,
    )
    return Math.max(...ends.map((endMs, index) => endMs + waits[index]!.notifyMs))
  }
  expect(await differing(strategies['promise-all'], ({ concurrency }) => ({ concurrency }), form)).toEqual([])
})

test('check-threads waits like promise-all, whatever its threads, since a check waits for nothing', async () => {
  const form = ({ waits, concurrency }: Case) => {
    const ends = listScheduled(
      waits.map(({ fetchMs }) => fetchMs),
      concurrency,
    )
    return Math.max(...ends.map((endMs, index) => endMs + waits[index]!.notifyMs))
  }
  expect(
    await differing(strategies['check-threads'], ({ concurrency, threads }) => ({ concurrency, threads }), form),
  ).toEqual([])
})

test('worker-threads schedules whole feeds on its lanes, however these are divided over threads', async () => {
  const form = (one: Case) => Math.max(...listScheduled(sums(one), one.concurrency))
  expect(
    await differing(strategies['worker-threads'], ({ concurrency, threads }) => ({ concurrency, threads }), form),
  ).toEqual([])
})

test('pipelined takes what a simulation of its producers, channel and consumers takes', async () => {
  // Of things that end at the same instant either may go first, and the rest depends on it: here nothing does.
  const apart = (one: Case) =>
    one.waits.map(({ fetchMs, notifyMs }, index) => {
      const [u, v] = drawUnits(one.seed, 'apart', index)
      return { fetchMs: fetchMs + 0.01 + u, notifyMs: notifyMs > 0 ? notifyMs + v : 0 }
    })
  for (const one of cases) {
    const { concurrency, buffer } = one
    const limits = resolveLimits(strategies.pipelined, { concurrency, buffer })
    const got = await idealMs(strategies.pipelined, limits, apart(one))
    expect(got, `seed ${one.seed}`).toBeCloseTo(piped(apart(one), concurrency, buffer), 6)
  }
})

test('the closed forms differ from each other, so that none can stand in for another', () => {
  const unlike = (form: (one: Case) => number) =>
    cases.filter((one) => Math.abs(form(one) - lookedAhead(one.waits)) > 1e-6).length
  expect(unlike((one) => sums(one).reduce((sum, ms) => sum + ms, 0))).toBeGreaterThan(CASES / 2)
  expect(unlike(({ waits, concurrency, buffer }) => piped(waits, concurrency, buffer))).toBeGreaterThan(CASES / 2)
  const unbuffered = cases.filter(
    ({ waits, concurrency, buffer }) => piped(waits, concurrency, buffer) !== piped(waits, concurrency, 0),
  )
  expect(unbuffered.length).toBeGreaterThan(CASES / 20)
})

test('a strategy that nobody foresaw works too', async () => {
  // All fetches at once, and only then the notifies, one after another.
  const inTwoHalves: Strategy = async ({ job, steps }) => {
    const fetched = await Promise.all(job.feeds.map((feed) => steps.fetch(feed)))
    const outcomes = []
    for (const one of fetched) outcomes.push(await steps.notify(await steps.check(one)))
    return outcomes
  }
  const waits = [
    { fetchMs: 5, notifyMs: 2 },
    { fetchMs: 9, notifyMs: 0 },
    { fetchMs: 1, notifyMs: 4 },
  ]
  expect(await idealMs(inTwoHalves, resolveLimits(inTwoHalves), waits)).toBe(15)
})

test('a strategy may let turns of the event loop pass between steps', async () => {
  const slowThinker: Strategy = async (run) => {
    for (let turn = 0; turn < 5; turn++) await Promise.resolve()
    return strategies.sequential(run)
  }
  expect(await idealMs(slowThinker, resolveLimits(slowThinker), [{ fetchMs: 3, notifyMs: 4 }])).toBe(7)
})

test('a turn of the event loop takes no time, also while another feed waits', async () => {
  const oneLate: Strategy = async ({ job, steps }) => {
    const [first, second] = job.feeds
    const late = async () => {
      await nextTurn()
      return steps.fetch(second!)
    }
    await Promise.all([steps.fetch(first!), late()])
    return []
  }
  const waits = [
    { fetchMs: 5, notifyMs: 0 },
    { fetchMs: 3, notifyMs: 0 },
  ]
  expect(await idealMs(oneLate, resolveLimits(oneLate), waits)).toBe(5)
})

test('a strategy that waits for a real timer is refused', async () => {
  const sleeper: Strategy = async (run) => {
    await sleep(60_000, undefined, { ref: false })
    return strategies.sequential(run)
  }
  await expect(idealMs(sleeper, resolveLimits(sleeper), [{ fetchMs: 1, notifyMs: 1 }])).rejects.toMatchObject({
    code: 'waits-for-no-step',
  })
})

test('a strategy that throws rejects with its own error', async () => {
  const broken: Strategy = async ({ job, steps }) => {
    await steps.fetch(job.feeds[0]!)
    throw new Error('planned')
  }
  await expect(idealMs(broken, resolveLimits(broken), [{ fetchMs: 1, notifyMs: 1 }])).rejects.toThrow('planned')
})

const ALL_AT_ONCE = Array.from({ length: 20 }, () => ({ fetchMs: 0, notifyMs: 0 }))

test('no feed and no wait take no time, in every strategy', async () => {
  for (const strategy of Object.values(strategies)) {
    expect(await idealMs(strategy, resolveLimits(strategy), [])).toBe(0)
    expect(await idealMs(strategy, resolveLimits(strategy), ALL_AT_ONCE)).toBe(0)
  }
})

test('a thousand feeds take virtual time, not real time', async () => {
  const hours = Array.from({ length: 1000 }, () => ({ fetchMs: 3_600_000, notifyMs: 0 }))
  const { sequential } = strategies
  expect(await idealMs(sequential, resolveLimits(sequential), hours)).toBe(3_600_000_000)
})

// Breakage: checks of all threads in one row, checks that cost nothing, or two of one thread at a time.
test('checks that take CPU time follow each other on each thread', async () => {
  const waits = Array.from({ length: 8 }, (): Wait => ({ fetchMs: 10, checkMs: 5, notifyMs: 1 }))
  const idealOf = (name: keyof typeof strategies, limits: Partial<Limits> = {}) =>
    idealMs(strategies[name], resolveLimits(strategies[name], limits), waits)
  expect(await idealOf('sequential')).toBe(8 * (10 + 5 + 1))
  expect(await idealOf('promise-all')).toBe(10 + 8 * 5 + 1)
  expect(await idealOf('worker-threads', { threads: 2, concurrency: 8 })).toBe(10 + 4 * 5 + 1)
  expect(await idealOf('check-threads', { threads: 4 })).toBe(10 + 2 * 5 + 1)
})
