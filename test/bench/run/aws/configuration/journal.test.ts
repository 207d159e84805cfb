import { execFileSync } from 'node:child_process'
import fs, { appendFileSync, chmodSync, mkdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import {
  type Change,
  type Journal,
  lastAppliedIn,
  openJournal,
  reopenJournal,
} from '../../../../../bench/run/aws/configuration/journal.ts'
import { UserError } from '../../../../../bench/io/user-error.ts'
import { aFolder } from '../../../../support/folders.ts'
import { errorText } from '../../../../../bench/report/messages/problems.ts'

const ARN = 'arn:aws:lambda:eu-central-1:123456789012:function:'
const changeOf = (name: string): Change => ({
  name,
  arn: ARN + name,
  region: 'eu-central-1',
  memoryMb: { from: 512, to: 1024 },
})

const aFile = () => join(aFolder(), 'deeper', 'ab-journal.jsonl')

function opened(file: string, open = openJournal): Journal {
  const journal = open(file)
  onTestFinished(() => journal[Symbol.dispose]())
  return journal
}

/** A journal of a run that ended without putting these back. */
function leftBy(...names: readonly string[]): string {
  const file = aFile()
  using journal = openJournal(file)
  for (const name of names) journal.write(changeOf(name))
  return file
}

const mistakeOf = (file: string) => {
  try {
    opened(file)
  } catch (error) {
    if (error instanceof UserError) return errorText(error).replaceAll(file, 'FILE')
    throw error
  }
  return 'nothing was refused'
}

test('a change is in the file as soon as it is written, and open until it was put back', () => {
  const file = aFile()
  const journal = opened(file)
  journal.write(changeOf('a'))
  expect(readFileSync(file, 'utf8').split('\n')[1]).toBe(JSON.stringify({ kind: 'change', ...changeOf('a') }))
  journal.write(changeOf('b'))
  journal.markPutBack(`${ARN}a`)
  expect(journal.open()).toEqual([changeOf('b')])
})

test('a change is on the disk when it is written, not only in the memory of the system', () => {
  const { fsyncSync } = fs
  onTestFinished(() => {
    Object.assign(fs, { fsyncSync })
    syncBuiltinESMExports()
  })
  const file = aFile()
  const synced: string[] = []
  fs.fsyncSync = (descriptor) => {
    fsyncSync(descriptor)
    synced.push(readFileSync(file, 'utf8'))
  }
  syncBuiltinESMExports()
  opened(file).write(changeOf('a'))
  expect(synced.at(-1)).toBe(readFileSync(file, 'utf8'))
})

test('what a run left is read again, oldest first, and a new run is refused until it was put back', () => {
  const file = leftBy('a', 'b')
  expect(mistakeOf(file)).toBe(
    'an earlier run ended before it had put back a, b (FILE): run `npx utakata ab --restore` first',
  )
  const journal = opened(file, reopenJournal)
  expect(journal.open()).toMatchObject([changeOf('a'), changeOf('b')])
  for (const name of ['a', 'b']) journal.markPutBack(ARN + name)
  journal[Symbol.dispose]()
  expect(opened(file).open()).toEqual([])
})

test('a run whose predecessor put everything back begins an empty journal', () => {
  const file = leftBy()
  opened(file)
  expect(readFileSync(file, 'utf8').trimEnd().split('\n')).toHaveLength(1)
})

test('a second run is refused while the first one goes on, and the message names its process', () => {
  const file = aFile()
  const first = opened(file)
  const refusal = `process ${process.pid} is comparing or restoring functions with FILE: wait for its end, or stop it by Ctrl-C`
  expect(mistakeOf(file)).toBe(refusal)
  first.write(changeOf('a'))
  expect(mistakeOf(file)).toBe(refusal)
  expect(() => reopenJournal(file)).toThrow(UserError)
  first.markPutBack(`${ARN}a`)
  first[Symbol.dispose]()
  expect(mistakeOf(file)).toBe('nothing was refused')
})

test('a closed journal takes nothing more, and may be closed again', () => {
  const journal = opened(aFile())
  journal[Symbol.dispose]()
  journal[Symbol.dispose]()
  expect(() => journal.write(changeOf('a'))).toThrow('is closed already')
})

test('a refused run lets go of the journal', () => {
  const file = leftBy('a')
  expect(mistakeOf(file)).toContain('--restore')
  expect(opened(file, reopenJournal).open()).toHaveLength(1)
})

test('a torn last line is none, and what follows it can be read', () => {
  const file = leftBy('a')
  appendFileSync(file, '{"kind":"put back","arn":"arn:aws:lam')
  const journal = opened(file, reopenJournal)
  expect(journal.open()).toMatchObject([changeOf('a')])
  journal.write(changeOf('b'))
  journal[Symbol.dispose]()
  expect(opened(file, reopenJournal).open()).toMatchObject([changeOf('a'), changeOf('b')])
})

test('a last line without its end is torn, though it could be read', () => {
  const file = leftBy('a')
  appendFileSync(file, JSON.stringify({ kind: 'put back', arn: `${ARN}a` }))
  expect(opened(file, reopenJournal).open()).toHaveLength(1)
})

test('a journal that is damaged elsewhere is refused with its line, and stays as it is', () => {
  const file = leftBy('a')
  const damaged = `${readFileSync(file, 'utf8')}\n{"kind":"other"}\n`
  writeFileSync(file, damaged)
  expect(mistakeOf(file)).toContain('FILE:3: expected a line of a journal of utakata, got ""')
  expect(readFileSync(file, 'utf8')).toBe(damaged)
})

test('only its user may read it, also where it was there before with other rights', () => {
  const file = leftBy()
  chmodSync(file, 0o644)
  opened(file)
  expect((statSync(file).mode & 0o777).toString(8)).toBe('600')
})

test('a place that cannot be written is refused before anything is changed', () => {
  const file = join(aFolder({ 'no-folder': '' }), 'no-folder', 'journal.jsonl')
  expect(mistakeOf(file)).toMatch(/^expected a journal that can be written, got FILE: .*; nothing was changed in AWS$/)
  // Its lock would lie beside it.
  const folder = join(aFolder(), 'a-folder')
  mkdirSync(folder)
  expect(mistakeOf(folder)).toContain('got FILE: it is no regular file')
})

// Root may write into a folder that is read-only, but nobody makes files under /proc.
test.skipIf(process.platform !== 'linux')(
  'a folder that may not be written to is refused before anything is changed',
  () => {
    expect(mistakeOf('/proc/journal.jsonl')).toContain('nothing was changed in AWS')
  },
)

// Breakage: a journal that is appended to a file of somebody else, whose permissions it takes, or one that waits for a pipe's reader.
test.skipIf(process.platform === 'win32')(
  'a link or a pipe in the place of a journal is refused, and left alone',
  () => {
    const folder = aFolder({ precious: 'mine' })
    chmodSync(join(folder, 'precious'), 0o644)
    const [linked, piped] = [join(folder, 'linked'), join(folder, 'piped')]
    symlinkSync('precious', linked)
    execFileSync('mkfifo', [piped])
    for (const file of [linked, piped])
      expect(mistakeOf(file)).toBe(
        'expected a journal that can be written, got FILE: it is no regular file; nothing was changed in AWS',
      )
    expect(readFileSync(join(folder, 'precious'), 'utf8')).toBe('mine')
    expect(statSync(join(folder, 'precious')).mode & 0o777).toBe(0o644)
  },
)

// Breakage: after a step that was cut short, or an --undo that failed halfway, the rest is forgotten with the next thing that is applied.
test('what was applied is whole until something else is written', () => {
  const file = join(aFolder(), 'journal.jsonl')
  const place = { name: 'a', arn: 'arn:a', region: 'eu-central-1' }
  const applied = { arn: 'arn:a', lastModified: '2026-01-15T09:00:00.000+0000', folder: '/results/ab' }
  {
    using journal = reopenJournal(file)
    journal.write({ ...place, memoryMb: { from: 128, to: 256 } })
    expect(journal.isApplied()).toBe(false)
    journal.markApplied(applied)
    expect(journal.isApplied()).toBe(true)
  }
  {
    using journal = reopenJournal(file)
    expect([journal.isApplied(), lastAppliedIn(file)]).toEqual([true, { kind: 'applied', ...applied }])
    journal.writeAlias({ ...place, alias: 'prod', from: { version: '1' }, to: { version: '2' }, folder: '/results/ab' })
    expect(journal.isApplied()).toBe(false)
  }
  using journal = reopenJournal(file)
  expect(journal.isApplied()).toBe(false)
})
