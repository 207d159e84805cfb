import type { CellResult } from '../../judge/sweep/judgement.ts'
import { isOpen } from '../tables/cells.ts'
import type { Piece } from '../drawing.ts'
import type { Colour } from '../palette.ts'

/** A cell of a sweep in the colour of its best variant: faint where it is predicted, hatched where more blocks would settle it. */
export function pieceOf(cell: CellResult, colours: ReadonlyMap<string, Colour>): Piece {
  const {
    best: [first],
    isPredicted,
  } = cell
  return {
    ...(first !== undefined && { colour: colours.get(first)! }),
    isFaint: isPredicted,
    isHatched: isOpen(cell),
  }
}
