import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { atExit } from '../../../io/at-exit.ts'
import { userEnvironment } from '../../../io/user-environment.ts'
import { CannotJudge } from './cannot-judge.ts'

export interface PackagesOptions {
  /** The checkout that is worked in, whose packages are taken where they are the same. */
  readonly from: string
  readonly signal: AbortSignal
  /** Called before anything is installed, which takes a while. */
  readonly installing: () => void
}

/** Gives a checkout its packages: by a link where the lock files are the same, else by `npm ci`. Throws CannotJudge where that fails. */
export async function givePackages(root: string, { from, signal, installing }: PackagesOptions): Promise<void> {
  const [own, theirs] = [from, root].map((folder) => read(join(folder, 'package-lock.json')))
  const packages = join(from, 'node_modules')
  if (own === theirs && existsSync(packages)) {
    // Windows lets anybody make a junction, but not a link.
    symlinkSync(packages, join(root, 'node_modules'), 'junction')
    return
  }
  installing()
  // On Windows npm is a script, for which it takes a shell.
  const npm = spawn('npm', ['ci'], {
    cwd: root,
    env: userEnvironment(process.env),
    stdio: ['ignore', 'ignore', 'inherit'],
    shell: process.platform === 'win32',
  })
  // Its own option for a signal does not wait until npm has ended, which writes until then where others clean up.
  const stop = () => npm.kill()
  signal.addEventListener('abort', stop, { once: true })
  const stay = atExit(stop)
  const ended = await once(npm, 'exit').catch((error: Error) => error)
  signal.removeEventListener('abort', stop)
  stay()
  if (signal.aborted) return
  if (ended instanceof Error) throw new CannotJudge('old-packages-missing', { message: ended.message })
  const [code, name] = ended as [number, null] | [null, string]
  if (code !== 0) throw new CannotJudge('old-packages-missing', { ended: code ?? name })
}

function read(file: string): string | undefined {
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined
}
