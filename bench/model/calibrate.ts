import type { Scenario } from '../scenario/scenario.ts'
import { median } from '../statistics/quantile.ts'
import type { Trial } from '../trial/trial.ts'
import { coldness, type Costs, type StepCost } from './costs.ts'
import { leastSquares, type Observation } from './least-squares.ts'
import { bodyKilobytesOf } from './simulated-feeds.ts'
import { UserError } from '../io/user-error.ts'

/** Runs of `sequential`, all of one scenario. */
export interface SequentialRuns {
  readonly scenario: Scenario
  /** Those of other strategies, and those in which anything was asked for twice or went wrong, are left out. */
  readonly trials: readonly Trial[]
}

/** What one group of runs shows of a step, in milliseconds a step: medians, as a run is judged by its median too. */
interface StepObservation {
  /** Beyond what the server held, beyond lookups, and beyond what checks were made to take. */
  readonly costMs: number
  /** How much of the steps followed a pause, from 0 to 1. */
  readonly cold: number
  readonly kilobytes: number
  /** Connections opened for each of these steps. */
  readonly connections: number
}

/**
 * Costs from runs of `sequential` alone: in them nothing overlaps, so that whatever a step takes beyond the server's holding it is
 * its cost. Runs of other pauses show what cold steps cost, of other sizes the cost of a kilobyte; what the runs do not vary in counts as 0.
 * A run opens two connections. Over HTTP each is taken for so much of a request, and out of the steps. Over HTTPS, and with the client of a user's
 * own job, it is what fetches take longer where each feed has a host of its own, the two of the other runs staying in their steps, or where there are no such
 * runs, what runs of few feeds take longer.
 * Throws a UserError where no run can be used: what a step costs is measured by runs in which none of its kind failed or was tried again.
 */
export function calibrateCosts(runs: readonly SequentialRuns[], cores: number): Costs {
  const groups = runs.flatMap(groupsOf)
  const real = groups.filter(({ isReal }) => isReal)
  if (real.length === 0) throw new UserError('nothing-to-calibrate', {})
  const [one, many] = [groups.filter(({ isOneHost }) => isOneHost), groups.filter(({ isOneHost }) => !isOneHost)]
  const { https } = runs[0]!.scenario.world
  const fetchConnects = one.length === 0
  const isOwn = groups.some((group) => group.isOwn)
  const isApart = (https || isOwn) && one.length > 0 && many.length > 0
  const isByItself = https || isApart
  const fitted = (of: readonly Group[], step: Step, connecting: Connecting) => {
    const observations = of.flatMap((group) => observationsOf(group, step))
    // Nothing may be due; that nothing is fetched and checked cannot be.
    if (observations.length === 0 && step !== 'notify') throw new UserError('nothing-to-calibrate', {})
    return fit(observations, connecting)
  }
  const byHandshake: Connecting = { isSought: https && !isApart }
  const notify = fitted(groups, 'notify', isByItself ? byHandshake : { asShares: CONNECTION })
  const { step: request } = notify
  const plain = { hotMs: CONNECTION.hot * request.hotMs, coldMs: CONNECTION.cold * request.coldMs }
  const fetch = fetchConnects
    ? fitted(many, 'fetch', {})
    : fitted(one, 'fetch', isByItself ? byHandshake : { knownMs: plain.hotMs + plain.coldMs })
  const check = fitted(groups, 'check', {})
  const handshakesMs = [fetch, notify].flatMap(({ connectMs }) =>
    connectMs === undefined ? [] : Math.max(0, connectMs - plain.hotMs - plain.coldMs),
  )
  return {
    fetch: fetch.step,
    check: check.step,
    notify: notify.step,
    connection: isApart
      ? difference(fitted(many, 'fetch', {}).step, fetch.step)
      : { ...plain, hotMs: plain.hotMs + mean(handshakesMs), perKilobyteMs: 0 },
    fetchConnects,
    clientShare: CLIENT_SHARE,
    lateMs: Math.max(0, median(real.map(({ trials }) => median(trials.map(latenessOf))))),
    cores,
  }
}

interface Group {
  readonly trials: readonly Trial[]
  readonly kilobytes: number
  readonly lookupMs: number
  /** CPU time that each check was made to take besides. */
  readonly checkCpuMs: number
  readonly isOneHost: boolean
  /** Whether a step of the job may make several requests, one after another, as those of a user's own. */
  readonly isOwn: boolean
  /** Measured iterations; not so are warm-ups, whose servers answered at once. */
  readonly isReal: boolean
}

/**
 * What opening a connection over HTTP costs, as shares of what a request does. A run of sequential opens two, too few to be separated
 * from noise. Measured on promise-all, which opens one for each feed, over 12 sizes.
 */
const CONNECTION = { hot: 1.3, cold: 0.4 }

const NO_SHARES: typeof CONNECTION = { hot: 0, cold: 0 }

/**
 * How much of a request is the client's work. Measured with the clock of its main thread: 0.54 to 0.57, hot or cold. What a trial has
 * is the whole process's time, with that of collecting garbage and compiling beside it.
 */
const CLIENT_SHARE = 0.56

