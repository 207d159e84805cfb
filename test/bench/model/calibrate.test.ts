import { expect, test } from 'vitest'
import { calibrateCosts, type SequentialRuns } from '../../../bench/model/calibrate.ts'
import { coldness, type Costs } from '../../../bench/model/costs.ts'
import { kilobytesOf } from '../../../bench/model/simulated-feeds.ts'
import { readScenario } from '../../../bench/scenario/file.ts'
import type { Trial } from '../../../bench/trial/trial.ts'
import { normalNumbers } from '../statistics/simulated-blocks.ts'
import { trialsOf } from '../../support/trials.ts'

const [A_TRIAL] = trialsOf()

const KNOWN_COSTS: Costs = {
  fetch: { hotMs: 0.3, coldMs: 0.8, perKilobyteMs: 0.01 },
  check: { hotMs: 0.1, coldMs: 0.2, perKilobyteMs: 0.004 },
  notify: { hotMs: 0.2, coldMs: 0.6, perKilobyteMs: 0 },
  connection: { hotMs: 0.26, coldMs: 0.24, perKilobyteMs: 0 },
  fetchConnects: false,
  clientShare: 0.56,
  lateMs: 0.08,
  cores: 2,
}

interface Simulation {
  readonly feeds: number
  readonly delayMs: number
  readonly kilobytes: number
  readonly settings?: readonly string[]
}

/**
 * Runs of sequential that take what the given costs say, each off by some per cent. Over HTTP the first post opens a connection, and
 * so does the first fetch, unless each feed has a host of its own: then fetches have theirs in them.
 */
function runsOf(costs: Costs, { feeds, delayMs, kilobytes, settings = [] }: Simulation, noise = 0): SequentialRuns {
  const events = Math.round((kilobytes * 1000) / 700)
  const scenario = readScenario('demo', [`world.items.count=${feeds}`, `world.items.events=${events}`, ...settings])
  const normal = normalNumbers(feeds + delayMs)
  const size = kilobytesOf(scenario.world)
  const posts = Math.max(1, feeds / 2)
  const trialOf = (heldMs: number, phase: Trial['phase'], iteration: number): Trial => {
    const makespanMs = feeds * (heldMs + 1) + posts * (heldMs + 1)
    const busy = (count: number, { hotMs, coldMs, perKilobyteMs }: Costs['fetch'], bodies: number, connectMs = 0) => {
      const cold = (count - 1) * coldness(makespanMs / count) + 1
      return (count * hotMs + cold * coldMs + count * perKilobyteMs * bodies + connectMs) * Math.exp(noise * normal())
    }
    const { https, hosts } = scenario.world
    const connectMs = https ? 0 : costs.connection.hotMs + costs.connection.coldMs
    const [fetchMs, checkMs, notifyMs] = [
      busy(feeds, costs.fetch, size, hosts === 'one' ? connectMs : 0),
      busy(feeds, costs.check, size) + feeds * (scenario.checkCpuMs ?? 0),
      busy(posts, costs.notify, 0, connectMs),
    ]
    const step = { failed: 0, p50Ms: 0, p95Ms: 0, maxMs: 0 }
    const requests = feeds + posts
    const held =
      heldMs > 0 ? { fetchHeldMs: feeds * heldMs, notifyHeldMs: posts * heldMs } : { fetchHeldMs: 0, notifyHeldMs: 0 }
    const allMs = held.fetchHeldMs + held.notifyHeldMs
    return {
      ...A_TRIAL!,
      strategy: 'sequential',
      phase,
      iteration,
      deliveries: { ...A_TRIAL!.deliveries, posts, accepted: posts },
      makespanMs,
      steps: {
        fetch: { ...step, count: feeds, busyMs: fetchMs + held.fetchHeldMs },
        check: { ...step, count: feeds, busyMs: checkMs },
        notify: { ...step, count: posts, busyMs: notifyMs + held.notifyHeldMs },
      },
      mock: {
        ...held,
        requests,
        heldMs: allMs,
        drawnMs: heldMs > 0 ? allMs - requests * costs.lateMs : 0,
        cpuMs: 1,
        lagMs: 0,
      },
    }
  }
  const iterations = [1, 2, 3, 4, 5, 6]
  return {
    scenario,
    trials: [
      ...iterations.map((iteration) => trialOf(0, 'warmup', iteration)),
      ...iterations.map((iteration) => trialOf(delayMs, 'measured', iteration)),
    ],
  }
}

