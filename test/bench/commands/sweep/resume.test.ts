import { readdirSync } from 'node:fs'
import { expect, test } from 'vitest'
import { aFolder } from '../../../support/folders.ts'
import { run } from '../../../support/in-process.ts'

const TINY = `name: tiny
about: A sweep of milliseconds.
world:
  items: { count: [1, 2], events: 2, descriptionBytes: 20, dueShare: 0.5 }
  fetchDelay: { model: constant, ms: 0.2 }
  notifyDelay: { model: constant, ms: 0.2 }
variants: [sequential]
plan: { warmUps: 1, iterations: 2 }
`

test('a mistake in a list is reported with its place before anything is made or run', async () => {
  const folder = aFolder({ 'tiny.yaml': TINY.replace('[1, 2]', '[1, 0]') })
  const { code, stderr } = await run(['bench', `${folder}/tiny.yaml`, '--output', `${folder}/out`])
  expect(code).toBe(1)
  expect(stderr).toBe(`utakata: ${folder}/tiny.yaml:4:23: world.items.count: expected 1 or more, got 0\n`)
  expect(readdirSync(folder)).toEqual(['tiny.yaml'])
})

// Breakage: a mistake in utakata itself, where the disk is to blame.
test('cells that cannot be begun are named, and break nothing else', async () => {
  const folder = aFolder({ 'tiny.yaml': TINY, cells: 'a file in the place of a folder' })
  const { code, stdout, stderr } = await run(['bench', `${folder}/tiny.yaml`, '--quick', '--output', folder])
  expect({ code, stdout }).toEqual({ code: 5, stdout: '' })
  expect(stderr).toContain(`utakata: the folder "${folder}/cells/1-items.count-1" could not be made (ENOTDIR)`)
  expect(stderr).toContain(`utakata: the folder "${folder}/cells/2-items.count-2" could not be made (ENOTDIR)`)
  expect(stderr).toContain('No grid point came to its first interim analysis, so there is no report.')
})
