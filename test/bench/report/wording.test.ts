import { describe, test } from 'vitest'
import type { Result } from '../../../bench/judge/comparison/judgement.ts'
import type { LoadResult } from '../../../bench/judge/load/judgement.ts'
import type { SweepResult } from '../../../bench/judge/sweep/judgement.ts'
import type { ReportDocument } from '../../../bench/report/document.ts'
import { comparisonDocument } from '../../../bench/report/documents/comparison.ts'
import { loadDocument } from '../../../bench/report/documents/load.ts'
import { sweepDocument } from '../../../bench/report/documents/sweep.ts'
import { ENGLISH } from '../../../bench/report/messages/en.ts'
import { JAPANESE } from '../../../bench/report/messages/ja.ts'
import type { Messages } from '../../../bench/report/messages/messages.ts'
import { drawHtml } from '../../../bench/report/render/html.ts'
import { drawMarkdown } from '../../../bench/report/render/markdown.ts'
import { drawTerminal } from '../../../bench/report/render/terminal.ts'
import { expectWording, goldenText, wordingOfPage } from '../../support/golden.ts'

const judged = (name: string): unknown => JSON.parse(goldenText(`${name}.json`))
const comparisonOf = (name: string) => (messages: Messages) =>
  comparisonDocument({ results: [judged(name) as Result] }, messages)

/** A kept judgement of each kind. */
const KINDS: Readonly<Record<string, (messages: Messages) => ReportDocument>> = {
  comparison: comparisonOf('demo'),
  load: (messages) => loadDocument(judged('load') as LoadResult, messages),
  sweep: (messages) => sweepDocument(judged('sweep-judgement') as SweepResult, messages),
}

/** With every block, so that each sentence is seen. */
const terminalOf = (documentIn: (messages: Messages) => ReportDocument, messages: Messages) =>
  `${drawTerminal(documentIn(messages), { width: 100, colour: false, messages, isFull: true })}\n`

// Breakage of all of these: wording, numbers or a layout that somebody has changed without a look at what becomes of the report.
describe.each(Object.entries(KINDS))('the wording of a %s has not changed', (kind, documentIn) => {
  const english = documentIn(ENGLISH)
  test('in a terminal', () => expectWording(`${kind}.terminal.txt`, terminalOf(documentIn, ENGLISH)))
  test('in a terminal in Japanese', () => expectWording(`${kind}.ja.terminal.txt`, terminalOf(documentIn, JAPANESE)))
  test('as Markdown', () => expectWording(`${kind}.md`, drawMarkdown(english, ENGLISH)))
  test('as a page', () =>
    expectWording(`${kind}.html`, wordingOfPage(drawHtml(english, { messages: ENGLISH, data: {} }))))
})

/** Comparisons that say less, or something else, than one that went well. */
const TROUBLED = {
  'cut-short': 'cut-short',
  'other-output': 'other-output',
  noisy: 'heavy',
  'failing-runs': 'failing',
  'slow-mock-server': 'slack-bound',
  lab: 'lab',
}

test.each(Object.entries(TROUBLED))('the wording of a comparison that is %s has not changed', (name, kept) => {
  expectWording(`comparison-${name}.terminal.txt`, terminalOf(comparisonOf(kept), ENGLISH))
})
