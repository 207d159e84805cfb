import { type StrategyName, strategies } from '../../strategies/index.ts'
import { AXIS_OPTIONS, parseAxis } from '../cli/axis.ts'
import { EXIT } from '../cli/exit-code.ts'
import type { Io } from '../cli/io.ts'
import { print, printJson, widthOf } from '../cli/print.ts'
import { parseStrategies } from '../cli/values.ts'
import type { Axis, AxisName } from '../judge/prediction/axis.ts'
import { predictTables } from '../judge/prediction/tables.ts'
import { predictionDocument } from '../report/documents/prediction.ts'
import { ENGLISH } from '../report/messages/en.ts'
import { drawTerminal } from '../report/render/terminal.ts'
import { basisOf } from './prediction-basis.ts'

export interface PredictOptions extends Partial<Record<AxisName, string>> {
  readonly set?: readonly string[]
  readonly strategies?: string
  readonly strategyFile?: readonly string[]
  readonly calibrate?: boolean
  readonly json?: boolean
}

/** `utakata predict`: how long each strategy would take at sizes nobody ran. Gives the exit code. */
export async function predictCommand(name: string, options: PredictOptions, io: Io): Promise<number> {
  const { set, strategyFile: strategyFiles, calibrate: recalibrate } = options
  const names = parseStrategies(options.strategies, '--strategies') ?? (Object.keys(strategies) as StrategyName[])
  const axes = axesFrom(options)
  const basis = await basisOf(name, { set, names, strategyFiles, axes, recalibrate }, io)
  if (!basis) return EXIT.interrupted
  const { scenario, calibration, validation, candidates } = basis
  const tables = await predictTables(scenario, axes, candidates, { costs: calibration.costs, validation })
  if (options.json)
    printJson({ origin: 'predicted', scenario: scenario.name, calibration, validation, tables }, io.stdout)
  else {
    const document = predictionDocument({ scenario, calibration, validation, tables }, ENGLISH)
    print(drawTerminal(document, { width: widthOf(io.stdout), colour: false, messages: ENGLISH }), io.stdout)
  }
  return EXIT.done
}

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
