import { execFile, execFileSync } from 'node:child_process'
import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { promisify } from 'node:util'
import { expect, onTestFinished, test, vi } from 'vitest'
import { ClaimsFileError, openClaims, prepareClaims } from '../../../../bench/commands/job/claims-file.ts'
import { aFolder } from '../../../support/folders.ts'
import { asOrdinaryUser } from '../../../support/other-user.ts'

const NOW_MS = Date.UTC(2026, 0, 15, 9)
const DAY_MS = 86_400_000
const { signal } = new AbortController()

const windowAt = (fromMs: number) => ({ fromMs, untilMs: fromMs + 3_600_000 })
const claimOf = (key: string, { earlierKeys = [] as string[], startMs = NOW_MS } = {}) => ({
  key,
  earlierKeys,
  startMs,
})
const prepare = (file: string, fromMs = NOW_MS) => prepareClaims(file, windowAt(fromMs))

/** The outcome of taking each key, by a run of its own. */
async function taking(file: string, claims: readonly ReturnType<typeof claimOf>[], options = {}) {
  const run = openClaims(file, options)
  const taken: boolean[] = []
  for (const claim of claims) taken.push(await run.take(claim, signal))
  await run.close()
  return taken
}

function withDatabase<T>(file: string, work: (database: DatabaseSync) => T): T {
  const database = new DatabaseSync(file)
  try {
    return work(database)
  } finally {
    database.close()
  }
}

/** A file as version 1 made it, which holds one claim. */
function aFileOfVersion1(): string {
  const file = `${aFolder()}/sent.sqlite`
  withDatabase(file, (database) => {
    database.exec(
      'create table if not exists claims (key text primary key, owner text not null, until_ms integer) strict',
    )
    database.prepare('insert into claims values (?, ?, ?)').run('old', 'a run', NOW_MS + 30 * DAY_MS)
  })
  return file
}

/** A prepared file with claims enough for several pages. */
async function aFile(): Promise<string> {
  const file = `${aFolder()}/sent.sqlite`
  await prepare(file)
  withDatabase(file, (database) =>
    database.exec(
      `insert into claims with recursive n(i) as (select 1 union all select i + 1 from n where i < 2000)
      select printf('%064d', i), 'a run', ${NOW_MS + 30 * DAY_MS}, 2 from n`,
    ),
  )
  return file
}

async function refusalOf(file: string, options = {}) {
  const error: unknown = await prepareClaims(file, windowAt(NOW_MS), options).then(
    () => undefined,
    (reason: unknown) => reason,
  )
  expect(error).toBeInstanceOf(ClaimsFileError)
  const { message, remedy } = error as ClaimsFileError
  return `${message}; ${remedy}`
}

const LOST = /; restore$/
const FOREIGN = /; name-another$/

test('what is taken stays taken, in a file that is created whole and alone', async () => {
  const folder = aFolder()
  const file = `${folder}/sent.sqlite`
  await Promise.all([1, 2, 3].map(() => prepare(file)))
  expect(await taking(file, [claimOf('a'), claimOf('a'), claimOf('b')])).toEqual([true, false, true])
  await prepare(file)
  expect(await taking(file, [claimOf('a'), claimOf('b'), claimOf('c')])).toEqual([false, false, true])
  expect(readdirSync(folder)).toEqual(['sent.sqlite'])
})

// Breakage: the file is created with the first claim: one that was deleted in the middle of a run would silently forget.
test('a file that is gone after it was prepared is not created again', async () => {
  const file = await aFile()
  rmSync(file)
  await expect(taking(file, [claimOf('a')])).rejects.toThrow('unable to open database file')
  expect(readdirSync(dirname(file))).toEqual([])
})

