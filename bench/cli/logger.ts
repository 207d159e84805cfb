import type { WriteStream } from 'node:tty'
import { tell } from './print.ts'

/** How much a command tells beside its result. */
export interface VoiceOptions {
  readonly quiet?: boolean
  readonly verbose?: boolean
}

/** What is told on standard error, whose reader is a person: results go to standard output. Errors are told in any case. */
export interface Logger {
  /** What is going to happen, or has. */
  readonly note: (text: string) => void
  readonly isQuiet: boolean
  /** Whether every single run is told. */
  readonly isVerbose: boolean
}

export function loggerOf(
  { quiet = false, verbose = false }: VoiceOptions,
  stream: WriteStream = process.stderr,
): Logger {
  return {
    note(text) {
      if (!quiet) tell(text, stream)
    },
    isQuiet: quiet,
    isVerbose: verbose,
  }
}
