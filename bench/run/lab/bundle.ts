import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { atExit } from '../../io/at-exit.ts'
import { UserError } from '../../io/user-error.ts'
import { moduleBeside } from '../../../strategies/module-beside.ts'

/** The exit code for a job that is refused. */
const REFUSED = 2

const BUNDLE = fileURLToPath(moduleBeside('../../../infra/bundle', import.meta.url))

export interface BundleOptions {
  /** The module of a user's own job, which the functions do in place of the built-in one. */
  readonly job?: string | undefined
  /** A file with the variables that this module reads. */
  readonly variablesFile?: string | undefined
  readonly signal?: AbortSignal | undefined
}

/**
 * Builds the bundle that would be uploaded into a folder, which is emptied, and gives its digest. Rejects once `signal` is aborted,
 * with nobody left who writes to the folder; with a UserError where the job cannot be bundled.
 */
export async function buildBundle(folder: string, { job, variablesFile, signal }: BundleOptions = {}): Promise<string> {
  signal?.throwIfAborted()
  const own = Object.entries({ '--job': job, '--variables': variablesFile })
  const args = own.flatMap(([option, file]) => (file === undefined ? [] : [option, file]))
  const child = spawn(process.execPath, [BUNDLE, folder, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    // A group of its own: Ctrl-C is for us to answer, and what the builder starts ends with it.
    detached: true,
  })
  const kill = () => {
    try {
      process.kill(process.platform === 'win32' ? child.pid! : -child.pid!, 'SIGKILL')
    } catch {
      // It has ended, or never began.
    }
  }
  signal?.addEventListener('abort', kill)
  // However this process ends, or else the builder would write into a folder that is being removed.
  const stay = atExit(kill)
  try {
    const [stdout, stderr, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')])
    signal?.throwIfAborted()
    const digest = /^digest ([\da-f]{64})$/m.exec(stdout)?.[1]
    if (digest !== undefined) return digest
    if (code === REFUSED) throw new UserError('job-not-bundled', { reason: stderr.trim() })
    const [noRoom, errno] = /\b(ENOSPC|EFBIG|EDQUOT): .*/.exec(stderr) ?? []
    if (noRoom !== undefined) throw Object.assign(new Error(`${noRoom}, in ${folder}`), { code: errno })
    throw new Error(`expected the digest of a bundle, got "${stdout.slice(0, 200)}" (exit code ${code}): ${stderr}`)
  } finally {
    signal?.removeEventListener('abort', kill)
    stay()
  }
}
