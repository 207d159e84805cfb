import { appendFileSync } from 'node:fs'
import { expect, test, vi } from 'vitest'
import { followTrials } from '../../../bench/live/follow-trials.ts'
import { aFolder } from '../../support/folders.ts'
import { trialsOf } from '../../support/trials.ts'

// Breakage: a half line that is taken for a torn one and left out for ever, or a line that is told twice.
test('a file that grows is read on from where it was, and a half line once it is whole', () => {
  const file = `${aFolder()}/trials.jsonl`
  const trialsIn = followTrials()
  const next = () => trialsIn(file)
  expect(next()).toEqual([])
  const [first, second, third] = trialsOf().map((trial) => JSON.stringify(trial))
  appendFileSync(file, first!.slice(0, 40))
  expect(next()).toEqual([])
  appendFileSync(file, `${first!.slice(40)}\n${second}\n${third!.slice(0, 9)}`)
  expect(next()).toHaveLength(2)
  const parse = vi.spyOn(JSON, 'parse')
  appendFileSync(file, `${third!.slice(9)}\n`)
  expect(next()).toEqual(trialsOf().slice(0, 3))
  expect(parse).toHaveBeenCalledOnce()
  expect(next()).toHaveLength(3)
  parse.mockRestore()
})

// Breakage: runs of the last cell of a sweep that are drawn among those of the next.
test('another file is read from its beginning', () => {
  const [first, second] = trialsOf().map((trial) => JSON.stringify(trial))
  const folder = aFolder({ one: `${first}\n${second}\n`, other: `${second}\n` })
  const trialsIn = followTrials()
  expect(trialsIn(`${folder}/one`)).toHaveLength(2)
  expect(trialsIn(`${folder}/other`)).toEqual([trialsOf()[1]])
})
