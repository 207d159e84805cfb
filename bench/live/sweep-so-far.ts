import { html } from 'hono/html'
import type { Language } from '../report/messages/language.ts'
import { drawFigure } from '../report/page/figure.ts'
import { sweepPicturesOf } from '../report/page/sweep-page.ts'
import type { Html } from '../report/page/table.ts'
import { formatCoordinates } from '../scenario/cell-labels.ts'
import { type RecordedCell, shuffledCells, type SweepRecord } from '../trial/sweep-record.ts'
import type { SweepResult } from '../judge/sweep/result.ts'

/** A sweep that goes on. */
export interface SweepSoFar {
  readonly record: SweepRecord
  /** The one that is raced. */
  readonly cell: RecordedCell
  /** Of all others that came to a look, where there are any. */
  readonly others?: SweepResult
}

/** The race of one cell, as drawn, below what the other cells say together. */
export function drawSweepSoFar({ record, cell, others }: SweepSoFar, race: Html, language: Language): Html {
  const { say } = language
  const cells = shuffledCells(record)
  const number = cells.findIndex(({ folder }) => folder === cell.folder) + 1
  return html`${others ? sweepPicturesOf({ result: others, language }).map((picture) => drawFigure(picture, language)) : ''}
    <h2 class="size">${say`Cell ${number} of ${cells.length}: ${formatCoordinates(cell.at)}`}</h2>
    ${race}`
}
