import {
  type BigIntStats,
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  openSync,
  readFileSync,
  readlinkSync,
  statSync,
} from 'node:fs'
import { join } from 'node:path'
import { atExit } from '../io/at-exit.ts'
import { holdFile } from '../io/exclusive-file.ts'
import { UsageError } from '../io/usage-error.ts'
import { tryToRemove, writeWhole } from '../io/write-whole.ts'
import { calledIn } from '../cli/called.ts'
import { makeWritable, unusable } from './make-folders.ts'
import type { Io } from '../cli/io.ts'

/** A folder of results as it is written to. */
export interface ResultFolder {
  readonly path: string
  /** Why nothing may be written there any more, in a sentence; undefined as long as it may. */
  readonly whyLost?: () => string | undefined
}

/** A folder that no other run writes to until it is disposed of, or this process ends, in whatever way. */
export interface HeldFolder extends ResultFolder, Disposable {
  readonly whyLost: () => string | undefined
}

/** What is locked. */
const LOCK_FILE = 'utakata.lock'
/** Who has locked it, for people only: numbers of processes are used again, and differ from container to container. */
const PID_FILE = 'utakata.pid'

/** Makes a folder where there is none, and holds it. Throws a UsageError where another run holds it, and where it cannot be written to. */
export function holdFolder(path: string, { cwd }: Pick<Io, 'cwd'>): HeldFolder {
  makeWritable(path)
  using undo = new DisposableStack()
  undo.use(lockIn(path))
  const folder = openFolder(path, cwd)
  undo.defer(() => folder.close())
  const pidFile = join(path, PID_FILE)
  try {
    writeWhole(pidFile, `${process.pid}\n`)
  } catch (error) {
    throw unusable(path, error)
  }
  undo.defer(() => {
    if (folder.whyLost() === undefined) tryToRemove(pidFile)
  })
  const taken = undo.move()
  // A signal may come before anybody listens.
  const stopWaiting = atExit(() => taken.dispose())
  return {
    path,
    whyLost: folder.whyLost,
    [Symbol.dispose]() {
      taken.dispose()
      stopWaiting()
    },
  }
}

function lockIn(path: string): Disposable {
  let lock: Disposable | undefined
  try {
    lock = holdFile(join(path, LOCK_FILE))
  } catch (error) {
    throw new UsageError(
      `--out: expected a folder in which a file can be locked, got "${path}" (${(error as Error).message}); name another one`,
      { cause: error },
    )
  }
  if (lock) return lock
  throw new UsageError(
    `--out: expected a folder that no other run is writing to, got "${path}", where ${holderIn(path)} is writing; wait for its end, or name another one`,
  )
}

function holderIn(path: string): string {
  const file = join(path, PID_FILE)
  const isFile = lstatSync(file, { throwIfNoEntry: false })?.isFile() ?? false
  const [pid] = (isFile && /^\d+/.exec(readFileSync(file, 'utf8'))) || []
  return pid === undefined ? 'another process' : `process ${pid}`
}

/** A folder that is known again wherever it goes. */
function openFolder(
  path: string,
  cwd: string,
): { readonly whyLost: () => string | undefined; readonly close: () => void } {
  const began = statSync(path, { bigint: true })
  const descriptor = descriptorOf(path)
  return {
    whyLost: () => (isSame(statOf(path), began) ? undefined : whatBecameOf(path, { descriptor, began, cwd })),
    close() {
      if (descriptor !== undefined) closeSync(descriptor)
    },
  }
}

/** Undefined on Windows, which opens no folders; it does not let one be moved either while a file in it is open. */
function descriptorOf(path: string): number | undefined {
  return process.platform === 'win32' ? undefined : openSync(path, constants.O_RDONLY | constants.O_DIRECTORY)
}

interface Begun {
  readonly descriptor: number | undefined
  readonly began: BigIntStats
  readonly cwd: string
}

function whatBecameOf(path: string, { descriptor, began, cwd }: Begun): string {
  const lost = (what: string) => `"${path}" was ${what} while this run was writing to it`
  if (descriptor === undefined) return `${lost('moved or removed')}, so that no report is written`
  if (fstatSync(descriptor).nlink === 0) return `${lost('removed')}: its trials are lost, and no report is written`
  const place = linkOf(`/proc/self/fd/${descriptor}`)
  if (place === undefined || !isSame(statOf(place), began))
    return `${lost('moved')}, so that its trials are where it is now, and no report is written`
  return `${lost(`moved to "${place}"`)}, where its trials are; ${calledIn(cwd)} report ${place} makes their report`
}

function isSame(one: BigIntStats | undefined, other: BigIntStats): boolean {
  return one?.dev === other.dev && one.ino === other.ino
}

function statOf(path: string): BigIntStats | undefined {
  try {
    return statSync(path, { bigint: true })
  } catch {
    return undefined
  }
}

/** Of Linux alone. Source: proc(5). */
function linkOf(path: string): string | undefined {
  try {
    return readlinkSync(path)
  } catch {
    return undefined
  }
}
