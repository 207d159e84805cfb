import fc from 'fast-check'
import { expect, test } from 'vitest'
import { drawCsv } from '../../../bench/export/csv.ts'
import { isScheduled, latencyMs } from '../../../bench/judge/load/blocks.ts'
import { discardText, faultText, untracedText } from '../../../bench/report/messages/trial-reasons.ts'
import type { Discard, Untraced } from '../../../bench/io/trial-reasons.ts'
import type { Trial } from '../../../bench/trial/trial.ts'
import { invokedTrials } from '../../support/invoked-trials.ts'
import { samples } from '../../support/samples.ts'
import { A_TRIAL, trialsOf, aFault } from '../../support/trials.ts'
import { loadTrialsOf } from '../judge/load/simulated.ts'
import { readCsv } from './csv-reader.ts'
import { anyText } from '../../support/any-text.ts'

const textOf = (reason: Discard | Untraced) =>
  reason.code === 'never-came' ? untracedText(reason) : discardText(reason as Discard)

/** Every value of a trial under its path; lists are values. */
function leavesOf(value: unknown, path: readonly string[] = []): (readonly [string, unknown])[] {
  // Codes have one column, with their text.
  if (path.length > 0 && typeof value === 'object' && value !== null && 'code' in value)
    return [[path.join('.'), textOf(value as Discard | Untraced)]]
  if (path.join() === 'faults') return [['faults', (value as Trial['faults']).map((fault) => faultText(fault))]]
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [[path.join('.'), value]]
  return Object.entries(value).flatMap(([key, part]) => (part === undefined ? [] : leavesOf(part, [...path, key])))
}

/** As whoever reads the file gets a value back, who knows what it is. */
function readAs(cell: string, original: unknown): unknown {
  return typeof original === 'string' ? cell.replace(/^'/, '') : JSON.parse(cell)
}

function expectSame(trials: readonly Trial[]): void {
  const [head, ...rows] = readCsv(drawCsv(trials))
  expect(rows).toHaveLength(trials.length)
  for (const [index, trial] of trials.entries()) {
    const cells = new Map(head!.map((name, column) => [name, rows[index]![column]!]))
    const leaves = leavesOf(trial)
    for (const [name, value] of leaves) expect(readAs(cells.get(name)!, value), name).toEqual(value)
    const known = new Set(leaves.map(([name]) => name))
    expect(Array.from(cells).filter(([name, cell]) => cell !== '' && !known.has(name))).toEqual([])
  }
}

const variant = (name: string): Trial => ({ ...A_TRIAL, variant: name })
const cellOf = (trial: Trial, column: string) => {
  const [head, row] = readCsv(drawCsv([trial]))
  return row![head!.indexOf(column)]
}

test('every value of every trial is in its line, under its own name, and nothing else is', () => {
  expectSame(trialsOf({ candidates: { pipelined: 0.5 }, blocks: 2 }))
  expectSame(invokedTrials({ containers: 3, target: 'aws' }))
  expectSame(invokedTrials({ containers: 2 }))
})

// Breakage: columns taken from the first trial alone, so that a failure that comes later is lost.
test('what only a later trial has gets a column too', () => {
  expectSame([
    A_TRIAL,
    {
      ...A_TRIAL,
      failures: { 'fetch status': 2, 'notify, "refused"': 1 },
      faults: [aFault('a\nb'), { code: 'timed-out', withinMs: 500 }],
      discarded: { code: 'mock-server-failed', failure: { code: 'threw', message: 'the mock, died' } },
      untraced: { code: 'never-came' },
    },
    { ...A_TRIAL, limits: { concurrency: 'unbounded', buffer: 16 } },
  ])
})

test('any text comes back as it was', () => {
  fc.assert(
    fc.property(anyText(), anyText(), (name, fault) => {
      expectSame([{ ...variant(name), faults: [aFault(fault)] }])
    }),
    { numRuns: samples(300), seed: 1 },
  )
})

// Breakage: the sensitivity check becomes the number 0.1 in a spreadsheet, and a function called =HYPERLINK(…) a link.
test('no spreadsheet takes a text for a formula, quoted or not', () => {
  for (const name of [
    '+10%',
    '=1+1',
    '-2',
    '@SUM(A1)',
    '\t=1',
    '\r=1',
    '＝1',
    '＋1',
    '－1',
    '＠1',
    '=HYPERLINK("a,b")',
    "'x",
  ])
    expect(cellOf(variant(name), 'variant')).toBe(`'${name}`)
  expect(cellOf(variant('A/A'), 'variant')).toBe('A/A')
})

test('numbers are left alone, below zero too', () => {
  expect(cellOf({ ...A_TRIAL, eventLoopDelayMs: -1.5 }, 'eventLoopDelayMs')).toBe('-1.5')
  expect(cellOf({ ...A_TRIAL, cpuMs: 1e-7 }, 'cpuMs')).toBe('1e-7')
})

// Breakage: only `makespanMs`, the time of a job alone, which whoever reads the table takes for what was waited.
test('the latency of a job on a schedule counts from when it was due, which stands beside it', async () => {
  const trials = await loadTrialsOf({ serviceMs: { sequential: 150 }, jobs: 8, blocks: 2 })
  const [head, ...rows] = readCsv(drawCsv(trials))
  const column = head!.indexOf('arrival.latencyMs')
  expect(head![column - 1]).toBe('arrival.stoodStillMs')
  expect(rows.map((row) => row[column])).toEqual(
    trials.map((trial) => (isScheduled(trial) ? String(latencyMs(trial)) : '')),
  )
  expect(cellOf(A_TRIAL, 'arrival.latencyMs')).toBe('')
})

// Breakage: a script that reads `steps.fetch.busyMs` finds it here and not there.
test('the columns are the same whatever was measured, but for those of records', () => {
  const fixed = (trials: readonly Trial[]) =>
    readCsv(drawCsv(trials))[0]!.filter((name) => !/^(limits|failures|steps|traced\.path\.stepsMs)\./.test(name))
  expect(fixed([A_TRIAL])).toEqual(fixed(invokedTrials({ containers: 2 })))
  expect(fixed([A_TRIAL])).toEqual(
    expect.arrayContaining(['variant', 'makespanMs', 'mock.heldMs', 'invocation.billedMs']),
  )
})