// Breakage: its claims are not those of an earlier version, or the upgrade is not for good.
test('a file of version 1 is upgraded in place, and what was sent stays sent', async () => {
  const file = aFileOfVersion1()
  await prepare(file)
  expect(await taking(file, [claimOf('old'), claimOf('moved', { earlierKeys: ['none', 'old'] })])).toEqual([
    false,
    false,
  ])
  // A claim of this version is of another occurrence than that which had its key before.
  expect(await taking(file, [claimOf('new'), claimOf('moved too', { earlierKeys: ['new'] })])).toEqual([true, true])
  await prepare(file)
  expect(await taking(file, [claimOf('old'), claimOf('new')])).toEqual([false, false])
})

test('a file of version 1 that was locked while it was to be prepared is upgraded with the first claim', async () => {
  const file = aFileOfVersion1()
  const other = new DatabaseSync(file)
  onTestFinished(() => other.close())
  other.exec('begin exclusive')
  await prepare(file)
  other.exec('rollback')
  expect(await taking(file, [claimOf('moved', { earlierKeys: ['old'] }), claimOf('new')])).toEqual([false, true])
})

// Breakage: two of them add the column, or one claims before it is there.
test('processes that upgrade a file at the same time leave one, in which each key is taken once', async () => {
  const file = aFileOfVersion1()
  const module = new URL('../../../../bench/commands/job/claims-file.ts', import.meta.url)
  const program = `const { openClaims, prepareClaims } = await import('${module.href}')
    await prepareClaims('${file}', { fromMs: 0, untilMs: 0 })
    const take = (key, earlierKeys) => openClaims('${file}').take({ key, earlierKeys, startMs: 0 }, new AbortController().signal)
    console.log(await take('new', []), await take('moved', ['old']))`
  const run = promisify(execFile)
  const ended = await Promise.all(
    Array.from({ length: 4 }, () => run(process.execPath, ['--input-type=module', '-e', program])),
  )
  const said = ended.map(({ stdout }) => stdout.trim()).toSorted()
  expect(said).toEqual(['false false', 'false false', 'false false', 'true false'])
})

// Breakage: what a file holds read piece by piece, of which another process changes some in between.
test('a file that another process upgrades while it is looked at is not called a database of something else', async () => {
  const file = aFileOfVersion1()
  const prepared = Reflect.get<DatabaseSync, 'prepare'>(DatabaseSync.prototype, 'prepare')
  let tries = 0
  const spy = vi.spyOn(DatabaseSync.prototype, 'prepare').mockImplementation(function (this: DatabaseSync, sql) {
    if (sql.includes('pragma_table_info') && tries++ === 0)
      try {
        withDatabase(file, (other) =>
          other.exec(
            `begin immediate; alter table claims add column version integer not null default 1;
            pragma application_id = 0x75746b63; pragma user_version = 2; commit`,
          ),
        )
      } catch {
        // It has to wait for whoever is looking.
      }
    return prepared.call(this, sql)
  })
  onTestFinished(() => spy.mockRestore())
  await prepare(file, NOW_MS)
  expect(tries).toBeGreaterThan(0)
  expect(await taking(file, [claimOf('moved', { earlierKeys: ['old'] }), claimOf('new')])).toEqual([false, true])
})

// Breakage: anything is written: the file, its upgrade, or a claim.
test('a run that only looks writes nothing', async () => {
  const folder = aFolder()
  const none = `${folder}/sent.sqlite`
  await prepareClaims(none, windowAt(NOW_MS), { lookOnly: true })
  expect(await taking(none, [claimOf('a'), claimOf('a')], { lookOnly: true })).toEqual([true, true])
  expect(readdirSync(folder)).toEqual([])

  for (const file of [aFileOfVersion1(), await aFile()]) {
    const before = readFileSync(file)
    await prepareClaims(file, windowAt(NOW_MS + 400 * DAY_MS), { lookOnly: true })
    const { key } = withDatabase(file, (database) => database.prepare('select key from claims').get()!)
    const looked = [claimOf(String(key)), claimOf('new'), claimOf('new')]
    expect(await taking(file, looked, { lookOnly: true })).toEqual([false, true, true])
    expect(readFileSync(file).equals(before)).toBe(true)
    expect(readdirSync(dirname(file))).toEqual(['sent.sqlite'])
  }
  const moved = claimOf('moved', { earlierKeys: ['old'] })
  expect(await taking(aFileOfVersion1(), [moved], { lookOnly: true })).toEqual([false])
})

