import { accessSync, constants } from 'node:fs'
import { flushOutput } from '../io/flush-output.ts'

const SHELL = '/bin/sh'

/**
 * Ends this process with an exit code, at once where the system can: a lookup under way cannot be cancelled, and both the event loop
 * and `process.exit`, which joins libuv's threads, would wait for it, half a minute for a name server that says nothing. Becoming
 * another program ends all threads. Elsewhere the process ends by itself, when the lookup does.
 */
export async function endProcess(code: number): Promise<void> {
  process.exitCode = code
  if (process.execve === undefined || !canRun(SHELL)) return
  await flushOutput()
  process.execve(SHELL, [SHELL, '-c', `exit ${code}`], {})
}

function canRun(file: string): boolean {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    return false
  }
}
