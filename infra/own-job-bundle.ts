import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, relative, resolve } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { build, type BuildFailure, type Plugin } from 'esbuild'
import { moduleBeside } from '../strategies/module-beside.ts'
import { OWN_JOB } from './environment.ts'
import type { OwnJobTrial } from './own-job-trial.ts'
import { Refusal } from './refusal.ts'

export interface NamedFile {
  readonly name: string
  readonly contents: Uint8Array
}

interface OwnJobOptions {
  /** What the file begins with. */
  readonly banner?: string
  /** What the module finds in `process.env`. */
  readonly variables?: Readonly<Record<string, string>>
}

/**
 * A module with a job of a user's own and all that it imports, as one file and its source map. It is not minified, so that a failure names a
 * line that people can read. Rejects with a Refusal where it cannot be bundled or loaded, or exports no job.
 */
export async function bundleOwnJob(
  job: string,
  { banner = '', variables = {} }: OwnJobOptions = {},
): Promise<readonly NamedFile[]> {
  const { outputFiles } = await buildOwnJob(resolve(job), banner).catch((error: Partial<BuildFailure>) => {
    throw refusalOf(job, error)
  })
  const files = ['', '.map'].map((end): NamedFile => {
    const name = `${OWN_JOB}${end}`
    return { name, contents: outputFiles.find(({ path }) => path.endsWith(name))!.contents }
  })
  await tryToLoad(files[0]!.contents, { given: job, variables })
  return files
}

/** As Node has it: a module may be imported by its address. */
const FILE_ADDRESSES: Plugin = {
  name: 'file addresses',
  setup(build) {
    build.onResolve({ filter: /^file:/ }, ({ path }) => ({ path: fileURLToPath(path) }))
  },
}

function buildOwnJob(job: string, banner: string) {
  return build({
    // The paths in its comments count from there, wherever it lies.
    absWorkingDir: dirname(job),
    entryPoints: [job],
    outfile: join(dirname(job), OWN_JOB),
    write: false,
    bundle: true,
    // Wherever the job lies, as outside of any project.
    alias: { 'utakata/job': fileURLToPath(moduleBeside('../strategies/own-job', import.meta.url)) },
    plugins: [FILE_ADDRESSES],
    platform: 'node',
    target: 'node24',
    format: 'esm',
    banner: { js: banner },
    sourcemap: 'external',
    legalComments: 'none',
    logLevel: 'silent',
  })
}

function refusalOf(job: string, error: Partial<BuildFailure>): Error {
  const [first] = error.errors ?? []
  if (!first) return error as Error
  const { location, text } = first
  const place = location ? `${relative(process.cwd(), resolve(dirname(job), location.file))}:${location.line}: ` : ''
  return new Refusal({ key: 'job', expected: 'a module that can be bundled', got: `${place}${text}` }, { cause: error })
}

const LOADING_MS = 10_000

interface Trying extends Required<Pick<OwnJobOptions, 'variables'>> {
  /** The file that was bundled. */
  readonly given: string
}

/** In a process with none of this one's variables: a function has none of them either, and nobody would see it fail there. */
async function tryToLoad(code: Uint8Array, { given, variables }: Trying): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'utakata-job-'))
  try {
    const file = join(folder, OWN_JOB)
    writeFileSync(file, code)
    const { missing = [], thrown } = await trialOf(pathToFileURL(file).href, variables)
    if (missing.length === 0 && thrown === undefined) return
    throw new Refusal({
      key: 'job',
      expected: 'a module whose default export is a job, with the functions fetch, check and notify',
      got: `"${given}": ${thrown === undefined ? `without ${missing.join(', ')}` : thrownText(thrown.replaceAll(folder, dirname(given)), variables)}`,
    })
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function thrownText(thrown: string, variables: Trying['variables']): string {
  const none = Object.keys(variables).length === 0
  return none
    ? `${thrown} (if it needs environment variables: functions do not see those of your shell; put them into a file, NAME=VALUE in each line, and pass it with lab --variables FILE or cdk deploy -c variables=FILE)`
    : thrown
}

async function trialOf(module: string, variables: Trying['variables']): Promise<OwnJobTrial> {
  const env = { PATH: process.env.PATH, TZ: 'UTC', ...variables }
  const child = fork(fileURLToPath(moduleBeside('./own-job-trial', import.meta.url)), [module], {
    stdio: 'ignore',
    env,
  })
  const timer = setTimeout(() => child.kill('SIGKILL'), LOADING_MS)
  let trial: OwnJobTrial | undefined
  child.on('message', (sent: OwnJobTrial) => (trial = sent))
  // Its message may come after its exit.
  const [[code]] = (await Promise.all([once(child, 'exit'), once(child, 'disconnect')])) as [[number | null], unknown]
  clearTimeout(timer)
  const thrown = code === null ? `it was not loaded within ${LOADING_MS / 1000} s` : `it ended the process with ${code}`
  return trial ?? { thrown }
}
