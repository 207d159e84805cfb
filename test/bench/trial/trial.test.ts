import { appendFileSync, readFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { summarize } from '../../../bench/judge/comparison/summarize.ts'
import { beginLines } from '../../../bench/io/lines-file.ts'
import { readTrials } from '../../../bench/trial/trial.ts'
import { aFolder } from '../../support/folders.ts'
import { A_TRIAL, trialsOf, aFault } from '../../support/trials.ts'
import { errorText } from '../../../bench/report/messages/problems.ts'

function aFile(text = ''): string {
  return join(aFolder(text === '' ? {} : { 'trials.jsonl': text }), 'trials.jsonl')
}

const line = (change: object = {}) => `${JSON.stringify({ ...A_TRIAL, ...change })}\n`

test('what was appended is read again, in order, and gives the same report', () => {
  const file = aFile()
  const trials = trialsOf({ candidates: { pipelined: 0.5, 'look-ahead': 1 } })
  using lines = beginLines({ path: dirname(file) }, basename(file))
  for (const trial of trials) lines.append(trial)
  expect(readTrials(file)).toEqual({ trials, warnings: [] })
  expect(summarize(readTrials(file).trials)).toEqual(summarize(trials))
})

test('a trial is on the disk, as one line, as soon as it was appended', () => {
  const file = aFile()
  using lines = beginLines({ path: dirname(file) }, basename(file))
  lines.append(A_TRIAL)
  expect(readFileSync(file, 'utf8').split('\n')).toHaveLength(2)
  lines.append({ ...A_TRIAL, faults: [aFault('two\nlines')] })
  expect(readFileSync(file, 'utf8').split('\n')).toHaveLength(3)
  // What is read is shown, as one line.
  expect(readTrials(file).trials[1]!.faults).toEqual([aFault('two\\nlines')])
})

test('a torn last line is left out, and a warning names it', () => {
  const file = aFile(line() + line({ iteration: 2 }) + line({ iteration: 3 }).slice(0, 200))
  const { trials, warnings } = readTrials(file)
  expect(trials.map(({ iteration }) => iteration)).toEqual([1, 2])
  expect(warnings).toEqual([{ code: 'last-line-torn', parameters: { place: `${file}:3` } }])
})

test('trials appended after a torn line was written are not passed over in silence', () => {
  const file = aFile(line() + line().slice(0, 200))
  appendFileSync(file, line())
  expect(() => readTrials(file)).toThrow(expect.objectContaining({ code: 'trial-not-json' }))
})

test('anything else that is no trial is named by file and line', () => {
  const refused = (text: string) => {
    const file = aFile(text)
    try {
      readTrials(file)
    } catch (error) {
      return errorText(error).replaceAll(file, 'trials.jsonl')
    }
    return 'nothing was refused'
  }
  expect(refused(`${line()}hello\n${line()}`)).toBe('trials.jsonl:2: expected a trial as JSON, got "hello"')
  expect(refused(`${line()}\n${line()}`)).toBe('trials.jsonl:2: expected a trial as JSON, got ""')
  expect(refused(`${line()}null\n`)).toMatch(/^trials\.jsonl:2: expected a trial, got null$/)
  expect(refused(`${line()}${line({ makespanMs: 'long' })}`)).toBe(
    'trials.jsonl:2: makespanMs: expected 0 to 86,400,000 ms, got "long"',
  )
  expect(refused(line({ deliveries: { digest: 'x' } }))).toBe(
    'trials.jsonl:1: deliveries.posts: expected 0 to 1,000,000,000, got nothing',
  )
})

test('trials of another version are refused, alone and in between', () => {
  const old = line({ schema: 0 })
  const file = aFile(line() + old)
  expect(() => readTrials(file)).toThrow(expect.objectContaining({ code: 'trial-of-other-schema' }))
  expect(() => readTrials(aFile(old + line()))).toThrow(expect.objectContaining({ code: 'trial-of-other-schema' }))
})

test('a file that is not there, is empty, or holds nothing whole has no trials', () => {
  const missing = aFile()
  expect(() => readTrials(missing)).toThrow(expect.objectContaining({ code: 'trials-unreadable' }))
  const torn = aFile(line().slice(0, 100))
  expect(() => readTrials(torn)).toThrow(expect.objectContaining({ code: 'trials-missing' }))
})

test('what cannot be a number of a report is not written as one', () => {
  // JSON has no Infinity: it would be read back as null, and the whole file be refused.
  const file = aFile()
  using lines = beginLines({ path: dirname(file) }, basename(file))
  lines.append({ ...A_TRIAL, limits: { concurrency: 'unbounded' } })
  expect(readTrials(file).trials[0]!.limits).toEqual({ concurrency: 'unbounded' })
})
