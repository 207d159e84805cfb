import { closeSync, openSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readTrials } from '../../bench/trial/trial.ts'
import { aFolder } from '../support/folders.ts'
import { A_TRIAL, trialsOf } from '../support/trials.ts'
import { errorText } from '../../bench/report/messages/problems.ts'

const BYTES = 99_000_000

/** A file of about 99 MB, its beginning first and then the same trials again and again. */
function aLargeFile(
  first: string,
  { lines = trialsOf({ blocks: 24 }).map((trial) => `${JSON.stringify(trial)}\n`) } = {},
): string {
  const file = join(aFolder(), 'trials.jsonl')
  const descriptor = openSync(file, 'w')
  let bytes = writeSync(descriptor, first)
  const text = lines.join('')
  while (bytes + text.length < BYTES) bytes += writeSync(descriptor, text)
  closeSync(descriptor)
  return file
}

function timed(read: () => unknown): { readonly message: string; readonly cpuMs: number } {
  const before = process.cpuUsage()
  let message = 'it was read'
  try {
    read()
  } catch (error) {
    message = errorText(error)
  }
  const { user, system } = process.cpuUsage(before)
  return { message, cpuMs: (user + system) / 1000 }
}

// Breakage: a file that is read whole, or looked at to its end, before its first mistake is reported: 2 seconds and 400 MB.
test('a mistake at the beginning of 99 MB is reported at once', () => {
  const file = aLargeFile(`${JSON.stringify({ ...A_TRIAL, makespanMs: 5e-324 })}\n`)
  const { message, cpuMs } = timed(() => readTrials(file))
  expect(message).toBe(`${file}:1: makespanMs: expected 0.001 to 86,400,000 ms, got 5e-324`)
  expect(cpuMs).toBeLessThan(300)
})

test('one line of 99 MB is refused before it is read', () => {
  const file = aLargeFile('', { lines: ['x'.repeat(1_000_000)] })
  const { message, cpuMs } = timed(() => readTrials(file))
  expect(message).toBe(`expected trials in ${file}, which has more than 1 MB in line 1`)
  expect(cpuMs).toBeLessThan(300)
})

test('99 MB of small trials are more than any comparison has', () => {
  const { mock: _mock, timeBreakdown: _split, ...small } = { ...A_TRIAL, steps: {} }
  const file = aLargeFile('', { lines: [`${JSON.stringify(small)}\n`] })
  expect(timed(() => readTrials(file)).message).toBe(`${file}:100001: expected at most 100000 trials, got more`)
})