const SIMULATIONS: readonly Simulation[] = [
  { feeds: 24, delayMs: 2, kilobytes: 4 },
  { feeds: 24, delayMs: 4, kilobytes: 40 },
  { feeds: 16, delayMs: 16, kilobytes: 4 },
  { feeds: 4, delayMs: 8, kilobytes: 12 },
]

const STEPS = ['fetch', 'check', 'notify'] as const

// Breakage: what checks are made to take counted among their costs, so that a prediction adds it twice.
test('what checks are made to take is none of their costs', () => {
  const found = calibrateCosts(
    SIMULATIONS.map((simulation) => runsOf(KNOWN_COSTS, { ...simulation, settings: ['checkCpuMs=5'] })),
    2,
  )
  expect(found.check.hotMs).toBeCloseTo(KNOWN_COSTS.check.hotMs, 4)
})

test('known costs are recovered', () => {
  const found = calibrateCosts(
    SIMULATIONS.map((simulation) => runsOf(KNOWN_COSTS, simulation)),
    2,
  )
  for (const step of STEPS) {
    expect(found[step].hotMs, step).toBeCloseTo(KNOWN_COSTS[step].hotMs, 4)
    expect(found[step].coldMs, step).toBeCloseTo(KNOWN_COSTS[step].coldMs, 4)
    expect(found[step].perKilobyteMs, step).toBeCloseTo(KNOWN_COSTS[step].perKilobyteMs, 4)
  }
  expect(found.lateMs).toBeCloseTo(KNOWN_COSTS.lateMs, 6)
  expect(found.connection.hotMs).toBeCloseTo(KNOWN_COSTS.connection.hotMs, 4)
  expect(found.connection.coldMs).toBeCloseTo(KNOWN_COSTS.connection.coldMs, 4)
  expect(found.cores).toBe(2)
})

// Breakage: warm-ups counted over all processes, so that none was late enough: every step was cold, and 40 feeds at once were
// predicted to take 2.5 times as long as they did.
test('a benchmark of six processes separates hot steps from cold ones as one process does', () => {
  const { scenario, trials } = runsOf(KNOWN_COSTS, SIMULATIONS[0]!)
  const blocks = Array.from({ length: 6 }, (_, block) => trials.map((trial) => ({ ...trial, block: block + 1 }))).flat()
  const found = calibrateCosts([{ scenario, trials: blocks }], 2)
  expect(found).toEqual(calibrateCosts([{ scenario, trials }], 2))
  expect(found.fetch.coldMs).toBeGreaterThan(0.5)
})

// Breakage: connections left in the steps, so that few feeds were predicted to take a fifth longer than they do.
test('of a few feeds, as sweeps begin with, connections are separated from steps', () => {
  const few = [1, 3, 10].map((feeds) => runsOf(KNOWN_COSTS, { feeds, delayMs: 5, kilobytes: 1 }))
  const { fetch, notify, connection } = calibrateCosts(few, 2)
  expect(notify.hotMs).toBeCloseTo(KNOWN_COSTS.notify.hotMs, 3)
  expect(notify.coldMs).toBeCloseTo(KNOWN_COSTS.notify.coldMs, 3)
  expect(connection.hotMs + connection.coldMs).toBeCloseTo(0.5, 3)
  // Of one size alone, so that kilobytes are in what every fetch costs.
  expect(fetch.hotMs).toBeCloseTo(KNOWN_COSTS.fetch.hotMs + 0.01 * kilobytesOf(few[0]!.scenario.world), 2)
  expect(fetch.coldMs).toBeCloseTo(KNOWN_COSTS.fetch.coldMs, 2)
})

/** The same runs as those of a user's own job, each of whose items has two posts, or whose items each have a host of their own. */
function asOwn({ scenario, trials }: SequentialRuns): SequentialRuns {
  const { world } = scenario
  const isMany = world.hosts === 'many'
  const itemProfile = [{ fetches: 1, posts: 2, kilobytes: kilobytesOf(world), checkMs: 0 }]
  // A lookup takes the millisecond of a timer.
  const lookups = (count: number) => (isMany ? count : 0)
  return {
    scenario: { ...scenario, job: 'my-job.mts', itemProfile },
    trials: trials.map((trial) => {
      const { fetch, check, notify } = trial.steps
      return {
        ...trial,
        steps: {
          check: check!,
          fetch: { ...fetch!, busyMs: fetch!.busyMs + lookups(fetch!.count) },
          notify: { ...notify!, count: notify!.count / 2, busyMs: notify!.busyMs + lookups(1) },
        },
      }
    }),
  }
}

