import { type StrategyName, strategies as allStrategies } from '../../strategies/index.ts'
import { EXIT } from '../exit-code.ts'
import { type Axis, AXES, type AxisName, describePlace, parseAxis, placeAt } from '../prediction/axis.ts'
import { type Calibration, featuresOf, measureCalibration, thisMachine } from '../prediction/calibration.ts'
import { CALIBRATION_FILE, keepCalibration, readCalibration } from '../prediction/calibration-file.ts'
import { crossoversIn } from '../prediction/crossovers.ts'
import { remarksOn } from '../prediction/remarks.ts'
import { createPredictor, type Prediction } from '../prediction/predict.ts'
import { drawTable, type PredictedRow } from '../prediction/table.ts'
import { describeMachine, describeValidation, readValidation, type Validation } from '../prediction/validation.ts'
import { wrap } from '../report/table.ts'
import type { Scenario } from '../scenario.ts'
import { readScenario } from '../scenario-file.ts'
import { onInterrupt } from './interrupt.ts'
import { parseStrategies } from './options.ts'
import { tell } from './tell.ts'

export interface PredictOptions extends Partial<Record<AxisName, string>> {
  readonly set?: readonly string[]
  readonly strategies?: string
  readonly calibrate?: boolean
  readonly json?: boolean
}

/** Predictions along one axis, everything else staying as it is. */
export interface PredictedTable {
  readonly axis: AxisName
  /** What stays the same, in words. */
  readonly where: string
  readonly rows: readonly (PredictedRow & { readonly value: number })[]
  readonly crossovers: readonly string[]
  readonly remarks: readonly string[]
}

/** `utakata predict`: how long each strategy would take at sizes nobody ran. Gives the exit code. */
export async function predictCommand(name: string, options: PredictOptions): Promise<number> {
  const scenario = readScenario(name, options.set)
  const names = parseStrategies(options.strategies, '--strategies') ?? (Object.keys(allStrategies) as StrategyName[])
  const axes = axesFrom(options)
  const calibration = await calibrationFor(scenario, options.calibrate === true)
  if (!calibration) return EXIT.interrupted
  const validation = readValidation()
  const tables = await predictTables(scenario, axes, names, calibration)
  if (options.json)
    console.log(
      JSON.stringify({ origin: 'predicted', scenario: scenario.name, calibration, validation, tables }, undefined, 2),
    )
  else {
    const { isTTY, columns } = process.stdout
    console.log(drawPrediction(scenario, { calibration, validation, tables }, isTTY ? columns : 100).join('\n'))
  }
  return EXIT.done
}

/** Those that were asked for; feeds where nothing was. */
export function axesFrom(options: PredictOptions): Axis[] {
  const given = (Object.keys(AXES) as AxisName[]).flatMap((name) => {
    const text = options[name]
    return text === undefined ? [] : [parseAxis(name, text)]
  })
  return given.some(({ values }) => values.length > 1) || given.some(({ name }) => name === 'feeds')
    ? given
    : [parseAxis('feeds', '1..1000000'), ...given]
}

/** What is kept, or measured now; undefined where that was interrupted. */
async function calibrationFor(scenario: Scenario, isAnew: boolean): Promise<Calibration | undefined> {
  const features = featuresOf(scenario)
  const kept = isAnew ? undefined : readCalibration(features, thisMachine())
  if (kept) return kept
  tell(`Calibrating: some 15 s of sequential on this machine, kept in ${CALIBRATION_FILE}.`, process.stderr)
  const interrupt = onInterrupt('Stopping.')
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

/** A table for each axis of several values, over which the others stay at their only value, or at the scenario's. */
export async function predictTables(
  scenario: Scenario,
  axes: readonly Axis[],
  names: readonly StrategyName[],
  { costs }: Pick<Calibration, 'costs'>,
): Promise<PredictedTable[]> {
  const single = Object.fromEntries(
    axes.flatMap(({ name, values }) => (values.length === 1 ? [[name, values[0]!]] : [])),
  ) as Partial<Record<AxisName, number>>
  const long = axes.filter(({ values }) => values.length > 1)
  const tables: PredictedTable[] = []
  for (const { name, values } of long.length > 0 ? long : axes.slice(0, 1)) {
    const rows: (PredictedRow & { readonly value: number })[] = []
    // Sizes share one predictor, and with it the line on which the largest lie.
    const shared = createPredictor({ scenario: placeAt(scenario, single).scenario, costs })
    for (const value of values) {
      const { scenario: there, limits } = placeAt(scenario, { ...single, [name]: value })
      const predict = name === 'feeds' ? shared : createPredictor({ scenario: there, costs })
      const predictions: Record<string, Prediction> = {}
      for (const strategy of names)
        predictions[strategy] = await predict(allStrategies[strategy], limits, there.world.feeds.count)
      rows.push({ value, label: AXES[name].tell(value), predictions })
    }
    const times = rows.map(({ label, predictions }) => ({
      label,
      ms: Object.fromEntries(names.map((strategy) => [strategy, predictions[strategy]!.makespanMs])),
    }))
    tables.push({
      axis: name,
      where: describePlace(placeAt(scenario, single), name),
      rows,
      crossovers: crossoversIn(times, name === 'feeds' ? ' feeds' : ''),
      remarks: remarksOn(scenario, rows),
    })
  }
  return tables
}

interface Told {
  readonly calibration: Calibration
  readonly validation: Validation | undefined
  readonly tables: readonly PredictedTable[]
}

/** Tables for people, in at most `width` columns where these allow it: six strategies take 80. */
export function drawPrediction(scenario: Scenario, { calibration, validation, tables }: Told, width: number): string[] {
  const { machine, measuredAt, runs, load } = calibration
  const rests = `PREDICTED, not measured: makespans on a virtual clock, calibrated by ${runs} runs of sequential on ${describeMachine(machine)}, ${measuredAt.slice(0, 16).replace('T', ' ')} UTC${load > MOST_LOAD ? `, WHICH WAS BUSY (load ${load}): --calibrate once it is quiet` : ''}.`
  return tables.flatMap((table, place) => [
    ...(place > 0 ? [''] : []),
    ...wrap(`${scenario.name}, ${table.where}`, width),
    ...wrap(rests, width),
    '',
    ...drawTable(HEADS[table.axis], table.rows, validation),
    '',
    ...wrap(
      `* the fastest of its row, and what is within 1 % of it.${isLong(table) ? ' ~ not simulated at that size: on the straight line through two smaller ones.' : ''}`,
      width,
    ),
    ...wrap(describeValidation(validation, machine), width),
    ...table.crossovers.flatMap((words) => wrap(`${words}.`, width)),
    ...table.remarks.flatMap((words) => wrap(words, width)),
  ])
}

/** From here on a calibration has other programs' time in it. */
const MOST_LOAD = 1.5

const HEADS: Readonly<Record<AxisName, string>> = {
  feeds: 'feeds',
  delay: 'delay',
  size: 'size',
  concurrency: 'concurrency',
  threads: 'threads',
  slackRate: 'Slack',
}

function isLong({ rows }: PredictedTable): boolean {
  return rows.some(({ predictions }) => Object.values(predictions).some(({ isExtrapolated }) => isExtrapolated))
}
