/** What the pages quote and can be computed anew at any time: `npm run readme` writes it, and a test is red where a page has something else. */
import { readFileSync } from 'node:fs'
import { brotliDecompressSync } from 'node:zlib'
import { COMMAND_NAMES, exitStatusOf } from '../cli/exit-code.ts'
import { drawFanOut, estimateFanOut } from '../commands/estimate.ts'
import { summarize } from '../judge/comparison/summarize.ts'
import { main } from '../main.ts'
import { medianDelayMs } from '../../mock-server/delay.ts'
import { readScenario } from '../scenario/file.ts'
import type { ReportDocument } from '../report/document.ts'
import { comparisonDocument } from '../report/documents/comparison.ts'
import { ENGLISH } from '../report/messages/en.ts'
import { JAPANESE } from '../report/messages/ja.ts'
import type { Messages } from '../report/messages/messages.ts'
import { drawBlocks, drawTerminal } from '../report/render/terminal.ts'
import type { Trial } from '../trial/trial.ts'

export const ROOT = new URL('../../', import.meta.url)

/** So wide that a page of a repository shows it without scrolling. */
const WIDTH = 100

/** The trials of a demo on a quiet machine, of which the READMEs quote the report. */
const DEMO = 'test/golden/quotes/demo.trials.jsonl.br'

const STRATEGIES = ['sequential', 'look-ahead', 'promise-all', 'pipelined', 'worker-threads', 'check-threads']

export type Quotes = Readonly<Record<string, string>>

/** In the language of a page: the report of the kept demo, its tables, the code of each strategy and the estimate of a fan-out. */
export function computedQuotes(page: string): Quotes {
  const messages = messagesFor(page)
  const delay = readScenario('demo').world.fetchDelay
  const demo = comparisonDocument({ results: [summarize(demoTrials())], medianDelayMs: medianDelayMs(delay) }, messages)
  return {
    report: reportQuote(demo, messages),
    tables: blocksQuote(demo, ['variants', 'resources', 'costs', 'cold', 'phases'], messages),
    // The assumptions stand in the output of the command alone.
    estimate: drawFanOut(estimateFanOut({}), WIDTH).split('\n\nAssumed')[0]!,
    ...Object.fromEntries(STRATEGIES.map((name) => [name, codeOf(name)])),
  }
}

export function messagesFor(page: string): Messages {
  return page.endsWith('.ja.md') ? JAPANESE : ENGLISH
}

export function demoTrials(): readonly Trial[] {
  const lines = brotliDecompressSync(readFileSync(new URL(DEMO, ROOT)))
    .toString()
    .trimEnd()
    .split('\n')
  return lines.map((line) => JSON.parse(line) as Trial)
}

/** As a terminal shows it unless everything is asked for. */
export function reportQuote(document: ReportDocument, messages: Messages): string {
  return drawTerminal(document, { width: WIDTH, colour: false, messages })
}

/** Some blocks, as a terminal shows them with --verbose. */
export function blocksQuote({ blocks }: ReportDocument, ids: readonly string[], messages: Messages): string {
  const shown = ids.map((id) => blocks.find((block) => block.id === id)).filter((block) => block !== undefined)
  return drawBlocks(shown, { width: WIDTH, colour: false, messages, isFull: true })
}

/** A page with these quotes in the place of those between the markers of the same names; others stay as they are. */
export function withQuotes(text: string, quotes: Quotes): string {
  return text.replaceAll(
    /(<!-- ([\w-]+):begin -->\n```\w*\n).*?(```\n<!-- \2:end -->)/gs,
    (whole, begin: string, name: string, end: string) => {
      const quote = quotes[name]
      return quote === undefined ? whole : `${begin}${quote}\n${end}`
    },
  )
}

function codeOf(strategy: string): string {
  const source = readFileSync(new URL(`strategies/${strategy}.ts`, ROOT), 'utf8')
  return source.slice(source.indexOf('export const')).trimEnd()
}

/** docs/command-line.md: the help of every command, and all exit codes. */
export async function commandLinePage(): Promise<string> {
  const sections: string[] = []
  for (const command of COMMAND_NAMES) sections.push(`## ${command}`, fenced(await helpOf(command)))
  return (
    [
      '# Command line',
      '`npm run readme` writes this page from the definitions in `bench/cli/`; a test fails if it is not up to date. In a clone, run the\n' +
        'commands as `npx utakata COMMAND`.',
      'Results go to standard output, everything else to standard error. Durations are written as `500ms`, `30s`, `15m` or `2h`, sizes as `256MB`,\n' +
        'percentages as `5%`, instants as `2026-01-15T09:00Z`. `source <(utakata completion bash)` completes commands and options once `npm link`\n' +
        'has put `utakata` on your `PATH` (`zsh` and `fish` likewise).',
      `Commands: ${COMMAND_NAMES.map((name) => `[${name}](#${name})`).join(', ')}.`,
      '## Exit codes',
      [
        '| code | meaning |',
        '| --- | --- |',
        ...exitStatusOf().map(([code, meaning]) => `| ${code} | ${meaning} |`),
      ].join('\n'),
      'Each command below lists the codes that it can end with. [ci.md](ci.md#exit-codes) says what a CI job does with each.',
      ...sections,
      '',
    ]
      .join('\n\n')
      .trimEnd() + '\n'
  )
}

function fenced(text: string): string {
  return `\`\`\`text\n${text.trimEnd()}\n\`\`\``
}

async function helpOf(command: string): Promise<string> {
  let printed = ''
  const output = {
    isTTY: false,
    columns: 0,
    rows: 0,
    write: (text: string) => (printed += text),
    hasColors: () => false,
  }
  await main([command, '--help'], { stdout: output, stderr: output } as never)
  return printed
}
