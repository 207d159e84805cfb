import { existsSync, statSync } from 'node:fs'
import { resolve } from 'node:path'
import { calledIn, quoted } from '../../cli/called.ts'
import { type Io, pathIn } from '../../cli/io.ts'
import { print } from '../../cli/print.ts'
import { linesOf, UnreadableFile } from '../../io/read-file.ts'
import { UserError } from '../../io/user-error.ts'
import { keyFileOf } from '../../recorder/exchanges.cjs'
import { prepareRecording } from '../../recorder/prepare-recording.ts'
import { recordTexts } from '../../report/messages/learn.ts'
import { isRecording } from '../../scenario/learn/recording.ts'

export interface OpenRecording {
  /** Absolute. */
  readonly path: string
  /** Prints how many exchanges have come, and what to do with them. */
  readonly printSummary: () => void
}

/**
 * Readies a recording for more exchanges, and makes it where there is none, with the key that gives hosts their numbers: later runs that
 * add to it give them the same ones. `option` is how it was named. Throws a UserError for a file that is no recording, or has lost its key.
 */
export function openRecording(given: string, option: string, io: Io): OpenRecording {
  const file = pathIn(io, given)
  if (!existsSync(file)) make(file, option)
  check(file)
  const before = statSync(file).size
  return {
    path: resolve(file),
    printSummary() {
      const exchanges = exchangesSince(file, before)
      if (exchanges === undefined) return print(recordTexts.gone(given), io.stderr)
      print(exchanges === 0 ? recordTexts.nothing : recordTexts.recorded(exchanges, given), io.stderr)
      if (exchanges > 0) print(recordTexts.next(calledIn(io.cwd), quoted(given)), io.stderr)
    },
  }
}

function make(file: string, option: string): void {
  try {
    prepareRecording(file)
  } catch (error) {
    throw new UserError('file-unwritable', { option, file, system: (error as NodeJS.ErrnoException).code! })
  }
}

const MAX_LINE_BYTES = 10_000

function check(file: string): void {
  try {
    const { value: head } = linesOf(file, { mostBytes: Infinity, mostLineBytes: MAX_LINE_BYTES }).next()
    if (!isRecording(head?.text ?? '')) throw new UserError('not-a-recording', { file })
  } catch (error) {
    throw error instanceof UnreadableFile ? new UserError('not-a-recording', { file }, { cause: error }) : error
  }
  if (!existsSync(keyFileOf(file))) throw new UserError('recording-without-key', { file, key: keyFileOf(file) })
}

/** Undefined where the recording is not there any more. */
function exchangesSince(file: string, endByte: number): number | undefined {
  let exchanges = 0
  const options = { mostBytes: Infinity, mostLineBytes: MAX_LINE_BYTES, after: { endByte, number: 0 } }
  try {
    for (const { text } of linesOf(file, options)) if (text.startsWith('{"host":')) exchanges++
    return exchanges
  } catch (error) {
    if (error instanceof UnreadableFile) return undefined
    throw error
  }
}
