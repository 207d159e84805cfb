import { DatabaseSync } from 'node:sqlite'
import { randomUUID } from 'node:crypto'
import type { Claims } from '../../strategies/claim.ts'

/** How long a run waits for another one that is writing. */
const BUSY_MS = 10_000

/**
 * Claims kept in a file, which is made where there is none; several processes and threads may have it open. `lookOnly`: what is
 * taken is not written down. Throws SQLite's error when the file cannot be used.
 */
export function openClaims(file: string, { lookOnly = false } = {}): Claims {
  const database = new DatabaseSync(file, { timeout: BUSY_MS })
  // A run that is killed must not take back what others were promised: each claim is on the disk before its post goes out.
  database.exec(
    'create table if not exists claims (key text primary key, owner text not null, until_ms integer) strict',
  )
  database.prepare('delete from claims where until_ms < ?').run(Date.now())
  const owner = randomUUID()
  const insert = database.prepare('insert into claims values (?, ?, ?) on conflict (key) do nothing')
  const find = database.prepare('select 1 from claims where key = ?')
  const remove = database.prepare('delete from claims where key = ? and owner = ?')
  return {
    async take(key, untilMs) {
      return lookOnly ? find.get(key) === undefined : insert.run(key, owner, untilMs).changes === 1
    },
    async release(key) {
      remove.run(key, owner)
    },
    async close() {
      database.close()
    },
  }
}
