import { execFileSync, spawnSync } from 'node:child_process'
import fs, { existsSync, mkdirSync, readdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import { constants } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { takeFolder } from '../../../../bench/commands/results/folder.ts'
import type { HeldFolder } from '../../../../bench/commands/results/held-folder.ts'
import { keepScenario } from '../../../../bench/commands/results/raced-scenario.ts'
import { beginLines } from '../../../../bench/io/lines-file.ts'
import { readScenario } from '../../../../bench/scenario/file.ts'
import { UserError } from '../../../../bench/io/user-error.ts'
import { aFolder } from '../../../support/folders.ts'
import { anIo } from '../../../support/in-process.ts'

const IO = anIo()

function taken(...args: Parameters<typeof takeFolder>): HeldFolder {
  const folder = takeFolder(...args)
  onTestFinished(() => folder[Symbol.dispose]())
  return folder
}

const FOLDER_MODULE = new URL('../../../../bench/commands/results/folder.ts', import.meta.url).href
const NAME = { name: 'demo' }
const NOW = new Date('2026-01-15T09:30:07.999Z')

test('a folder is made with all that it is in, and one that is there is taken', () => {
  const path = join(aFolder(), 'deep', 'down')
  for (const _ of [1, 2]) {
    using folder = takeFolder(path, NAME, IO)
    expect(folder.path).toBe(path)
    expect(existsSync(path)).toBe(true)
  }
})

// Breakage: trials of two runs in one file, of which no report can be made; and a file elsewhere that is written to through a link.
test('a folder that holds results of another run is refused, or a link in the place of some', () => {
  for (const name of ['trials.jsonl', 'timelines.jsonl', 'traces.jsonl', 'sweep.json']) {
    const folder = aFolder({ [name]: '' })
    expect(() => takeFolder(folder, NAME, IO)).toThrow(expect.objectContaining({ code: 'folder-has-results' }))
    expect(readdirSync(folder)).toEqual([name])
  }
  const slowedBy = aFolder()
  symlinkSync(join(slowedBy, 'nowhere'), join(slowedBy, 'trials.jsonl'))
  expect(() => takeFolder(slowedBy, NAME, IO)).toThrow(expect.objectContaining({ code: 'folder-has-results' }))
})

test('what cannot be a folder is refused before anything runs', () => {
  const file = join(aFolder({ file: '' }), 'file')
  expect(() => takeFolder(file, NAME, IO)).toThrow(UserError)
  expect(() => takeFolder(join(file, 'below'), NAME, IO)).toThrow(expect.objectContaining({ code: 'folder-unusable' }))
})

// Breakage: Node's recursive mkdir, which never ends there.
test.skipIf(process.platform !== 'linux')('a folder where none can be made is refused, and not tried for ever', () => {
  expect(() => takeFolder('/proc/nope/deep', NAME, IO)).toThrow(
    expect.objectContaining({ code: 'folder-unusable', parameters: { path: '/proc/nope/deep', system: 'ENOENT' } }),
  )
})

// Breakage: a name that is only looked for before it is made, or made where it is there already.
test('two runs that begin in the same second have a folder each, named by what they are of and when', () => {
  const cwd = aFolder()
  const within = join(cwd, 'utakata-results')
  const begin = () => taken(undefined, { name: 'demo', now: NOW }, { cwd }).path
  const named = (suffix = '') => join(within, `demo-2026-01-15-093007${suffix}`)
  expect([begin(), begin(), begin()]).toEqual([named(), named('-2'), named('-3')])
})

// Breakage: a scenario called ../.. whose results lie anywhere.
test('whatever a scenario is called, its results lie in one folder below the place for them', () => {
  const cwd = aFolder()
  const within = join(cwd, 'utakata-results')
  const begin = (name: string) => taken(undefined, { name, now: NOW }, { cwd }).path.slice(within.length + 1)
  expect(begin('a/b "q"')).toMatch(/^a-b-q-2026/)
  expect(begin('../..')).toMatch(/^\.\.-\.\.-2026/)
  expect(begin('夜の便')).toMatch(/^夜の便-2026/)
})

// Breakage: no lock, or one that is taken after the folder was looked at.
test('a second run into the same folder is refused while the first one goes on, naming its owner', () => {
  const path = join(aFolder(), 'out')
  const first = taken(path, NAME, IO)
  const refusal = new UserError('folder-held', { path, pid: String(process.pid) })
  expect(() => takeFolder(path, NAME, IO)).toThrow(refusal)
  // Whoever was refused has not let go of what the first one holds.
  expect(() => takeFolder(path, NAME, IO)).toThrow(refusal)
  writeFileSync(join(path, 'trials.jsonl'), '')
  expect(() => takeFolder(path, NAME, IO)).toThrow(refusal)
  rmSync(join(path, 'trials.jsonl'))
  first[Symbol.dispose]()
  expect(readdirSync(path)).toEqual([])
  taken(path, NAME, IO)
})

// Breakage: a lock by the number of a process, which a file outlives.
test('what a run has left that was killed is taken over', () => {
  const path = aFolder({ 'utakata.lock': '', 'utakata.pid': '1\n' })
  const folder = takeFolder(path, NAME, IO)
  expect(() => takeFolder(path, NAME, IO)).toThrow(expect.objectContaining({ code: 'folder-held' }))
  folder[Symbol.dispose]()
  expect(readdirSync(path)).toEqual([])
})

// Breakage: a lock that is opened through a link, or waits for whoever writes into a pipe.
test.skipIf(process.platform === 'win32')(
  'a link or a pipe in the place of the lock is refused, and left alone',
  () => {
    const folder = aFolder({ precious: 'mine' })
    const [linked, piped] = [join(folder, 'linked'), join(folder, 'piped')]
    for (const path of [linked, piped]) mkdirSync(path)
    symlinkSync(join(folder, 'nowhere'), join(linked, 'utakata.lock'))
    execFileSync('mkfifo', [join(piped, 'utakata.lock')])
    for (const path of [linked, piped])
      expect(() => takeFolder(path, NAME, IO)).toThrow(expect.objectContaining({ code: 'folder-unlockable' }))
    expect(existsSync(join(folder, 'nowhere'))).toBe(false)
  },
)

// Breakage: the folder of somebody else taken for our own, since it has the same name.
test('a folder that is moved, replaced or removed is known as lost, with where it is now', () => {
  const within = aFolder()
  const [path, elsewhere] = [join(within, 'out'), join(within, 'elsewhere')]
  const folder = taken(path, NAME, IO)
  expect(folder.whyLost()).toBeUndefined()
  renameSync(path, elsewhere)
  mkdirSync(path)
  const moved = process.platform === 'linux' && { moved: { to: elsewhere, command: `npx utakata report ${elsewhere}` } }
  expect(folder.whyLost()).toEqual({ code: 'folder-lost', parameters: { path, became: 'moved', ...moved } })
  rmSync(elsewhere, { recursive: true })
  expect(folder.whyLost()).toEqual({ code: 'folder-lost', parameters: { path, became: 'removed' } })
})

// Breakage: a folder that is known only once the first trial has come, by what has its name then.
test('what takes the place of a folder before anything is written to it is not written to', () => {
  const path = join(aFolder(), 'out')
  const folder = taken(path, NAME, IO)
  rmSync(path, { recursive: true })
  mkdirSync(path)
  using lines = beginLines(folder, 'trials.jsonl')
  const lost = { code: 'folder-lost', parameters: { path, became: 'removed' } } as const
  expect(() => lines.append({})).toThrow(
    new UserError('line-unwritten', { file: join(path, 'trials.jsonl'), problem: lost }),
  )
  expect(() => keepScenario(folder, readScenario('demo'))).toThrow(new UserError(lost.code, lost.parameters))
  expect(readdirSync(path)).toEqual([])
})

// Breakage: nobody who listens between the making of a folder and the first run.
test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
  '%s right after a folder was taken leaves nothing in it',
  (signal) => {
    const path = join(aFolder(), 'out')
    const code = `
    const { takeFolder } = await import(${JSON.stringify(FOLDER_MODULE)})
    takeFolder(${JSON.stringify(path)}, { name: 'demo' }, { cwd: '/' })
    process.kill(process.pid, '${signal}')
    setTimeout(() => {}, 60_000)`
    const { status } = spawnSync(process.execPath, ['--input-type=module', '-e', code])
    expect(status).toBe(128 + constants.signals[signal])
    expect(readdirSync(path)).toEqual([])
  },
)

