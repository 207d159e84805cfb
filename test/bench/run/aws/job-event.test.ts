import { expect, test } from 'vitest'
import { drawPayload, namedEvent, type WeightedPayload, worldEvent } from '../../../../bench/run/aws/job-event.ts'
import { readEvent } from '../../../../infra/event.ts'
import { readOwnEvent } from '../../../../infra/own-job.ts'
import { WORLD_WINDOW } from '../../../../mock-server/world.ts'
import { strategies, type StrategyName } from '../../../../strategies/index.ts'
import { foreignLimits } from '../../../../strategies/limits.ts'
import { anAbPlan, aVariant, VARIANTS_WITH_CONTROLS } from '../../../support/comparisons.ts'

const PLAN = anAbPlan()
const ALL_LIMITS = { concurrency: 4, threads: 2, buffer: 8 }
const CA = '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n'

const turnOf = (strategy: string, block = 3, iteration = 0) => ({
  variant: aVariant(strategy),
  block,
  iteration,
  position: 0,
  attempt: 0,
})

test.each(Object.keys(strategies) as StrategyName[])(
  'an event for %s has only the limits that it has, and is one that functions take',
  (name) => {
    const world = { origin: 'https://mock.test:8443', ca: CA, token: 'a-token' }
    const event = worldEvent(world, { limits: ALL_LIMITS, check: 'full', checkCpuMs: 5 }, PLAN, turnOf(name))
    const read = readEvent(JSON.parse(JSON.stringify(event)))
    expect(foreignLimits(strategies[name], read.limits ?? {})).toEqual([])
    expect(Object.keys(read.limits ?? {})).toEqual(
      Object.keys(ALL_LIMITS).filter((limit) => limit in ((strategies[name] as { limits?: object }).limits ?? {})),
    )
    expect(read).toMatchObject({
      world: {
        feedsUrl: 'https://mock.test:8443/f3/r0/feeds.txt',
        slackUrl: 'https://mock.test:8443/f3/r0/slack',
        window: WORLD_WINDOW,
        ca: CA,
        token: 'a-token',
      },
      check: 'full',
      checkCpuMs: 5,
      trial: { run: PLAN.run, block: 3, iteration: 1 },
    })
  },
)

// Breakage: an own job is sent what calendars are asked for by, and refuses it.
test('an event for a function of an own job is one that it takes, and asks which items failed', () => {
  const turn = { ...turnOf('pipelined'), variant: { ...aVariant('pipelined'), isOwnJob: true } }
  const world = { origin: 'https://mock.test:8443', ca: CA, token: 'a-token' }
  const settings = { limits: ALL_LIMITS, check: 'full', checkCpuMs: 5, stepTimeoutMs: 700 } as const
  const event = worldEvent(world, settings, PLAN, turn)
  expect(readOwnEvent(JSON.parse(JSON.stringify(event)))).toEqual({
    world: { itemsUrl: 'https://mock.test:8443/f3/r0/items.json', ca: CA, token: 'a-token' },
    limits: { concurrency: 4, buffer: 8 },
    checkCpuMs: 5,
    stepTimeoutMs: 700,
    outcomes: true,
    trial: { run: PLAN.run, block: 3, iteration: 1 },
  })
})

test('what is not known is not sent: no authority, no token, no limits, no check', () => {
  const event = worldEvent({ origin: 'http://mock.test' }, {}, PLAN, turnOf('pipelined'))
  expect(Object.keys(event)).toEqual(['world', 'trial'])
  expect(Object.keys((event as { world: object }).world)).toEqual(['feedsUrl', 'slackUrl', 'window'])
  expect(() => readEvent(event)).not.toThrow()
})

// Breakage: //f3/r0/feeds.txt, which no mock server knows.
test('a slash at the end of the origin does not matter', () => {
  const events = ['http://mock.test', 'http://mock.test/'].map((origin) =>
    worldEvent({ origin }, {}, PLAN, turnOf('pipelined')),
  )
  expect(events[1]).toEqual(events[0])
})

