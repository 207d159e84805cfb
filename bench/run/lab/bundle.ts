import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { atExit } from '../../io/at-exit.ts'
import { moduleBeside } from '../../../strategies/module-beside.ts'

const BUNDLE = fileURLToPath(moduleBeside('../../../infra/bundle', import.meta.url))

/**
 * Builds the bundle that would be uploaded into a folder, which is emptied, and gives its digest. Rejects once `signal` is aborted,
 * with nobody left who writes to the folder.
 */
export async function buildBundle(folder: string, signal?: AbortSignal): Promise<string> {
  signal?.throwIfAborted()
  const child = spawn(process.execPath, [BUNDLE, folder], {
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
    const [noRoom, errno] = /\b(ENOSPC|EFBIG|EDQUOT): .*/.exec(stderr) ?? []
    if (noRoom !== undefined) throw Object.assign(new Error(`${noRoom}, in ${folder}`), { code: errno })
    throw new Error(`expected the digest of a bundle, got "${stdout.slice(0, 200)}" (exit code ${code}): ${stderr}`)
  } finally {
    signal?.removeEventListener('abort', kill)
    stay()
  }
}
