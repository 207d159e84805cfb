import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { EXIT } from '../cli/exit-code.ts'
import { isPackage, ROOT } from '../io/installation.ts'
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
const FILES = new URL('./init-files/', import.meta.url)

export interface InitOptions {
  readonly force?: boolean
  /** A job of the user's own in place of the built-in one, in TypeScript unless `js`. */
  readonly job?: boolean
  readonly js?: boolean
}

/** `utakata init`: a scenario and what it needs, all of it explained; nothing that is there is touched without `force`. Gives the exit code. */
export function initCommand(given: string, options: InitOptions, io: Io): number {
  const folder = pathIn(io, given)
  const scenario = join(folder, SCENARIO)
  const files =
    options.job || options.js ? ownJobFiles(folder, scenario, options, io) : calendarFiles(folder, scenario, io)
  writeFiles(files, folder, { force: options.force })
  print(noticeTexts.written(files.map(({ path }) => path).join(', ')), io.stderr)
  const called = calledIn(io.cwd)
  print(startTexts.benchmark(called, quoted(scenario)), io.stderr)
  if (files.some(({ path }) => path.endsWith(FEEDS)))
    print(startTexts.job(called, quoted(join(folder, FEEDS))), io.stderr)
  return EXIT.done
}

export interface NewFile {
  readonly path: string
  readonly text: string
}

function calendarFiles(folder: string, scenario: string, io: Io): NewFile[] {
  const feeds = join(folder, FEEDS)
  return [
    { path: scenario, text: withSchema(textOf('scenario.yaml', scenario, io), folder) },
    { path: feeds, text: textOf('feeds.txt', feeds, io) },
  ]
}

function ownJobFiles(folder: string, scenario: string, { js }: InitOptions, io: Io): NewFile[] {
  // Modules of ES whatever the package.json around them says, which npm makes one of CommonJS.
  const job = js ? 'job.mjs' : 'job.mts'
  const samples = readdirSync(new URL('job/samples/', FILES)).sort()
  return [
    {
      path: scenario,
      text: withSchema(textOf('job/scenario.yaml', scenario, io), folder).replace('./JOB', `./${job}`),
    },
    { path: join(folder, job), text: textOf(`job/${job}.txt`, scenario, io) },
    ...samples.map((name) => ({
      path: join(folder, 'samples', name),
      text: readFileSync(new URL(`job/samples/${name}`, FILES), 'utf8'),
    })),
  ]
}

/** Writes files into a folder that is made where it is missing; throws a UserError where one of them is there, unless `force`. */
export function writeFiles(
  files: readonly NewFile[],
  folder: string,
  { force = false }: { readonly force?: boolean | undefined },
): void {
  const paths = files.map(({ path }) => path)
  checkUnwritten(paths, folder, { force })
  const writeFile = force ? writeNamed : writeNew
  try {
    for (const { path, text } of files) {
      makeFolders(dirname(path))
      writeFile(path, text)
    }
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    // Another process was faster.
    if (code === 'EEXIST') checkUnwritten(paths, folder, {})
    if (code === undefined) throw error
    throw new UserError('init-unwritable', { folder, system: code }, { cause: error })
  }
}

/** Throws a UserError where one of these files is there, unless they may be overwritten. */
export function checkUnwritten(
  paths: readonly string[],
  folder: string,
  { force = false }: { readonly force?: boolean | undefined },
): void {
  const there = paths.filter(isThere)
  if (there.length > 0 && !force) throw notEmpty(paths, there, folder)
}

function notEmpty(paths: readonly string[], there: readonly string[], folder: string): UserError {
  return new UserError('init-there', { expected: paths.map((path) => relative(folder, path)), there: [...there] })
}

/** A scenario with the address of the schema that editors read. */
export function withSchema(text: string, folder: string): string {
  return text.replace('SCHEMA', () => relative(resolve(folder), schemaSeenFrom(folder)).split(sep).join('/'))
}

/** By the name that a project has for the package, where it has it: where that really lies may change with each of its versions, as with pnpm. */
function schemaSeenFrom(folder: string): string {
  const inPackage = relative(fileURLToPath(ROOT), SCHEMA)
  for (let above = resolve(folder); isPackage; above = dirname(above)) {
    const found = join(above, 'node_modules/utakata', inPackage)
    if (existsSync(found)) return found
    if (above === dirname(above)) break
  }
  return SCHEMA
}

/** What is written, with its own name in it. */
function textOf(name: string, file: string, { cwd }: Io): string {
  const text = readFileSync(new URL(name, FILES), 'utf8')
  return text.replaceAll(/npx utakata|FILE/g, (word) => (word === 'FILE' ? file : calledIn(cwd)))
}
