import { parseHTML } from 'linkedom'
import { expect, test } from 'vitest'
import { ENGLISH } from '../../../../bench/report/messages/en.ts'
import { JAPANESE } from '../../../../bench/report/messages/ja.ts'
import { drawHtml } from '../../../../bench/report/render/html.ts'
import { drawMarkdown } from '../../../../bench/report/render/markdown.ts'
import { drawTerminal } from '../../../../bench/report/render/terminal.ts'
import { widthOf } from '../../../../bench/report/table.ts'
import { DOCUMENTS } from '../../../support/documents.ts'
import { expectGoldenText } from '../../../support/golden.ts'
import { WIDTHS } from '../../../support/told-results.ts'

/** What a page shows, without its style, which is the same for all of them. */
function bodyOf(page: string): string {
  return parseHTML(page)
    .document.body.innerHTML.trim()
    .replaceAll(/\s*\n\s*/g, '\n')
}

for (const [kind, documentIn] of Object.entries(DOCUMENTS))
  test(`the wording of a report has not changed, and fits: ${kind}`, async () => {
    const document = await documentIn(ENGLISH)
    const drawn = (width: number, one = document) => drawTerminal(one, { width, colour: false, isFull: true })
    expectGoldenText(`${kind}.terminal.txt`, `${drawn(100)}\n`)
    expectGoldenText(`${kind}.md`, drawMarkdown(document))
    expectGoldenText(`${kind}.html`, `${bodyOf(drawHtml(document, { messages: ENGLISH }))}\n`)
    const japanese = await documentIn(JAPANESE)
    expectGoldenText(`${kind}.ja.md`, drawMarkdown(japanese))
    for (const one of [document, japanese])
      for (const width of WIDTHS)
        for (const line of drawn(width, one).split('\n')) {
          expect(widthOf(line), line).toBeLessThanOrEqual(width)
          expect(line).not.toMatch(/NaN|undefined|\[object/)
        }
  })
