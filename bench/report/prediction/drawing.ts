import { formatNumber } from '../format.ts'
import { layOut, wrap } from '../table.ts'
import type { Scenario } from '../../scenario/scenario.ts'
import type { AxisName } from '../../judge/prediction/axis.ts'
import { type Calibration, isBusy } from '../../model/calibration.ts'
import type { PredictedRow, PredictedTable } from '../../judge/prediction/tables.ts'
import { ALIKE, type Validation } from '../../judge/prediction/validation.ts'
import { notesOn } from './notes.ts'
import { describeMachine, describePlace, describeValidation, FEATURE_TEXT, leadChanges } from './words.ts'

interface Predictions {
  readonly calibration: Calibration
  readonly validation: Validation | undefined
  readonly tables: readonly PredictedTable[]
}

/** Tables for people, in at most `width` columns where these allow it: six strategies take 80. */
export function drawPrediction(
  scenario: Scenario,
  { calibration, validation, tables }: Predictions,
  width: number,
): string[] {
  const { machine, measuredAt, runs, load } = calibration
  const busy = isBusy(calibration)
    ? `, WHICH WAS BUSY (load ${load}), so that it is not kept and the next prediction calibrates again`
    : ''
  const rests = `PREDICTED, not measured: makespans on a virtual clock, calibrated by ${runs} runs of sequential on ${describeMachine(machine)}, ${measuredAt.slice(0, 16).replace('T', ' ')} UTC${busy}.`
  return tables.flatMap((table, place) => [
    ...(place > 0 ? [''] : []),
    ...wrap(`${scenario.name}, ${describePlace(table.at, table.axis)}`, width),
    ...wrap(rests, width),
    '',
    ...drawTable(table, validation),
    '',
    ...wrap(marksOf(table, validation), width),
    ...wrap(describeValidation(validation, machine), width),
    ...(validation && table.untested.length > 0
      ? wrap(`None of these cells had ${table.untested.map((feature) => FEATURE_TEXT[feature]).join(', ')}.`, width)
      : []),
    ...leadChanges(table).flatMap((change) => wrap(`${change}.`, width)),
    ...notesOn(scenario, table.rows).flatMap((words) => wrap(words, width)),
  ])
}

const HEADS: Readonly<Record<AxisName, string>> = {
  feeds: 'feeds',
  delay: 'delay',
  size: 'size',
  concurrency: 'concurrency',
  threads: 'threads',
  slackRate: 'Slack',
}

/** A row for each value and a column for each strategy, with the error of its predictions beneath. */
function drawTable({ axis, rows }: PredictedTable, validation: Validation | undefined): string[] {
  const names = Object.keys(rows[0]!.predictions)
  // Names of several words take two lines, so that six of them fit into 80 columns.
  const words = names.map((name) => name.split('-'))
  const errors = names.map((name) => formatError(validation?.strategies[name]?.medianError))
  return layOut(
    [
      ['', ...words.map((all) => all.slice(0, -1).join('-') + (all.length > 1 ? '-' : ''))],
      [HEADS[axis], ...words.map((all) => all.at(-1)!)],
      ...rows.map((row) => [`${row.isStrange ? STRANGE : ''}${row.label}`, ...cellsOf(row)]),
      ['error', ...errors],
    ],
    [0, ...names.keys().map((place) => place + 1)],
  )
}

const STRANGE = '†'

function cellsOf({ predictions, best }: PredictedRow): string[] {
  return Object.entries(predictions).map(([name, { makespanMs, isExtrapolated }]) => {
    const mark = best.includes(name) ? '*' : ''
    return `${isExtrapolated ? '~' : ''}${formatTime(makespanMs)}${mark}`
  })
}

/** What the marks of a table mean, of those that it has. */
function marksOf({ rows }: PredictedTable, validation: Validation | undefined): string {
  const isLong = rows.some(({ predictions }) => Object.values(predictions).some(({ isExtrapolated }) => isExtrapolated))
  const isUnknown = Object.keys(rows[0]!.predictions).some((name) => !validation?.strategies[name])
  return [
    `* the fastest of its row, and what is within ${validation ? 'the errors of the two together, or ' : ''}${ALIKE * 100} % of it.`,
    ...(isLong ? ['~ not simulated at that size: on a straight line from smaller ones.'] : []),
    ...(rows.some(({ isStrange }) => isStrange)
      ? [`${STRANGE} beyond the cells in which errors were measured: it may be off by more.`]
      : []),
    // Without any validation the next sentence says so of all.
    ...(validation && isUnknown ? ['? how far its predictions are off was never measured.'] : []),
  ].join(' ')
}

function formatError(error: number | undefined): string {
  return error === undefined ? '?' : `${(error * 100).toFixed(0)} %`
}

const UNITS: readonly (readonly [name: string, ms: number])[] = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['min', 60_000],
  ['s', 1000],
]

/** Milliseconds in the largest unit of which there is at least one. */
function formatTime(ms: number): string {
  const [unit, unitMs] = UNITS.find(([, unitMs]) => ms >= unitMs) ?? ['ms', 1]
  return `${formatNumber(ms / unitMs)} ${unit}`
}
