/** Puts the terminal report of a run, and the arithmetic of a fan-out, into the READMEs: `npm run readme -- FOLDER`. */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { computeFanOut, drawFanOut } from '../commands/fan-out.ts'
import { TRIALS_FILE } from '../commands/report.ts'
import { summarize } from '../report/summarize.ts'
import { drawTerminal } from '../report/terminal.ts'
import { readTrials } from '../trial.ts'

const WIDTH = 100

const [folder] = process.argv.slice(2)
if (folder === undefined) {
  console.error('expected the folder of a run, got none; such as: npm run readme -- utakata-results/demo')
  process.exit(1)
}
const { trials } = readTrials(join(folder, TRIALS_FILE))
const blocks = {
  report: drawTerminal(summarize(trials), { width: WIDTH, colour: false }),
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
