import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { summarizeLoad } from '../../../../bench/judge/load/summarize.ts'
import { summarizeSweep } from '../../../../bench/judge/sweep/summarize.ts'
import { resultsOf } from '../../../../bench/judge/comparison/results.ts'
import type { Block, ReportDocument, Table } from '../../../../bench/report/document.ts'
import { comparisonDocument } from '../../../../bench/report/documents/comparison.ts'
import { loadDocument } from '../../../../bench/report/documents/load.ts'
import { sweepDocument } from '../../../../bench/report/documents/sweep.ts'
import { ENGLISH } from '../../../../bench/report/messages/en.ts'
import { drawHtml } from '../../../../bench/report/render/html.ts'
import { drawMarkdown } from '../../../../bench/report/render/markdown.ts'
import { drawTerminal } from '../../../../bench/report/render/terminal.ts'
import { loadTrialsOf } from '../../judge/load/simulated.ts'
import { readPage } from '../../../support/drawn-pages.ts'
import { invokedTrials } from '../../../support/invoked-trials.ts'
import { aRace, timelinesFor } from '../../../support/pages.ts'
import { aRecord, simulatedCells } from '../../../support/sweeps.ts'

const aTable = (name: string, note: string): Table => ({
  is: 'table',
  columns: [
    { head: '', isNumeric: false },
    { head: `${name} count`, meaning: `${name} meaning`, isNumeric: true },
    { head: `${name} remark`, isNumeric: false },
  ],
  rows: [
    { cells: [`${name} apple`, '1.5', 'sweet'], tone: 'good', mark: 'first', colour: 'own-1' },
    { cells: [`${name} lemon`, '2.5', 'sour'], tone: 'bad', isSetApart: true },
  ],
  notes: [note],
})

const BLOCKS: readonly Block[] = [
  { id: 'some-table', title: 'Title of the table', detail: 'summary', body: aTable('fruit', 'Note under the table.') },
  {
    id: 'some-chart',
    title: 'Title of the chart',
    detail: 'summary',
    body: {
      is: 'chart',
      description: 'Description of the chart.',
      drawing: {
        chart: 'two-dots',
        rows: [{ name: 'chart apple', colour: 'own-1', hollow: 1, filled: 2, low: 1.5, high: 3 }],
        xLabel: 'weight',
      },
      keys: [{ label: 'Key of the chart', colour: 'own-1', mark: 'area' }],
      table: aTable('chart', 'Note under the chart.'),
    },
  },
  { id: 'some-notes', title: 'Title of the notes', detail: 'full', body: { is: 'notes', notes: ['Note by itself.'] } },
]

const DOCUMENT: ReportDocument = {
  kind: 'harvest',
  title: 'Title of the report',
  subject: 'one orchard',
  caution: 'Caution before all else',
  recommendation: { headline: 'Pick apples.', reason: 'It rained.', details: ['They are sweeter.'] },
  measured: ['2 fruits', '3 weeks'],
  checks: [
    { tone: 'good', name: 'scales', text: 'they are level', detail: 'summary' },
    { tone: 'bad', name: 'basket', text: 'it is wet, dry it', detail: 'full' },
    { tone: 'good', name: 'ladder', text: 'it stands', detail: 'full' },
  ],
  blocks: BLOCKS,
  parts: [
    {
      kind: 'harvest',
      title: 'Title of a part',
      recommendation: { headline: 'Pick early.', details: ['Birds come late.'] },
      measured: [],
      checks: [{ tone: 'plain', name: 'birds', text: 'one was seen', detail: 'summary' }],
      blocks: [{ id: 'part-notes', title: '', detail: 'summary', body: { is: 'notes', notes: ['Note of a part.'] } }],
      next: [],
    },
  ],
  next: [],
}

const TEXTS = [
  'Title of the report',
  'Caution before all else',
  'Pick apples.',
  'They are sweeter.',
  'one orchard',
  '2 fruits, 3 weeks',
  'It rained.',
  'Title of the table',
  'fruit count',
  'fruit apple',
  '1.5',
  'sour',
  'Note under the table.',
  'Title of the chart',
  'chart count',
  'chart lemon',
  'Note under the chart.',
  'they are level',
  'basket',
  'it is wet, dry it',
  'it stands',
  'one was seen',
  'Title of the notes',
  'Note by itself.',
  'Title of a part',
  'Pick early.',
  'Birds come late.',
  'Note of a part.',
]

