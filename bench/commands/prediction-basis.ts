import { errorShares } from '../../mock-server/draws.ts'
import { type StrategyName, strategies } from '../../strategies/index.ts'
import { onInterrupt } from '../cli/interrupt.ts'
import type { Io } from '../cli/io.ts'
import { print } from '../cli/print.ts'
import { UserError } from '../io/user-error.ts'
import { type Axis, placeAt } from '../judge/prediction/axis.ts'
import {
  OWN_VALIDATION_FILE,
  readValidation,
  VALIDATION_FILE,
  type Validation,
} from '../judge/prediction/validation.ts'
import {
  type Calibration,
  CALIBRATION_FILE,
  featuresOf,
  keepCalibration,
  readCalibration,
  thisMachine,
} from '../model/calibration.ts'
import { loadStrategy } from '../plan/candidate.ts'
import type { Candidate } from '../plan/schedule.ts'
import { announcementTexts, noticeTexts, stoppingTexts } from '../report/messages/commands.ts'
import { holdModel, measureCalibration } from '../run/local/measure-costs.ts'
import { readScenario } from '../scenario/file.ts'
import { hasOwnItems, type Scenario } from '../scenario/scenario.ts'
import { ownStrategies, scenarioIn, tryOwnJob } from './race/bench-plan.ts'

/** What predictions of a scenario rest on. */
export interface Basis {
  readonly scenario: Scenario
  readonly calibration: Calibration
  /** Undefined where the model was held against nothing. */
  readonly validation: Validation | undefined
  readonly candidates: readonly Candidate[]
}

export interface BasisOptions {
  readonly set?: readonly string[] | undefined
  readonly names: readonly StrategyName[]
  readonly strategyFiles?: readonly string[] | undefined
  /** What else is asked of the scenario: whatever cannot be placed is refused before anything is measured. */
  readonly axes?: readonly Axis[]
  /** Measures again, even if a calibration is stored. */
  readonly recalibrate?: boolean | undefined
}

/** Calibrates a scenario unless that was done before; undefined where that is interrupted. Throws a UserError for what cannot be predicted. */
export async function basisOf(
  name: string,
  { set, names, strategyFiles = [], axes = [], recalibrate = false }: BasisOptions,
  io: Io,
): Promise<Basis | undefined> {
  const read = readScenario(scenarioIn(io, name), set)
  const validation = readValidation(read.job === undefined ? VALIDATION_FILE : OWN_VALIDATION_FILE)
  refuseUnpredictable(read, axes, validation)
  for (const { name: axis, values } of axes)
    for (const value of values) refuseUnpredictable(placeAt(read, { [axis]: value }).scenario, axes, validation)
  const own = await ownStrategies(strategyFiles, io)
  const [scenario = read] = await tryOwnJob([read], io)
  const calibration = await calibrationFor(scenario, recalibrate, io).catch((error: Error) => {
    if (!(error instanceof UserError)) throw error
    throw new UserError(
      'scenario-uncalibrated',
      { name, settings: set ?? [], problem: error.problem },
      { cause: error },
    )
  })
  if (!calibration) return undefined
  const all: Candidate[] = names.map((strategy) => ({ strategy, order: strategies[strategy] }))
  // Thousands of virtual runs, none of which is measured: in this very process, which ends as soon as all is printed.
  for (const one of own) all.push({ ...one, order: await loadStrategy(one.module!) })
  const isHeld = validation && scenario.job !== undefined
  const candidates = isHeld ? await describedIn(scenario, { calibration, all, validation }, io) : all
  return candidates && { scenario, calibration, validation, candidates }
}

