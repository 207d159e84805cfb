import { spawn } from 'node:child_process'
import { once } from 'node:events'
import type { Io } from '../../cli/io.ts'
import { userEnvironment } from '../../io/user-environment.ts'
import { UserError } from '../../io/user-error.ts'

export interface Hooks {
  /** Commands for the shell. */
  readonly pre?: string
  readonly post?: string
}

/**
 * Runs the user's commands around a comparison, with its name and folder as UTAKATA_RUN and UTAKATA_FOLDER and what they print on
 * standard error. Rejects where one does not end well: before a comparison that ends it.
 */
export function hooksOf(
  hooks: Hooks,
  { run, folder }: { readonly run: string; readonly folder: string },
  { stderr, env, cwd }: Pick<Io, 'stderr' | 'env' | 'cwd'>,
): (phase: 'pre' | 'post') => Promise<void> {
  return async (phase) => {
    const command = hooks[phase]
    if (command === undefined) return
    const child = spawn(command, {
      shell: true,
      cwd,
      stdio: ['ignore', stderr.fd ?? 'pipe', stderr.fd ?? 'pipe'],
      env: { ...userEnvironment(env), UTAKATA_RUN: run, UTAKATA_FOLDER: folder },
    })
    for (const output of [child.stdout, child.stderr])
      output?.setEncoding('utf8').on('data', (text: string) => stderr.write(text))
    const [code, signal] = (await once(child, 'close')) as [number | null, NodeJS.Signals | null]
    if (code !== 0) throw new UserError('hook-failed', { phase, ended: String(signal ?? code) })
  }
}