// Breakage: claims are deleted by the system's clock, or by the window of one run alone.
test('a clock that was a year ahead for a while has deleted nothing that is still needed', async () => {
  const file = await aFile()
  await taking(file, [claimOf('needed')])
  await prepare(file, NOW_MS + 365 * DAY_MS)
  await taking(file, [claimOf('of the wrong year', { startMs: NOW_MS + 365 * DAY_MS })])
  await prepare(file, NOW_MS + 366 * DAY_MS)
  await prepare(file, NOW_MS)
  expect(await taking(file, [claimOf('needed')])).toEqual([false])
})

// Breakage: claims are never deleted, or those of events to come are.
test('a claim is deleted when its event is long past and 100,000 others were made after it', async () => {
  const file = `${aFolder()}/sent.sqlite`
  await prepare(file)
  await taking(file, [claimOf('past'), claimOf('to come', { startMs: NOW_MS + 40 * DAY_MS })])
  withDatabase(file, (database) =>
    database.exec(`insert into claims (rowid, key, owner, until_ms, version) values (100001, 'last', 'a run', 0, 2)`),
  )
  const keys = () =>
    withDatabase(file, (database) =>
      database
        .prepare('select key from claims order by rowid')
        .all()
        .map(({ key }) => key),
    )
  await prepare(file, NOW_MS + 29 * DAY_MS)
  expect(keys()).toEqual(['past', 'to come', 'last'])
  await prepare(file, NOW_MS + 31 * DAY_MS)
  expect(keys()).toEqual(['to come', 'last'])
})

// Breakage: any of them is taken for a new file: all that starts soon is then sent again.
test.each([
  ['emptied', /^it is empty/, (file: string) => truncateSync(file)],
  ['cut off', /^database disk image is malformed/, (file: string) => truncateSync(file, 3 * 4096)],
  [
    'damaged in the middle',
    /^(it is damaged|database disk image is malformed)/,
    (file: string) => overwrite(file, 9 * 4096),
  ],
  ['damaged in its index alone', /^it is damaged/, dropFromIndex],
  [
    'without its table',
    /^its table of claims is gone/,
    (file: string) => withDatabase(file, (database) => database.exec('drop table claims')),
  ],
] as const)('a file that is %s is refused, with what to do', async (_, why, damage) => {
  const file = await aFile()
  damage(file)
  for (const lookOnly of [false, true]) {
    const refusal = await refusalOf(file, { lookOnly })
    expect(refusal).toMatch(why)
    expect(refusal).toMatch(LOST)
    expect(refusal).not.toContain('\n')
  }
})

function overwrite(file: string, at: number): void {
  const bytes = readFileSync(file)
  bytes.fill(0xa5, at, at + 4096)
  writeFileSync(file, bytes)
}

/** A claim that is in the table and not in its index: SQLite would take the key for one that is free. */
function dropFromIndex(file: string): void {
  const bytes = readFileSync(file)
  const key = '1000'.padStart(64, '0')
  const places: number[] = []
  for (let at = bytes.indexOf(key); at !== -1; at = bytes.indexOf(key, at + 1)) places.push(at)
  expect(places).toHaveLength(2)
  // The table's own copy is followed by its owner.
  const inIndex = places.find((at) => bytes.toString('latin1', at + 64, at + 69) !== 'a run')!
  bytes.write('x', inIndex + 63, 'latin1')
  writeFileSync(file, bytes)
}

