import { spawn } from 'node:child_process'
import { once } from 'node:events'

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
): (phase: 'pre' | 'post') => Promise<void> {
  return async (phase) => {
    const command = hooks[phase]
    if (command === undefined) return
    const child = spawn(command, {
      shell: true,
      stdio: ['ignore', process.stderr, process.stderr],
      env: { ...process.env, UTAKATA_RUN: run, UTAKATA_FOLDER: folder },
    })
    const [code, signal] = (await once(child, 'exit')) as [number | null, NodeJS.Signals | null]
    if (code !== 0) throw new Error(`--${phase}: expected the command to end well, it ended with ${signal ?? code}`)
  }
}
