import type { Exclusion } from '../comparison/judgement.ts'
import type { CellResult } from './judgement.ts'

/** Whether a cell has no best because nothing that can be judged there keeps to the constraints. */
export function isBeyondConstraints({ best, leftOut, reference }: CellResult): boolean {
  return best.length === 0 && leftOut.some((one) => isByConstraint(one) && one.variant === reference)
}

/** Whether more blocks might show what is best in a cell: not where nothing keeps to the constraints, nor of what was only predicted. */
export function isOpen(cell: CellResult): boolean {
  return cell.best.length === 0 && !cell.isPredicted && !isBeyondConstraints(cell)
}

/** Whether constraints alone leave variants out of these cells: of what could not be judged nobody knows whether it keeps to them. */
export function areByConstraints(cells: readonly CellResult[]): boolean {
  return cells.every(({ leftOut }) => leftOut.every(isByConstraint))
}

function isByConstraint({ reason }: Exclusion): boolean {
  return reason.code === 'constraint'
}

export type ExclusionInCell = Exclusion & { readonly cell: CellResult }

/** What was left out of cells by the constraints, and what for other reasons that no verdict of its cell shows. */
export function exclusionsIn(cells: readonly CellResult[]): {
  readonly byConstraints: readonly ExclusionInCell[]
  readonly unjudged: readonly ExclusionInCell[]
} {
  const all = cells.flatMap((cell) => cell.leftOut.map((one): ExclusionInCell => ({ cell, ...one })))
  const isShown = ({ cell, variant, reason }: ExclusionInCell) =>
    reason.code === 'verdict' && reason.verdict === cell.variants.find((one) => one.variant === variant)?.verdict?.code
  return {
    byConstraints: all.filter(isByConstraint),
    unjudged: all.filter((one) => !isByConstraint(one) && !isShown(one)),
  }
}
