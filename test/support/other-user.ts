import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, copyFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'

/** nobody and nogroup, as every Linux has them. */
const NOBODY = 65_534

/** Whether this process may run others as another user. */
export const IS_ROOT = process.geteuid?.() === 0

/** Another user of this machine, to be disposed of. */
export interface OtherUser extends Disposable {
  /** Runs a module as that user, and gives what it prints, read as JSON. `args` are its arguments. */
  readonly run: <T>(source: string, ...args: readonly string[]) => Promise<T>
}

/** Our own Node may lie where only we may read. */
export function anotherUser(): OtherUser {
  const folder = mkdtempSync(join(tmpdir(), 'utakata-other-user-'))
  const node = join(folder, 'node')
  copyFileSync(process.execPath, node)
  for (const path of [folder, node]) chmodSync(path, 0o755)
  return {
    async run<T>(source: string, ...args: readonly string[]) {
      const child = spawn(node, ['--input-type=module', '-e', source, '--', ...args], {
        cwd: '/',
        env: {},
        stdio: ['ignore', 'pipe', 'pipe'],
        uid: NOBODY,
        gid: NOBODY,
      })
      const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')])
      if (stdout === '') throw new Error(`expected an answer of the other user, got none: ${stderr}`)
      return JSON.parse(stdout) as T
    },
    [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }),
  }
}

/** Does `work` as somebody who may not write everywhere: root does it as nobody, in this same process, which is a block of its own. */
export async function asOrdinaryUser(work: () => Promise<void>): Promise<void> {
  if (!IS_ROOT) return work()
  process.seteuid!(NOBODY)
  try {
    await work()
  } finally {
    process.seteuid!(0)
  }
}
