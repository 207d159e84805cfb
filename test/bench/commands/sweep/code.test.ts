import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, test } from 'vitest'
import { codeOf } from '../../../../bench/commands/sweep/code.ts'
import { openSweep, readRecord } from '../../../../bench/commands/sweep/folder.ts'
import { digestOfCode } from '../../../../bench/trial/code-digest.ts'
import { variantsOf } from '../../../../bench/plan/schedule.ts'
import type { SweepRecord } from '../../../../bench/trial/sweep-record.ts'
import { UserError } from '../../../../bench/io/user-error.ts'
import { strategies } from '../../../../strategies/index.ts'
import { aFolder } from '../../../support/folders.ts'
import { aRecord } from '../../../support/sweeps.ts'
import { anIo } from '../../../support/in-process.ts'
import type { Problem } from '../../../../bench/io/problems.ts'

const IO = anIo()

/** A strategy of somebody's in a folder with other files. */
function aVariant(files: Readonly<Record<string, string>>) {
  const folder = aFolder(files)
  const module = pathToFileURL(join(folder, 'mine.ts')).href
  return {
    folder,
    variant: { name: 'mine', order: strategies.sequential, strategy: 'mine', role: 'candidate', module } as const,
  }
}

const OURS = variantsOf(aRecord('world.items.count=[1, 3]').cells[0]!.scenario)

test('what is measured is the code of utakata, and strategies of somebody’s by what is in their files', () => {
  const { folder, variant } = aVariant({ 'mine.ts': 'export const mine = 1' })
  const before = codeOf([...OURS, variant])
  expect(codeOf(OURS)).toEqual({ utakata: digestOfCode(), own: {} })
  expect(before).toEqual({ utakata: digestOfCode(), own: { mine: expect.stringMatching(/^[0-9a-f]{12}$/) } })
  expect(codeOf([...OURS, variant])).toEqual(before)
  writeFileSync(join(folder, 'mine.ts'), 'export const mine = 2')
  expect(codeOf([...OURS, variant]).own.mine).not.toBe(before.own.mine)
  writeFileSync(join(folder, 'mine.ts'), 'export const mine = 1')
  expect(codeOf([...OURS, variant])).toEqual(before)
})

test('the same code elsewhere is the same', () => {
  const files = { 'mine.ts': "import './part.ts'", 'part.ts': '1' }
  expect(codeOf([aVariant(files).variant])).toEqual(codeOf([aVariant(files).variant]))
})

test('files that a strategy imports by path count, and so do those that they import, even in circles', () => {
  const { folder, variant } = aVariant({
    'mine.ts': "import { a } from './a.ts'\nexport * from './b.ts'\nimport './side.ts'\nconst c = import('./c.ts')\n",
    'a.ts': "import {\n  deep,\n} from './deep.ts'",
    'b.ts': '',
    'side.ts': "import './mine.ts'",
    'c.ts': '',
    'deep.ts': '',
    'stranger.ts': '',
    'package.ts': '',
  })
  const digest = () => codeOf([variant]).own.mine
  for (const name of ['mine.ts', 'a.ts', 'b.ts', 'side.ts', 'c.ts', 'deep.ts']) {
    const before = digest()
    const file = join(folder, name)
    writeFileSync(file, `${readFileSync(file, 'utf8')}// changed`)
    expect(digest(), name).not.toBe(before)
  }
  const before = digest()
  writeFileSync(join(folder, 'stranger.ts'), '// changed')
  expect(digest()).toBe(before)
})

test('what is imported and not there costs nothing', () => {
  const { variant } = aVariant({ 'mine.ts': "// as in import('./gone.ts')\nimport 'node:fs'\nimport '.'" })
  expect(codeOf([variant]).own.mine).toMatch(/^[0-9a-f]{12}$/)
})

const CODE = { utakata: 'aaaaaaaaaaaa', own: { mine: 'bbbbbbbbbbbb', other: 'cccccccccccc' } }

function refusalOf(then: Pick<SweepRecord, 'code'>, now: Pick<SweepRecord, 'code'>): Problem | undefined {
  const record = aRecord('world.items.count=[1, 3]')
  const out = join(aFolder(), 'out')
  openSweep(out, { ...record, ...then }, IO)[Symbol.dispose]()
  expect(readRecord(out)).toEqual({ ...record, ...then })
  try {
    openSweep(out, { ...record, ...now }, IO)[Symbol.dispose]()
  } catch (error) {
    if (error instanceof UserError) return JSON.parse(JSON.stringify(error.problem).replaceAll(out, 'OUT')) as Problem
    throw error
  }
  return undefined
}

// Breakage: a sweep of which half the cells are of a strategy as it was before a fix.
test('a sweep is not gone on with by other code than it was begun with, and the message says which part of it is another', () => {
  expect(refusalOf({ code: CODE }, { code: CODE })).toBeUndefined()
  expect(refusalOf({ code: CODE }, { code: { ...CODE, utakata: 'dddddddddddd' } })).toEqual({
    code: 'sweep-of-other-code',
    parameters: { folder: 'OUT', changed: ['utakata'] },
  })
  expect(refusalOf({ code: CODE }, { code: { ...CODE, own: { ...CODE.own, mine: 'dddddddddddd' } } })).toEqual({
    code: 'sweep-of-other-code',
    parameters: { folder: 'OUT', changed: ['mine'] },
  })
  expect(refusalOf({ code: CODE }, { code: { utakata: 'd', own: { mine: 'd', other: 'd' } } })).toMatchObject({
    parameters: { changed: ['utakata', 'mine', 'other'] },
  })
})

test('an earlier sweep, which says nothing of its code, can be read and is not gone on with', () => {
  expect(refusalOf({}, { code: CODE })).toEqual({ code: 'sweep-of-unknown-code', parameters: { folder: 'OUT' } })
})
