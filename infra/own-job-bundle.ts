import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, relative, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { build, type BuildFailure } from 'esbuild'
import { Refusal } from './refusal.ts'

/** The file of a user's own job, beside the functions. */
export const OWN_JOB = 'own-job.mjs'

/** CommonJS packages in an ES module ask for Node's own modules with `require`. */
export const REQUIRE = `import{createRequire as createRequireOf}from'node:module';const require=createRequireOf(import.meta.url);`

export interface BundledOwnJob {
  readonly code: Uint8Array
  /** Its source map. */
  readonly map: Uint8Array
}

/**
 * A module with a job of a user's own and all that it imports, as one file. It is not minified, so that a failure names a line that people can
 * read. Rejects with a Refusal where it cannot be bundled or loaded, or holds no job.
 */
export async function bundleOwnJob(job: string): Promise<BundledOwnJob> {
  const { outputFiles } = await buildOwnJob(resolve(job)).catch((error: Partial<BuildFailure>) => {
    throw refusalOf(job, error)
  })
  const [code, map] = ['.mjs', '.map'].map((end) => outputFiles.find(({ path }) => path.endsWith(end))!.contents)
  tryToLoad(code!, job)
  return { code: code!, map: map! }
}

function buildOwnJob(job: string) {
  return build({
    // The paths in its comments count from there, wherever it lies.
    absWorkingDir: dirname(job),
    entryPoints: [job],
    outfile: join(dirname(job), OWN_JOB),
    write: false,
    bundle: true,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    banner: { js: REQUIRE },
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

const TRIAL = `const { default: job } = await import(process.argv[1])
const missing = ['fetch', 'check', 'notify'].filter((step) => typeof job?.[step] !== 'function')
process.stdout.write('missing: ' + missing.join(', ') + '\\n', () => process.exit())`

const LOADING_MS = 10_000

/** Loads it once as a function does when it is started: there, nobody would see what is wrong. */
function tryToLoad(code: Uint8Array, given: string): void {
  const folder = mkdtempSync(join(tmpdir(), 'utakata-job-'))
  try {
    const file = join(folder, OWN_JOB)
    writeFileSync(file, code)
    const args = ['--input-type=module', '--eval', TRIAL, pathToFileURL(file).href]
    const { stdout, stderr, error } = spawnSync(process.execPath, args, { encoding: 'utf8', timeout: LOADING_MS })
    const [, missing] = /^missing: (.*)$/m.exec(stdout) ?? []
    if (missing === '') return
    const thrown = (/^\w*Error\b.*$/m.exec(stderr) ?? ['it ended'])[0].replaceAll(folder, dirname(given))
    const why = error ? `it was not loaded within ${LOADING_MS / 1000} s` : thrown
    throw new Refusal({
      key: 'job',
      expected: 'a module whose default export is a job, with the functions fetch, check and notify',
      got: `"${given}": ${missing === undefined ? why : `without ${missing}`}`,
    })
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
