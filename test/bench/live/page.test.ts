import { parseHTML } from 'linkedom'
import { expect, test } from 'vitest'
import { drawLive } from '../../../bench/live/page.ts'
import type { Trial } from '../../../bench/trial.ts'
import { ENGLISH } from '../../../bench/language/english.ts'
import { invokedTrials } from '../../support/invoked-trials.ts'
import { ofSize } from '../../support/pages.ts'
import { trialsOf } from '../../support/trials.ts'

const drawn = (trials: readonly Trial[]) =>
  parseHTML(`<!doctype html><html><body>${drawLive(trials, ENGLISH)}</body></html>`).document
const textOf = (trials: readonly Trial[]) => drawn(trials).body.textContent!.replaceAll(/\s+/g, ' ')

test('before a round is whole there is a word on that, and no table', () => {
  expect(textOf([])).toContain('No round has ended yet')
  expect(drawn(trialsOf().slice(0, 1)).querySelector('table')).toBeNull()
})

// Breakage: words while it may all change, or "undecided" where nobody has looked.
test('before the first look nobody is judged, and after it all are', () => {
  const early = textOf(trialsOf({ forks: 2 }))
  const wordsOf = (forks: number) =>
    [...drawn(trialsOf({ forks })).querySelectorAll('.strategies td:nth-child(2)')].map((cell) => cell.textContent)
  expect(early).toContain('Fork 2, round 6 of 6')
  expect(early).toContain('No words before the first look')
  expect(wordsOf(2)).toEqual(['reference', 'not judged', 'not judged', 'not judged'])
  expect(wordsOf(6)).toEqual(['reference', 'faster', 'passed', 'found'])
  expect(textOf(trialsOf({ forks: 6 }))).toContain('Judged after 6 forks')
})

// Breakage: a lab that is taken for AWS, or the pictures of two sizes with the names of one.
test('functions are told by their containers, each size by itself, and the lab says that it is none of AWS', () => {
  const lab = invokedTrials().map((trial) => ({ ...trial, place: 'lab' as const }))
  expect(textOf(lab)).toContain('LOCAL EMULATION')
  expect(textOf(lab)).toMatch(/\d+ containers of each/)
  const sizes = drawn([...ofSize(lab, 512, 2), ...ofSize(lab, 1769, 1)])
  expect([...sizes.querySelectorAll('.size')].map((title) => title.textContent)).toEqual([
    'paper at 512\u00A0MB',
    'paper at 1769\u00A0MB',
  ])
  const ids = [...sizes.querySelectorAll('[id]')].map(({ id }) => id)
  expect(ids.length).toBeGreaterThan(5)
  expect(new Set(ids).size).toBe(ids.length)
})