// Breakage: a step of several requests is left out as one that was tried again, or its cost is that of one; or what a client of the user's takes to
// open a connection is taken for a share of what a request of it takes: 53 items at once were predicted to take 1.7 times as long as they did.
test('of a job of a user costs are of requests, and connections are what items of many hosts take longer', () => {
  const { fetch, connection } = KNOWN_COSTS
  const connecting = { ...fetch, hotMs: fetch.hotMs + connection.hotMs, coldMs: fetch.coldMs + connection.coldMs }
  const free = { ...KNOWN_COSTS, connection: { hotMs: 0, coldMs: 0, perKilobyteMs: 0 } }
  const one = SIMULATIONS.map((simulation) => asOwn(runsOf(free, simulation)))
  const many = SIMULATIONS.map((simulation) =>
    asOwn(runsOf({ ...free, fetch: connecting }, { ...simulation, settings: ['world.hosts=many'] })),
  )
  const found = calibrateCosts([...one, ...many], 2)
  expect(found.notify.hotMs).toBeCloseTo(KNOWN_COSTS.notify.hotMs, 3)
  expect(found.notify.coldMs).toBeCloseTo(KNOWN_COSTS.notify.coldMs, 3)
  expect(found.fetch.hotMs).toBeCloseTo(fetch.hotMs, 3)
  expect(found.connection.hotMs).toBeCloseTo(connection.hotMs, 3)
  expect(found.connection.coldMs).toBeCloseTo(connection.coldMs, 3)
})

test('runs that are each off by 5% give costs that are off by little more', () => {
  const found = calibrateCosts(
    SIMULATIONS.map((simulation) => runsOf(KNOWN_COSTS, simulation, 0.05)),
    2,
  )
  for (const step of STEPS) {
    const whole = ({ hotMs, coldMs }: Costs['fetch']) => hotMs + coldMs
    expect(Math.abs(whole(found[step]) / whole(KNOWN_COSTS[step]) - 1), step).toBeLessThan(0.1)
  }
})

test('over HTTPS what the two connections of a run cost is known from runs of few feeds', () => {
  const settings = ['world.https=true']
  const handshakeMs = 3
  const found = calibrateCosts(
    [...SIMULATIONS, { feeds: 2, delayMs: 8, kilobytes: 4 }].map((simulation) => {
      const { scenario, trials } = runsOf(KNOWN_COSTS, { ...simulation, settings })
      const connect = ({ busyMs, ...step }: Trial['steps'][string]) => ({ ...step, busyMs: busyMs + 0.5 + handshakeMs })
      return {
        scenario,
        trials: trials.map((trial) => ({
          ...trial,
          steps: { ...trial.steps, fetch: connect(trial.steps.fetch!), notify: connect(trial.steps.notify!) },
        })),
      }
    }),
    2,
  )
  expect(found.connection.hotMs + found.connection.coldMs).toBeCloseTo(0.5 + handshakeMs, 1)
  expect(found.fetch.hotMs).toBeCloseTo(KNOWN_COSTS.fetch.hotMs, 2)
})

test('over HTTPS a connection is what fetches take longer where each feed has a host of its own', () => {
  const connection = { hotMs: 2, coldMs: 1, perKilobyteMs: 0 }
  const { fetch } = KNOWN_COSTS
  const together = { ...fetch, hotMs: fetch.hotMs + connection.hotMs, coldMs: fetch.coldMs + connection.coldMs }
  const one = SIMULATIONS.map((simulation) => runsOf(KNOWN_COSTS, { ...simulation, settings: ['world.https=true'] }))
  const many = SIMULATIONS.slice(1, 3).map((simulation) => {
    const settings = ['world.https=true', 'world.hosts=many']
    const { scenario, trials } = runsOf(
      { ...KNOWN_COSTS, fetch: { ...together, perKilobyteMs: 0 } },
      { ...simulation, settings },
    )
    // A lookup without a delay takes a timer's millisecond.
    const looked = (step: Trial['steps'][string], lookups: number) => ({ ...step, busyMs: step.busyMs + lookups })
    return {
      scenario,
      trials: trials.map((trial) => {
        const { fetch, check, notify } = trial.steps
        return { ...trial, steps: { fetch: looked(fetch!, fetch!.count), check: check!, notify: looked(notify!, 1) } }
      }),
    }
  })
  const found = calibrateCosts([...one, ...many], 2)
  expect(found.fetchConnects).toBe(false)
  expect(found.connection.hotMs).toBeCloseTo(connection.hotMs, 3)
  expect(found.connection.coldMs).toBeCloseTo(connection.coldMs, 3)
  expect(found.fetch.hotMs).toBeCloseTo(fetch.hotMs, 3)
})

