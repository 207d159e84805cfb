import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { atExit } from '../at-exit.ts'

const BUNDLE = fileURLToPath(new URL('../../infra/bundle.ts', import.meta.url))
const run = promisify(execFile)

/** Builds the bundle that would be uploaded into a folder, which is emptied, and gives its digest. */
export async function buildBundle(folder: string): Promise<string> {
  const running = run(process.execPath, [BUNDLE, folder])
  // It would write into a folder that whoever ends removes.
  const stay = atExit(() => running.child.kill('SIGKILL'))
  const { stdout } = await running.finally(stay)
  const digest = /^digest ([\da-f]{64})$/m.exec(stdout)?.[1]
  if (digest === undefined) throw new Error(`expected the digest of a bundle, got "${stdout.slice(0, 200)}"`)
  return digest
}
