import { randomUUID } from 'node:crypto'
import { resolve } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Claims } from '../../strategies/claim.ts'

/** How long one attempt may hold up the thread, and how long it is then left alone, while another process is writing. */
const BUSY_MS = 20
const PAUSE_MS = 30
/** How long a claim is tried to be given back, and how long once the run is to end. */
const PATIENCE_MS = 10_000
const HASTE_MS = 1000

/**
 * Claims kept in a file, which is made where there is none; several processes and threads may have it open. `lookOnly`: what is
 * taken is not written down. Throws SQLite's error when the file cannot be used.
 */
export function openClaims(file: string, { lookOnly = false } = {}): Claims {
  // As a path: SQLite has other uses for an empty name, `:memory:` and `file:`.
  const database = new DatabaseSync(resolve(file), { timeout: BUSY_MS })
  let isMade = false
  const make = () => {
    if (isMade) return
    database.exec(
      'create table if not exists claims (key text primary key, owner text not null, until_ms integer) strict',
    )
    if (!lookOnly) database.prepare('delete from claims where until_ms < ?').run(Date.now())
    isMade = true
  }
  try {
    make()
  } catch (error) {
    // While another process is at it, it is left for the first claim.
    if (!isBusy(error)) throw error
  }
  const owner = randomUUID()

  return {
    async take(key, untilMs, signal) {
      return retried(signal, () => {
        make()
        if (lookOnly) return database.prepare('select 1 from claims where key = ?').get(key) === undefined
        const insert = database.prepare('insert into claims values (?, ?, ?) on conflict (key) do nothing')
        return insert.run(key, owner, untilMs).changes === 1
      })
    },
    async release(key, signal) {
      const patience = AbortSignal.timeout(signal.aborted ? HASTE_MS : PATIENCE_MS)
      await retried(patience, () => database.prepare('delete from claims where key = ? and owner = ?').run(key, owner))
    },
    async close() {
      database.close()
    },
  }
}

/** Tries until nobody else is writing; rejects with SQLite's error when it is cancelled before. */
async function retried<T>(signal: AbortSignal, attempt: () => T): Promise<T> {
  for (;;) {
    try {
      return attempt()
    } catch (error) {
      if (!isBusy(error) || signal.aborted) throw error
      await sleep(PAUSE_MS, undefined, { signal }).catch(() => {})
    }
  }
}

/** SQLITE_BUSY. Source: SQLite, "Result and Error Codes". */
function isBusy(error: unknown): boolean {
  return (error as { errcode?: unknown }).errcode === 5
}
