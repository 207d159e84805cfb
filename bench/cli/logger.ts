import type { Output } from './io.ts'
import { print } from './print.ts'

/** How much a command prints beside its result. */
export interface LoggerOptions {
  readonly quiet?: boolean
  readonly logRuns?: boolean
}

/** What is printed on standard error, whose reader is a person: results go to standard output. Errors are printed in any case. */
export interface Logger {
  /** What is going to happen, or has. */
  readonly note: (text: string) => void
  readonly isQuiet: boolean
  /** Whether every single run is printed. */
  readonly logsRuns: boolean
}

export function loggerOf({ quiet = false, logRuns = false }: LoggerOptions, output: Output): Logger {
  return {
    note(text) {
      if (!quiet) print(text, output)
    },
    isQuiet: quiet,
    logsRuns: logRuns,
  }
}
