import { isAbsolute } from 'node:path'

/** What is printed to: a stream of the process, or what a test collects. */
export interface Output {
  /** Where it is a file or a pipe of this process: a command of the user's writes to the same. */
  readonly fd?: number
  readonly isTTY: boolean
  /** Of a terminal; 0 where it does not know how wide it is. */
  readonly columns: number
  readonly rows: number
  /** `done` is called once the text has reached its reader, or the reader has gone. */
  readonly write: (text: string, done?: () => void) => unknown
  readonly hasColors: () => boolean
}

/** The signals that a command listens to, such as those of a process. */
interface Signals {
  readonly on: (name: NodeJS.Signals, listener: (name: NodeJS.Signals) => void) => unknown
  readonly off: (name: NodeJS.Signals, listener: (name: NodeJS.Signals) => void) => unknown
}

/**
 * All that a command has of the process it runs in, so that a test runs it in its own, several at once too. Two things are the real
 * process's in any case: the AWS SDK reads its own variables, and what a command has begun is undone when the process ends (`atExit`).
 */
export interface Io {
  readonly stdout: Output
  readonly stderr: Output
  readonly stdin: AsyncIterable<Buffer>
  readonly env: NodeJS.ProcessEnv
  /** An absolute path, from which a user's paths are taken; see `pathIn`. */
  readonly cwd: string
  readonly signals: Signals
  /** Ends everything in the middle of it, as by a second Ctrl-C. */
  readonly exit: (code: number) => void
  /** Ends everything in good order and at once, also where a lookup is under way that cannot be cancelled. */
  readonly endAtOnce: (code: number) => Promise<void>
}

/** A path as a user gave it, as it can be opened and is shown: what it was given as, where `cwd` is the folder of this very process. */
export function pathIn({ cwd }: Pick<Io, 'cwd'>, given: string): string {
  // Not joined: that would take a slash out of an address, which is then no longer known for one and shown.
  return isAbsolute(given) || cwd === process.cwd() ? given : `${cwd}/${given}`
}

/** Resolves once all that was printed has reached its reader, or the reader has gone: what a pipe has not taken yet is lost at the exit. */
export async function flushOutput({ stdout, stderr }: Pick<Io, 'stdout' | 'stderr'>): Promise<void> {
  await Promise.all([stdout, stderr].map((output) => new Promise<void>((resolve) => output.write('', resolve))))
}
