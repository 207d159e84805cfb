import { closeSync, fstatSync, ftruncateSync, openSync, type Stats, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Problem } from './problems.ts'
import { problemOf, UserError, userErrorOf } from './user-error.ts'

/** A file that grows by a line of JSON at a time. */
export interface LinesFile extends Disposable {
  /** Appends a value at once, so that whatever goes wrong later loses nothing. Throws where that cannot be, and where the file was removed. */
  readonly append: (value: object) => void
}

/** A folder, and why nothing may be written there any more, where somebody holds it. */
export interface LinesFolder {
  readonly path: string
  readonly whyLost?: () => Problem | undefined
}

/**
 * Begins a file of lines in a folder with its first one: where none comes there is no file. It is made anew, so that neither a link nor a
 * pipe nor a file of that name is written to, and held open: where its folder is moved, what comes goes with it. What has taken the place
 * of the folder before the first line comes is not written to.
 */
export function beginLines(folder: LinesFolder, name: string): LinesFile {
  const file = join(folder.path, name)
  const began = statSync(folder.path)
  let descriptor: number | undefined
  let size = 0
  const write = (line: string) => {
    try {
      descriptor ??= openIn(folder, began, file)
      writeFileSync(descriptor, line)
      size += Buffer.byteLength(line)
    } catch (error) {
      // Whoever reads it meets no torn line, where there is more to come.
      if (descriptor !== undefined) ftruncateSync(descriptor, size)
      throw new UserError('line-unwritten', { file, problem: problemOf(error) }, { cause: error })
    }
    return descriptor
  }
  return {
    append(value) {
      const { nlink } = fstatSync(write(`${JSON.stringify(value)}\n`))
      if (nlink === 0) throw new UserError('file-removed', { file })
    },
    [Symbol.dispose]() {
      if (descriptor !== undefined) closeSync(descriptor)
    },
  }
}

function openIn({ path, whyLost }: LinesFolder, began: Stats, file: string): number {
  const lost = whyLost?.()
  if (lost !== undefined) throw userErrorOf(lost)
  const { dev, ino } = statSync(path)
  if (dev !== began.dev || ino !== began.ino) throw new UserError('folder-replaced', {})
  return openSync(file, 'ax')
}
