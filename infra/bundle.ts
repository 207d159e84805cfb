import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { chmodSync, mkdirSync, readdirSync, readFileSync, realpathSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, extname, join, relative, resolve } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'
import { build, type BuildFailure, type BuildOptions, type Metafile, type OutputFile } from 'esbuild'
import { Refusal } from './refusal.ts'

const ROOT = fileURLToPath(new URL('..', import.meta.url))

/** A folder that Lambda runs as it is: for every function, for the deploy and for a local Lambda. */
export interface Bundle {
  readonly folder: string
  /** Of all files and their names: the same source gives the same digest. */
  readonly digest: string
  readonly files: readonly BundleFile[]
  /** Bytes that a cold start of each entry loads, and which package they come from. */
  readonly entries: readonly BundleEntry[]
}

export interface BundleFile {
  readonly name: string
  readonly bytes: number
}

export interface BundleEntry {
  readonly name: string
  readonly coldBytes: number
  /** In descending order; our own rooms by their names. */
  readonly bytesByPackage: readonly (readonly [name: string, bytes: number])[]
}

/** TypeScript in a checkout, JavaScript in a package. */
const EXTENSION = extname(import.meta.url)

const FUNCTIONS = ['handler', 'notifier']
/** The functions, what their threads load, and the tracing: side by side, since they find each other by address. */
const ENTRIES = [
  ...FUNCTIONS.map((name) => `infra/${name}`),
  'infra/notifier-work',
  'infra/own-work',
  'infra/xray',
  'strategies/thread',
  'strategies/work',
].map((path) => `${path}${EXTENSION}`)

/** The name of a user's own job among the entries. */
export const OWN_JOB = 'own-job.mjs'

const COMMON = {
  absWorkingDir: ROOT,
  bundle: true,
  minify: true,
  platform: 'node',
  target: 'node24',
  legalComments: 'none',
  logLevel: 'silent',
  metafile: true,
  write: false,
} satisfies BuildOptions

/** CommonJS packages in an ES module ask for Node's own modules with `require`. */
const REQUIRE = `import{createRequire as createRequireOf}from'node:module';const require=createRequireOf(import.meta.url);`

/** Where esbuild believes it writes, wherever that is: the names it gives depend on it. */
const OUT = 'bundle'

export interface BundleOptions {
  /** Where source maps belong, which is not uploaded; nowhere without it. */
  readonly mapsFolder?: string | undefined
  /** The module of a user's own job, which is what the functions do then. */
  readonly job?: string | undefined
}

/** Builds the bundle into a folder, which is emptied. Rejects with a Refusal for a job that cannot be bundled, or that is none. */
export async function buildBundle(folder: string, { mapsFolder, job }: BundleOptions = {}): Promise<Bundle> {
  const [modules, nodeIcal, own] = await Promise.all([
    buildModules(),
    buildNodeIcal(),
    job === undefined ? undefined : buildOwnJob(job),
  ])
  const outputs = [...modules.outputFiles, ...nodeIcal.outputFiles, ...(own?.outputFiles ?? [])]
  writeAll(
    folder,
    outputs.filter(({ path }) => !path.endsWith('.map')),
  )
  if (mapsFolder !== undefined)
    writeAll(
      mapsFolder,
      outputs.filter(({ path }) => path.endsWith('.map')),
    )
  if (job !== undefined) tryJob(join(folder, OWN_JOB), job)
  const files = filesIn(folder)
  const entries = FUNCTIONS.map((name) => entryOf(name, modules.metafile))
  return { folder, digest: digestOf(folder, files), files, entries }
}

function buildModules() {
  return build({
    ...COMMON,
    entryPoints: ENTRIES,
    outdir: OUT,
    entryNames: '[name]',
    chunkNames: '[name]-[hash]',
    format: 'esm',
    splitting: true,
    outExtension: { '.js': '.mjs' },
    banner: { js: REQUIRE },
    // The AWS clients as ES modules, of which only what is used is taken.
    mainFields: ['module', 'main'],
    // As in Node's own copy of undici, which leaves out a second parser that nothing turns on.
    define: { esbuildDetection: 'true' },
    // Also where nobody wants them, since the names of the files depend on them.
    sourcemap: 'external',
  })
}

/** It is loaded when the first event is parsed, as a file beside the code that parses. */
function buildNodeIcal() {
  return build({
    ...COMMON,
    entryPoints: ['strategies/calendar/node-ical.cjs'],
    outfile: `${OUT}/node-ical.cjs`,
    format: 'cjs',
  })
}

/**
 * By itself, so that it changes nothing of the other files, and as it is written: a failure names a line of it. Rejects with a Refusal that names
 * a line of the user's.
 */
async function buildOwnJob(job: string) {
  try {
    return await build({
      ...COMMON,
      minify: false,
      // The paths in its comments count from there, wherever it lies.
      absWorkingDir: dirname(resolve(job)),
      entryPoints: [resolve(job)],
      outfile: join(ROOT, OUT, OWN_JOB),
      format: 'esm',
      banner: { js: REQUIRE },
      sourcemap: 'external',
    })
  } catch (error) {
    const [first] = (error as Partial<BuildFailure>).errors ?? []
    if (!first) throw error
    const { location } = first
    const place = location ? `${relative(process.cwd(), resolve(dirname(job), location.file))}:${location.line}: ` : ''
    throw new Refusal(
      { key: 'job', expected: 'a module that can be bundled', got: `${place}${first.text}` },
      { cause: error },
    )
  }
}

