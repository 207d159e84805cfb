import { formatNumber } from '../report/format.ts'
import { layOut } from '../report/table.ts'
import { ALIKE } from './crossovers.ts'
import type { Prediction } from './predict.ts'
import type { Validation } from './validation.ts'

/** Predictions at one value of an axis, by strategy. */
export interface PredictedRow {
  readonly label: string
  readonly predictions: Readonly<Record<string, Prediction>>
}

/**
 * A row for each value and a column for each strategy, with the error of its predictions beneath. The fastest of a row has a star,
 * as has whatever is as good as alike; what was not simulated at its size has a tilde.
 */
export function drawTable(head: string, rows: readonly PredictedRow[], validation: Validation | undefined): string[] {
  const names = Object.keys(rows[0]!.predictions)
  // Names of two words take two lines, so that six of them fit into 80 columns.
  const words = names.map((name) => name.split('-'))
  const errors = names.map((name) => formatError(validation?.strategies[name]?.medianError))
  return layOut(
    [
      ['', ...words.map(([first, ...rest]) => (rest.length > 0 ? `${first}-` : ''))],
      [head, ...words.map((all) => all.at(-1)!)],
      ...rows.map(({ label, predictions }) => [label, ...cellsOf(names.map((name) => predictions[name]!))]),
      ['error', ...errors],
    ],
    [0, ...names.keys().map((place) => place + 1)],
  )
}

function cellsOf(predictions: readonly Prediction[]): string[] {
  const leastMs = Math.min(...predictions.map(({ makespanMs }) => makespanMs))
  return predictions.map(({ makespanMs, isExtrapolated }) => {
    const mark = makespanMs <= leastMs * (1 + ALIKE) ? '*' : ''
    return `${isExtrapolated ? '~' : ''}${formatTime(makespanMs)}${mark}`
  })
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
