import { describe, test } from 'vitest'
import type { ReportDocument } from '../../../bench/report/document.ts'
import { ENGLISH } from '../../../bench/report/messages/en.ts'
import { JAPANESE } from '../../../bench/report/messages/ja.ts'
import type { Messages } from '../../../bench/report/messages/messages.ts'
import { drawHtml } from '../../../bench/report/render/html.ts'
import { drawMarkdown } from '../../../bench/report/render/markdown.ts'
import { drawTerminal } from '../../../bench/report/render/terminal.ts'
import { expectWording, wordingOfPage } from '../../support/golden.ts'
import { KEPT_KINDS, KEPT_TROUBLED } from '../../support/kept-reports.ts'

/** With every block, so that each sentence is seen. */
const terminalOf = (documentIn: (messages: Messages) => ReportDocument, messages: Messages) =>
  `${drawTerminal(documentIn(messages), { width: 100, colour: false, messages, isFull: true })}\n`

// Breakage of all of these: wording, numbers or a layout that somebody has changed without a look at what becomes of the report.
describe.each(Object.entries(KEPT_KINDS))('the wording of a %s has not changed', (kind, documentIn) => {
  const english = documentIn(ENGLISH)
  test('in a terminal', () => expectWording(`${kind}.terminal.txt`, terminalOf(documentIn, ENGLISH)))
  test('in a terminal in Japanese', () => expectWording(`${kind}.ja.terminal.txt`, terminalOf(documentIn, JAPANESE)))
  test('as Markdown', () => expectWording(`${kind}.md`, drawMarkdown(english, ENGLISH)))
  test('as a page', () =>
    expectWording(`${kind}.html`, wordingOfPage(drawHtml(english, { messages: ENGLISH, data: {} }))))
})

test.each(Object.entries(KEPT_TROUBLED))('the wording of a %s has not changed', (name, documentIn) => {
  expectWording(`${name}.terminal.txt`, terminalOf(documentIn, ENGLISH))
})
