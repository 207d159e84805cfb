import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { makeFolder, newFolder } from '../../../bench/commands/folder.ts'
import { UsageError } from '../../../bench/usage-error.ts'
import { aFolder } from '../../support/folders.ts'

test('a folder is made with all that it is in, and one that is there is taken', () => {
  const folder = join(aFolder(), 'deep', 'down')
  expect(makeFolder(folder)).toBe(folder)
  expect(existsSync(folder)).toBe(true)
  expect(makeFolder(folder)).toBe(folder)
})

// Breakage: trials of two runs in one file, of which no report can be made.
test('a folder that holds trials of another run is refused', () => {
  const folder = aFolder({ 'trials.jsonl': '' })
  expect(() => makeFolder(folder)).toThrow(UsageError)
  expect(() => makeFolder(folder)).toThrow(`got "${folder}", which holds those of another run; name another one`)
})

test('what cannot be a folder is refused before anything runs', () => {
  const file = join(aFolder({ file: '' }), 'file')
  expect(() => makeFolder(file)).toThrow(UsageError)
  expect(() => makeFolder(join(file, 'below'))).toThrow(/expected a folder that can be written to, got .* \(ENOTDIR\)/)
})

// Breakage: Node's recursive mkdir, which never ends there.
test.skipIf(process.platform !== 'linux')('a folder where none can be made is refused, and not tried for ever', () => {
  expect(() => makeFolder('/proc/nope/deep')).toThrow(/expected a folder that can be written to, got .* \(ENOENT\)/)
})

test('a new folder is named by what it is of and when', () => {
  expect(newFolder('ab')).toMatch(/^utakata-results\/ab-\d{4}-\d\d-\d\d-\d{6}$/)
})

// Breakage: a scenario called ../.. whose results lie anywhere.
test('whatever a scenario is called, its results lie in one folder below the place for them', () => {
  expect(newFolder('a/b "q"')).toMatch(/^utakata-results\/a-b-q-\d/)
  expect(newFolder('../..')).toMatch(/^utakata-results\/\.\.-\.\.-\d/)
  expect(newFolder('夜の便')).toMatch(/^utakata-results\/夜の便-\d/)
})
