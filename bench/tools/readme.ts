/** Puts the terminal report of a run, what a lab tells beyond it, and the arithmetic of a fan-out into the READMEs: `npm run readme -- FOLDER LAB`. */
import { readFileSync, writeFileSync } from 'node:fs'
import { computeFanOut, drawFanOut } from '../commands/fan-out.ts'
import { readFolder } from '../commands/report.ts'
import { drawSection } from '../report/draw-section.ts'
import { emulatedTitle } from '../report/emulation.ts'
import { type Section, sectionsOf } from '../report/sections.ts'
import { summarize } from '../report/summarize.ts'
import { drawTerminal } from '../report/terminal.ts'

const WIDTH = 100

const [folder, labFolder] = process.argv.slice(2)
if (folder === undefined || labFolder === undefined) {
  console.error(
    'expected the folder of a run and that of a lab, got fewer; such as: npm run readme -- utakata-results/demo utakata-results/lab',
  )
  process.exit(1)
}
const sections = sectionsOf(summarize(readFolder(labFolder).trials)).filter(({ isNumeric }) => isNumeric)
const result = summarize(readFolder(folder).trials)
const drawn = (all: readonly Section[]) =>
  all.map((section) => drawSection(section, WIDTH, (text) => text).join('\n')).join('\n\n')
const blocks = {
  report: drawTerminal(result, { width: WIDTH, colour: false, sections: [] }),
  tables: drawn(sectionsOf(result)),
  lab: [emulatedTitle(), drawn(sections)].join('\n\n'),
  // The assumptions are the command's to tell.
  'fan-out': drawFanOut(computeFanOut({}), WIDTH).split('\n\nAssumed')[0]!,
}
for (const name of ['README.md', 'README.ja.md']) {
  const file = new URL(`../../${name}`, import.meta.url)
  let text = readFileSync(file, 'utf8')
  for (const [block, content] of Object.entries(blocks)) {
    const place = new RegExp(`(<!-- ${block}:begin -->\\n\`\`\`\\n).*?(\\n?\`\`\`\\n<!-- ${block}:end -->)`, 's')
    if (!place.test(text)) throw new Error(`expected a block ${block} in ${name}, found none`)
    text = text.replace(place, (_, begin: string, end: string) => `${begin}${content}\n${end.trimStart()}`)
  }
  writeFileSync(file, text)
}
