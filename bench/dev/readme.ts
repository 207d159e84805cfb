/**
 * Puts what was measured into the READMEs and the page on the article: reports, tables, pictures, the code of strategies and the arithmetic of a
 * fan-out. `npm run readme -- DEMO LAB ARTICLE`, the folders of a demo, a lab and a benchmark of the scenario `article`.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { computeFanOut, drawFanOut } from '../commands/fan-out.ts'
import { readRacedScenario } from '../commands/raced-scenario.ts'
import { readFolder, readTimelinesIn } from '../commands/report.ts'
import { ENGLISH } from '../report/messages/en.ts'
import { JAPANESE } from '../report/messages/ja.ts'
import type { Messages } from '../report/messages/messages.ts'
import { drawSection } from '../report/draw-section.ts'
import { emulatedTitle } from '../report/emulation.ts'
import { racePictures } from '../report/page/race-page.ts'
import { drawStandalone } from '../report/page/standalone.ts'
import { withPredicted } from '../judge/comparison/predicted.ts'
import { sectionsOf } from '../report/sections.ts'
import type { Section } from '../report/section.ts'
import { summarize } from '../judge/comparison/summarize.ts'
import { drawTerminal } from '../report/terminal.ts'
import { runTool } from './harness/harness.ts'

const ROOT = new URL('../../', import.meta.url)
const PICTURES = new URL('docs/pictures/', ROOT)
const WIDTH = 100

/** Which pictures are shown of which benchmark. */
const SHOWN = { demo: ['ratios', 'waterfall'], article: ['ratios', 'waterfall', 'phases'] } as const

async function updateReadmes(demo: string, lab: string, article: string): Promise<void> {
  const blocks: Readonly<Record<string, string>> = {
    report: await reportOf(demo),
    tables: draw(sectionsIn(demo)),
    lab: [emulatedTitle(), draw(sectionsIn(lab).filter(({ isNumeric }) => isNumeric))].join('\n\n'),
    // The assumptions stand in the output of the command alone.
    'fan-out': drawFanOut(computeFanOut({}), WIDTH).split('\n\nAssumed')[0]!,
    article: await reportOf(article),
    where: draw(sectionsIn(article).filter(({ title }) => title.startsWith('Where'))),
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
const sectionsIn = (folder: string) => sectionsOf(summarize(trialsIn(folder)))
const draw = (sections: readonly Section[]) =>
  sections.map((section) => drawSection(section, WIDTH, (text) => text).join('\n')).join('\n\n')

/** As `utakata report` draws it, the scenario being kept beside the trials. */
async function reportOf(folder: string): Promise<string> {
  const trials = trialsIn(folder)
  const { scenario } = readRacedScenario(folder, trials[0]!)
  const result = await withPredicted(summarize(trials), trials, scenario!)
  return drawTerminal(result, { width: WIDTH, colour: false, sections: [] })
}

function codeOf(strategy: string): string {
  const source = readFileSync(new URL(`strategies/${strategy}.ts`, ROOT), 'utf8')
  return source.slice(source.indexOf('export const')).trimEnd()
}

function drawPictures(name: keyof typeof SHOWN, folder: string, messages: Messages): void {
  const result = summarize(trialsIn(folder))
  const { timelines } = readTimelinesIn(folder)
  const pictures = racePictures({ results: [result], timelines, messages })
  for (const id of SHOWN[name]) {
    const picture = pictures.find((one) => one.id === id)
    if (!picture) throw new Error(`expected the picture ${id} of ${folder}, got none`)
    const stem = `${name}-${id}${messages === JAPANESE ? '.ja' : ''}`
    writeFileSync(new URL(`${stem}.svg`, PICTURES), drawStandalone(picture, 'light'))
    writeFileSync(new URL(`${stem}-dark.svg`, PICTURES), drawStandalone(picture, 'dark'))
  }
}

await runTool('readme', 'Put what was measured into the READMEs and the page on the article', (tool) =>
  tool
    .argument('<demo>', 'the folder of a demo')
    .argument('<lab>', 'the folder of a lab')
    .argument('<article>', 'the folder of a benchmark of the scenario article')
    .action(updateReadmes),
)
