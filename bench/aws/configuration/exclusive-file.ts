import { resolve } from 'node:path'
import { DatabaseSync } from 'node:sqlite'

/**
 * Holds a file, which is made where there is none, until it is disposed of or this process ends, in whatever way: the system
 * lets go of it by itself, so that no number of a process can outlive the process. Undefined while somebody else holds it.
 * Throws SQLite's error where the file cannot be used. What is in it does not matter: it stays empty.
 */
export function holdFile(file: string): Disposable | undefined {
  // SQLite locks files on every system; Node itself has no call for it.
  const database = new DatabaseSync(resolve(file))
  try {
    database.exec('begin exclusive')
  } catch (error) {
    database.close()
    // SQLITE_BUSY. Source: SQLite, "Result and Error Codes".
    if ((error as { errcode?: unknown }).errcode === 5) return undefined
    throw error
  }
  return { [Symbol.dispose]: () => database.close() }
}
