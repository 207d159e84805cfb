import { randomUUID } from 'node:crypto'
import { constants, copyFileSync, linkSync, lstatSync, rmSync, statSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'
import { CLAIM_VERSION, type Claims, REMEMBERED_MS } from '../../../strategies/claim.ts'
import type { Window } from '../../../strategies/calendar/window.ts'
import { createLimit } from '../../../strategies/limit.ts'
import type { ClaimsRemedy, ClaimsTrouble } from '../../io/problems.ts'
import { type Database, DatabaseSync } from '../../io/sqlite.ts'
import { UserError } from '../../io/user-error.ts'
import { claimsTroubleText } from '../../report/messages/problems/claims.ts'

/** How long one attempt may hold up the thread, and how long it is then left alone, while another process is writing. */
const BUSY_MS = 20
const PAUSE_MS = 30
/** How long a claim is tried to be given back, and how long once the run is to end. */
const PATIENCE_MS = 10_000
const HASTE_MS = 1000
/** How long a run waits for another process before it begins its work. */
const PREPARE_MS = 1000

/** `utkc` in the header of the file. Source: SQLite, "PRAGMA application_id". */
const APPLICATION_ID = 0x75_74_6b_63

/**
 * Claims that are never deleted, the last ones made. A clock that is a year ahead makes every claim look past, and deleting those
 * of the real present would send their events again; so a claim goes only when it is past and this many were made after it.
 * They take 20 MB.
 */
const KEPT_CLAIMS = 100_000

/** A file that cannot be relied on to remember what was sent: why, and what to do about it. */
export class ClaimsFileError extends UserError<'claims-file-unusable'> {
  readonly why: ClaimsTrouble
  readonly remedy: ClaimsRemedy

  constructor(why: ClaimsTrouble, remedy: ClaimsRemedy, options?: ErrorOptions) {
    super('claims-file-unusable', { why }, options)
    // It becomes a part of the failure of a feed.
    this.message = claimsTroubleText(why)
    this.why = why
    this.remedy = remedy
  }
}

export interface ClaimsFileOptions {
  /** Nothing is written, not even the file; what is taken is not remembered. */
  readonly lookOnly?: boolean
}

/**
 * To be called once before a run: creates the file where there is none, upgrades that of an earlier version, checks all of it, and
 * deletes claims of events long before `window`. One that another process keeps locked is left for the first claim. Throws a
 * ClaimsFileError.
 */
export async function prepareClaims(
  file: string,
  { fromMs }: Window,
  { lookOnly = false }: ClaimsFileOptions = {},
): Promise<void> {
  try {
    if (!statSync(dirname(resolve(file)), { throwIfNoEntry: false })?.isDirectory())
      throw new ClaimsFileError({ code: 'no-folder' }, 'make-folder')
    await retried(AbortSignal.timeout(PREPARE_MS), () => {
      if (!isThere(file)) {
        if (lookOnly) return
        create(file)
      }
      using database = open(file, lookOnly)
      formatOf(database)
      // All of it, 0.1 s for the most there may be: a quick check passes over the index, which decides whether a key is taken.
      const { integrity_check: found } = database.prepare('pragma integrity_check(1)').get()!
      if (found !== 'ok') throw new ClaimsFileError({ code: 'damaged', message: onOneLine(String(found)) }, 'restore')
      if (!lookOnly) write(database, fromMs)
    })
  } catch (error) {
    if (!isBusy(error)) throw explain(error, lookOnly)
  }
}

/**
 * Claims kept in a file, which must have been prepared; several processes and threads may have it open. It is opened with the first
 * claim: some threads never make one.
 */
export function openClaims(file: string, { lookOnly = false }: ClaimsFileOptions = {}): Claims {
  const owner = randomUUID()
  let opened: Database | undefined
  let format: number | undefined
  // While another process is writing, several that wait would hold the thread up one after the other, without a pause.
  const inTurn = createLimit(1)

  /** Undefined where there is nothing to look at. */
  const ready = (): Database | undefined => {
    if (format !== undefined || (lookOnly && !isThere(file))) return opened
    // It stays open while another process is writing.
    opened ??= open(file, lookOnly)
    // Of an earlier version where the file was locked while it was to be prepared.
    if (formatOf(opened) < CLAIM_VERSION && !lookOnly) write(opened)
    format = formatOf(opened)
    return opened
  }

  return {
    async take({ key, earlierKeys, startMs }, signal) {
      const attempt = () => {
        const database = ready()
        if (!database) return true
        const version = format === 1 ? '1' : 'version'
        const earlier = `${version} < ${CLAIM_VERSION} and key in (select value from json_each(?))`
        const keys = JSON.stringify(earlierKeys)
        if (lookOnly) return !database.prepare(`select 1 from claims where key = ? or (${earlier})`).get(key, keys)
        const insert = database.prepare(
          `insert into claims (key, owner, until_ms, version) select ?, ?, ?, ?
          where not exists (select 1 from claims where ${earlier}) on conflict (key) do nothing`,
        )
        return insert.run(key, owner, startMs + REMEMBERED_MS, CLAIM_VERSION, keys).changes === 1
      }
      return inTurn(() => retried(signal, attempt))
    },
    async release(key, signal) {
      const patience = AbortSignal.timeout(signal.aborted ? HASTE_MS : PATIENCE_MS)
      await retried(patience, () => opened?.prepare('delete from claims where key = ? and owner = ?').run(key, owner))
    },
    async close() {
      opened?.close()
    },
  }
}

/** Throws where something is there that is no file of claims, or no longer one. */
function isThere(file: string): boolean {
  const path = resolve(file)
  const found = statSync(path, { throwIfNoEntry: false })
  if (found && !found.isFile()) throw new ClaimsFileError({ code: 'not-regular' }, 'name-another')
  if (found?.size === 0) throw new ClaimsFileError({ code: 'empty' }, 'restore')
  if (found) return true
  if (lstatSync(path, { throwIfNoEntry: false })) throw new ClaimsFileError({ code: 'dangling-link' }, 'name-another')
  return false
}

/** Under another name first, so that a crash never leaves half of it; where another process was faster, its file stays. */
function create(file: string): void {
  const path = resolve(file)
  for (const journal of [`${path}-journal`, `${path}-wal`])
    // SQLite would write what it holds into a new file.
    if (statSync(journal, { throwIfNoEntry: false }) && !isThere(file))
      throw new ClaimsFileError({ code: 'only-journal' }, 'restore-or-delete-journal')
  const draft = `${path}.${randomUUID()}.new`
  try {
    using database = new DatabaseSync(draft)
    database.exec(
      `begin;
      create table claims (key text primary key, owner text not null, until_ms integer, version integer not null) strict;
      pragma application_id = ${APPLICATION_ID};
      pragma user_version = ${CLAIM_VERSION};
      commit`,
    )
    database.close()
    place(draft, path)
  } finally {
    for (const leftover of [draft, `${draft}-journal`]) rmSync(leftover, { force: true })
  }
}

function place(draft: string, path: string): void {
  try {
    linkSync(draft, path)
  } catch (error) {
    // Some file systems have no hard links.
    if (!isTaken(error)) copyOnce(draft, path)
  }
}

function copyOnce(draft: string, path: string): void {
  try {
    copyFileSync(draft, path, constants.COPYFILE_EXCL)
  } catch (error) {
    if (!isTaken(error)) throw error
  }
}

function isTaken(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code === 'EEXIST'
}

/** As an address: SQLite has other uses for an empty name and `:memory:`, and only so does it leave what is not there alone. */
function open(file: string, lookOnly: boolean): Database {
  const address = pathToFileURL(resolve(file))
  address.search = lookOnly ? 'mode=ro' : 'mode=rw'
  return new DatabaseSync(address, { timeout: BUSY_MS })
}

/** The version whose claims the file holds; throws where it holds none. Seen at one instant: another process may be upgrading it. */
function formatOf(database: Database): number {
  if (database.isTransaction) return formatNow(database)
  database.exec('begin')
  try {
    return formatNow(database)
  } finally {
    // Some errors have ended it already.
    if (database.isTransaction) database.exec('rollback')
  }
}

function formatNow(database: Database): number {
  const { application_id: application } = database.prepare('pragma application_id').get()!
  const format = Number(database.prepare('pragma user_version').get()!['user_version'])
  const schema = database.prepare("select name from sqlite_schema where type = 'table' and name not like 'sqlite_%'")
  const tables = schema.all().map(({ name }) => name)
  if (application === 0 && tables.join() === 'claims') {
    const columns = database.prepare("select name from pragma_table_info('claims')").all()
    if (columns.map(({ name }) => name).join() === 'key,owner,until_ms') return 1
  }
  if (application !== APPLICATION_ID) throw new ClaimsFileError({ code: 'foreign' }, 'name-another')
  if (format > CLAIM_VERSION) throw new ClaimsFileError({ code: 'newer', format, known: CLAIM_VERSION }, 'name-another')
  if (!tables.includes('claims')) throw new ClaimsFileError({ code: 'no-table' }, 'restore')
  return format
}

/** Upgrades the file, at once for all processes, and deletes claims of events long before `fromMs`. */
function write(database: Database, fromMs = -Infinity): void {
  database.exec('begin immediate')
  try {
    // Asked again: another process may just have done it.
    if (formatOf(database) === 1)
      database.exec(
        `alter table claims add column version integer not null default 1; pragma application_id = ${APPLICATION_ID}`,
      )
    // Also where it is the same: so a file that cannot be written is known before any work is begun.
    database.exec(`pragma user_version = ${CLAIM_VERSION}`)
    database
      .prepare('delete from claims where until_ms < ? and rowid <= (select max(rowid) from claims) - ?')
      .run(fromMs, KEPT_CLAIMS)
    database.exec('commit')
  } catch (error) {
    if (database.isTransaction) database.exec('rollback')
    throw error
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

function explain(cause: unknown, lookOnly: boolean): unknown {
  if (!(cause instanceof Error) || cause instanceof ClaimsFileError) return cause
  switch (codeOf(cause)) {
    case READONLY:
      return lookOnly
        ? new ClaimsFileError({ code: 'journal-left' }, 'run-for-real', { cause })
        : new ClaimsFileError({ code: 'read-only' }, 'make-writable', { cause })
    case IO_ERROR:
    case FULL:
      return new ClaimsFileError({ code: 'unusable', message: cause.message }, 'check-disk', { cause })
    case CORRUPT:
      return new ClaimsFileError({ code: 'other', message: onOneLine(cause.message) }, 'restore', { cause })
    case CANNOT_OPEN:
      return new ClaimsFileError({ code: 'unopened' }, 'check-folder', { cause })
    default:
      return new ClaimsFileError({ code: 'other', message: cause.message }, 'name-another', { cause })
  }
}

/** Without the title that SQLite puts on a line of its own. */
function onOneLine(message: string): string {
  return message.replace(/^\*{3}.*\*{3}\n/, '').replaceAll(/\s*\n\s*/g, '; ')
}

/** Source: SQLite, "Result and Error Codes"; the low byte of an extended one is its primary one. */
const BUSY = 5
const READONLY = 8
const IO_ERROR = 10
const CORRUPT = 11
const FULL = 13
const CANNOT_OPEN = 14

function codeOf(error: unknown): number {
  return Number((error as { errcode?: unknown }).errcode) & 0xff
}

function isBusy(error: unknown): boolean {
  return codeOf(error) === BUSY
}
