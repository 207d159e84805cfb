import { mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { bench, type BenchOptions, type Result, UserError, type SelectionCriteria } from 'utakata'
import { expect, test } from 'vitest'
import { SPEED } from '../../bench/judge/selection-criteria.ts'
import { exportCommand } from '../../bench/commands/export.ts'
import { reportCommand } from '../../bench/commands/report.ts'
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
  'a program races a scenario and is given the result and its trials, as they are written',
  { timeout: 120_000 },
  async () => {
    const out = join(aFolder(), 'new', 'folder')
    let told = 0
    const printed = listening()
    const asked = { set: TINY, budgetMs: 1, criteria: CHEAPEST, out }
    const { result, trials, brokenOff } = await bench('demo', { ...asked, onTrial: () => told++ })
    expect([printed.out(), printed.err()]).toEqual(['', ''])
    expect(brokenOff).toBeUndefined()
    expect(told).toBe(trials.length)
    expect(readTrials(join(out, 'trials.jsonl')).trials).toEqual(JSON.parse(JSON.stringify(trials)))
    const expected: Result = summarize(trials, CHEAPEST)
    expect(result).toEqual(expected)
    // Its budget is over at the first of three looks.
    expect(result!.look).toMatchObject({ blocks: 6, last: false })
    expect(result!.variants.map(({ variant }) => variant)).toEqual(['sequential', 'pipelined', 'A/A', '+10 %'])
    expect(readFileSync(join(out, 'trials.jsonl'), 'utf8').endsWith('\n')).toBe(true)
    // The same files as of the command, which makes the same report of them.
    expect(readdirSync(out).toSorted()).toEqual(['report.json', 'report.md', 'timelines.jsonl', 'trials.jsonl'])
    const reports = () => ['report.json', 'report.md'].map((name) => readFileSync(join(out, name), 'utf8'))
    const written = reports()
    await reportCommand(out, { for: 'cost' }, anIo())
    expect(reports()).toEqual(written)
    const drawn = join(aFolder(), 'runs.trace.json')
    exportCommand(out, { format: 'chrome', arm: 'pipelined', out: drawn }, anIo())
    expect(readFileSync(drawn, 'utf8')).toContain('pipelined, fork 1, round 1')
    // Two races in one file are none that can be judged.
    await expect(bench('demo', asked)).rejects.toThrow(UserError)
    expect(readTrials(join(out, 'trials.jsonl')).trials).toHaveLength(trials.length)
  },
)

test('an abort gives what was done, and no result where no iteration was finished', async () => {
  const { result, trials } = await bench('demo', { set: TINY, signal: AbortSignal.abort(new Error('planned')) })
  expect(trials).toEqual([])
  expect(result).toBeUndefined()
})

const DIED = /^the mock server (ended by itself \(SIGKILL\)|could not be reached)/
const killServer = () => process.kill(childrenWith('mock-server/main.ts')[0]!.pid, 'SIGKILL')

// Breakage: five blocks of six lost to what broke the last one.
test('a mock server that keeps dying gives what was done, with why it went no further, and loses nothing', async () => {
  const out = aFolder()
  const { result, trials, brokenOff } = await bench('demo', {
    set: TINY,
    quick: true,
    out,
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

// Breakage: minutes of racing lost with the report of them.
test('a report that cannot be written costs neither result nor trials, and is told', async () => {
  const out = aFolder()
  // In the place of the file.
  const onTrial = () => mkdirSync(join(out, 'report.md', 'taken'), { recursive: true })
  const { result, trials, brokenOff } = await bench('demo', { set: TINY, budgetMs: 1, out, onTrial })
  expect(brokenOff).toMatchObject({ code: expect.stringMatching(/^E/) })
  expect(result).toEqual(summarize(trials))
  expect(readTrials(join(out, 'trials.jsonl')).trials).toHaveLength(trials.length)
})

test('where no iteration was finished there is nothing to give, and what broke the race is thrown', async () => {
  const broken = bench('demo', { set: TINY, onTrial: killServer })
  await expect(broken).rejects.toThrow(DIED)
})

// Breakage: an objective that nobody knows, which crashes at the first look, a minute later.
test('what plain JavaScript may get wrong is refused before anything runs, with what was expected', async () => {
  const refused = async (options: unknown) => {
    const error: unknown = await bench('nowhere', options as BenchOptions).catch((reason: unknown) => reason)
    expect(error).toBeInstanceOf(UserError)
    return (error as Error).message
  }
  const objectives =
    "criteria.objective: expected { for: 'speed' }, { for: 'cost' }, { for: 'first-notification' } or { for: 'balanced', speedWeight: 0.7 }, got "
  expect(await refused({ criteria: { objective: { for: 'fastest' }, constraints: {} } })).toBe(
    `${objectives}{ for: 'fastest' }`,
  )
  expect(await refused({ criteria: { objective: 'speed', constraints: {} } })).toBe(`${objectives}'speed'`)
  expect(await refused({ criteria: { objective: { for: 'balanced', speedWeight: 7 }, constraints: {} } })).toContain(
    objectives,
  )
  expect(await refused({ criteria: { objective: { for: 'cost' } } })).toBe(
    'criteria.constraints: expected rssBytes, eventLoopDelayMs, inFlight, failures, or none of them as {}, got undefined',
  )
  expect(await refused({ criteria: { objective: { for: 'cost' }, constraints: { maxRss: 1 } } })).toBe(
    'criteria.constraints: expected rssBytes, eventLoopDelayMs, inFlight, failures, or none of them as {}, got maxRss',
  )
  expect(await refused({ criteria: { objective: { for: 'cost' }, constraints: { rssBytes: '256MB' } } })).toBe(
    "criteria.constraints.rssBytes: expected bytes, more than 0, got '256MB'",
  )
  expect(await refused({ criteria: { objective: { for: 'cost' }, constraints: { failures: 0.5 } } })).toContain(
    'criteria.constraints.failures: expected a whole number of at least 0',
  )
  expect(await refused({ criteria: 'speed' })).toContain("criteria: expected objective and constraints, got 'speed'")
  for (const budgetMs of ['60s', 0, Number.NaN])
    expect(await refused({ budgetMs })).toMatch(/^budgetMs: expected milliseconds, more than 0, got /)
  for (const precision of ['3%', 3, 0])
    expect(await refused({ precision })).toMatch(
      /^precision: expected a share above 0 and at most 1, such as 0\.03, got /,
    )
  expect(await refused({ budget: 60_000 })).toMatch(/^expected set, .*budgetMs.*, got budget$/)
  expect(await refused({ set: 'world.items.count=5' })).toContain('set: expected texts such as ')
  expect(await refused({ budgetMs: Infinity, precision: 1, criteria: SPEED, set: undefined })).toContain('nowhere')
})

test('a list is a sweep, which a program is told to leave to the command or to run value by value', async () => {
  const swept = bench('demo', { set: ['world.items.count=[1, 10]'] })
  await expect(swept).rejects.toThrow(UserError)
  await expect(swept).rejects.toThrow(
    'world.items.count: expected one value, got a list of 2; call bench() once for each value, or run the sweep with the command: utakata bench',
  )
})

test('what cannot be raced is a UserError before anything runs', async () => {
  await expect(bench('nowhere')).rejects.toThrow(UserError)
  // Before strategies of one's own are held to the contract, which takes a while.
  await expect(bench('nowhere', { strategyFiles: ['mine.ts'] })).rejects.toThrow(/nowhere/)
  await expect(bench('demo', { set: ['world.items.count=0'] })).rejects.toThrow(/world\.items\.count/)
})
