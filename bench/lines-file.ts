import { closeSync, fstatSync, ftruncateSync, openSync, type Stats, statSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'

/** A file that grows by a line of JSON at a time. */
export interface LinesFile extends Disposable {
  /** Appends a value at once, so that whatever goes wrong later loses nothing. Throws where that cannot be, and where the file was removed. */
  readonly append: (value: object) => void
}

/**
 * Begins a file of lines with its first one: where none comes there is no file. It is made anew, so that neither a link nor a pipe nor a
 * file of that name is written to, and held open: where its folder is moved, what comes goes with it. What has taken the place of the
 * folder before the first line comes is not written to.
 */
export function beginLines(file: string): LinesFile {
  const folder = statSync(dirname(file))
  let descriptor: number | undefined
  let size = 0
  const write = (line: string) => {
    try {
      descriptor ??= openIn(folder, file)
      writeFileSync(descriptor, line)
      size += Buffer.byteLength(line)
    } catch (error) {
      // Whoever reads it meets no torn line, where there is more to come.
      if (descriptor !== undefined) ftruncateSync(descriptor, size)
      throw new Error(`"${file}" could not be written: ${(error as Error).message}`, { cause: error })
    }
    return descriptor
  }
  return {
    append(value) {
      const { nlink } = fstatSync(write(`${JSON.stringify(value)}\n`))
      if (nlink === 0) throw new Error(`"${file}" was removed while it was written to`)
    },
    [Symbol.dispose]() {
      if (descriptor !== undefined) closeSync(descriptor)
    },
  }
}

function openIn(folder: Stats, file: string): number {
  const { dev, ino } = statSync(dirname(file))
  if (dev !== folder.dev || ino !== folder.ino) throw new Error('its folder was moved or replaced')
  return openSync(file, 'ax')
}
