import type { Axis } from '../sweep/axes.ts'
import { isNumeric } from '../sweep/crossovers.ts'
import { formatValue, labelOf } from '../sweep/labels.ts'
import { inOrder } from '../sweep/order.ts'
import type { CellResult, SweepResult } from '../sweep/result.ts'
import { placesOf } from './sweep-sentences.ts'

/** One sentence to act on, made only of what the report shows. */
export function sweepAdvice({ axes, cells, objective }: SweepResult): string {
  const measured = inOrder(
    axes,
    cells.filter(({ isPredicted }) => !isPredicted),
  )
  const wrong = measured.filter(({ measured: how }) => !how!.sameLedger)
  if (wrong.length > 0)
    return `Do not pick by speed: the strategies did not tell people the same ${placesOf(wrong, measured)}.`
  const [axis, ...more] = axes
  const stretches = stretchesOf(axis!, measured)
  const [only] = stretches
  const why = objective === 'speed' ? '' : `, picked for ${objective}`
  if (stretches.length === 1 && only!.name !== undefined)
    return `Ship ${only!.name}: in every measured cell it is the best, or cannot be told apart from it${why}.`
  if (stretches.every(({ name }) => name === undefined))
    return measured.every(({ arms }) => arms.some(({ verdict }) => verdict?.word === 'server-bound'))
      ? 'Nothing can be said: the mock server was too late in every cell; use longer delays, or a quieter machine.'
      : 'Nothing is decided in any cell: let it run to more forks, or close other programs.'
  if (more.length > 0) return `No strategy is the best everywhere${why}: which one to ship depends on the cell.`
  const told = stretches.map(
    ({ name, from, to }) =>
      `${name ?? 'nothing certain'} ${from === to ? `at ${formatValue(from)}` : isNumeric(axis!) ? `from ${formatValue(from)} to ${formatValue(to)}` : `at ${formatValue(from)} to ${formatValue(to)}`}`,
  )
  return `What to ship depends on ${labelOf(axis!.path)}${why}: ${told.join(', ')}.`
}

interface Stretch {
  /** Best in all of it, the simplest where there are several; undefined where nothing can be said. */
  readonly name: string | undefined
  readonly from: unknown
  readonly to: unknown
}

/** Cells one after another that share a best strategy, as many at a time as do. */
function stretchesOf({ path }: Axis, cells: readonly CellResult[]): Stretch[] {
  const stretches: { best: readonly string[]; from: unknown; to: unknown }[] = []
  for (const { at, best } of cells) {
    const last = stretches.at(-1)
    const common = last ? last.best.filter((name) => best.includes(name)) : []
    const isAlike = last && (common.length > 0 || (last.best.length === 0 && best.length === 0))
    if (isAlike) stretches.splice(-1, 1, { ...last, best: common, to: at[path] })
    else stretches.push({ best, from: at[path], to: at[path] })
  }
  return stretches.map(({ best, from, to }) => ({ name: best[0], from, to }))
}
