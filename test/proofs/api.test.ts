import { mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { bench, type Result, UserError, type SelectionCriteria } from 'utakata'
import { expect, test } from 'vitest'
import { exportCommand } from '../../bench/commands/report/export.ts'
import { reportCommand } from '../../bench/commands/report/report.ts'
import { summarize } from '../../bench/judge/comparison/summarize.ts'
import { readTrials } from '../../bench/trial/trial.ts'
import { aFolder } from '../support/folders.ts'
import { listening } from '../support/listening.ts'
import { childrenWith } from '../support/processes.ts'
import { anIo } from '../support/in-process.ts'

const TINY = [
  'variants=[sequential, pipelined]',
  'world={ items: { count: 2, events: 2, descriptionBytes: 20, dueShare: 0.5 }, fetchDelay: { model: constant, ms: 0.2 }, notifyDelay: { model: constant, ms: 0.2 } }',
  'plan={ warmUps: 1, iterations: 2 }',
]

const CHEAPEST: SelectionCriteria = { objective: { for: 'cost' }, constraints: {} }

test(
  'a program measures a scenario and is given the result and its trials, as they are written',
  { timeout: 120_000 },
  async () => {
    const out = join(aFolder(), 'new', 'folder')
    let reported = 0
    const printed = listening()
    const options = { set: TINY, budgetMs: 1, criteria: CHEAPEST, output: out }
    const { result, trials, brokenOff } = await bench('demo', { ...options, onTrial: () => reported++ })
    expect([printed.out(), printed.err()]).toEqual(['', ''])
    expect(brokenOff).toBeUndefined()
    expect(reported).toBe(trials.length)
    expect(readTrials(join(out, 'trials.jsonl')).trials).toEqual(JSON.parse(JSON.stringify(trials)))
    const expected: Result = summarize(trials, CHEAPEST)
    expect(result).toEqual(expected)
    // Its budget is over at the first of three looks.
    expect(result!.look).toMatchObject({ blocks: 6, last: false })
    expect(result!.variants.map(({ variant }) => variant)).toEqual(['sequential', 'pipelined', 'A/A', '+10%'])
    expect(readFileSync(join(out, 'trials.jsonl'), 'utf8').endsWith('\n')).toBe(true)
    // The same files as of the command, which makes the same report of them.
    expect(readdirSync(out).toSorted()).toEqual(['report.json', 'report.md', 'timelines.jsonl', 'trials.jsonl'])
    const reports = () => ['report.json', 'report.md'].map((name) => readFileSync(join(out, name), 'utf8'))
    const written = reports()
    await reportCommand(out, { optimize: 'cost' }, anIo())
    expect(reports()).toEqual(written)
    const drawn = join(aFolder(), 'runs.trace.json')
    exportCommand(out, { format: 'chrome', variant: 'pipelined', output: drawn }, anIo())
    expect(readFileSync(drawn, 'utf8')).toContain('pipelined, process 1, iteration 1')
    // Two benchmarks in one file are none that can be judged.
    await expect(bench('demo', options)).rejects.toThrow(UserError)
    expect(readTrials(join(out, 'trials.jsonl')).trials).toHaveLength(trials.length)
  },
)

test('an abort gives what was done, and no result where no iteration was finished', async () => {
  const { result, trials } = await bench('demo', { set: TINY, signal: AbortSignal.abort(new Error('planned')) })
  expect(trials).toEqual([])
  expect(result).toBeUndefined()
})

const DIED = /^the mock server (ended unexpectedly \(SIGKILL\)|could not be reached)/

const killServer = () => process.kill(childrenWith('mock-server/main.ts')[0]!.pid, 'SIGKILL')

// Breakage: five blocks of six lost to what broke the last one.
test('a mock server that keeps dying gives what was done, with why it went no further, and loses nothing', async () => {
  const out = aFolder()
  const { result, trials, brokenOff } = await bench('demo', {
    set: TINY,
    quick: true,
    output: out,
    onTrial: ({ block }) => {
      if (block === 2) killServer()
    },
  })
  expect(brokenOff).toBeInstanceOf(Error)
  expect(brokenOff!.message).toMatch(DIED)
  expect(result).toEqual(summarize(trials))
  expect(result).toMatchObject({ iterationsCounted: 2, scenario: { quick: true } })
  expect(result!.exitCode).toBe(5)
  expect(readTrials(join(out, 'trials.jsonl')).trials).toHaveLength(trials.length)
  expect(JSON.parse(readFileSync(join(out, 'report.json'), 'utf8'))).toEqual(JSON.parse(JSON.stringify(result)))
})

// Breakage: minutes of measuring lost with the report of them.
test('a report that cannot be written loses neither result nor trials, and is reported', async () => {
  const out = aFolder()
  // In the place of the file.
  const onTrial = () => mkdirSync(join(out, 'report.md', 'taken'), { recursive: true })
  const { result, trials, brokenOff } = await bench('demo', { set: TINY, budgetMs: 1, output: out, onTrial })
  expect(brokenOff).toMatchObject({ code: expect.stringMatching(/^E/) })
  expect(result).toEqual(summarize(trials))
  expect(readTrials(join(out, 'trials.jsonl')).trials).toHaveLength(trials.length)
})

test('where no iteration was finished there is nothing to give, and what broke the benchmark is thrown', async () => {
  const broken = bench('demo', { set: TINY, onTrial: killServer })
  await expect(broken).rejects.toThrow(DIED)
})
