import { readFileSync } from 'node:fs'
import { join } from 'node:path'

const ROOT = join(import.meta.dirname, '../..')

/** A command as a page shows it, to be pasted into a terminal. */
export interface CommandLine {
  readonly line: string
  /** Variables that it sets in front, such as `SLACK_WEBHOOK_URL=https://...`. */
  readonly env: Readonly<Record<string, string>>
  /**
   * What `bench/launch.mjs` is given, by `npx utakata` or by the script of the package; none where it is npm's own. Of the command line of AWS all
   * its words, `aws` itself first.
   */
  readonly args: readonly string[]
}

/** README and docs in English, in the order in which a reader tries their commands: some use the results of earlier ones. */
export const PAGES = [
  'README.md',
  'docs/getting-started.md',
  'docs/your-job.md',
  'docs/strategies.md',
  'docs/scenarios.md',
  'docs/reading-results.md',
  'docs/methodology.md',
  'docs/predict-and-load.md',
  'docs/programs.md',
  'docs/learn.md',
  'docs/ci.md',
  'docs/lambda-lab.md',
  'docs/aws.md',
  'docs/notifier.md',
  'docs/calendars.md',
  'docs/command-line.md',
  'docs/glossary.md',
  'docs/supply-chain.md',
  'docs/article/README.md',
]

/** Of a file of the repository. */
export function textOf(name: string): string {
  return readFileSync(join(ROOT, name), 'utf8')
}

/** The commands of a page's indented lines and of the steps of its workflows, each of `a && b` by itself. */
export function commandLinesIn(page: string): CommandLine[] {
  const joined = textOf(page).replaceAll(/ \\\n +/g, ' ')
  const lines = joined.matchAll(/^(?: {4}| +- run: )((?:[A-Z_]+=\S+ )*(?:npx|npm|aws) .*?)(?: +#.*)?$/gm)
  return [...lines].flatMap(([, line]) => line!.split(' && ')).map(commandLineOf)
}

function commandLineOf(line: string): CommandLine {
  // Quotes as a shell reads them; nothing else of its language is shown to readers.
  const words = line.match(/(?:"[^"]*"|'[^']*'|[^\s"'])+/g)!.map((word) => word.replaceAll(/^["']|["']$/g, ''))
  const first = words.findIndex((word) => !/^[A-Z_]+=/.test(word))
  const env = Object.fromEntries(words.slice(0, first).map((word) => word.split(/=(.*)/s).slice(0, 2)))
  const [program, ...rest] = words.slice(first)
  if (program === 'aws') return { line, env, args: ['aws', ...rest] }
  if (program === 'npx') return { line, env, args: rest.slice(1) }
  const [script, ...more] = rest[0] === 'run' ? rest.slice(1) : rest
  return { line, env, args: [...launchedBy(script!), ...more.filter((word) => word !== '--')] }
}

function launchedBy(script: string): readonly string[] {
  const { scripts } = JSON.parse(textOf('package.json')) as { readonly scripts: Readonly<Record<string, string>> }
  const [, args] = /^node bench\/launch\.mjs (.*)$/.exec(scripts[script] ?? '') ?? []
  return args?.split(' ') ?? []
}
