import type { ReportDocument } from '../document.ts'
import { drawSection } from '../draw-section.ts'
import type { Section } from '../section.ts'
import { wrap } from '../table.ts'

/** A document for a terminal of so many columns. */
export function drawPlain(document: ReportDocument, width: number): string {
  const { title, caution, recommendation, measured } = document
  const paragraphs = [
    [title, ...measured, ...(caution === undefined ? [] : [caution])].flatMap((line) => wrap(line, width)),
    ...sectionsIn(document).map((section) => drawSection(section, width, (line) => line)),
    [recommendation.headline, ...recommendation.details].flatMap((sentence) => wrap(sentence, width)),
  ]
  return paragraphs.map((lines) => lines.filter((line) => line !== '').join('\n')).join('\n\n')
}

/** Its tables, as the drawings of comparisons take them. */
export function sectionsIn({ blocks }: ReportDocument): Section[] {
  return blocks.flatMap(({ title, body }) =>
    body.is === 'table'
      ? [
          {
            title,
            head: body.columns.map(({ head }) => head),
            rows: body.rows.map(({ cells }) => cells),
            isNumeric: true,
            notes: body.notes,
          },
        ]
      : [],
  )
}