test.each([
  ['a folder', /^it is not a regular file/, (file: string): void => mkdirSync(file)],
  ['a pipe', /^it is not a regular file/, (file: string): unknown => execFileSync('mkfifo', [file])],
  [
    'a link to nothing',
    /^it is a symbolic link to a file that is not there/,
    (file: string) => symlinkSync('none', file),
  ],
  ['no database', /^file is not a database/, (file: string) => writeFileSync(file, 'notes '.repeat(100))],
  [
    'a database of another program',
    /^it is a database of something else/,
    (file: string) => withDatabase(file, (database) => database.exec('create table claims (insurance text)')),
  ],
  [
    'one that says so in its header',
    /^it is a database of something else/,
    (file: string) =>
      withDatabase(file, (database) =>
        database.exec('pragma application_id = 7; create table claims (key, owner, until_ms)'),
      ),
  ],
  [
    'a file of a later version',
    /^it is of format 3, and this version knows up to 2/,
    (file: string) =>
      withDatabase(file, (database) =>
        database.exec('pragma application_id = 0x75746b63; pragma user_version = 3; create table claims (key)'),
      ),
  ],
] as const)('%s is refused and left as it is', async (_, why, make) => {
  const file = `${aFolder()}/sent.sqlite`
  make(file)
  for (const lookOnly of [false, true]) {
    const refusal = await refusalOf(file, { lookOnly })
    expect(refusal).toMatch(why)
    expect(refusal).toMatch(FOREIGN)
  }
  expect(readdirSync(dirname(file))).toEqual(['sent.sqlite'])
})

// Breakage: a new file is created: SQLite writes into it what the journal holds.
test('a file that is gone while its journal is still there is refused', async () => {
  const file = await aFile()
  rmSync(file)
  writeFileSync(`${file}-journal`, 'what a crash left')
  expect(await refusalOf(file)).toBe('it is missing, but its journal is there; restore-or-delete-journal')
})

// Breakage: a dry run applies the journal, or reads what was never finished.
test('what a run that broke off left is undone by the next one, and a dry run says so', async () => {
  const file = await aFile()
  const left = `${aFolder()}/sent.sqlite`
  withDatabase(file, (database) => {
    database.exec("pragma cache_size = 1; begin; update claims set key = 'x' || key")
    for (const suffix of ['', '-journal']) copyFileSync(`${file}${suffix}`, `${left}${suffix}`)
    database.exec('rollback')
  })
  const before = readFileSync(left)
  expect(await refusalOf(left, { lookOnly: true })).toMatch(/^an interrupted run .*; run-for-real$/)
  expect(readFileSync(left).equals(before)).toBe(true)
  await prepare(left)
  expect(await taking(left, [claimOf('1'.padStart(64, '0'))])).toEqual([false])
})

test('a link to a file of claims is one', async () => {
  const file = await aFile()
  const link = `${aFolder()}/link.sqlite`
  symlinkSync(file, link)
  await prepare(link)
  expect(await taking(link, [claimOf('a')])).toEqual([true])
  expect(await taking(file, [claimOf('a')])).toEqual([false])
})

test('a file that may not be written is refused before anything is sent', async () => {
  const file = await aFile()
  chmodSync(dirname(file), 0o555)
  onTestFinished(() => chmodSync(dirname(file), 0o755))
  chmodSync(file, 0o444)
  await asOrdinaryUser(async () => {
    expect(await refusalOf(file)).toBe('it may not be written; make-writable')
    await prepareClaims(file, windowAt(NOW_MS), { lookOnly: true })
    expect(await refusalOf(join(dirname(file), 'new.sqlite'))).toBe('it cannot be opened; check-folder')
  })
})

// Breakage: what SQLite says of any file that it cannot open, and a dry run that finds nothing wrong.
test('a file in a folder that does not exist is refused with what to do, by a dry run too', async () => {
  const folder = aFolder({ file: '' })
  for (const file of [join(folder, 'none', 'sent.sqlite'), join(folder, 'file', 'sent.sqlite')]) {
    expect(await refusalOf(file)).toBe('its folder does not exist; make-folder')
    await expect(prepareClaims(file, windowAt(NOW_MS), { lookOnly: true })).rejects.toThrow(
      expect.objectContaining({ why: { code: 'no-folder' } }),
    )
  }
})
