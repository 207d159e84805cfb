import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, test } from 'vitest'
import { digestOfCode } from '../../../bench/trial/code-digest.ts'
import { aFolder } from '../../support/folders.ts'

/** A checkout with empty rooms. */
function aCheckout() {
  const folder = aFolder()
  const write = (file: string, text: string) => {
    mkdirSync(dirname(join(folder, file)), { recursive: true })
    writeFileSync(join(folder, file), text)
  }
  const stages = ['scenario', 'plan', 'run/local', 'trial', 'model', 'report'].map((stage) => `bench/${stage}`)
  for (const room of ['strategies', 'mock-server', ...stages]) write(`${room}/notes.md`, '')
  return { write, digest: () => digestOfCode(pathToFileURL(`${folder}/`)) }
}

// Breakage: cells of a changed schedule taken for those of the one before.
test('whatever a run goes through changes the digest', () => {
  const { write, digest } = aCheckout()
  for (const file of [
    'strategies/check.ts',
    'strategies/calendar/zone.ts',
    'mock-server/delay.ts',
    'bench/run/local/race.ts',
    'bench/plan/schedule.ts',
    'bench/scenario/scenario.ts',
    'bench/trial/run-figures.ts',
    'bench/model/virtual-clock.ts',
  ]) {
    const before = digest()
    write(file, 'export {}')
    expect(digest(), file).not.toBe(before)
  }
})

test('what only judges and reports does not change it', () => {
  const { write, digest } = aCheckout()
  const before = digest()
  write('bench/judge/comparison/recommendation.ts', 'export {}')
  write('bench/report/format.ts', 'export {}')
  write('bench/model/notes.md', 'notes')
  expect(digest()).toBe(before)
})

test('the digest of this checkout has twelve hexadecimal digits', () => {
  expect(digestOfCode()).toMatch(/^[0-9a-f]{12}$/)
  expect(digestOfCode()).toBe(digestOfCode())
})
