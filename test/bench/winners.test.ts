import { expect, test } from 'vitest'
import type { ArmResult, Result } from '../../bench/report/result.ts'
import { summarize } from '../../bench/report/summarize.ts'
import { winnersOf } from '../../bench/report/winners.ts'
import type { Word } from '../../bench/verdict.ts'
import { trialsOf } from '../support/trials.ts'

const MODEL = summarize(trialsOf())

/** Arms in the order of their scenario, each with its word and the interval of its ratio. */
function withArms(arms: Readonly<Record<string, readonly [word: Word, low: number, high: number]>>): Result {
  return {
    ...MODEL,
    scenario: { ...MODEL.scenario, arms: ['sequential', ...Object.keys(arms), 'A/A'] },
    arms: Object.entries(arms).map(([arm, [word, low, high]]): ArmResult => ({
      ...MODEL.arms[1]!,
      arm,
      role: arm === 'A/A' ? 'guard' : 'candidate',
      ratio: { ratio: Math.sqrt(low * high), low, high, forks: 12, rounds: 24, alpha: 0.05 },
      verdict: { word },
    })),
  }
}

const named = (result: Result) => winnersOf(result).map(({ arm }) => arm)

test('the fastest is the winner, and those whose intervals meet its own are winners beside it', () => {
  expect(
    named(
      withArms({
        'look-ahead': ['faster', 0.7, 0.8],
        pipelined: ['faster', 0.24, 0.28],
        'check-threads': ['faster', 0.27, 0.31],
        'worker-threads': ['faster', 0.29, 0.33],
      }),
    ),
  ).toEqual(['pipelined', 'check-threads'])
})

test('intervals that only touch are not told apart', () => {
  const beside = (low: number) =>
    named(withArms({ pipelined: ['faster', 0.2, 0.3], 'check-threads': ['faster', low, 0.5] }))
  expect(beside(0.3)).toEqual(['pipelined', 'check-threads'])
  expect(beside(0.300_001)).toEqual(['pipelined'])
})

test('of those that are not told apart the simplest comes first, not the one that looks fastest', () => {
  expect(named(withArms({ 'promise-all': ['faster', 0.25, 0.29], pipelined: ['faster', 0.24, 0.28] }))).toEqual([
    'promise-all',
    'pipelined',
  ])
  const { arms, scenario } = withArms({ 'promise-all': ['faster', 0.25, 0.29], pipelined: ['faster', 0.24, 0.28] })
  expect(winnersOf({ arms: arms.toReversed(), scenario }).map(({ arm }) => arm)).toEqual(['promise-all', 'pipelined'])
})

test('only what is surely faster by more than the margin can win: neither an unsure size, nor what may not be judged', () => {
  for (const word of [
    'faster, size unsure',
    'undecided',
    'server-bound',
    'wrong output',
    'unreliable',
    'untraced',
  ] as const)
    expect(named(withArms({ pipelined: [word, 0.2, 0.25], 'look-ahead': ['faster', 0.7, 0.8] }))).toEqual([
      'look-ahead',
    ])
})

test('where nothing is faster there is no winner, and a lucky guard is none', () => {
  expect(named(withArms({ pipelined: ['equivalent', 0.98, 1.02], 'A/A': ['faster', 0.8, 0.9] }))).toEqual([])
  expect(named(withArms({}))).toEqual([])
})