/** Of a job of a user's own not everything is known, nor has all been held against what is measured. Throws a UserError. */
function refuseUnpredictable(scenario: Scenario, axes: readonly Axis[], validation: Validation | undefined): void {
  const { job, world, client } = scenario
  // What programs do with bodies is known to nobody else.
  if (job === undefined && hasOwnItems(scenario)) throw new UserError('own-job-unpredictable', { why: 'programs' })
  if (job === undefined) return
  const shares = [
    ...Object.values({ ...world.fetchFaults, ...world.notifyFaults }),
    ...errorShares(world).map(([, share]) => share),
  ]
  if (shares.some((share) => share > 0)) throw new UserError('own-job-unpredictable', { why: 'faults' })
  if (client.allowNet) throw new UserError('own-job-unpredictable', { why: 'network' })
  if (world.notifyRate) throw new UserError('own-job-unpredictable', { why: 'rate' })
  if (axes.some(({ name }) => name === 'size')) throw new UserError('own-job-unpredictable', { why: 'size' })
  if (!validation) throw new UserError('own-job-unpredictable', { why: 'unproven' })
}

interface Described {
  readonly calibration: Calibration
  readonly all: readonly Candidate[]
  readonly validation: Validation
}

/**
 * The strategies whose times the model gives in this job of a user's own, as it was measured: a step may wait for what nobody knows of, or a client
 * have few connections. The others are named, with how far it is off; undefined where that was interrupted. Throws a UserError where it gives none.
 */
async function describedIn(
  scenario: Scenario,
  { calibration, all, validation }: Described,
  io: Io,
): Promise<readonly Candidate[] | undefined> {
  const { held = {}, costs } = calibration
  const candidates = all.filter(({ strategy, module }) => module !== undefined || held[strategy] === undefined)
  let ratios = held
  if (candidates.length > 0) {
    print(announcementTexts.holding, io.stderr)
    const interrupt = onInterrupt(stoppingTexts.plain, io)
    try {
      const found = await holdModel(scenario, { costs, candidates, signal: interrupt.signal })
      ratios = { ...held, ...Object.fromEntries(found) }
    } catch (error) {
      if (interrupt.signal.aborted) return undefined
      throw error
    } finally {
      interrupt.dispose()
    }
    if (interrupt.signal.aborted) return undefined
    const ofOurs = Object.entries(ratios).filter(([strategy]) => Object.hasOwn(strategies, strategy))
    keepCalibration(featuresOf(scenario), { ...calibration, held: Object.fromEntries(ofOurs) })
  }
  const most = (strategy: string) => {
    const { p90Error } = validation.strategies[strategy] ?? { p90Error: 0 }
    return MOST_OF_ERROR * Math.max(p90Error, LEAST_ERROR)
  }
  const isDescribed = ({ strategy }: Candidate) => Math.abs((ratios[strategy] ?? Number.NaN) - 1) <= most(strategy)
  const described = all.filter(isDescribed)
  if (described.length === 0) throw new UserError('own-job-unpredictable', { why: 'unlike' })
  for (const one of all)
    if (!isDescribed(one))
      print(noticeTexts.notDescribed({ strategy: one.strategy, ratio: ratios[one.strategy] }), io.stderr)
  return described
}

/** One cell is off by more than the 90th percentile of all now and then, and seldom by twice as much. */
const MOST_OF_ERROR = 2
/** Three iterations are no closer than that themselves. */
const LEAST_ERROR = 0.08

/** What is kept, or measured now; undefined where that was interrupted. */
async function calibrationFor(scenario: Scenario, recalibrate: boolean, io: Io): Promise<Calibration | undefined> {
  const features = featuresOf(scenario)
  const kept = recalibrate ? undefined : readCalibration(features, thisMachine())
  if (kept) return kept
  print(announcementTexts.costs(CALIBRATION_FILE, scenario.job !== undefined), io.stderr)
  const interrupt = onInterrupt(stoppingTexts.plain, io)
  try {
    const calibration = await measureCalibration(scenario, interrupt.signal)
    keepCalibration(features, calibration)
    return calibration
  } catch (error) {
    if (interrupt.signal.aborted) return undefined
    throw error
  } finally {
    interrupt.dispose()
  }
}
