import { expect, test } from 'vitest'
import { namedEvent, worldEvent } from '../../../../bench/run/aws/job-event.ts'
import { readEvent } from '../../../../infra/event.ts'
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
  renewal: 0,
})

test.each(Object.keys(strategies) as StrategyName[])(
  'an event for %s has only the limits that it has, and is one that functions take',
  (name) => {
    const world = { origin: 'https://mock.test:8443', ca: CA, token: 'a-token' }
    const event = worldEvent(world, { limits: ALL_LIMITS, check: 'full' }, PLAN, turnOf(name))
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
      trial: { run: PLAN.run, block: 3, iteration: 1 },
    })
  },
)

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