test('the event depends on block and iteration, and not on the variant', () => {
  const of = (strategy: string, block: number, iteration: number) =>
    JSON.stringify(worldEvent({ origin: 'http://mock.test' }, {}, PLAN, turnOf(strategy, block, iteration)))
  expect(of('pipelined', 1, 1)).toBe(of('sequential', 1, 1))
  expect(new Set([of('pipelined', 1, 1), of('pipelined', 1, 2), of('pipelined', 2, 1)]).size).toBe(3)
})

test('a strategy that only the stack knows is invoked without limits', () => {
  const event = worldEvent({ origin: 'http://mock.test' }, { limits: ALL_LIMITS }, PLAN, turnOf('of-tomorrow'))
  expect(event).not.toHaveProperty('limits')
})

test("an event of the user's own is named, requests outcomes, and is one that functions accept", () => {
  const event = { job: { feeds: [{ id: 'a', url: 'https://feeds.test/a.ics' }], window: WORLD_WINDOW }, dryRun: true }
  const named = namedEvent(event, PLAN, turnOf('pipelined', 2, 4))
  expect(named).toEqual({ ...event, outcomes: true, trial: { run: PLAN.run, block: 2, iteration: 5 } })
  expect(() => readEvent(named)).not.toThrow()
})

test('what an event says itself is kept', () => {
  const event = { dryRun: true, outcomes: false, trial: { run: 'mine' } }
  expect(namedEvent(event, PLAN, turnOf('pipelined'))).toEqual(event)
})

// Breakage: a sensitivity check that is not slowed, or one that slows all.
test('only the sensitivity check is slowed, whatever its event, and functions accept that', () => {
  const world = { origin: 'http://mock.test' }
  const turns = VARIANTS_WITH_CONTROLS.map((variant) => ({ ...turnOf('sequential'), variant }))
  for (const eventFor of [
    (turn: (typeof turns)[0]) => worldEvent(world, {}, PLAN, turn),
    (turn: (typeof turns)[0]) => namedEvent({ dryRun: true }, PLAN, turn) as object,
  ]) {
    const [reference, , aaCheck, slowedBy] = turns.map(eventFor)
    expect(aaCheck).toEqual(reference)
    expect(reference).not.toHaveProperty('slowedBy')
    expect(slowedBy).toEqual({ ...reference, slowedBy: 0.1 })
    expect(readEvent(slowedBy)).toMatchObject({ slowedBy: 0.1 })
  }
})

test('what is no object is passed on as it is', () => {
  for (const event of [null, [1], 'text', 7, true]) expect(namedEvent(event, PLAN, turnOf('pipelined'))).toBe(event)
})

const WEIGHTED: readonly WeightedPayload[] = [
  { weight: 6, event: 'often' },
  { weight: 3, event: 'at times' },
  { weight: 1, event: 'seldom' },
]

test('payloads are drawn by their weights', () => {
  const counts = new Map<unknown, number>()
  for (let block = 1; block <= 100; block++)
    for (let iteration = 0; iteration < 100; iteration++) {
      const event = drawPayload(WEIGHTED, 7, block, iteration)
      counts.set(event, (counts.get(event) ?? 0) + 1)
    }
  const chiSquare = WEIGHTED.reduce((sum, { weight, event }) => {
    const expected = 10_000 * (weight / 10)
    return sum + ((counts.get(event) ?? 0) - expected) ** 2 / expected
  }, 0)
  // Its 99.9% quantile for two degrees of freedom; the draws are the same in each run of this test.
  expect(chiSquare).toBeLessThan(13.82)
})

test('what is drawn depends on seed, block and iteration, and on nothing else', () => {
  const draws = (seed: number, block: number) =>
    Array.from({ length: 40 }, (_, iteration) => drawPayload(WEIGHTED, seed, block, iteration))
  expect(draws(1, 1)).toEqual(draws(1, 1))
  expect(draws(2, 1)).not.toEqual(draws(1, 1))
  expect(draws(1, 2)).not.toEqual(draws(1, 1))
  expect(new Set(draws(1, 1)).size).toBe(3)
  const single = [{ weight: 0.1, event: { only: true } }]
  expect(drawPayload(single, 1, 1, 1)).toBe(single[0]!.event)
})
