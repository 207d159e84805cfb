/**
 * Writes what pages quote: reports, tables, pictures, the code of strategies, the estimate of a fan-out and docs/command-line.md. `npm run readme`
 * writes what can be computed at any time; what has to be measured is written from the folders that are given.
 */
import { globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { GATE_FILE } from '../commands/gate/outputs.ts'
import { readFolder, readTimelinesIn } from '../commands/report/report.ts'
import { summarize } from '../judge/comparison/summarize.ts'
import { parseCondition } from '../judge/gate/condition.ts'
import { judgeGate } from '../judge/gate/judge-gate.ts'
import { outcomeOf } from '../judge/gate/outcome.ts'
import type { GateRecord } from '../judge/gate/record.ts'
import type { ReportDocument } from '../report/document.ts'
import { comparisonDocument } from '../report/documents/comparison.ts'
import { gateDocument, withBenchmark } from '../report/documents/gate.ts'
import { ENGLISH } from '../report/messages/en.ts'
import { JAPANESE } from '../report/messages/ja.ts'
import type { Messages } from '../report/messages/messages.ts'
import { drawStandalone, standaloneCharts } from '../report/render/standalone.ts'
import {
  blocksQuote,
  commandLinePage,
  computedQuotes,
  demoTrials,
  messagesFor,
  type Quotes,
  reportQuote,
  ROOT,
  withQuotes,
} from './quotes.ts'
import { runTool } from './harness/harness.ts'

const PICTURES = new URL('docs/pictures/', ROOT)

interface Measured {
  /** Folders of a demo, a lab and a benchmark of the scenario `article`. */
  readonly demo?: string
  readonly lab?: string
  readonly article?: string
  /** Folders of gates against a revision, one of each outcome that docs/ci.md shows. */
  readonly gate?: readonly string[]
}

async function updatePages(measured: Measured): Promise<void> {
  const pages = globSync(['README*.md', 'docs/**/*.md'], { cwd: fileURLToPath(ROOT) })
  for (const page of pages) {
    const file = new URL(page, ROOT)
    const text = readFileSync(file, 'utf8')
    writeFileSync(file, withQuotes(text, { ...computedQuotes(page), ...measuredQuotes(measured, messagesFor(page)) }))
  }
  writeFileSync(new URL('docs/command-line.md', ROOT), await commandLinePage())
  mkdirSync(PICTURES, { recursive: true })
  for (const messages of [ENGLISH, JAPANESE]) drawAllPictures(measured, messages)
}

function measuredQuotes({ lab, article, gate = [] }: Measured, messages: Messages): Quotes {
  const labTables = ['costs', 'warm', 'cold', 'phases', 'traces']
  return {
    ...(lab !== undefined && {
      lab: [messages.emulation.banner, blocksQuote(documentOf(lab, messages), labTables, messages)].join('\n\n'),
    }),
    ...(article !== undefined && {
      article: reportQuote(documentOf(article, messages), messages),
      where: blocksQuote(documentOf(article, messages), ['phases'], messages),
    }),
    ...Object.fromEntries(gate.map((folder) => gateQuote(folder, messages))),
  }
}

/** A kept gate against a revision, judged again, under the name of its outcome, such as `gate-pass`. */
function gateQuote(folder: string, messages: Messages): [name: string, quote: string] {
  const { trials } = readFolder(folder)
  const record = JSON.parse(readFileSync(join(folder, GATE_FILE), 'utf8')) as GateRecord
  const { endedBy, against, uncompared, conditions } = record
  const judged = judgeGate(trials, {
    against: { is: 'revision', revision: against.revision, unknown: uncompared },
    conditions: conditions.map(parseCondition),
  })
  if (against.file !== undefined || record.cutShort !== undefined || outcomeOf(judged) !== record.outcome)
    throw new Error(`expected a whole gate against a revision, of the outcome ${record.outcome}, got ${folder}`)
  const { name } = trials[0]!.scenario
  const gate = gateDocument({ ...judged, ...(endedBy && { endedBy }), scenario: name }, messages)
  return [`gate-${record.outcome}`, reportQuote(withBenchmark(gate, documentOf(folder, messages)), messages)]
}

function drawAllPictures({ demo, article }: Measured, messages: Messages): void {
  drawPictures('demo', comparisonDocument({ results: [summarize(demoTrials())] }, messages), ['ratios'], messages)
  if (demo !== undefined) drawPictures('demo', documentOf(demo, messages), ['waterfall'], messages)
  if (article !== undefined)
    drawPictures('article', documentOf(article, messages), ['ratios', 'waterfall', 'phases'], messages)
}

function documentOf(folder: string, messages: Messages): ReportDocument {
  const { timelines } = readTimelinesIn(folder)
  return comparisonDocument({ results: [summarize(readFolder(folder).trials)], timelines }, messages)
}

function drawPictures(name: string, document: ReportDocument, ids: readonly string[], messages: Messages): void {
  const charts = standaloneCharts(document, messages)
  for (const id of ids) {
    const chart = charts.find((one) => one.id === id)
    if (!chart) throw new Error(`expected the picture ${id} of the ${name}, got none`)
    const stem = `${name}-${id}${messages === JAPANESE ? '.ja' : ''}`
    writeFileSync(new URL(`${stem}.svg`, PICTURES), drawStandalone(chart, 'light'))
    writeFileSync(new URL(`${stem}-dark.svg`, PICTURES), drawStandalone(chart, 'dark'))
  }
}

await runTool('readme', 'Write what README and docs quote', (tool) =>
  tool
    .option('--demo <folder>', 'a demo, for the picture of its runs')
    .option('--lab <folder>', 'a lab, for docs/lambda-lab.md')
    .option('--article <folder>', 'a benchmark of the scenario article, for docs/article')
    .option('--gate <folders...>', 'gates that passed, failed and could not judge, for docs/ci.md')
    .action(updatePages),
)
