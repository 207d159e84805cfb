/** Puts the terminal report of a run into the READMEs: `npm run readme -- FOLDER`. */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { TRIALS_FILE } from '../commands/report.ts'
import { summarize } from '../report/summarize.ts'
import { drawTerminal } from '../report/terminal.ts'
import { readTrials } from '../trial.ts'

const WIDTH = 100
const BLOCK = /(<!-- report:begin -->\n```\n).*?(\n```\n<!-- report:end -->)/s

const [folder] = process.argv.slice(2)
if (folder === undefined) {
  console.error('expected the folder of a run, got none; such as: npm run readme -- utakata-results/demo')
  process.exit(1)
}
const { trials } = readTrials(join(folder, TRIALS_FILE))
const report = drawTerminal(summarize(trials), { width: WIDTH, colour: false })
for (const name of ['README.md', 'README.ja.md']) {
  const file = new URL(`../../${name}`, import.meta.url)
  const text = readFileSync(file, 'utf8')
  if (!BLOCK.test(text)) throw new Error(`expected a block for the report in ${name}, found none`)
  writeFileSync(
    file,
    text.replace(BLOCK, (_, begin: string, end: string) => begin + report + end),
  )
}
