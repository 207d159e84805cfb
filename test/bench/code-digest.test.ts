import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, test } from 'vitest'
import { digestOfCode } from '../../bench/code-digest.ts'
import { aFolder } from '../support/folders.ts'

/** A checkout with empty rooms. */
function aCheckout() {
  const folder = aFolder()
  const write = (file: string, text: string) => {
    mkdirSync(dirname(join(folder, file)), { recursive: true })
    writeFileSync(join(folder, file), text)
  }
  for (const room of ['strategies', 'mock-server', 'bench/local', 'bench/report', 'bench/prediction'])
    write(`${room}/notes.md`, '')
  return { write, digest: (further?: string[]) => digestOfCode(further, pathToFileURL(`${folder}/`)) }
}

// Breakage: cells of a changed schedule taken for those of the one before.
test('whatever a run goes through changes the digest', () => {
  const { write, digest } = aCheckout()
  for (const file of [
    'strategies/check.ts',
    'strategies/calendar/zone.ts',
    'mock-server/delay.ts',
    'bench/local/race.ts',
    'bench/schedule.ts',
  ]) {
    const before = digest()
    write(file, 'export {}')
    expect(digest(), file).not.toBe(before)
  }
})

test('what is only told of runs does not change it, unless it is asked for', () => {
  const { write, digest } = aCheckout()
  const [before, beforeAsked] = [digest(), digest(['bench/prediction'])]
  write('bench/report/advice.ts', 'export {}')
  write('bench/prediction/predict.ts', 'export {}')
  write('bench/notes.md', 'notes')
  expect(digest()).toBe(before)
  expect(digest(['bench/prediction'])).not.toBe(beforeAsked)
})

test('the digest of this checkout is told in twelve hexadecimal digits', () => {
  expect(digestOfCode()).toMatch(/^[0-9a-f]{12}$/)
  expect(digestOfCode()).toBe(digestOfCode())
})
