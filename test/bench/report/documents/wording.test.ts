import { expect, test } from 'vitest'
import { ENGLISH } from '../../../../bench/report/messages/en.ts'
import { JAPANESE } from '../../../../bench/report/messages/ja.ts'
import { drawHtml } from '../../../../bench/report/render/html.ts'
import { drawMarkdown } from '../../../../bench/report/render/markdown.ts'
import { drawTerminal } from '../../../../bench/report/render/terminal.ts'
import { widthOf } from '../../../../bench/report/table.ts'
import { DOCUMENTS } from '../../../support/documents.ts'
import { expectWording, wordingOfPage } from '../../../support/golden.ts'
import { WIDTHS } from '../../../support/reported-results.ts'

for (const [kind, documentIn] of Object.entries(DOCUMENTS))
  test(`the wording of a report has not changed, and fits: ${kind}`, async () => {
    const document = await documentIn(ENGLISH)
    const japanese = await documentIn(JAPANESE)
    const drawn = (width: number, messages = ENGLISH) =>
      drawTerminal(messages === ENGLISH ? document : japanese, { width, colour: false, messages, isFull: true })
    expectWording(`${kind}.terminal.txt`, `${drawn(100)}\n`)
    expectWording(`${kind}.md`, drawMarkdown(document, ENGLISH))
    expectWording(`${kind}.html`, wordingOfPage(drawHtml(document, { messages: ENGLISH })))
    expectWording(`${kind}.ja.md`, drawMarkdown(japanese, JAPANESE))
    for (const messages of [ENGLISH, JAPANESE])
      for (const width of WIDTHS)
        for (const line of drawn(width, messages).split('\n')) {
          expect(widthOf(line), line).toBeLessThanOrEqual(width)
          expect(line).not.toMatch(/NaN|undefined|\[object/)
        }
  })
