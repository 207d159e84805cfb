import { readFileSync } from 'node:fs'
import { join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { EXIT } from '../cli/exit-code.ts'
import { UserError } from '../io/user-error.ts'
import { writeNamed, writeNew } from '../io/write-whole.ts'
import { calledIn, quoted } from '../cli/called.ts'
import { isThere } from './results/folder.ts'
import { makeFolders } from './results/make-folders.ts'
import { print } from '../cli/print.ts'
import { type Io, pathIn } from '../cli/io.ts'
import { noticeTexts, startTexts } from '../report/messages/commands.ts'

const SCENARIO = 'utakata.yaml'
const FEEDS = 'feeds.txt'
const SCHEMA = fileURLToPath(new URL('../scenario/built-in/scenario.schema.json', import.meta.url))

/** `utakata init`: a scenario and a list of feeds to begin with, both explained; nothing that is there is touched without `force`. Gives the exit code. */
export function initCommand(given: string, { force = false }: { readonly force?: boolean }, io: Io): number {
  const folder = pathIn(io, given)
  const [scenario, feeds] = [join(folder, SCENARIO), join(folder, FEEDS)]
  const there = () => [scenario, feeds].filter(isThere)
  if (there().length > 0 && !force) throw notEmpty(there())
  const write = force ? writeNamed : writeNew
  try {
    makeFolders(folder)
    write(
      scenario,
      textOf('scenario.yaml', scenario, io).replace('SCHEMA', () => relative(resolve(folder), SCHEMA)),
    )
    write(feeds, textOf('feeds.txt', feeds, io))
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    // Another process was faster.
    if (code === 'EEXIST' && there().length > 0) throw notEmpty(there())
    if (code === undefined) throw error
    throw new UserError('init-unwritable', { folder, system: code }, { cause: error })
  }
  print(noticeTexts.written(`${scenario}, ${feeds}`), io.stderr)
  const called = calledIn(io.cwd)
  print(startTexts.benchmark(called, quoted(scenario)), io.stderr)
  print(startTexts.job(called, quoted(feeds)), io.stderr)
  return EXIT.done
}

function notEmpty(there: readonly string[]): UserError {
  return new UserError('init-there', { expected: [SCENARIO, FEEDS], there })
}

/** What is written, with its own name in it. */
function textOf(name: string, file: string, { cwd }: Io): string {
  const text = readFileSync(new URL(`./init-files/${name}`, import.meta.url), 'utf8')
  return text.replaceAll(/npx utakata|FILE/g, (word) => (word === 'FILE' ? file : calledIn(cwd)))
}
