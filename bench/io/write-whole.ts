/** Every file that is not appended to is written here: whole or not at all, and never through what somebody else has put in its place. */
import { randomUUID } from 'node:crypto'
import {
  closeSync,
  constants,
  copyFileSync,
  fchmodSync,
  fstatSync,
  linkSync,
  lstatSync,
  openSync,
  readlinkSync,
  realpathSync,
  renameSync,
  rmSync,
  type Stats,
  statSync,
  writeFileSync,
} from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'

/** Whole, or a piece at a time where it is more than fits into a text. */
type Content = string | Uint8Array | Iterable<string>

/**
 * Writes a file of ours in a folder of results, whole or not at all; where that cannot be done it throws the system's error, and leaves
 * nothing behind. A link or a pipe of that name is replaced, never followed. `mode`: as of open(2).
 */
export function writeWhole(file: string, content: Content, { mode = 0o666 }: { readonly mode?: number } = {}): void {
  viaPart(file, content, (part) => renameSync(part, file), { mode })
}

/** Writes a file that is not there yet, likewise; throws EEXIST where something of that name is, be it a link that leads nowhere. */
export function writeNew(file: string, content: Content, options: { readonly mode?: number } = {}): void {
  const place = (part: string) => {
    try {
      linkSync(part, file)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EEXIST') throw error
      // Not every file system has links.
      copyFileSync(part, file, constants.COPYFILE_EXCL)
    }
    rmSync(part)
  }
  viaPart(file, content, place, options)
}

/**
 * Writes to what a user has named. A file is replaced whole, keeping its permissions, also where a link leads to it, which stays. What is
 * no regular file, such as a pipe, a device, /dev/stdout or a process substitution, is written into. Throws the system's error, EISDIR
 * for a folder.
 */
export function writeNamed(file: string, content: Content): void {
  const found = statSync(file, { throwIfNoEntry: false })
  const stream = found && ownStream(found)
  // Opened a second time, a file that is redirected to would be written from its beginning.
  if (stream) {
    for (const piece of piecesOf(content)) stream.write(piece)
    return
  }
  const place = placeOf(file)
  if (place === undefined || (found && !found.isFile())) return writeInto(file, content)
  viaPart(place, content, (part) => renameSync(part, place), found && { permissions: found.mode & 0o777 })
}

/** Whether there is a file that `writeNamed` would replace: what it writes into loses nothing. Throws the system's error, EISDIR for a folder. */
export function isReplaced(file: string): boolean {
  const found = statSync(file, { throwIfNoEntry: false })
  if (!found || ownStream(found)) return false
  if (found.isDirectory()) throw Object.assign(new Error(`EISDIR: ${file}`), { code: 'EISDIR' })
  return found.isFile() && placeOf(file) !== undefined
}

/** Removes a file that is of no more use, where it is there. A folder may have become one that cannot be written to: then it stays. */
export function tryToRemove(file: string): void {
  try {
    rmSync(file, { force: true })
  } catch {
    // Windows does not remove what is open either. A wider problem shows in the operation that meets it.
  }
}

interface Permissions {
  /** Of what is made, before the process's umask. */
  readonly mode?: number
  /** Exactly these. */
  readonly permissions?: number
}

function viaPart(
  file: string,
  content: Content,
  place: (part: string) => void,
  { mode = 0o666, permissions }: Permissions = {},
): void {
  // A name that nobody can foresee, and that is not longer for a long one.
  const part = join(dirname(file), `.utakata-${randomUUID()}.part`)
  // Nothing that is there is opened, and no link followed.
  const descriptor = openSync(part, 'wx', mode)
  try {
    try {
      if (permissions !== undefined) fchmodSync(descriptor, permissions)
      writePieces(descriptor, content)
    } finally {
      closeSync(descriptor)
    }
    place(part)
  } catch (error) {
    tryToRemove(part)
    throw error
  }
}

/** Standard output or error, where that is what a name stands for. */
function ownStream(found: Stats): NodeJS.WriteStream | undefined {
  return [process.stdout, process.stderr].find(({ fd }) => {
    try {
      const own = fstatSync(fd)
      return own.dev === found.dev && own.ino === found.ino
    } catch {
      // It is closed.
      return false
    }
  })
}

/** Where the links of a name end, be there a file or not; undefined for a descriptor, which has no name to be replaced. */
function placeOf(file: string): string | undefined {
  const folder = realpathSync(dirname(file))
  if (folder.startsWith('/proc/')) return undefined
  const place = join(folder, basename(file))
  const isLink = lstatSync(place, { throwIfNoEntry: false })?.isSymbolicLink()
  return isLink ? placeOf(resolve(folder, readlinkSync(place))) : place
}

function piecesOf(content: Content): Iterable<string | Uint8Array> {
  return typeof content === 'string' || content instanceof Uint8Array ? [content] : content
}

function writePieces(descriptor: number, content: Content): void {
  for (const piece of piecesOf(content)) writeFileSync(descriptor, piece)
}

function writeInto(file: string, content: Content): void {
  // At its end: a descriptor may be that of a file that others write to. And not to be made, since it is there: Linux refuses to open
  // a pipe of somebody else's in /tmp with O_CREAT.
  const descriptor = openSync(file, constants.O_WRONLY | constants.O_APPEND)
  try {
    writePieces(descriptor, content)
  } finally {
    closeSync(descriptor)
  }
}
