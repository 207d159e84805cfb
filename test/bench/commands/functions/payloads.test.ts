import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readPayloads } from '../../../../bench/commands/functions/ab-options.ts'
import { UserError } from '../../../../bench/io/user-error.ts'
import { aFolder } from '../../../support/folders.ts'
import { anIo } from '../../../support/in-process.ts'
import type { Problem } from '../../../../bench/io/problems.ts'

const IO = anIo()

/** Why a payload is refused, which is a mistake of whoever typed it. */
function reasonFor(given: string): Problem | undefined {
  try {
    readPayloads([given], IO)
  } catch (error) {
    if (error instanceof UserError) return error.problem
    throw error
  }
  return undefined
}

test('each file is a payload, drawn as often as the others unless it says otherwise', () => {
  const folder = aFolder({ 'a.json': '{"a":1}', 'b.json': '[2]', 'c=d.json': 'null' })
  expect(
    readPayloads([`${folder}/a.json`, `${folder}/b.json=2.5`, `${folder}/c=d.json=10`, `${folder}/c=d.json`], IO),
  ).toEqual([
    { weight: 1, event: { a: 1 } },
    { weight: 2.5, event: [2] },
    { weight: 10, event: null },
    { weight: 1, event: null },
  ])
  expect(readPayloads([], IO)).toEqual([])
})

// Breakage: a weight without end, beside which no draw is a number and the last payload is always the one.
test('a weight is a number above 0 that has an end', () => {
  const file = join(aFolder({ 'a.json': '{}' }), 'a.json')
  for (const weight of ['0', '0.0', '9'.repeat(400)])
    expect(reasonFor(`${file}=${weight}`)).toEqual({
      code: 'not-a-payload-option',
      parameters: { given: `${file}=${weight}` },
    })
})

test('what is no file, or none with JSON, is refused by its name', () => {
  const folder = aFolder({ 'a.json': '{"half":' })
  expect(reasonFor(`${folder}/none.json`)).toEqual({
    code: 'payload-unreadable',
    parameters: { file: `${folder}/none.json`, why: { code: 'missing' } },
  })
  expect(reasonFor(folder)).toMatchObject({
    code: 'payload-unreadable',
    parameters: { file: folder, why: { code: 'not-regular', kind: 'folder' } },
  })
  expect(reasonFor(`${folder}/a.json`)).toEqual({
    code: 'payload-not-json',
    parameters: { file: `${folder}/a.json` },
  })
  expect(reasonFor(`${folder}/a.json=-1`)).toMatchObject({ parameters: { why: { code: 'missing' } } })
  expect(reasonFor('')).toMatchObject({ code: 'not-a-payload-option' })
})
