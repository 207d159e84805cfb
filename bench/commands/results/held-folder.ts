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
import { DisposableStack } from '@whatwg-node/disposablestack'
import { atExit } from '../../io/at-exit.ts'
import { holdFile } from '../../io/exclusive-file.ts'
import { problemOf, UserError } from '../../io/user-error.ts'
import { tryToRemove, writeWhole } from '../../io/write-whole.ts'
import { calledIn } from '../../cli/called.ts'
import { makeWritable, unusable } from './make-folders.ts'
import type { Io } from '../../cli/io.ts'
import type { Problem, Problems } from '../../io/problems.ts'

/** A folder of results as it is written to. */
export interface ResultFolder {
  readonly path: string
  /** Why nothing may be written there any more; undefined as long as it may. */
  readonly whyLost?: () => Problem | undefined
}

/** A folder that no other run writes to until it is disposed of, or this process ends, in whatever way. */
export interface HeldFolder extends ResultFolder, Disposable {
  readonly whyLost: () => Problem | undefined
}

/** What is locked. */
const LOCK_FILE = 'utakata.lock'
/** Who has locked it, for people only: numbers of processes are used again, and differ from container to container. */
const PID_FILE = 'utakata.pid'

/** Makes a folder where there is none, and holds it. Throws a UserError where another run holds it, and where it cannot be written to. */
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
    throw new UserError('folder-unlockable', { path, problem: problemOf(error) }, { cause: error })
  }
  if (lock) return lock
  const pid = holderIn(path)
  throw new UserError('folder-held', { path, ...(pid !== undefined && { pid }) })
}

function holderIn(path: string): string | undefined {
  const file = join(path, PID_FILE)
  const isFile = lstatSync(file, { throwIfNoEntry: false })?.isFile() ?? false
  const [pid] = (isFile && /^\d+/.exec(readFileSync(file, 'utf8'))) || []
  return pid
}

/** A folder that is known again wherever it goes. */
function openFolder(
  path: string,
  cwd: string,
): { readonly whyLost: () => Problem | undefined; readonly close: () => void } {
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

function whatBecameOf(path: string, { descriptor, began, cwd }: Begun): Problem {
  const lost = (became: Problems['folder-lost']['became']): Problem => ({
    code: 'folder-lost',
    parameters: { path, became },
  })
  if (descriptor === undefined) return lost('gone')
  if (fstatSync(descriptor).nlink === 0) return lost('removed')
  const to = linkOf(`/proc/self/fd/${descriptor}`)
  if (to === undefined || !isSame(statOf(to), began)) return lost('moved')
  const moved = { to, command: `${calledIn(cwd)} report ${to}` }
  return { code: 'folder-lost', parameters: { path, became: 'moved', moved } }
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
