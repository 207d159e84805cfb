/**
 * Puts what was measured into the READMEs and the page on the article: reports, tables, pictures, the code of strategies and the arithmetic of a
 * fan-out. `npm run readme -- DEMO LAB ARTICLE`, the folders of a demo, a lab and a benchmark of the scenario `article`.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { estimateFanOut, drawFanOut } from '../commands/estimate.ts'
import { readRacedScenario } from '../commands/results/raced-scenario.ts'
import { readFolder, readTimelinesIn } from '../commands/report/report.ts'
import { ENGLISH } from '../report/messages/en.ts'
import { JAPANESE } from '../report/messages/ja.ts'
import type { Messages } from '../report/messages/messages.ts'
import { comparisonDocument } from '../report/documents/comparison.ts'
import { drawStandalone, standaloneCharts } from '../report/render/standalone.ts'
import { drawBlocks, drawTerminal } from '../report/render/terminal.ts'
import { withPredicted } from '../judge/comparison/predicted.ts'
import { summarize } from '../judge/comparison/summarize.ts'
import { runTool } from './harness/harness.ts'

const ROOT = new URL('../../', import.meta.url)
const PICTURES = new URL('docs/pictures/', ROOT)
const WIDTH = 100

/** Which pictures are shown of which benchmark. */
const SHOWN = { demo: ['ratios', 'waterfall'], article: ['ratios', 'waterfall', 'phases'] } as const

async function updateReadmes(demo: string, lab: string, article: string): Promise<void> {
  const blocks: Readonly<Record<string, string>> = {
    report: await reportOf(demo),
    tables: blocksOf(demo, isTable),
    lab: [ENGLISH.emulation.banner, blocksOf(lab, (id) => isTable(id) && id !== 'emulation')].join('\n\n'),
    // The assumptions stand in the output of the command alone.
    estimate: drawFanOut(estimateFanOut({}), WIDTH).split('\n\nAssumed')[0]!,
    article: await reportOf(article),
    where: blocksOf(article, (id) => id === 'phases'),
    sequential: codeOf('sequential'),
    'look-ahead': codeOf('look-ahead'),
    'promise-all': codeOf('promise-all'),
    pipelined: codeOf('pipelined'),
  }
  for (const name of ['README.md', 'README.ja.md', 'docs/article/README.md', 'docs/article/README.ja.md']) {
    const file = new URL(name, ROOT)
    const text = readFileSync(file, 'utf8').replaceAll(
      /(<!-- ([\w-]+):begin -->\n```\w*\n).*?(```\n<!-- \2:end -->)/gs,
      (_, begin: string, block: string, end: string) => {
        const content = blocks[block]
        if (content === undefined) throw new Error(`${name}: expected a block that is known, got ${block}`)
        return `${begin}${content}\n${end}`
      },
    )
    writeFileSync(file, text)
  }
  mkdirSync(PICTURES, { recursive: true })
  for (const messages of [ENGLISH, JAPANESE]) {
    drawPictures('demo', demo, messages)
    drawPictures('article', article, messages)
  }
}

const trialsIn = (folder: string) => readFolder(folder).trials

/** What stands in a block of its own in the README, beside the report. */
const isTable = (id: string) => ['costs', 'cold', 'phases', 'traces', 'warm', 'emulation'].includes(id)

/** Some blocks of a report, as a terminal shows them at first. */
function blocksOf(folder: string, isShown: (id: string) => boolean): string {
  const { blocks } = comparisonDocument({ results: [summarize(trialsIn(folder))] }, ENGLISH)
  const shown = blocks.filter(({ id, detail }) => detail === 'summary' && isShown(id))
  return drawBlocks(shown, { width: WIDTH, colour: false, messages: ENGLISH })
}

/** As `utakata report` draws it, the scenario being kept beside the trials. */
async function reportOf(folder: string): Promise<string> {
  const trials = trialsIn(folder)
  const { scenario } = readRacedScenario(folder, trials[0]!)
  const result = await withPredicted(summarize(trials), trials, scenario!)
  const document = comparisonDocument({ results: [result] }, ENGLISH)
  const blocks = document.blocks.filter(({ id }) => !isTable(id))
  return drawTerminal({ ...document, blocks }, { width: WIDTH, colour: false, messages: ENGLISH })
}

function codeOf(strategy: string): string {
  const source = readFileSync(new URL(`strategies/${strategy}.ts`, ROOT), 'utf8')
  return source.slice(source.indexOf('export const')).trimEnd()
}

function drawPictures(name: keyof typeof SHOWN, folder: string, messages: Messages): void {
  const result = summarize(trialsIn(folder))
  const { timelines } = readTimelinesIn(folder)
  const charts = standaloneCharts(comparisonDocument({ results: [result], timelines }, messages))
  for (const id of SHOWN[name]) {
    const chart = charts.find((one) => one.id === id)
    if (!chart) throw new Error(`expected the picture ${id} of ${folder}, got none`)
    const stem = `${name}-${id}${messages === JAPANESE ? '.ja' : ''}`
    writeFileSync(new URL(`${stem}.svg`, PICTURES), drawStandalone(chart, 'light'))
    writeFileSync(new URL(`${stem}-dark.svg`, PICTURES), drawStandalone(chart, 'dark'))
  }
}

await runTool('readme', 'Put what was measured into the READMEs and the page on the article', (tool) =>
  tool
    .argument('<demo>', 'the folder of a demo')
    .argument('<lab>', 'the folder of a lab')
    .argument('<article>', 'the folder of a benchmark of the scenario article')
    .action(updateReadmes),
)
