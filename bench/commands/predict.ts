import { type StrategyName, strategies } from '../../strategies/index.ts'
import { loadStrategy } from '../plan/candidate.ts'
import { EXIT } from '../cli/exit-code.ts'
import { AXIS_OPTIONS, parseAxis } from '../cli/axis.ts'
import { type Axis, type AxisName, placeAt } from '../judge/prediction/axis.ts'
import {
  type Calibration,
  CALIBRATION_FILE,
  featuresOf,
  keepCalibration,
  readCalibration,
  thisMachine,
} from '../model/calibration.ts'
import { holdModel, measureCalibration } from '../run/local/measure-costs.ts'
import type { Candidate } from '../plan/schedule.ts'
import { predictionDocument } from '../report/documents/prediction.ts'
import { ENGLISH } from '../report/messages/en.ts'
import { drawTerminal } from '../report/render/terminal.ts'
import { predictTables } from '../judge/prediction/tables.ts'
import {
  OWN_VALIDATION_FILE,
  readValidation,
  VALIDATION_FILE,
  type Validation,
} from '../judge/prediction/validation.ts'
import type { Scenario } from '../scenario/scenario.ts'
import { hasOwnItems } from '../scenario/scenario.ts'
import { errorShares } from '../../mock-server/draws.ts'
import { readScenario } from '../scenario/file.ts'
import { UserError } from '../io/user-error.ts'
import { ownStrategies, scenarioIn, tryOwnJob } from './race/bench-plan.ts'
import { onInterrupt } from '../cli/interrupt.ts'
import { parseStrategies } from '../cli/values.ts'
import { print, printJson, widthOf } from '../cli/print.ts'
import type { Io } from '../cli/io.ts'
import { announcementTexts, noticeTexts, stoppingTexts } from '../report/messages/commands.ts'

export interface PredictOptions extends Partial<Record<AxisName, string>> {
  readonly set?: readonly string[]
  readonly strategies?: string
  readonly strategyFile?: readonly string[]
  readonly calibrate?: boolean
  readonly json?: boolean
}

/** `utakata predict`: how long each strategy would take at sizes nobody ran. Gives the exit code. */
export async function predictCommand(name: string, options: PredictOptions, io: Io): Promise<number> {
  const read = readScenario(scenarioIn(io, name), options.set)
  const names = parseStrategies(options.strategies, '--strategies') ?? (Object.keys(strategies) as StrategyName[])
  const axes = axesFrom(options)
  const validation = readValidation(read.job === undefined ? VALIDATION_FILE : OWN_VALIDATION_FILE)
  // Whatever cannot be placed is refused before anything is measured.
  for (const { name: axis, values } of axes)
    for (const value of values) refuseUnpredictable(placeAt(read, { [axis]: value }).scenario, axes, validation)
  const own = await ownStrategies(options.strategyFile ?? [], io)
  const [scenario = read] = await tryOwnJob([read], io)
  const calibration = await calibrationFor(scenario, options.calibrate === true, io).catch((error: Error) => {
    if (!(error instanceof UserError)) throw error
    throw new UserError(
      'scenario-uncalibrated',
      { name, settings: options.set ?? [], problem: error.problem },
      { cause: error },
    )
  })
  if (!calibration) return EXIT.interrupted
  const all: Candidate[] = names.map((strategy) => ({ strategy, order: strategies[strategy] }))
  // Thousands of virtual runs, none of which is measured: in this very process, which ends as soon as all is printed.
  for (const one of own) all.push({ ...one, order: await loadStrategy(one.module!) })
  const described = validation && scenario.job !== undefined
  const predicted = described ? await describedIn(scenario, { calibration, all, validation }, io) : all
  if (!predicted) return EXIT.interrupted
  const tables = await predictTables(scenario, axes, predicted, { costs: calibration.costs, validation })
  if (options.json)
    printJson({ origin: 'predicted', scenario: scenario.name, calibration, validation, tables }, io.stdout)
  else {
    const document = predictionDocument({ scenario, calibration, validation, tables }, ENGLISH)
    print(drawTerminal(document, { width: widthOf(io.stdout), colour: false, messages: ENGLISH }), io.stdout)
  }
  return EXIT.done
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

/** Those of the options; items where there are none. */
export function axesFrom(options: PredictOptions): Axis[] {
  const given = (Object.keys(AXIS_OPTIONS) as AxisName[]).flatMap((name) => {
    const text = options[name]
    return text === undefined ? [] : [parseAxis(name, text)]
  })
  return given.some(({ values }) => values.length > 1) || given.some(({ name }) => name === 'items')
    ? given
    : [parseAxis('items', '1..1000000'), ...given]
}

/** What is kept, or measured now; undefined where that was interrupted. */
async function calibrationFor(scenario: Scenario, isAnew: boolean, io: Io): Promise<Calibration | undefined> {
  const features = featuresOf(scenario)
  const kept = isAnew ? undefined : readCalibration(features, thisMachine())
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
