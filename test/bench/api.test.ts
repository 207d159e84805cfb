import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { bench, type Result, UsageError } from 'utakata'
import { expect, test } from 'vitest'
import { summarize } from '../../bench/report/summarize.ts'
import { readTrials } from '../../bench/trial.ts'
import { aFolder } from '../support/folders.ts'

const TINY = [
  'strategies=[sequential, pipelined]',
  'world={ feeds: { count: 2, events: 2, descriptionBytes: 20, dueShare: 0.5 }, feedDelay: { model: constant, ms: 0.2 }, slackDelay: { model: constant, ms: 0.2 } }',
  'plan={ warmUps: 1, rounds: 2 }',
]

test(
  'a program races a scenario and is given the result and its trials, as they are written',
  { timeout: 120_000 },
  async () => {
    const out = join(aFolder(), 'new', 'folder')
    let told = 0
    const { result, trials } = await bench('demo', { set: TINY, quick: true, out, onTrial: () => told++ })
    expect(told).toBe(trials.length)
    expect(readTrials(join(out, 'trials.jsonl')).trials).toEqual(JSON.parse(JSON.stringify(trials)))
    const expected: Result = summarize(trials)
    expect(result).toEqual(expected)
    expect(result!.arms.map(({ arm }) => arm)).toEqual(['sequential', 'pipelined', 'A/A', '+10 %'])
    expect(readFileSync(join(out, 'trials.jsonl'), 'utf8').endsWith('\n')).toBe(true)
    // Two races in one file are none that can be judged.
    await expect(bench('demo', { set: TINY, quick: true, out })).rejects.toThrow(UsageError)
    expect(readTrials(join(out, 'trials.jsonl')).trials).toHaveLength(trials.length)
  },
)

test('an abort gives what was done, and no result where no round was finished', async () => {
  const { result, trials } = await bench('demo', { set: TINY, signal: AbortSignal.abort(new Error('planned')) })
  expect(trials).toEqual([])
  expect(result).toBeUndefined()
})

test('what cannot be raced is a UsageError before anything runs', async () => {
  await expect(bench('nowhere')).rejects.toThrow(UsageError)
  // Before strategies of one's own are held to the contract, which takes a while.
  await expect(bench('nowhere', { strategyFiles: ['mine.ts'] })).rejects.toThrow(/nowhere/)
  await expect(bench('demo', { set: ['world.feeds.count=0'] })).rejects.toThrow(/world\.feeds\.count/)
})
