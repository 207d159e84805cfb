import { type BigIntStats, closeSync, lstatSync, openSync } from 'node:fs'
import { resolve } from 'node:path'
import { type Database, DatabaseSync } from './sqlite.ts'
import { tryToRemove } from './write-whole.ts'
import { UserError } from './user-error.ts'

/**
 * Holds a file, which is made where there is none, until it is disposed of or this process ends, in whatever way: the system
 * lets go of it by itself, so that no number of a process can outlive the process. The file stays empty, and is removed when it is
 * disposed of. Undefined while somebody else holds it, in this process too. Throws SQLite's error, or the system's, where the file
 * cannot be used.
 */
export function holdFile(file: string): Disposable | undefined {
  const path = resolve(file)
  for (;;) {
    const made = makeFile(path)
    const database = lock(path)
    if (!database) return undefined
    // Whoever held it before may have removed it since it was found: what is locked then is a file that nobody else will find.
    if (made && isAt(path, made)) return held(path, made, database)
    database.close()
  }
}

/** Makes an empty file where there is none; undefined where the one that was there has gone meanwhile. */
function makeFile(path: string): BigIntStats | undefined {
  try {
    closeSync(openSync(path, 'wx', 0o600))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  }
  const made = lstatSync(path, { bigint: true, throwIfNoEntry: false })
  // SQLite would follow a link, and wait for whoever reads a pipe.
  if (made && !made.isFile()) throw new UserError('not-a-regular-file', { path })
  return made
}

/** SQLite locks files on every system, between containers too; Node itself has no call for it. Undefined where it is locked. */
function lock(path: string): Database | undefined {
  const database = new DatabaseSync(path)
  try {
    // No journal beside it: nothing is ever written.
    database.exec('pragma journal_mode = memory; begin exclusive')
    return database
  } catch (error) {
    database.close()
    // SQLITE_BUSY. Source: SQLite, "Result and Error Codes".
    if ((error as { errcode?: unknown }).errcode === 5) return undefined
    throw error
  }
}

function held(path: string, made: BigIntStats, database: Database): Disposable {
  return {
    [Symbol.dispose]() {
      // While it is still locked, so that nobody locks what is about to be removed and believes to hold it.
      if (isAt(path, made)) tryToRemove(path)
      database.close()
    },
  }
}

/** An inode's number is used again once it is free; with the time of its birth it is one file's alone. */
function isAt(path: string, { dev, ino, birthtimeNs }: BigIntStats): boolean {
  const now = lstatSync(path, { bigint: true, throwIfNoEntry: false })
  return now?.dev === dev && now.ino === ino && now.birthtimeNs === birthtimeNs
}
