import { closeSync, constants, fstatSync, openSync, readSync, type Stats } from 'node:fs'
import type { FileKind, ProblemCode, Problems, Unreadable } from './problems.ts'
import { UserError } from './user-error.ts'

/** That a file is not read, and why. */
export class UnreadableFile extends Error {
  override readonly name = 'UnreadableFile'
  readonly why: Unreadable

  constructor(why: Unreadable, cause?: NodeJS.ErrnoException) {
    // For whoever debugs; nobody else sees it.
    super(JSON.stringify(why), { cause })
    this.why = why
  }
}

const CHUNK_BYTES = 65_536
const NEWLINE = 10

export interface ReadOptions {
  readonly mostBytes: number
  /** Whether what another program writes may be read, as a shell's `<(...)` gives it: it is waited for. */
  readonly isPipeAllowed?: boolean
}

/** The text of a file, all of it in UTF-8; throws an UnreadableFile for anything else, and for a file of more bytes before they are read. */
export function readTextFile(file: string, options: ReadOptions): string {
  const bytes = readBytes(file, { ...options, isText: true })
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw new UnreadableFile({ code: 'not-text' })
  }
}

/** Problems that name a file, and why it is not read. */
type UnreadableCode = {
  readonly [Code in ProblemCode]: Problems[Code] extends { readonly file: string; readonly why: Unreadable }
    ? Code
    : never
}[ProblemCode]

/** As `readTextFile`, of a file that a user named; throws a UserError of that code. */
export function readNamedFile(file: string, code: UnreadableCode, options: ReadOptions): string {
  try {
    return readTextFile(file, options)
  } catch (error) {
    if (!(error instanceof UnreadableFile)) throw error
    throw new UserError(code, { file, why: error.why })
  }
}

/** The bytes of a file; throws an UnreadableFile, as `readTextFile`. `isText`: a zero byte ends the reading, before all is read. */
export function readBytes(
  file: string,
  { mostBytes, isPipeAllowed = false, isText = false }: ReadOptions & { readonly isText?: boolean },
): Buffer {
  return withFile(file, isPipeAllowed, (descriptor, { size }) => {
    if (size > mostBytes) throw tooLong(mostBytes)
    const chunks: Buffer[] = []
    let bytes = 0
    for (const chunk of chunksOf(descriptor)) {
      bytes += chunk.length
      // A pipe has no size, and a file may grow.
      if (bytes > mostBytes) throw tooLong(mostBytes)
      // No text of ours has one, and what is no text at all soon does.
      if (isText && chunk.includes(0)) throw new UnreadableFile({ code: 'zero-byte' })
      chunks.push(chunk)
    }
    return Buffer.concat(chunks)
  })
}

function tooLong(mostBytes: number): UnreadableFile {
  return new UnreadableFile({ code: 'too-long', mostBytes })
}

/** A line of a file, without its line feed. */
export interface Line {
  readonly text: string
  /** From 1. */
  readonly number: number
  /** How many bytes of the file it ends after. */
  readonly endByte: number
  /** Whether a line feed ends it: the last one may be cut off. */
  readonly isWhole: boolean
}

export interface LineOptions {
  /** Of the whole file. */
  readonly mostBytes: number
  readonly mostLineBytes: number
  /** Where to begin: after so many bytes, and lines. */
  readonly after?: Pick<Line, 'endByte' | 'number'>
}

/** The lines of a regular file, one at a time, so that the first wrong one ends the reading; throws an UnreadableFile, also for a line of more bytes. */
export function* linesOf(file: string, { mostBytes, mostLineBytes, after }: LineOptions): Generator<Line> {
  const descriptor = openRegular(file, false)
  try {
    if (fstatSync(descriptor).size > mostBytes) throw tooLong(mostBytes)
    let [number, endByte] = [after?.number ?? 0, after?.endByte ?? 0]
    let begun: Buffer[] = []
    let begunBytes = 0
    const line = (isWhole: boolean): Line => {
      const text = (begun.length === 1 ? begun[0]! : Buffer.concat(begun)).toString('utf8')
      begun = []
      begunBytes = 0
      return { text, number: ++number, endByte, isWhole }
    }
    const add = (part: Buffer) => {
      begun.push(part)
      begunBytes += part.length
      endByte += part.length
      if (begunBytes > mostLineBytes)
        throw new UnreadableFile({ code: 'too-long', mostBytes: mostLineBytes, line: number + 1 })
    }
    for (const chunk of chunksOf(descriptor, endByte)) {
      let from = 0
      for (let until = chunk.indexOf(NEWLINE); until >= 0; until = chunk.indexOf(NEWLINE, from)) {
        add(chunk.subarray(from, until))
        endByte++
        yield line(true)
        from = until + 1
      }
      if (from < chunk.length) add(chunk.subarray(from))
    }
    if (begunBytes > 0) yield line(false)
  } finally {
    closeSync(descriptor)
  }
}

/** The bytes of a regular file of any size, some at a time; throws an UnreadableFile. */
export function* bytesIn(file: string): Generator<Buffer> {
  const descriptor = openRegular(file, false)
  try {
    yield* chunksOf(descriptor)
  } finally {
    closeSync(descriptor)
  }
}

/** The begin of a regular file as text, without a byte order mark; at most 64 KB of it. Throws an UnreadableFile. */
export function headOf(file: string, mostBytes: number): string {
  for (const chunk of bytesIn(file))
    return chunk
      .subarray(0, mostBytes)
      .toString('utf8')
      .replace(/^\uFEFF/, '')
  return ''
}

function* chunksOf(descriptor: number, from?: number): Generator<Buffer> {
  let position = from ?? null
  for (;;) {
    const chunk = Buffer.allocUnsafe(CHUNK_BYTES)
    const bytes = readSync(descriptor, chunk, 0, CHUNK_BYTES, position)
    if (bytes === 0) return
    if (position !== null) position += bytes
    yield chunk.subarray(0, bytes)
  }
}

function withFile<T>(file: string, isPipeAllowed: boolean, read: (descriptor: number, stats: Stats) => T): T {
  const descriptor = openRegular(file, isPipeAllowed)
  try {
    return read(descriptor, fstatSync(descriptor))
  } catch (error) {
    throw error instanceof UnreadableFile ? error : unreadable(error as NodeJS.ErrnoException)
  } finally {
    closeSync(descriptor)
  }
}

function openRegular(file: string, isPipeAllowed: boolean): number {
  let descriptor: number
  try {
    // Without it, opening a FIFO that nobody writes to waits for ever.
    descriptor = openSync(file, constants.O_RDONLY | (isPipeAllowed ? 0 : constants.O_NONBLOCK))
  } catch (error) {
    throw unreadable(error as NodeJS.ErrnoException)
  }
  const kind = kindOf(fstatSync(descriptor))
  if (kind === undefined || (isPipeAllowed && kind !== 'folder')) return descriptor
  closeSync(descriptor)
  throw new UnreadableFile({ code: 'not-regular', kind })
}

function unreadable(error: NodeJS.ErrnoException): UnreadableFile {
  const { code } = error
  return new UnreadableFile(code === 'ENOENT' ? { code: 'missing' } : { code: 'refused', system: String(code) }, error)
}

/** Undefined for a regular file. */
function kindOf(stats: Stats): FileKind | undefined {
  if (stats.isFile()) return undefined
  if (stats.isDirectory()) return 'folder'
  if (stats.isFIFO()) return 'fifo'
  if (stats.isSocket()) return 'socket'
  return 'device'
}
