import { expect, test } from 'vitest'
import type { ReportDocument, Table } from '../../../../bench/report/document.ts'
import { ENGLISH } from '../../../../bench/report/messages/en.ts'
import { JAPANESE } from '../../../../bench/report/messages/ja.ts'
import type { Messages } from '../../../../bench/report/messages/messages.ts'
import { drawRankedTable } from '../../../../bench/report/render/ranked-table.ts'
import { drawTerminal } from '../../../../bench/report/render/terminal.ts'
import { widthOf } from '../../../../bench/report/table.ts'
import { expectWording } from '../../../support/golden.ts'
import { KEPT_KINDS, KEPT_SIZES, KEPT_TROUBLED } from '../../../support/kept-reports.ts'
import { tableIn } from '../../../support/reports.ts'

const KEPT = Object.entries({ ...KEPT_KINDS, ...KEPT_TROUBLED, ...KEPT_SIZES })
const LANGUAGES: readonly Messages[] = [ENGLISH, JAPANESE]

type DocumentIn = (messages: Messages) => ReportDocument
const linesOf = (documentIn: DocumentIn, width: number, messages: Messages) =>
  drawTerminal(documentIn(messages), { width, colour: false, messages }).split('\n')

/** The ranking of a report that has one. */
const rankingIn = (documentIn: DocumentIn, messages: Messages): Table | undefined =>
  tableIn(documentIn(messages).blocks, 'ranking')

// Breakage: wording, numbers or a layout that somebody has changed without a look at what people see first.
test.each(KEPT)('the wording of the short report has not changed: %s', (name, documentIn) => {
  for (const messages of LANGUAGES)
    for (const width of [80, 120]) {
      const language = messages === ENGLISH ? '' : `.${messages.code}`
      expectWording(`short-${name}${language}.${width}.txt`, `${linesOf(documentIn, width, messages).join('\n')}\n`)
    }
})

// Breakage: a check, a note or a sentence more, or one of many lines, so that what was measured leaves the screen.
test.each(KEPT)(
  'the short report has at most 30 lines, and one more for each variant beyond six: %s',
  (_, documentIn) => {
    for (const messages of LANGUAGES) {
      const further = Math.max(0, (rankingIn(documentIn, messages)?.rows.length ?? 0) - 6)
      for (const width of [80, 100, 110, 120])
        expect(linesOf(documentIn, width, messages).length, `${messages.code} ${width}`).toBeLessThanOrEqual(
          30 + further,
        )
    }
  },
)

// Breakage: a strip, a word or a mark that counts as narrower than a terminal draws it.
test.each(KEPT)('no line of the short report is wider than the terminal: %s', (_, documentIn) => {
  for (const messages of LANGUAGES)
    for (const width of [60, 80, 100, 120])
      for (const line of linesOf(documentIn, width, messages)) expect(widthOf(line), line).toBeLessThanOrEqual(width)
})

const STRIP = /[▁▂▃▄▅▆▇█]/

// Breakage: a further column, or a longer verdict, that takes the room of the strips.
test.each(KEPT.filter(([, documentIn]) => rankingIn(documentIn, ENGLISH)))(
  'at 80 columns there are strips: %s',
  (_, documentIn) => {
    for (const messages of LANGUAGES) expect(linesOf(documentIn, 80, messages).join('\n')).toMatch(STRIP)
  },
)

// Breakage: a strip that gives way to the memory of a variant, or a column that leaves before one that matters less.
test.each(KEPT.filter(([, documentIn]) => rankingIn(documentIn, ENGLISH)))(
  'columns leave in their order, and before the strips do: %s',
  (_, documentIn) => {
    for (const messages of LANGUAGES) {
      const table = rankingIn(documentIn, messages)!
      const known = table.columns.filter((_, place) => table.rows.some(({ cells }) => cells[place] !== '–'))
      const mayLeave = known.flatMap(({ head, leftOut }) => (leftOut === undefined ? [] : [{ head, leftOut }]))
      expect(mayLeave.length).toBeGreaterThan(1)
      const seen = new Set<number>()
      // With less than that, a long verdict has no room in a line: a table is drawn below itself then, and whole.
      for (let width = 72; width <= 140; width++) {
        const [head, ...lines] = drawRankedTable(table, table.strips!, width)
        const shown = mayLeave.filter((column) => head!.text.includes(column.head))
        const gone = mayLeave.filter((column) => !shown.includes(column))
        seen.add(gone.length)
        const [lastShown, firstGone] = [shown, gone].map((columns) => columns.map(({ leftOut }) => leftOut))
        expect(Math.max(0, ...lastShown!), `${width}`).toBeLessThan(Math.min(Infinity, ...firstGone!))
        if (!lines.some(({ text }) => STRIP.test(text))) expect(shown, `${width}`).toEqual([])
      }
      // One by one.
      expect([...seen].toSorted((a, b) => a - b)).toEqual(
        Array.from({ length: mayLeave.length + 1 }, (_, gone) => gone),
      )
    }
  },
)
