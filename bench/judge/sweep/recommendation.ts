import { isDeepStrictEqual } from 'node:util'
import type { Axis } from '../../scenario/axes.ts'
import { remediesFor } from '../comparison/remedies.ts'
import { isBeyondConstraints, areByConstraints } from './eligibility.ts'
import type { CellResult, Stretch, SweepRecommendation, SweepResult, SweepUnfit, TimeRange } from './judgement.ts'
import { inOrder } from './order.ts'

/** What to do, from the measured cells of a sweep; and in how many of them the machine was not fit, where that matters to it. */
export function recommend({ axes, cells, quick }: Pick<SweepResult, 'axes' | 'cells' | 'quick'>): {
  readonly recommendation: SweepRecommendation
  readonly unfit?: SweepUnfit
} {
  if (cells.length === 0) return { recommendation: { code: 'too-few-blocks' } }
  const ordered = inOrder(axes, cells)
  const wrong = ordered.filter(({ measured }) => !measured!.sameDeliveries)
  if (wrong.length > 0)
    return { recommendation: { code: 'output-mismatch', places: wrong.map(({ at }) => at), cells: cells.length } }
  const unfit = unfitnessOf(ordered, quick)
  return { recommendation: choose(axes, ordered), ...(unfit && { unfit }) }
}

function choose([axis, ...more]: readonly Axis[], cells: readonly CellResult[]): SweepRecommendation {
  const decided = cells.filter(({ best }) => best.length > 0)
  if (decided.length === 0) return withoutBest(cells)
  const [common] = commonIn(decided)
  // Along one axis it matters where nothing is decided; in a grid cells stand next to each other in two directions.
  if (common !== undefined && (more.length > 0 || decided.length === cells.length))
    return { code: 'use', variant: common, decided: decided.length, cells: cells.length, ...timeOf(common, decided) }
  return more.length > 0
    ? { code: 'depends-on-cell' }
    : { code: 'depends-on-axis', axis: axis!.path, stretches: stretchesOf(axis!, cells) }
}

/** What is among the best in all of these cells, the simplest first. */
function commonIn([first, ...others]: readonly CellResult[]): readonly string[] {
  return first!.best.filter((name) => others.every(({ best }) => best.includes(name)))
}

/** How much it takes where that is least, and where it is most; nothing of the reference, nor where cells have others. */
function timeOf(name: string, cells: readonly CellResult[]): { readonly time?: TimeRange } {
  const [{ reference }] = cells as [CellResult, ...CellResult[]]
  const ratios = cells.flatMap(({ variants }) => variants.find(({ variant }) => variant === name)?.ratio ?? [])
  if (ratios.length < cells.length || cells.some((cell) => cell.reference !== reference)) return {}
  const sorted = ratios
    .map(({ ratio, low, high }) => ({ ratio, low: low!, high: high! }))
    .toSorted((a, b) => a.ratio - b.ratio)
  const [least, most] = [sorted[0]!, sorted.at(-1)!]
  return { time: { reference, least, ...(cells.length > 1 && { most }) } }
}

/** Where no cell has a best. */
function withoutBest(cells: readonly CellResult[]): SweepRecommendation {
  const eligible = cells.filter((cell) => !isBeyondConstraints(cell))
  if (eligible.length === 0) return { code: 'none-eligible', isByConstraints: areByConstraints(cells) }
  const where = { eligible: eligible.length, cells: cells.length }
  if (eligible.every(({ variants }) => variants.some(({ verdict }) => verdict?.code === 'mock-server-saturated')))
    return { code: 'mock-server-saturated', ...where }
  if (eligible.some(({ variants }) => variants.some(({ verdict }) => verdict?.code === 'network-allowed')))
    return { code: 'network-allowed', ...where }
  const [reason, ...others] = eligible.map(
    ({ leftOut, reference }) => leftOut.find(({ variant }) => variant === reference)?.reason,
  )
  return reason !== undefined && others.every((other) => isDeepStrictEqual(other, reason))
    ? { code: 'reference-excluded', reason, ...where }
    : { code: 'inconclusive', ...where }
}

function unfitnessOf(cells: readonly CellResult[], quick: boolean): SweepUnfit | undefined {
  const measured = cells.map((cell) => cell.measured!)
  const failed = measured.filter(({ aaCheckPassed }) => !aaCheckPassed).length
  const missed = measured.filter(({ sensitivityCheckFound }) => !sensitivityCheckFound).length
  const unfit = measured.filter(({ aaCheckPassed, sensitivityCheckFound }) => !aaCheckPassed || !sensitivityCheckFound)
  if (unfit.length === 0) return undefined
  const isLastLook = unfit.every((one) => one.isLastLook)
  return {
    unfit: unfit.length,
    cells: cells.length,
    aaCheckFailed: failed,
    sensitivityCheckMissed: missed,
    remedies: remediesFor({ target: 'local', quick, isLastLook, isByMargin: failed > 0 }),
  }
}

/** Cells one after another that share a best strategy, or the reason why there is none, as many at a time as do. */
function stretchesOf({ path }: Axis, cells: readonly CellResult[]): Stretch[] {
  const stretches: { best: readonly string[]; isBeyond: boolean; from: unknown; to: unknown }[] = []
  for (const cell of cells) {
    const { at, best } = cell
    const isBeyond = isBeyondConstraints(cell)
    const last = stretches.at(-1)
    const common = last ? last.best.filter((name) => best.includes(name)) : []
    const isWithout = last && last.best.length === 0 && best.length === 0 && last.isBeyond === isBeyond
    if (last && (common.length > 0 || isWithout)) stretches.splice(-1, 1, { ...last, best: common, to: at[path] })
    else stretches.push({ best, isBeyond, from: at[path], to: at[path] })
  }
  return stretches.map(({ best: [variant], isBeyond, from, to }) =>
    variant === undefined
      ? { code: isBeyond ? 'none-eligible' : 'inconclusive', from, to }
      : { code: 'use', variant, from, to },
  )
}