function groupsOf({ scenario, trials }: SequentialRuns): Group[] {
  const right = trials.filter(
    (trial) =>
      trial.strategy === 'sequential' &&
      trial.slowedBy === undefined &&
      trial.discarded === undefined &&
      trial.faults.length === 0 &&
      Object.keys(trial.failures).length === 0 &&
      trial.mock,
  )
  const { world } = scenario
  const about = {
    kilobytes: bodyKilobytesOf(scenario),
    isOwn: scenario.job !== undefined,
    isOneHost: world.hosts === 'one',
    lookupMs: world.hosts === 'many' ? Math.max(1, world.dnsDelayMs) : 0,
    checkCpuMs: scenario.checkCpuMs ?? 0,
  }
  const warm = right.filter(({ phase, iteration, mock }) => phase === 'warmup' && iteration > 0 && mock!.drawnMs === 0)
  const lastIteration = Math.max(0, ...warm.map(({ iteration }) => iteration))
  return [
    { ...about, isReal: true, trials: right.filter(({ phase }) => phase === 'measured') },
    // Of each process the first half of them is still being compiled.
    { ...about, isReal: false, trials: warm.filter(({ iteration }) => iteration > lastIteration / 2) },
  ].filter(({ trials }) => trials.length > 0)
}

/** How much of the work there is a cost of: requests, or checks. */
function countOf({ deliveries, mock, steps }: Trial, step: Step): number {
  if (step === 'check') return steps.check?.count ?? 0
  return step === 'notify' ? deliveries.posts : mock!.requests - deliveries.posts
}

/** Whether the steps of a job of ours were a request each at most: with redirects and patience a step's time is not its cost. */
function isPlain(trial: Trial, step: Step, isOwn: boolean): boolean {
  if (step === 'notify' && trial.deliveries.throttled > 0) return false
  return isOwn || countOf(trial, step) === trial.steps[step]?.count
}

type Step = 'fetch' | 'check' | 'notify'

function observationsOf({ trials, kilobytes, lookupMs, checkCpuMs, isOwn }: Group, step: Step): StepObservation[] {
  const observations = trials.flatMap((trial) => {
    const { busyMs } = trial.steps[step] ?? { busyMs: 0 }
    const count = countOf(trial, step)
    if (count === 0 || !isPlain(trial, step, isOwn)) return []
    const known = step === 'check' ? checkCpuMs * count : lookupMs * (step === 'fetch' ? count : 1)
    // The first of a run is cold in any case.
    const cold = ((count - 1) * coldness(trial.makespanMs / count) + 1) / count
    return [{ costMs: (busyMs - heldMs(trial, step) - known) / count, cold, connections: 1 / count }]
  })
  if (observations.length === 0) return []
  const middle = (of: (one: (typeof observations)[number]) => number) => median(observations.map(of))
  return [
    {
      costMs: Math.max(
        0,
        middle(({ costMs }) => costMs),
      ),
      cold: middle(({ cold }) => cold),
      connections: middle(({ connections }) => connections),
      kilobytes: step === 'notify' ? 0 : kilobytes,
    },
  ]
}

function heldMs({ mock }: Trial, step: Step): number {
  if (step === 'check') return 0
  return step === 'fetch' ? mock!.fetchHeldMs : mock!.notifyHeldMs
}

/**
 * What of the steps' time went into opening connections: something to be found, shares of what a step costs, or so much a connection.
 * Where nothing is said it stays in the steps.
 */
interface Connecting {
  readonly isSought?: boolean
  readonly asShares?: typeof CONNECTION
  readonly knownMs?: number
}

function fit(
  observed: readonly StepObservation[],
  { isSought = false, asShares = NO_SHARES, knownMs = 0 }: Connecting,
): { readonly step: StepCost; readonly connectMs?: number } {
  const columns: readonly (readonly [name: string, of: (one: StepObservation) => number])[] = [
    ['hot', ({ connections }) => 1 + asShares.hot * connections],
    // As the first of its kind, a connection is opened cold.
    ...varying('cold', observed, ({ cold, connections }) => cold + asShares.cold * connections),
    ...varying('kilobyte', observed, ({ kilobytes }) => kilobytes),
    ...(isSought ? varying('connection', observed, ({ connections }) => connections) : []),
  ]
  const observations = observed.map((one): Observation => ({
    value: Math.max(0, one.costMs - knownMs * one.connections),
    of: columns.map(([, of]) => of(one)),
  }))
  const found = new Map(leastSquares(observations).map((value, place) => [columns[place]![0], value]))
  const connectMs = found.get('connection')
  const step = {
    hotMs: found.get('hot') ?? 0,
    coldMs: found.get('cold') ?? 0,
    perKilobyteMs: found.get('kilobyte') ?? 0,
  }
  return { step, ...(connectMs !== undefined && { connectMs }) }
}

/** A quantity that hardly varies cannot be separated from what every step costs. */
function varying<T>(
  name: string,
  all: readonly T[],
  of: (one: T) => number,
): (readonly [name: string, of: (one: T) => number])[] {
  const values = all.map(of)
  return Math.max(...values) > 1.5 * Math.min(...values) ? [[name, of]] : []
}

function latenessOf({ mock }: Trial): number {
  return mock!.requests > 0 ? (mock!.heldMs - mock!.drawnMs) / mock!.requests : 0
}

/** What the one takes beyond the other. */
function difference(whole: StepCost, part: StepCost): StepCost {
  const beyond = (ms: number, otherMs: number) => Math.max(0, ms - otherMs)
  return { hotMs: beyond(whole.hotMs, part.hotMs), coldMs: beyond(whole.coldMs, part.coldMs), perKilobyteMs: 0 }
}

/** 0 where there is none. */
function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length
}