test('where every feed has a host of its own, fetches have their connection in them, but not the lookup', () => {
  const found = calibrateCosts(
    SIMULATIONS.map((simulation) => {
      const { scenario, trials } = runsOf(KNOWN_COSTS, {
        ...simulation,
        settings: ['world.hosts=many', 'world.dnsDelayMs=20'],
      })
      const looked = ({ busyMs, ...step }: Trial['steps'][string], lookups: number) => ({
        ...step,
        busyMs: busyMs + 20 * lookups,
      })
      return {
        scenario,
        trials: trials.map((trial) => {
          const { fetch, check, notify } = trial.steps
          return { ...trial, steps: { fetch: looked(fetch!, fetch!.count), check: check!, notify: looked(notify!, 1) } }
        }),
      }
    }),
    2,
  )
  expect(found.fetchConnects).toBe(true)
  for (const step of STEPS) expect(found[step].hotMs, step).toBeCloseTo(KNOWN_COSTS[step].hotMs, 4)
})

test('one size alone leaves the cost of a kilobyte at 0', () => {
  const { fetch } = calibrateCosts(
    [runsOf({ ...KNOWN_COSTS, fetch: { ...KNOWN_COSTS.fetch, perKilobyteMs: 0 } }, SIMULATIONS[0]!)],
    2,
  )
  expect(fetch.perKilobyteMs).toBe(0)
  expect(fetch.hotMs).toBeCloseTo(KNOWN_COSTS.fetch.hotMs, 4)
})

test('other strategies, slowed variants and runs in which anything went wrong are not calibrated on', () => {
  const { scenario, trials } = runsOf(KNOWN_COSTS, SIMULATIONS[0]!)
  const wrong = (change: Partial<Trial>) =>
    trials.map((trial) => ({
      ...trial,
      ...change,
      steps: { ...trial.steps, check: { ...trial.steps.check!, busyMs: 1e6 } },
    }))
  const mixed = [
    ...trials,
    ...wrong({ strategy: 'promise-all' }),
    ...wrong({ slowedBy: 0.1 }),
    ...wrong({ faults: [{ code: 'missing-outcomes', outcomes: 11, items: 24 }] }),
    ...wrong({ discarded: { code: 'mock-server-stalled', lagMs: 300 } }),
    ...wrong({ phase: 'cold' }),
    ...wrong({ failures: { 'fetch status': 1 } }),
  ]
  expect(calibrateCosts([{ scenario, trials: mixed }], 2)).toEqual(calibrateCosts([{ scenario, trials }], 2))
  expect(() => calibrateCosts([{ scenario, trials: wrong({ strategy: 'pipelined' }) }], 2)).toThrow(
    expect.objectContaining({ code: 'nothing-to-calibrate' }),
  )
})

// Breakage: seconds of patience with Slack taken for work, or three more requests for one.
test('steps that had to be repeated say nothing of what one costs, and the others of the same run do', () => {
  const runs = SIMULATIONS.map((simulation) => runsOf(KNOWN_COSTS, simulation))
  const busier = (trial: Trial, step: 'fetch' | 'notify'): Trial['steps'] => ({
    ...trial.steps,
    [step]: { ...trial.steps[step]!, busyMs: trial.steps[step]!.busyMs + 5000 },
  })
  const changedIn = (change: (trial: Trial) => Trial) =>
    calibrateCosts(
      runs.map(({ scenario, trials }) => ({
        scenario,
        trials: trials.map((trial) => (trial.phase === 'measured' ? change(trial) : trial)),
      })),
      2,
    )
  const throttled = changedIn((trial) => ({
    ...trial,
    deliveries: { ...trial.deliveries, posts: trial.deliveries.posts + 3, throttled: 3 },
    mock: { ...trial.mock!, requests: trial.mock!.requests + 3 },
    steps: busier(trial, 'notify'),
  }))
  expect(throttled.fetch.hotMs).toBeCloseTo(KNOWN_COSTS.fetch.hotMs, 4)
  expect(throttled.fetch.coldMs).toBeCloseTo(KNOWN_COSTS.fetch.coldMs, 4)
  // Warm-ups are not refused, and show what a post costs.
  expect(throttled.notify.hotMs).toBeLessThan(1)
  const redirected = changedIn((trial) => ({
    ...trial,
    mock: { ...trial.mock!, requests: trial.mock!.requests + 3 },
    steps: busier(trial, 'fetch'),
  }))
  expect(redirected.fetch.hotMs).toBeLessThan(1)
  expect(redirected.notify.hotMs).toBeCloseTo(KNOWN_COSTS.notify.hotMs, 4)
})
