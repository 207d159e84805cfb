import { accessSync, constants, mkdirSync, statSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { UserError } from '../../io/user-error.ts'

/** Makes the folder where it is not there yet. Throws a UserError where it cannot be written to. */
export function makeWritable(folder: string): void {
  try {
    makeFolders(folder)
    accessSync(folder, constants.W_OK)
  } catch (error) {
    throw unusable(folder, error)
  }
}

/** Of a folder that was named by --output, and what the system says of it. */
export function unusable(folder: string, error: unknown): UserError {
  return new UserError(
    'folder-unusable',
    { path: folder, system: (error as NodeJS.ErrnoException).code! },
    { cause: error },
  )
}

/** Makes a folder with those it lies in. Node's own way to do so never ends below /proc, where none can be made. */
export function makeFolders(folder: string): void {
  const path = resolve(folder)
  try {
    makeOne(path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
    makeFolders(dirname(path))
    makeOne(path)
  }
}

/** Another process may make it at the same time. */
function makeOne(path: string): void {
  try {
    mkdirSync(path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST' || !statSync(path).isDirectory()) throw error
  }
}
