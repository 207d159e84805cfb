import { strategies } from '../../../strategies/index.ts'
import { calibrateCosts, type SequentialRuns } from '../../model/calibrate.ts'
import { type Calibration, thisMachine } from '../../model/calibration.ts'
import type { Costs } from '../../model/costs.ts'
import { createPredictor } from '../../model/predict.ts'
import type { Candidate } from '../../plan/schedule.ts'
import type { Scenario, ScenarioWorld } from '../../scenario/scenario.ts'
import { currentLoad } from '../../trial/environment.ts'
import type { Trial } from '../../trial/trial.ts'
import { median } from '../../statistics/quantile.ts'
import { race, raceTrials } from './race.ts'

/** A world to be calibrated in: slow servers show what cold steps cost, large feeds what kilobytes do, few feeds what a run costs once. */
interface Setting {
  readonly feeds: number
  readonly delayMs: number
  readonly kilobytes: number
}

const SETTINGS: readonly Setting[] = [
  { feeds: 24, delayMs: 2, kilobytes: 4 },
  { feeds: 24, delayMs: 4, kilobytes: 40 },
  { feeds: 16, delayMs: 16, kilobytes: 4 },
  { feeds: 4, delayMs: 8, kilobytes: 12 },
]

/** Over HTTPS, or with a client of the user's own, more, in which each feed has a host of its own, so that connections are separated from what goes over them. */
const APART: readonly Setting[] = [
  { feeds: 24, delayMs: 2, kilobytes: 4 },
  { feeds: 16, delayMs: 16, kilobytes: 4 },
]

/** Of a user's own job: its bodies stay what they are. Each has as many items as were tried, so that all of its bodies are among them. */
const OWN_DELAYS_MS = [2, 4, 16]

/** A description is not the whole of an event. */
const EVENT_BYTES = 260
const ITERATIONS = 6
/** Feeds before the first iteration, so that everything is compiled by then. */
const WARM_UP_ITEMS = 500
const MAX_WARM_UPS = 80

/** Measures what the steps of a scenario cost on this machine: some seconds of `sequential` against the mock server. */
export async function measureCalibration(scenario: Scenario, signal: AbortSignal): Promise<Calibration> {
  const machine = thisMachine()
  const load = currentLoad()
  const all: SequentialRuns[] = []
  const settings = scenario.itemProfile
    ? OWN_DELAYS_MS.map((delayMs) => ({ ...SETTINGS[0]!, feeds: scenario.itemProfile!.length, delayMs }))
    : SETTINGS
  for (const setting of settings) all.push(await runSequential(settingOf(scenario, setting), signal))
  const { https, hosts } = scenario.world
  if ((https || scenario.itemProfile) && hosts === 'one') {
    const apart = { ...scenario, world: { ...scenario.world, hosts: 'many' } } as const
    const ofApart = scenario.itemProfile ? settings : APART
    for (const setting of ofApart) all.push(await runSequential(settingOf(apart, setting), signal))
  }
  signal.throwIfAborted()
  return {
    costs: calibrateCosts(all, machine.cores),
    machine,
    measuredAt: new Date().toISOString(),
    runs: all.flatMap(({ trials }) => trials).filter(({ phase }) => phase === 'measured').length,
    load,
  }
}

function settingOf(scenario: Scenario, { feeds: count, delayMs, kilobytes }: Setting): Scenario {
  const { items, fetchFaults } = scenario.world
  const events = Math.max(1, Math.round((kilobytes * 1000) / (items.descriptionBytes + EVENT_BYTES)))
  const world: ScenarioWorld = {
    ...scenario.world,
    seed: 1,
    items: items.bodies
      ? { ...items, count }
      : { ...items, count, events, bytes: undefined, dueShare: Math.max(items.dueShare, 1 / count) },
    fetchDelay: { model: 'lognormal', medianMs: delayMs, sigma: 0.3 },
    notifyDelay: { model: 'lognormal', medianMs: delayMs, sigma: 0.3 },
    fetchFaults: fetchFaults.gzip === undefined ? {} : { gzip: fetchFaults.gzip },
    notifyFaults: {},
    fetchErrors: undefined,
    connectDelay: undefined,
    traffic: undefined,
    notifyRate: undefined,
    bytesPerSecond: undefined,
    // While a name is looked up, the steps grow cold.
    dnsDelayMs: 0,
  }
  const warmUps = Math.min(MAX_WARM_UPS, Math.ceil(WARM_UP_ITEMS / count))
  return {
    ...scenario,
    world,
    // It covers the traffic, too, which these runs do without.
    ...(scenario.world.traffic !== undefined && { codeDigest: undefined }),
    checkCpuMs: undefined,
    limits: {},
    plan: { ...scenario.plan, warmUps, iterations: ITERATIONS },
  }
}

/**
 * Predicted over measured times of strategies in a job of a user's own, by name, in one setting that was not calibrated on; without those that
 * do not run well in it.
 */
export async function holdModel(
  scenario: Scenario,
  {
    costs,
    candidates,
    signal,
  }: { readonly costs: Costs; readonly candidates: readonly Candidate[]; readonly signal: AbortSignal },
): Promise<ReadonlyMap<string, number>> {
  const setting = settingOf(scenario, { ...SETTINGS[0]!, feeds: scenario.itemProfile!.length, delayMs: HELD_DELAY_MS })
  const held = { ...setting, checkCpuMs: scenario.checkCpuMs, limits: scenario.limits }
  const measured = await medianMakespans(
    { ...held, plan: { ...held.plan, iterations: HELD_ITERATIONS } },
    candidates,
    signal,
  )
  const predict = createPredictor({ scenario: held, costs })
  const ratios = await Promise.all(
    candidates.map(async ({ strategy, order }) => {
      const measuredMs = measured.get(strategy)
      const { makespanMs } = await predict(order, held.limits)
      return [strategy, measuredMs === undefined ? Number.NaN : makespanMs / measuredMs] as const
    }),
  )
  return new Map(ratios.filter(([, ratio]) => !Number.isNaN(ratio)))
}

/** Between those that own jobs are calibrated on. */
const HELD_DELAY_MS = 8
const HELD_ITERATIONS = 3

/** The median makespan of each strategy that ran well, in one process of each. */
export async function medianMakespans(
  scenario: Scenario,
  candidates: readonly Candidate[],
  signal: AbortSignal,
): Promise<ReadonlyMap<string, number>> {
  const variants = candidates.map((one, index) => {
    const role = index === 0 ? 'reference' : 'candidate'
    return { name: one.strategy, ...one, role } as const
  })
  const looks = [{ blocks: 1, alpha: 0.05 }]
  const trials = await raceTrials({ scenario, quick: true, looks, variants, budgetMs: Infinity }, { signal })
  const right = trials.filter(
    ({ phase, faults, discarded }) => phase === 'measured' && faults.length === 0 && !discarded,
  )
  return new Map(
    Map.groupBy(right, ({ strategy }) => strategy)
      .entries()
      .map(([strategy, own]) => [strategy, median(own.map(({ makespanMs }) => makespanMs))]),
  )
}

async function runSequential(scenario: Scenario, signal: AbortSignal): Promise<SequentialRuns> {
  const { sequential } = strategies
  const trials: Trial[] = []
  await race(
    {
      scenario,
      quick: true,
      looks: [{ blocks: 1, alpha: 0.05 }],
      variants: [{ name: 'sequential', strategy: 'sequential', order: sequential, role: 'reference' }],
      budgetMs: Infinity,
    },
    { ended: (trial) => trials.push(trial), goOn: () => false },
    signal,
  )
  return { scenario, trials }
}
