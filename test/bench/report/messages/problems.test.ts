import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import type { Problem, ProblemCode, Unreadable } from '../../../../bench/io/problems.ts'
import { UserError } from '../../../../bench/io/user-error.ts'
import { errorText, problemText } from '../../../../bench/report/messages/problems.ts'
import { unreadableText } from '../../../../bench/report/messages/problems/unreadable.ts'
import { PROBLEM_SAMPLES } from '../../../support/problem-samples.ts'
import { expectWording } from '../../../support/wording.ts'

const problems = Object.entries(PROBLEM_SAMPLES).map(([code, parameters]) => ({ code, parameters }) as Problem)

test('every problem has the sentence that is kept', () => {
  expectWording('problems.txt', Object.fromEntries(problems.map((problem) => [problem.code, problemText(problem)])))
})

const UNREADABLE: readonly Unreadable[] = [
  { code: 'missing' },
  { code: 'not-text' },
  { code: 'zero-byte' },
  { code: 'too-long', mostBytes: 100_000 },
  { code: 'too-long', mostBytes: 16_000_000, line: 3 },
  { code: 'not-regular', kind: 'fifo' },
  { code: 'refused', system: 'EACCES' },
]

test('every reason why a file is not read has the end of a sentence that is kept', () => {
  expectWording(
    'unreadable.txt',
    Object.fromEntries(UNREADABLE.map((why) => [JSON.stringify(why), unreadableText(why)])),
  )
})

// Breakage: a code whose sentence nobody has looked at.
test('every problem has a sample', () => {
  const source = readFileSync(new URL('../../../../bench/io/problems.ts', import.meta.url), 'utf8')
  const codes = [...source.matchAll(/^ {2}readonly '?([a-z-]+)'?: (?:\{|Nothing)/gm)].map(([, code]) => code)
  expect(new Set(codes)).toEqual(new Set(Object.keys(PROBLEM_SAMPLES)))
})

// Breakage: a parameter that a sentence leaves out by a slip of the pen.
test('no sentence has a hole', () => {
  for (const problem of problems) expect(problemText(problem), problem.code).not.toMatch(/undefined|\[object|NaN/)
})

test('an error of ours has its sentence, any other its message', () => {
  const code: ProblemCode = 'feeds-missing'
  expect(errorText(new UserError(code, {}))).toBe(problemText({ code, parameters: {} }))
  expect(errorText(new Error('EIO'))).toBe('EIO')
})