// Breakage: a renderer that knows kinds of reports, or one that leaves out a body, a note or a part.
test('a report of a kind that nobody has heard of is drawn in every form, and all its texts are there', () => {
  const terminal = drawTerminal(DOCUMENT, { width: 100, colour: false, messages: ENGLISH, isFull: true })
  const markdown = drawMarkdown(DOCUMENT, ENGLISH)
  const page = readPage(drawHtml(DOCUMENT, { messages: ENGLISH, data: { pears: 3 } }))
  const read = page.document.body.textContent!.replaceAll(/\s+/g, ' ')
  for (const text of TEXTS) {
    expect(terminal, text).toContain(text)
    expect(markdown, text).toContain(text)
    expect(read, text).toContain(text)
  }
  for (const text of ['first', 'fruit meaning', 'Description of the chart.', 'Key of the chart'])
    expect(read).toContain(text)
  // Beside the recommendation there is room for the small drawing alone.
  expect(page.document.querySelectorAll('#some-chart .narrow .dot circle')).toHaveLength(2)
  expect(page.saved).toEqual({ pears: 3 })
})

// Breakage: a check that failed and is hidden, since it is hidden where it is as it should be.
test('a check that failed is shown in any case', () => {
  const terminal = drawTerminal(DOCUMENT, { width: 100, colour: false, messages: ENGLISH })
  for (const text of ['they are level', 'it is wet, dry it']) expect(terminal).toContain(text)
})

test('what is full is left out of a terminal unless it is requested, and folded in Markdown', () => {
  const terminal = drawTerminal(DOCUMENT, { width: 100, colour: false, messages: ENGLISH })
  for (const text of ['Title of the notes', 'Note by itself.', 'it stands', 'Title of a part', 'one was seen'])
    expect(terminal).not.toContain(text)
  expect(drawMarkdown(DOCUMENT, ENGLISH)).toContain(
    '<details><summary>Title of the notes</summary>\n\n- Note by itself.\n\n</details>',
  )
})

const RENDER = join(import.meta.dirname, '../../../../bench/report/render')
const SOURCES = readdirSync(RENDER, { recursive: true, encoding: 'utf8' })
  .filter((file) => /\.(?:ts|css)$/.test(file))
  .map((file) => ({ file, source: readFileSync(join(RENDER, file), 'utf8') }))

// Breakage: a renderer that reads a judgement, or that writes a sentence.
test('nothing that renders imports what judges, or what makes documents, charts, tables or sentences', () => {
  expect(SOURCES.length).toBeGreaterThan(20)
  for (const { file, source } of SOURCES) {
    const imports = Array.from(
      source.matchAll(/from '([^']+)'|import\('([^']+)'\)/g),
      ([, one, other]) => one ?? other!,
    )
    expect(
      imports.filter((path) => /\/(?:judge|documents|charts|tables|sentences)\//.test(path)),
      file,
    ).toEqual([])
  }
})

/** Reports of each kind, with every block that there is. */
async function documents(): Promise<ReportDocument[]> {
  const race = aRace()
  const sweeps = [['world.items.count=[1,3]'], ['world.items.count=[1,3]', 'world.fetchDelay.ms=[1,5]']]
  return [
    comparisonDocument({ results: [race], timelines: timelinesFor(race) }, ENGLISH),
    comparisonDocument({ results: resultsOf(invokedTrials()) }, ENGLISH),
    loadDocument(summarizeLoad(await loadTrialsOf()), ENGLISH),
    ...sweeps.map((axes) => {
      const record = aRecord(...axes)
      return sweepDocument(
        summarizeSweep(
          record,
          simulatedCells(record, () => ({})),
        ),
        ENGLISH,
      )
    }),
  ]
}

// Breakage: a renderer, or a style, that does something else for one block or one kind of report.
test('nothing that renders names a kind of report or the id of a block', async () => {
  const all = await documents()
  const bodies = all.flatMap(({ blocks }) => blocks.map(({ body }) => body))
  // These name what a body or a chart looks like, and some blocks are called after them.
  const looks = new Set<string>(
    bodies.flatMap((body) => (body.is === 'chart' ? [body.is, body.drawing.chart] : body.is)),
  )
  const names = new Set(all.flatMap(({ kind, blocks }) => [kind, ...blocks.map(({ id }) => id)]))
  expect(names.size).toBeGreaterThan(15)
  for (const { file, source } of SOURCES)
    for (const name of names)
      if (!looks.has(name)) expect.soft(source, file).not.toMatch(new RegExp(`['"\`#]${name}['"\`\\s.{,]`))
})
