import { globSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import stringWidth from 'string-width'
import { expect, test } from 'vitest'
import { commandLinePage, computedQuotes, withQuotes } from '../../bench/dev/quotes.ts'
import { commandLinesIn, PAGES, textOf } from '../support/command-lines.ts'
import { run } from '../support/in-process.ts'

const ROOT = fileURLToPath(new URL('../../', import.meta.url))
const IN_BOTH = [
  'README.md',
  'docs/getting-started.md',
  'docs/reading-results.md',
  'docs/methodology.md',
  'docs/strategies.md',
  'docs/supply-chain.md',
  'docs/article/README.md',
]
const japaneseOf = (page: string) => page.replace(/\.md$/, '.ja.md')
const QUOTING = [...PAGES, ...IN_BOTH.map(japaneseOf)]

/** What stands between the markers of that name. */
function quoteIn(page: string, name: string): string {
  return (
    new RegExp(`<!-- ${name}:begin -->\n\`\`\`\\w*\n(.*?)\n\`\`\`\n<!-- ${name}:end -->`, 's').exec(
      textOf(page),
    )?.[1] ?? ''
  )
}

test('README.md has at most 150 lines, in both languages', () => {
  for (const page of ['README.md', 'README.ja.md'])
    expect(textOf(page).trimEnd().split('\n').length, page).toBeLessThanOrEqual(150)
})

// Breakage: a page of docs whose commands nobody runs.
test('the list of pages is complete', () => {
  const pages = globSync(['README.md', 'docs/**/*.md'], { cwd: ROOT }).filter((page) => !page.endsWith('.ja.md'))
  expect(PAGES.toSorted()).toEqual(pages.toSorted())
  const japanese = globSync(['README.ja.md', 'docs/**/*.ja.md'], { cwd: ROOT })
  expect(IN_BOTH.map(japaneseOf).toSorted()).toEqual(japanese.toSorted())
})

// Breakage: a word of a report, a line of a strategy, a price or an option that changed, and is quoted as it was.
test('what the pages quote is up to date (npm run readme)', async () => {
  for (const page of QUOTING) expect(textOf(page), page).toBe(withQuotes(textOf(page), computedQuotes(page)))
  expect(textOf('docs/command-line.md')).toBe(await commandLinePage())
})

// Breakage: a quote whose markers were lost, so that nothing keeps it up to date.
test('the pages quote the report of a real demo, its tables, the code of the strategies and the estimate', () => {
  for (const page of ['README.md', 'README.ja.md', 'docs/reading-results.md', 'docs/reading-results.ja.md']) {
    const report = quoteIn(page, 'report')
    expect(report, page).toMatch(/^\* promise-all .*█.* ms /m)
    for (const line of report.split('\n')) expect(stringWidth(line), line).toBeLessThanOrEqual(100)
  }
  // Breakage: another demo, and a sentence below it that still explains the one before.
  const [, speedUp = ''] = /promise-all, (\S+)x as fast/.exec(quoteIn('README.md', 'report')) ?? []
  expect(textOf('README.md')).toContain(`is ${speedUp} times as fast as`)
  expect(textOf('README.ja.md')).toContain(`${speedUp} 倍の速さです`)
  const strategies = ['sequential', 'look-ahead', 'promise-all', 'pipelined', 'worker-threads', 'check-threads']
  for (const page of ['docs/strategies.md', 'docs/strategies.ja.md'])
    for (const name of strategies) expect(quoteIn(page, name), `${page} ${name}`).toMatch(/^export const .*Strategy/)
  for (const page of ['docs/reading-results.md', 'docs/reading-results.ja.md'])
    expect(quoteIn(page, 'tables'), page).toMatch(/^sequential .*\d/m)
  expect(quoteIn('docs/aws.md', 'estimate')).toContain('COMPUTED')
})

test('the pages on the article show a real comparison of its two functions', () => {
  for (const name of ['docs/article/README.md', 'docs/article/README.ja.md']) {
    const report = quoteIn(name, 'article')
    expect(report, name).toMatch(/^\* look-ahead .* ms .*(faster|、速い)/m)
    expect(report, name).toMatch(/^ {2}sequential .* ms /m)
    expect(quoteIn(name, 'where'), name).toMatch(/^look-ahead +\d/m)
  }
})

// Breakage: an outcome whose quote is empty, or that of another outcome.
test('the page on CI shows a gate of each outcome', () => {
  const outcomes = { pass: 'Gate passed', regression: 'Gate FAILED', 'cannot-judge': 'Gate could not judge' }
  for (const [outcome, title] of Object.entries(outcomes))
    expect(quoteIn('docs/ci.md', `gate-${outcome}`)).toMatch(
      new RegExp(`^${title}: demo, changes since \\w+\n\\d+ processes`),
    )
})

test('the page on the lab shows a real one, which says that it is none of AWS', () => {
  const lab = quoteIn('docs/lambda-lab.md', 'lab')
  expect(lab).toMatch(/^LOCAL EMULATION/)
  expect(lab).toMatch(/^Cross-check: (\d+) of \1 invocations/m)
  for (const line of lab.split('\n')) expect(line.length, line).toBeLessThanOrEqual(100)
})

test('the pictures that are shown are there, for light and for dark', () => {
  for (const name of QUOTING) {
    const shown = [...textOf(name).matchAll(/(?:src|srcset)="([^"]+\.svg)"/g)].map(([, file]) => file!)
    for (const file of shown) {
      const svg = textOf(join(dirname(name), file))
      expect(svg, file).toMatch(/^<svg\s/)
      expect(svg, file).toContain('<title>')
    }
    expect(shown.filter((file) => file.includes('-dark')).length, name).toBe(shown.length / 2)
  }
  for (const name of ['README.md', 'README.ja.md']) expect(textOf(name), name).toContain('<picture>')
})

/** The arguments of each `utakata` on a page: in lines to be pasted, in workflows and within sentences. */
function calledIn(page: string): string[][] {
  const inSentences = [...textOf(page).matchAll(/`(?:npx )?utakata ([a-z][^`]*)`/g)].map(([, args]) =>
    args!.split(/\s+/),
  )
  const inLines = commandLinesIn(page).flatMap(({ line, args }) => (line.includes('npx utakata') ? [[...args]] : []))
  return [...inLines, ...inSentences]
}

// Breakage: a command or an option that was renamed, and is shown as it was called.
test('every command that a page names exists, with its options', async () => {
  const helps = new Map<string, Promise<string>>()
  const helpOf = async (command: string) => (await run([command, '--help'])).stdout
  for (const page of [...QUOTING, 'CONTRIBUTING.md', 'infra/README.md'].filter(
    (name) => name !== 'docs/command-line.md',
  ))
    for (const [command, ...args] of calledIn(page) as [string, ...string[]][]) {
      const help = await (helps.get(command) ?? helps.set(command, helpOf(command)).get(command)!)
      expect(help, `${page}: utakata ${command}`).toMatch(new RegExp(`\\nSYNOPSIS\\n    utakata ${command} `))
      // What stands behind its action is for the CDK.
      if (command === 'cdk') continue
      for (const option of args.filter((arg) => /^--?[a-z]/.test(arg)))
        expect(help, `${page}: ${command} ${option}`).toMatch(new RegExp(`^    (-\\w, )?${option}( |$)`, 'm'))
    }
})

test('every script of npm that a page names exists', () => {
  const { scripts } = JSON.parse(textOf('package.json')) as { readonly scripts: Readonly<Record<string, string>> }
  for (const page of [...QUOTING, 'CONTRIBUTING.md', 'infra/README.md'])
    for (const [, script] of textOf(page).matchAll(/npm run ([\w:]+)/g))
      expect(Object.keys(scripts), `${page}: npm run ${script}`).toContain(script === 'bench:' ? 'bench:lab' : script)
})

// Breakage: a command in a fence, which nobody runs; those of indented lines and workflows are run by a proof.
test('no command stands where the proof of commands does not see it', () => {
  for (const page of PAGES.filter((name) => name !== 'docs/command-line.md'))
    for (const [, fence] of textOf(page).matchAll(/^```\w*\n(.*?)^```/gms))
      for (const line of fence!.split('\n'))
        expect(line, page).not.toMatch(/^ *(?:\$ )?(?:[A-Z_]+=\S+ )*(?:npx|npm|aws) /)
})

// Breakage: a command that is changed in one language alone; those of the English pages are run by a proof.
test('both languages show the same commands', () => {
  for (const page of IN_BOTH)
    expect(commandLinesIn(japaneseOf(page)).map(({ line }) => line)).toEqual(
      commandLinesIn(page).map(({ line }) => line),
    )
})
