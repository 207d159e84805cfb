import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { commandLinesIn, textOf } from '../support/command-lines.ts'
import { run } from '../support/in-process.ts'

const READMES = ['README.md', 'README.ja.md']
const ARTICLES = ['docs/article/README.md', 'docs/article/README.ja.md']

test('the READMEs show a real report', () => {
  for (const name of READMES) {
    const [, report = ''] = /<!-- report:begin -->\n```\n(.*?)\n```\n<!-- report:end -->/s.exec(textOf(name)) ?? []
    expect(report, name).toMatch(/\d+ iterations in \d+ processes/)
    expect(report, name).toContain('█')
    expect(report, name).toMatch(/ lag .* over predicted$/m)
    for (const line of report.split('\n')) expect(line.length, line).toBeLessThanOrEqual(100)
  }
})

test('the pages on the article show a real comparison of its two functions', () => {
  for (const name of ARTICLES) {
    const [, report = ''] = /<!-- article:begin -->\n```\n(.*?)\n```\n<!-- article:end -->/s.exec(textOf(name)) ?? []
    expect(report, name).toMatch(/^look-ahead +0\.\d{3} \(0\.\d{3} to 0\.\d{3}\) +a +faster$/m)
    expect(report, name).toMatch(/A\/A check: passed/)
    expect(report, name).toMatch(/Sensitivity check: found/)
  }
})

// Breakage: a strategy that is changed and shown as it was.
test('the code that is shown is the code that runs', () => {
  const shown = [...READMES, ...ARTICLES].flatMap((name) =>
    [...textOf(name).matchAll(/<!-- ([\w-]+):begin -->\n```ts\n(.*?)```\n<!-- \1:end -->/gs)].map(
      ([, strategy, code]) => ({ name, strategy, code: code! }),
    ),
  )
  const four = ['sequential', 'look-ahead', 'promise-all', 'pipelined']
  const two = ['sequential', 'look-ahead']
  expect(shown.map(({ strategy }) => strategy)).toEqual([four, four, two, two].flat())
  for (const { name, strategy, code } of shown)
    expect(textOf(`strategies/${strategy}.ts`).endsWith(code), `${strategy} in ${name}`).toBe(true)
})

test('the pictures that are shown are there, for light and for dark', () => {
  for (const name of [...READMES, ...ARTICLES]) {
    const shown = [...textOf(name).matchAll(/(?:src|srcset)="([^"]+\.svg)"/g)].map(([, file]) => file!)
    expect(shown.length, name).toBeGreaterThanOrEqual(4)
    for (const file of shown) {
      const svg = textOf(join(dirname(name), file))
      expect(svg, file).toMatch(/^<svg\s/)
      expect(svg, file).toContain('<title>')
    }
    expect(shown.filter((file) => file.includes('-dark')).length).toBe(shown.length / 2)
  }
})

test('the READMEs show a real lab, which says that it is none of AWS', () => {
  for (const name of READMES) {
    const [, lab = ''] = /<!-- lab:begin -->\n```\n(.*?)\n```\n<!-- lab:end -->/s.exec(textOf(name)) ?? []
    expect(lab, name).toMatch(/^LOCAL EMULATION/)
    expect(lab, name).toMatch(/^Cross-check: (\d+) of \1 invocations/m)
    for (const heading of ['Warm invocations', 'Cold starts', 'Time breakdown by X-Ray'])
      expect(lab, name).toContain(heading)
    for (const line of lab.split('\n')) expect(line.length, line).toBeLessThanOrEqual(100)
  }
})

// Breakage: the arithmetic changes and the READMEs do not: `npm run readme -- DEMO LAB ARTICLE` puts it in.
test('the READMEs show what the fan-out is computed to cost', async () => {
  const { stdout } = await run(['estimate'])
  for (const name of READMES) {
    const [, shown = ''] = /<!-- estimate:begin -->\n```\n(.*?)\n```\n<!-- estimate:end -->/s.exec(textOf(name)) ?? []
    expect(shown, name).toContain('COMPUTED')
    expect(stdout.startsWith(`${shown}\n\nAssumed`), name).toBe(true)
  }
})

/** The arguments of every command line of a text that runs utakata, comments left away. */
function commandsIn(text: string): string[][] {
  const lines = text.matchAll(/^ +(?:[A-Z_]+=\S+ )*npx utakata (.*?)(?: +#.*)?$/gm)
  return [...lines].map(([, args]) => args!.split(' '))
}

test('every command of the READMEs exists, with its options', async () => {
  const helps = new Map<string, Promise<string>>()
  const helpOf = async (command: string) => (await run([command, '--help'])).stdout
  for (const name of [...READMES, ...ARTICLES]) {
    const commands = commandsIn(textOf(name))
    expect(commands.length, name).toBeGreaterThan(2)
    for (const [command, ...args] of commands as [string, ...string[]][]) {
      const help = await (helps.get(command) ?? helps.set(command, helpOf(command)).get(command)!)
      expect(help, command).toMatch(new RegExp(`\\nSYNOPSIS\\n    utakata ${command} `))
      for (const option of args.filter((arg) => arg.startsWith('-')))
        expect(help, `${command} ${option}`).toMatch(new RegExp(`^    (-\\w, )?${option}( |$)`, 'm'))
    }
  }
})

// Breakage: a command that is changed in one language alone; those of the English pages are run by a proof.
test('both languages show the same commands', () => {
  for (const [english, japanese] of [READMES, ARTICLES] as [string, string][])
    expect(commandLinesIn(japanese).map(({ line }) => line)).toEqual(commandLinesIn(english).map(({ line }) => line))
})