// Breakage: an error in the place of the report, as the last thing printed.
test('a folder that can no longer be written to is let go of all the same', () => {
  const path = join(aFolder(), 'out')
  const folder = taken(path, NAME, IO)
  const { rmSync: real } = fs
  onTestFinished(() => {
    Object.assign(fs, { rmSync: real })
    syncBuiltinESMExports()
  })
  const refuse = () => {
    throw Object.assign(new Error('EACCES: permission denied'), { code: 'EACCES' })
  }
  Object.assign(fs, { rmSync: refuse })
  syncBuiltinESMExports()
  folder[Symbol.dispose]()
  expect(readdirSync(path)).toEqual(['utakata.lock', 'utakata.pid'])
  taken(path, NAME, IO)
})

// Breakage: what is removed at the end by its name alone.
test('a run whose folder was replaced takes nothing of what is in its place', () => {
  const path = join(aFolder(), 'out')
  const first = taken(path, NAME, IO)
  rmSync(path, { recursive: true })
  const second = taken(path, NAME, IO)
  first[Symbol.dispose]()
  expect(readdirSync(path)).toEqual(['utakata.lock', 'utakata.pid'])
  expect(() => takeFolder(path, NAME, IO)).toThrow(expect.objectContaining({ code: 'folder-held' }))
  expect(second.whyLost()).toBeUndefined()
})