/** Loads it once, as a function does when it is started: there, nobody would see what is wrong. */
function tryJob(bundled: string, given: string): void {
  const program = `const { default: job } = await import(process.argv[1])
const missing = ['fetch', 'check', 'notify'].filter((step) => typeof job?.[step] !== 'function')
process.stdout.write('missing: ' + missing.join(', ') + '\\n', () => process.exit())`
  const args = ['--input-type=module', '--eval', program, pathToFileURL(bundled).href]
  const { stdout, stderr, error } = spawnSync(process.execPath, args, { encoding: 'utf8', timeout: LOADING_MS })
  const [, missing] = /^missing: (.*)$/m.exec(stdout) ?? []
  if (missing === '') return
  const expected = 'a module whose default export is a job, with the functions fetch, check and notify'
  const why = error
    ? `it was not loaded within ${LOADING_MS / 1000} s`
    : (/^\w*Error\b.*$/m.exec(stderr) ?? ['it ended'])[0]
  throw new Refusal({ key: 'job', expected, got: `"${given}": ${missing === undefined ? why : `without ${missing}`}` })
}

const LOADING_MS = 10_000

function writeAll(folder: string, outputs: readonly OutputFile[]): void {
  rmSync(folder, { recursive: true, force: true })
  for (const { path, contents } of outputs) {
    const file = join(folder, relative(join(ROOT, OUT), path))
    mkdirSync(dirname(file), { recursive: true })
    // Else the mode, and with it the digest of the archive, would be that of whoever builds it.
    writeFileSync(file, contents)
    chmodSync(file, 0o644)
  }
}

function filesIn(folder: string): BundleFile[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => {
      const file = join(entry.parentPath, entry.name)
      return { name: relative(folder, file), bytes: statSync(file).size }
    })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
}

function digestOf(folder: string, files: readonly BundleFile[]): string {
  const hash = createHash('sha256')
  for (const { name, bytes } of files) hash.update(`${name}\n${bytes}\n`).update(readFileSync(join(folder, name)))
  return hash.digest('hex')
}

/** What is loaded with an entry: it, what it imports, and the tracing that every start loads. */
function entryOf(name: string, { outputs }: Metafile): BundleEntry {
  const loaded = new Set<string>()
  const load = (path: string) => {
    if (loaded.has(path)) return
    loaded.add(path)
    for (const { kind, external, path: next } of outputs[path]!.imports)
      if (kind === 'import-statement' && !external) load(next)
  }
  load(`${OUT}/${name}.mjs`)
  load(`${OUT}/xray.mjs`)
  const bytesByPackage = new Map<string, number>()
  for (const path of loaded)
    for (const [input, { bytesInOutput }] of Object.entries(outputs[path]!.inputs)) {
      const owner = /node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(input)?.[1] ?? input.split('/')[0]!
      bytesByPackage.set(owner, (bytesByPackage.get(owner) ?? 0) + bytesInOutput)
    }
  return {
    name,
    coldBytes: [...loaded].reduce((sum, path) => sum + outputs[path]!.bytes, 0),
    bytesByPackage: [...bytesByPackage].sort(([, a], [, b]) => b - a),
  }
}

/** Bytes that a cold start may load. */
export const COLD_BYTES_BUDGET = 550_000

/**
 * `npm run bundle -- [FOLDER] [--job FILE]`: builds it there and prints what is in it; ends with 3 where a cold start loads more than the budget, with
 * 2 where the job is refused.
 */
if (import.meta.filename === realpathSync(process.argv[1] ?? '.')) {
  const { folder, job } = readArguments()
  try {
    print(await buildBundle(folder, { job }))
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    console.error(error.message)
    process.exitCode = 2
  }
}

function readArguments(): { readonly folder: string; readonly job: string | undefined } {
  try {
    const { positionals, values } = parseArgs({ options: { job: { type: 'string' } }, allowPositionals: true })
    const [folder = join(ROOT, 'cdk.out/bundle/functions'), ...more] = positionals
    if (more.length === 0) return { folder, job: values.job }
  } catch {
    // Said below.
  }
  console.error(
    `expected [FOLDER] [--job FILE], got ${process.argv.slice(2).join(' ')}; such as: npm run bundle -- /tmp/bundle`,
  )
  process.exit(1)
}

function print({ folder, digest, files, entries }: Bundle): void {
  const kb = (bytes: number) => `${(bytes / 1000).toFixed(1)} KB`
  const all = files.reduce((sum, { bytes }) => sum + bytes, 0)
  console.log(`${folder}: ${files.length} files, ${kb(all)}\ndigest ${digest}`)
  for (const { name, coldBytes, bytesByPackage } of entries) {
    console.log(`\n${name}: a cold start loads ${kb(coldBytes)}, its limit is ${kb(COLD_BYTES_BUDGET)}`)
    const named = bytesByPackage.reduce((sum, [, bytes]) => sum + bytes, 0)
    for (const [owner, bytes] of [...bytesByPackage, ['what joins the files', coldBytes - named]] as const)
      console.log(`${kb(bytes).padStart(11)}  ${owner}`)
    if (coldBytes > COLD_BYTES_BUDGET) process.exitCode = 3
  }
}
