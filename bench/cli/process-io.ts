import { accessSync, constants } from 'node:fs'
import { flushOutput, type Io } from './io.ts'

/** The input and output, the surroundings and the signals of this process. */
export function processIo(): Io {
  const { stdout, stderr, env } = process
  return {
    stdout,
    stderr,
    // Opened by whoever reads it, and by nobody else.
    get stdin() {
      return process.stdin as AsyncIterable<Buffer>
    },
    env,
    cwd: process.cwd(),
    signals: process,
    exit: (code) => process.exit(code),
    endAtOnce,
  }
}

const SHELL = '/bin/sh'

/**
 * Ends this process at once where the system can: a lookup under way cannot be cancelled, and both the event loop and `process.exit`,
 * which joins libuv's threads, would wait for it, half a minute for a name server that says nothing. Becoming another program ends all
 * threads. Elsewhere the process ends by itself, when the lookup does.
 */
async function endAtOnce(code: number): Promise<void> {
  process.exitCode = code
  if (process.execve === undefined || !canRun(SHELL)) return
  await flushOutput(process)
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
