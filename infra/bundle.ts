import { createHash } from 'node:crypto'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { dirname, extname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { build, type BuildOptions, type Metafile, type OutputFile, type Plugin } from 'esbuild'
import { readJobVariables } from './job-variables.ts'
import { bundleOwnJob, type NamedFile } from './own-job-bundle.ts'
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
  /** What that module finds in `process.env`. */
  readonly variables?: Readonly<Record<string, string>>
}

/** Builds the bundle into a folder, which is emptied. Rejects with a Refusal for a job that cannot be bundled, or a module that exports no job. */
export async function buildBundle(
  folder: string,
  { mapsFolder, job, variables = {} }: BundleOptions = {},
): Promise<Bundle> {
  const own = job === undefined ? [] : await bundleOwnJob(job, { banner: REQUIRE, variables })
  const [modules, nodeIcal] = await Promise.all([buildModules(), buildNodeIcal()])
  const outputs = [...modules.outputFiles, ...nodeIcal.outputFiles, ...own.map(outputOf)]
  writeAll(
    folder,
    outputs.filter(({ path }) => !path.endsWith('.map')),
  )
  if (mapsFolder !== undefined)
    writeAll(
      mapsFolder,
      outputs.filter(({ path }) => path.endsWith('.map')),
    )
  const files = filesIn(folder)
  const entries = FUNCTIONS.map((name) => entryOf(name, modules.metafile))
  return { folder, digest: digestOf(folder, files), files, entries }
}

function outputOf({ name, contents }: NamedFile): WrittenFile {
  return { path: join(ROOT, OUT, name), contents }
}

/** Connections never speak HTTP/2: without undici's part of it, Node's own is not loaded either. */
const withoutHttp2: Plugin = {
  name: 'without HTTP/2',
  setup(bundling) {
    bundling.onLoad({ filter: /[\\/](client-h2\.js|without-http2\.cjs)$/ }, () => ({ contents: '' }))
  },
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
    plugins: [withoutHttp2],
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

type WrittenFile = Pick<OutputFile, 'path' | 'contents'>

function writeAll(folder: string, outputs: readonly WrittenFile[]): void {
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
 * `npm run bundle -- [FOLDER] [--job FILE [--variables FILE]]`: builds it there and prints what is in it; ends with 3 where a cold start loads more than the budget, with
 * 2 where the job is refused.
 */
if (isStarted()) {
  const { folder, job, variables } = readArguments()
  try {
    print(await buildBundle(folder, { job, variables: readJobVariables(variables, job) }))
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    console.error(error.message)
    process.exitCode = 2
  }
}

/** Not with `import.meta.main`, which early versions of Node 24 do not have. */
function isStarted(): boolean {
  const [, started] = process.argv
  return started !== undefined && existsSync(started) && realpathSync(started) === import.meta.filename
}

function readArguments() {
  try {
    const options = { job: { type: 'string' }, variables: { type: 'string' } } as const
    const { positionals, values } = parseArgs({ options, allowPositionals: true })
    const [folder = join(ROOT, 'cdk.out/bundle/functions'), ...more] = positionals
    if (more.length === 0) return { folder, ...values }
  } catch {
    // Said below.
  }
  console.error(
    `expected [FOLDER] [--job FILE [--variables FILE]], got ${process.argv.slice(2).join(' ')}; such as: npm run bundle -- /tmp/bundle`,
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
